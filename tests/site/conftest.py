from support.browser import chromium, new_page, page  # noqa: F401
from support.built_site import site  # noqa: F401
