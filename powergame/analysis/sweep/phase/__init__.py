"""Phase diagrams: what is asked, over a plane of two paths, in panels over a third."""
