"""Pictures that change: parts of an SVG drawing that are shown one after another, by its style alone.

No script runs. Who asked the system for less motion, and whatever knows no style, sees the one part that is still.
"""

from __future__ import annotations

import re

from matplotlib.axes import Axes

SECONDS, LONGEST = 0.4, 12.0
"""Seconds that a frame is shown, and that all frames take at most."""

FRAME = re.compile(r'<g id="frame-(\d+)-(\d+)(-still)?">')


def name_frame(axes: Axes, frame: int, part: int, *, still: bool) -> None:
    """Name axes as a part of a frame, so that `animated` knows them.

    Parameters
    ----------
    still
        Whether it is of the frame that is shown where nothing moves.
    """
    axes.set_gid(f"frame-{frame}-{part}{'-still' if still else ''}")


def animated(svg: str) -> str:
    """Return a drawing whose frames are shown one after another, over and over; one without frames as it is."""
    count = max((int(match[1]) + 1 for match in FRAME.finditer(svg)), default=0)
    if not count:
        return svg
    seconds = min(SECONDS * count, LONGEST)
    delays = "".join(f".f{k}{{animation-delay:{k * seconds / count - seconds:.3f}s}}" for k in range(count))
    style = (
        f"<style>@keyframes shown{{0%{{visibility:visible}}{100 / count:.4f}%,100%{{visibility:hidden}}}}"
        f".frame{{animation:shown {seconds:.3f}s step-end infinite}}{delays}"
        "@media (prefers-reduced-motion:reduce){.frame{animation:none}}</style>\n"
    )
    opened = svg.index(">", svg.index("<svg ")) + 1
    marked = FRAME.sub(_marked, svg)
    return f"{marked[:opened]}\n{style}{marked[opened:]}"


def _marked(match: re.Match[str]) -> str:
    hidden = "" if match[3] else ' visibility="hidden"'
    return f'{match[0][:-1]} class="frame f{match[1]}"{hidden}>'
