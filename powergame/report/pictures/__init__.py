"""Pictures that explain themselves: each kind in one module, from result objects to a figure. Nothing else draws."""
