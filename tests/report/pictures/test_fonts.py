"""Names in any script: drawn where the machine has a font for them, escaped where it has none, and never cut in two."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from support.installed import powergame

from powergame.analysis.solve import solve
from powergame.report.page.inline import inline
from powergame.report.pictures.drawing import fonts
from powergame.report.pictures.drawing.files import to_bytes
from powergame.report.pictures.drawing.fonts import families, is_plain, literal, readers_fonts, unbroken
from powergame.report.pictures.drawing.style import fitted, picture_style, width_of, wrapped
from powergame.report.pictures.kinds import kind
from powergame.scenario.reading.load import load_text

FAMILY = "Powergame Testing Han"
DRAWN, BLANK, NOWHERE = "北京台", "\U0001f525", "\u3400"
"""Characters that the font of these tests has an outline for; that it has none for, as coloured ones; and lacks."""

NAMES = f"""\
name: "台 {NOWHERE}"
actors:
  北京: {{power: 3, preferences: [1, 0.2]}}
  "台北 \U0001f1f9\U0001f1fc": {{power: 1, preferences: [-1, 0]}}
conflict:
  destruction: {{odds: 0.6, severity: 0.5}}
"""


def made_font(folder):
    """Write a font in which every character is a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    names = {ord(c): f"u{ord(c):x}" for c in DRAWN + BLANK}
    order = [".notdef", *names.values()]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(names)
    font.setupGlyf({name: empty if name in (".notdef", f"u{ord(BLANK):x}") else square for name in order})
    font.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY.replace(" ", "")})
    font.setupOS2()
    font.setupPost()
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / "han.ttf")
    return folder / "han.ttf"


@pytest.fixture(scope="module")
def font(tmp_path_factory):
    path = made_font(tmp_path_factory.mktemp("fonts"))
    font_manager.fontManager.addfont(path)
    return path


@pytest.fixture
def no_font(monkeypatch):
    """A machine that has matplotlib's own font only."""
    monkeypatch.setattr(fonts, "_others", list)
    monkeypatch.setattr(fonts, "_learn", lambda: False)
    fonts._family_of.cache_clear()
    yield
    fonts._family_of.cache_clear()


@pytest.fixture
def with_font(no_font, font, monkeypatch):
    """A machine that has this font beside it."""
    monkeypatch.setattr(fonts, "_others", lambda: [FAMILY])
    fonts._family_of.cache_clear()


def test_what_another_font_has_is_drawn_with_it(with_font):
    assert literal("北京 → A") == "北京 → A"
    assert families("北京 → A") == ("DejaVu Sans", FAMILY)
    assert families("Ω → A") == ("DejaVu Sans",)


def test_what_no_font_has_is_escaped(no_font):
    assert literal("北京 A") == r"\u5317\u4eac A"
    assert families(literal("北京 A")) == ("DejaVu Sans",)


def test_a_coloured_character_has_no_outline_and_would_be_left_blank(with_font):
    assert literal(f"{BLANK}北") == r"\U0001f525北"


def test_of_a_character_of_several_parts_all_are_escaped_or_none(with_font):
    assert literal("北\u0331") == "北\u0331"  # the mark is in the usual font
    assert literal(f"{NOWHERE}\u0331A") == r"\u3400\u0331A"
    assert literal("\U0001f1f9\U0001f1fc") == r"\U0001f1f9\U0001f1fc"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep fonts elsewhere")
def test_a_font_that_came_after_matplotlib_listed_the_fonts_is_found(tmp_path):
    scenario, data, lists = tmp_path / "s.yaml", tmp_path / "data", tmp_path / "lists"
    scenario.write_text(NAMES, encoding="utf-8")

    def drawn(ending):
        env = {"XDG_DATA_HOME": str(data), "MPLCONFIGDIR": str(lists)}
        run = powergame("plot", scenario, "-o", tmp_path / f"s.{ending}", env=env)
        assert (run.returncode, run.stderr) == (0, "")
        return (tmp_path / f"s.{ending}").read_bytes()

    before = drawn("svg")
    made_font(data / "fonts")
    after = drawn("svg")
    assert FAMILY.replace(" ", "").encode() in after or b"Noto" in after
    assert after == drawn("svg")
    assert before != after or b"Noto" in after  # a machine that has such a font already draws with it


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_picture_of_names_in_another_script_shows_them_and_another_one_where_no_font_has_them(
    ending, with_font, monkeypatch
):
    def drawn():
        return to_bytes(kind("ladder").draw(solve(load_text(NAMES), look_for_turns=False)), ending)

    shown = drawn()
    assert shown == drawn()
    monkeypatch.setattr(fonts, "_others", list)
    fonts._family_of.cache_clear()
    assert shown != drawn()


def test_words_in_other_scripts_are_outlines_in_pdf_files_where_matplotlib_mixes_letters_up(with_font):
    figure = kind("ladder").draw(solve(load_text(NAMES), look_for_turns=False))
    data = to_bytes(figure, "pdf")
    assert FAMILY.replace(" ", "").encode() not in data
    assert b"DejaVuSans" in data
    assert not any(text.get_path_effects() for text in figure.texts)
    assert [is_plain(text) for text in ("é → A", "北", "שלום", "\U0001f600")] == [True, False, False, False]


def test_scripts_whose_letters_join_or_run_leftwards_are_escaped_where_matplotlib_cannot(no_font, monkeypatch):
    monkeypatch.setattr(fonts, "SHAPES", False)
    assert literal("سلم A") == r"\u0633\u0644\u0645 A"
    assert literal("שלום").startswith(r"\u05e9")
    assert literal("é Я") == "é Я"
    monkeypatch.setattr(fonts, "SHAPES", True)
    fonts._family_of.cache_clear()
    assert literal("سلم A") == "سلم A"


@pytest.mark.parametrize(
    "text",
    ["北京" * 9, "台北 \U0001f1f9\U0001f1fc" * 4, "e\u0301" * 30, "naïve café 北", "a\x1b[31m\nb" * 5, r"C:\users\new"],
)
@pytest.mark.parametrize("machine", ["no_font", "with_font"])
def test_no_character_and_no_escape_is_cut_in_two(text, machine, request):
    request.getfixturevalue(machine)
    parts = unbroken(literal(text))
    assert "".join(parts) == literal(text)
    whole = {"".join(parts[i:j]).strip() for i in range(len(parts) + 1) for j in range(i, len(parts) + 1)}
    for width in (0.3, 0.7, 1.2, 2.0, 3.1, 4.7):
        short = fitted(text, width, 8.0)
        assert width_of(short, 8.0) <= width or short == "…"
        assert {part.strip() for part in short.split("…")} <= whole
        assert set(wrapped(text, width, 8.0)) <= whole


def test_a_flag_is_one_character_and_its_escape_too():
    assert unbroken("A\U0001f1f9\U0001f1fc\U0001f1ef\U0001f1f5") == [
        "A",
        "\U0001f1f9\U0001f1fc",
        "\U0001f1ef\U0001f1f5",
    ]
    assert unbroken(r"\U0001f1f9\U0001f1fc\u5317x") == [r"\U0001f1f9\U0001f1fc", r"\u5317", "x"]
    assert unbroken("각한e\u0301") == ["각", "한", "e\u0301"]


def test_a_name_is_shortened_and_the_words_behind_it_stay(no_font):
    short = fitted("Union of Soviet Socialist Republics", 3.5, 7.0, behind="'s, projected")
    assert "…" in short
    assert short.endswith("'s, projected")
    assert width_of(short, 7.0) <= 3.5


def test_the_words_below_best_replies_have_room(no_font):
    names = {"北京": "Long " * 12 + "name", "台北 \U0001f1f9\U0001f1fc": "Wide" * 15}
    text = NAMES
    for name, longer in names.items():
        text = text.replace(name, f'"{longer}"' if name == "北京" else longer)
    figure = kind("replies").draw(solve(load_text(text), look_for_turns=False), width=16.0)
    figure.set_dpi(300)
    with picture_style():
        FigureCanvasAgg(figure).draw()
        boxes = [words.get_window_extent() for words in figure.texts]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= figure.bbox.width


@pytest.mark.parametrize("kind_name", ["vectors", "ladder", "payoffs", "replies"])
def test_on_a_page_names_are_text_whatever_fonts_this_machine_has(kind_name, no_font, recwarn):
    answer = solve(load_text(NAMES), look_for_turns=False)
    with readers_fonts():
        content = inline(kind(kind_name).draw(answer)).content
    assert "北京" in content
    assert "台北 \U0001f1f9\U0001f1fc" in content
    assert "\\u" not in content
    assert "\\U" not in content
    assert not list(recwarn)
    assert literal("北京") == r"\u5317\u4eac"


def test_on_a_page_names_are_shortened_by_the_width_of_their_letters_not_of_codes(no_font):
    assert fitted("北京", 1.0, 8.0) == "…"
    with readers_fonts():
        assert fitted("北京", 1.0, 8.0) == "北京"
        assert fitted("北京" * 5, 1.0, 8.0) == "北…京"


def test_placeholders_for_every_character_are_no_fonts():
    names = fonts._others()
    assert not [name for name in names if "last" in name.lower() and "resort" in name.lower()]
    assert all(a != b for a, b in pairwise(names))


def test_a_damaged_font_is_passed_over(tmp_path):
    """Of a machine whose folder of fonts holds rubbish, matplotlib's own font is drawn with."""
    folder = tmp_path / "data" / "fonts"
    folder.mkdir(parents=True)
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0 no font")
    script = (
        "from powergame.report.pictures.drawing.fonts import literal; print(ascii(literal('\\U0001fffd\\u3400 A')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip().endswith(" A'")
