"""The phase diagram: what is asked, over two numbers; small multiples over a third, or one map that changes."""
