"""Parts of the document of `infer`."""
