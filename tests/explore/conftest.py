"""The live page's tests drive it in a real browser."""

from browser import chromium, new_page, page  # noqa: F401
