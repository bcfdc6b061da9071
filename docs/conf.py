"""What Sphinx is told of the site; ``make docs`` builds it, and `sitemaker` writes the pages that are made of data."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from powergame.version import __version__

project = "powergame"
author = "The powergame developers"
version = release = __version__

extensions = ["myst_nb", "sitemaker"]
exclude_patterns = ["pictures/*.py", "schemas/**", "sitemaker/**"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_dmath_allow_space = False  # `$ powergame` is a prompt
myst_heading_anchors = 4
nb_execution_mode = "off"  # the notebook in the repository is as it ran; a test runs it

html_theme = "furo"
html_title = "powergame"
html_copy_source = False
html_show_sourcelink = False
