"""What Sphinx is told of the site; ``make docs`` builds it, and `sitemaker` writes the pages that are made of data."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from powergame.version import __version__

project = "powergame"
author = "The powergame developers"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sitemaker"]
exclude_patterns = ["pictures/*.py", "schemas/**", "sitemaker/**"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_dmath_allow_space = False  # `$ powergame` is a prompt
myst_heading_anchors = 4

highlight_language = "text"  # of blocks that name no language

add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
default_role = "code"  # what stands in backticks in docstrings
napoleon_google_docstring = False
toc_object_entries = False

nb_execution_mode = "off"  # the notebook in the repository is as it ran; a test runs it

SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'
SERIF = '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", Georgia, "DejaVu Serif", serif'
MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'

html_theme = "furo"
html_math_renderer = "mathml"
html_title = "powergame"
html_static_path = ["sitemaker/static"]
html_css_files = ["site.css", "drawings.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_search_scorer = str(Path(__file__).parent / "sitemaker" / "static" / "scorer.js")
html_show_search_summary = False  # it would be fetched page by page, which browsers refuse to a file's page
html_theme_options = {
    "light_css_variables": {
        "color-background-primary": "#ffffff",
        "color-background-secondary": "#faf9f6",
        "color-background-hover": "#f1efe9",
        "color-background-hover--transparent": "#f1efe900",
        "color-background-border": "#e3e1da",
        "color-foreground-primary": "#1d1e21",
        "color-foreground-secondary": "#4d5058",
        "color-foreground-muted": "#5d6068",
        "color-foreground-border": "#b9b6ab",
        "color-brand-primary": "#00629b",
        "color-brand-content": "#00629b",
        "color-brand-visited": "#00629b",
        "color-inline-code-background": "#f3f1eb",
        "color-card-background": "#faf9f6",
        "color-code-background": "#f6f4ee",
        "color-sidebar-link-text--top-level": "#1d1e21",
        "color-shade": "rgb(29 30 33 / 0.16)",
        "font-stack": SANS,
        "font-stack--headings": SERIF,
        "font-stack--monospace": MONO,
    },
    "dark_css_variables": {
        "color-background-primary": "#131417",
        "color-background-secondary": "#1b1d21",
        "color-background-hover": "#24272c",
        "color-background-hover--transparent": "#24272c00",
        "color-background-border": "#2d3036",
        "color-foreground-primary": "#e9e8e4",
        "color-foreground-secondary": "#c3c4c8",
        "color-foreground-muted": "#a3a5ad",
        "color-foreground-border": "#565a63",
        "color-brand-primary": "#7cc0ea",
        "color-brand-content": "#7cc0ea",
        "color-brand-visited": "#7cc0ea",
        "color-inline-code-background": "#24272c",
        "color-card-background": "#1b1d21",
        "color-code-background": "#1b1d21",
        "color-sidebar-link-text--top-level": "#e9e8e4",
        "color-shade": "rgb(0 0 0 / 0.7)",
    },
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
