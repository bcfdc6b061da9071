"""The tools that all kinds of pictures draw with."""

from powergame.packages import require

require("matplotlib", "a picture")
