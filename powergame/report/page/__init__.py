"""One HTML file that explains scenarios and works offline: no script, no request, every name literal."""
