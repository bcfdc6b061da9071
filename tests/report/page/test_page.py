"""The report: whole, offline, usable by everybody, and every name in it is text. Driven in a real browser."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import re

import pytest
from support.browser import chromium, grave_faults, new_page  # noqa: F401
from support.installed import ROOT, SMALLEST

from powergame.analysis.report import Report, Reported, report
from powergame.analysis.solve import solve
from powergame.equilibrium.concept import Concept
from powergame.errors import OutputError
from powergame.report.documents import solve as solved
from powergame.report.page.inline import inks
from powergame.report.page.pictures import pictures
from powergame.report.page.render import DETAILS, MAX_BYTES, render
from powergame.report.page.view import answer_view
from powergame.scenario.reading.load import load, load_text
from powergame.sources.games import game_of

SCENARIOS = ROOT / "scenarios"

HOSTILE = """\
name: "</title><script>hacked=1</script>"
about: |
  <img src=x onerror="hacked=1"> {{ 7*7 }} {% raw %} `</code><b>` ]]> &lt;
  "\u202e turned" \u05d0\u05d1\u05d2

  Sources: <script>hacked=1</script>; `x
outcomes: ["</pre><script>hacked=1</script>", "{{ 8*8 }}"]
actors:
  '"><script>hacked=1</script>{{ self }}{% for %} ]]> ${1}': {power: 3, preferences: [1, 0.2]}
  "\u0645\u0631\u062d\u0628\u0627 A": {power: 1, preferences: [1, 0], about: "--> <!-- &#60;"}
ladder:
  - {name: "'>hold<b>"}
  - {name: "</table><style>*{color:red}</style>", grab: 0.3, provokes: 0.3}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
""".replace('"\u202e turned"', '"\\u202E turned"')


@pytest.fixture(scope="module")
def dilemma():
    return report([solve(load(SCENARIOS / "security-dilemma.yaml"))])


@pytest.fixture(scope="module")
def together(dilemma):
    base = dilemma.parts[0].answer.scenario
    others = [base.with_values({"conflict.destruction.odds": x}) for x in (0.1, 0.9)]
    quick = [Reported(solve(one, look_for_turns=False), (), None) for one in (*others, load_text(SMALLEST))]
    return Report((*dilemma.parts, *quick))


@pytest.fixture(scope="module")
def dilemma_page(dilemma):
    return render(dilemma)


@pytest.fixture(scope="module")
def page_of_four(together):
    return render(together)


@pytest.fixture
def opened(new_page, tmp_path):  # noqa: F811
    """A function that opens a report offline, and fails where it asks for anything or breaks its policy."""
    asked, said = [], []

    def opening(text, **options):
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        page = new_page(offline=True, **options)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(file.as_uri())
        return page

    yield opening
    assert [url for url in asked if not url.startswith("data:") and not url.endswith("/report.html")] == []
    assert said == []


def test_the_answer_comes_first_in_words(opened, dilemma, dilemma_page):
    page = opened(dilemma_page)
    headline = solved.headline(dilemma.parts[0].answer)
    assert page.title() == page.locator("h1").inner_text() == "The security dilemma"
    words = page.locator("main").inner_text().split("\n")
    assert headline in words[:3]
    assert "War in the selected equilibrium: 75\u00a0%" in page.locator(".happens").inner_text()


def test_the_page_says_what_solve_says(opened, dilemma, dilemma_page):
    answer = dilemma.parts[0].answer
    page = opened(dilemma_page)
    rows = page.locator("table.actors tbody tr").all_inner_texts()
    for actor, row in zip(answer.actors, rows, strict=True):
        assert actor.name in row
        assert actor.verdict in row
        assert actor.motive in row
        assert actor.why in page.locator("dl.why").inner_text()
    cells = page.locator("table.matrix td .payoffs").all_inner_texts()
    payoffs = [f"{x:.3f}" for r in range(2) for c in range(2) for x in answer.game.payoffs[:, r, c]]
    assert [x.rstrip("*") for cell in cells for x in cell.split()] == payoffs
    assert page.locator("td.equilibrium").count() == 2
    assert page.locator("#equilibria tbody tr").count() == len(answer.solution.equilibria) == 3
    assert "The list is proven complete" in page.locator("#equilibria").inner_text()


def test_thresholds_and_the_phase_diagram_are_on_the_page(opened, dilemma_page):
    page = opened(dilemma_page)
    turns = page.locator("#turns")
    assert "always below 0.555556, depends from 0.555556 to 0.91954, never above 0.91954" in turns.inner_text()
    boxes = [one.bounding_box() for one in page.locator(".strip:nth-of-type(2) .band:first-of-type rect.always").all()]
    assert all(box["width"] > 100 for box in boxes)
    assert turns.locator("figure.map svg[role=img]").count() == 2
    for label in turns.locator("figure.map svg[role=img]").all():
        assert re.search(
            r": never over [<>\d. ]+%, always over [<>\d. ]+%, depends over [<>\d. ]+% of the map",
            label.get_attribute("aria-label"),
        )


def test_the_point_of_the_scenario_lies_in_the_map_where_its_verdict_says(dilemma, dilemma_page):
    diagram = dilemma.parts[0].diagram
    column = abs(diagram.x - diagram.own[0]).argmin()
    row = abs(diagram.y - diagram.own[1]).argmin()
    assert diagram.verdicts[0, :, row, column].tolist() == [2, 2]
    assert 'class="point"' in dilemma_page


def test_pictures_are_as_large_as_words_at_desk_and_phone(opened, dilemma_page):
    for width, there, away in ((1400, "wide", "narrow"), (390, "narrow", "wide")):
        page = opened(dilemma_page, width=width)
        assert page.locator(f".picture svg.{there}").first.is_visible()
        assert not page.locator(f".picture svg.{away}").first.is_visible()
        heights = page.locator(f".picture svg.{there} text").evaluate_all("all => all.map(x => x.getBBox().height "
                                                                          "* x.getScreenCTM().a)")  # fmt: skip
        assert min(heights) > 10


def test_the_arrows_tell_what_the_world_is_worth_to_each(opened, dilemma, dilemma_page):
    answer = dilemma.parts[0].answer
    page = opened(dilemma_page)
    drawn = page.locator(".picture.vectors svg.wide")
    told = drawn.locator("text").all_text_contents()
    worth = [payoffs[0, 0] for payoffs in answer.game.payoffs]  # nobody seeks: what there is
    assert [told[k + 1] for k, text in enumerate(told) if text == "worth to it, all in all"] == [
        f"{x:.3f}" for x in worth
    ]
    assert drawn.get_attribute("aria-label").startswith("The security dilemma: arrows as long as power.")
    assert answer.name not in told, "the page has said it"


def test_rungs_and_best_replies_are_drawn_where_they_tell_something(dilemma_page):
    kinds = re.compile(r'<figure class="picture (\w+)">')
    assert kinds.findall(dilemma_page) == ["vectors", "ladder", "replies"]
    one = solve(load_text(SMALLEST), look_for_turns=False)
    assert kinds.findall(render(Report((Reported(one, (), None),)))) == ["vectors", "ladder"]
    assert "\u200e" not in dilemma_page


def test_every_colour_of_the_pictures_turns_with_the_page(opened, dilemma):
    found = [solve(load(SCENARIOS / f"{name}.yaml"), look_for_turns=False) for name in ("chip-controls",)]
    text = render(Report(tuple(Reported(one, (), None) for one in (*found, dilemma.parts[0].answer))))
    found = set(re.findall(r'(?:fill|stroke)="(#\w+)"', text))
    assert len(found) > 8
    assert found <= {*inks(), "#ffffff"}
    page = opened(text, dark=True)
    words = page.locator(".picture svg.wide text", has_text="worth to it").first
    assert words.evaluate("x => getComputedStyle(x).fill") == page.evaluate("getComputedStyle(document.body).color")


def test_a_tint_is_a_veil_over_the_page(dilemma_page):
    assert inlined_tints(dilemma_page) == {("#1d1e21", "0.120")}


def inlined_tints(text):
    return set(re.findall(r'(?:fill|stroke)="(#\w+)" (?:fill|stroke)-opacity="([\d.]+)"', text))


def test_turns_are_flips_where_thresholds_were_found(dilemma):
    answer, paths = dilemma.parts[0].answer, {path.path: path for path in dilemma.parts[0].thresholds}
    view = answer_view(answer)
    odds = [turn for turn in view.turns if turn.path == "conflict.destruction.odds"]
    assert odds
    for turn in odds:
        flips = next(one.flips for one in paths[turn.path].actors if one.name == turn.actor)
        side, at = turn.at.split()
        (flip,) = [one for one in flips if f"{one.at:.6g}" == at]
        assert turn.verdict == (flip.above if side == "above" else flip.below)


def test_alignment_of_two_is_one_number_whoever_turns():
    found = report([solve(load(SCENARIOS / "strong-and-misaligned.yaml"))])
    turns = answer_view(found.parts[0].answer).turns
    assert [(turn.path, turn.at, turn.verdict) for turn in turns] == [
        ("alignment.strong.weak", "above 0.368421", "never"),
        ("alignment.weak.strong", "above 0.6", "never"),
    ]


@pytest.mark.parametrize("name", ["security-dilemma", "kingmaker", "chip-controls"])
def test_the_scenario_s_text_on_the_page_is_a_scenario_with_the_same_answer(name):
    answer = solve(load(SCENARIOS / f"{name}.yaml"), look_for_turns=False)
    text = answer_view(answer).text
    again = solve(load_text(text), look_for_turns=False).to_dict()
    assert {**again, "scenario": None} == {**answer.to_dict(), "scenario": None}


@pytest.mark.parametrize("options", [{}, {"dark": True}, {"width": 360, "height": 800}], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_serious_and_nothing_runs_off_the_page(opened, page_of_four, options):
    page = opened(page_of_four, **options)
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= options.get("width", 1400)


def test_hostile_names_are_text(opened):
    page = opened(render(report([solve(load_text(HOSTILE), look_for_turns=False)])))
    assert grave_faults(page) == []
    assert page.locator(".picture text", has_text="<script").count() > 0
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("script, img, iframe, object, link").count() == 0
    assert page.locator("style").count() == 1
    assert page.title() == "</title><script>hacked=1</script>"
    shown = page.locator("main").inner_text()
    for text in (
        '"><script>hacked=1</script>{{ self }}{% for %} ]]> ${1}',
        "'>hold<b>",
        "</table><style>*{color:red}",
    ):
        assert text in shown, text
    assert '<img src=x onerror="hacked=1"> {{ 7*7 }} {% raw %} </code><b> ]]> &lt;' in shown
    assert "\u202e" not in shown
    assert page.locator("bdi", has_text="\u0645\u0631\u062d\u0628\u0627").count() > 3


def test_a_hostile_scenario_beside_others_is_text_too(opened):
    one = load_text(HOSTILE)
    parts = [Reported(solve(s, look_for_turns=False), (), None) for s in (one, one.with_values({"rounds": 1}))]
    page = opened(render(Report(tuple(parts)), command="powergame report '</pre><script>hacked=1</script>'"))
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("script").count() == 0
    assert "</pre><script>" in page.locator("#how pre").inner_text()


def test_everything_is_reached_by_keyboard(opened, page_of_four):
    page = opened(page_of_four, width=360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#answer"
    wide = page.locator(".scroll, pre").evaluate_all("all => all.filter(x => x.scrollWidth > x.clientWidth + 1)"
                                                     ".filter(x => x.tabIndex !== 0).length")  # fmt: skip
    assert wide == 0


def test_headings_ids_and_tables_are_in_order(page_of_four):
    text = page_of_four
    levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", text)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    names = re.findall(r'<(?:section|article)[^>]* aria-label(?:ledby)?="([^"]+)"', text)
    assert len(names) == len(set(names)), "no two regions have the same name"
    assert {one for found in re.findall(r'aria-labelledby="([^"]+)"', text) for one in found.split()} <= set(ids)
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        assert '<th scope="col' in table
    assert "javascript" not in text.lower().replace("no script", "")


def test_the_policy_allows_its_own_style_and_nothing_else(dilemma_page):
    text = dilemma_page
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    assert " style=" not in text
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", text))
    assert "http" not in text.replace("http-equiv", "")


def test_scenarios_with_the_same_actors_stand_side_by_side(opened, together, page_of_four):
    assert together.groups == ((0, 1, 2),)
    page = opened(page_of_four)
    assert page.locator("#answer li .headline").count() == 4
    rows = page.locator("#side-by-side table").first.locator("tbody tr").all_inner_texts()
    names = page.locator("#side-by-side table").first.locator("tbody th").all_inner_texts()
    assert names == [part.answer.name for part in together.parts]
    assert [row.rpartition("\t")[2] for row in rows] == ["3", "1", "1", "1"]
    table = page.locator("#side-by-side table").nth(1).inner_text()
    assert "west seeks power" in table
    assert "always !" in table
    assert page.locator("article").count() == 4


def test_on_paper_it_is_dark_on_white_and_no_table_is_cut(opened, page_of_four):
    page = opened(page_of_four, width=720, dark=True)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.evaluate("[...document.querySelectorAll('table')].every(x => x.scrollWidth <= 720)")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_two_dozen_scenarios_fit(dilemma, dilemma_page):
    each = len(render(Report(dilemma.parts * 2)).encode()) - len(dilemma_page.encode())
    assert 24 * each < MAX_BYTES


def test_of_many_scenarios_less_is_shown_and_the_page_says_so(monkeypatch):
    one = load_text(SMALLEST)
    pair = (one, one.with_values({"conflict.destruction.odds": 0}))
    small = Report(tuple(Reported(solve(each, look_for_turns=False), (), None) for each in pair))
    drawn = tuple(pictures(small.parts[0].answer, "s"))
    monkeypatch.setattr("powergame.report.page.render.pictures", lambda answer, name: drawn)
    sizes = [len(render(small).encode())]
    for detail in DETAILS[1:]:
        text = render(small, limit=sizes[-1] - 1)
        assert detail.left_out in text
        sizes.append(len(text.encode()))
    with pytest.raises(OutputError, match="would take"):
        render(small, limit=sizes[-1] - 1)


def test_the_page_explains_the_words_that_it_has_and_what_it_cannot_say(dilemma, dilemma_page):
    words, limits = (dilemma_page.partition(f'<section id="{part}"')[2].partition("</section>")[0] for part in WORDS)
    explained = re.findall(r"<dt>([^<]+)</dt>", words)
    (answer,) = (part.answer for part in dilemma.parts)
    told = {word for actor in answer.actors for word in (actor.verdict, actor.motive)}
    assert {"verdict", "regret", *told} <= set(explained)
    assert {"always", "never", "depends"} & set(explained) == {actor.verdict for actor in answer.actors}
    assert "conceals" not in explained
    assert limits.count("<b>Instead:</b>") == 8
    assert 'href="#words"' in dilemma_page


WORDS = ("words", "limits")
"""Sections of the page that explain it."""


def test_a_game_without_a_scenario_is_reported_too(opened):
    game = game_of(
        "game.nfg", b'NFG 1 R "Coordination" { "a" "b" } { 2 2 } "Whoever yields <b>loses</b>." 2 1 0 0 0 0 1 2'
    )
    page = opened(render(report([solve(game)])))
    assert page.locator(".headline").inner_text() == "3 equilibria."
    assert "Whoever yields <b>loses</b>." in page.locator("section", has_text="The comment of the game").inner_text()
    words = page.locator("article").inner_text() + page.locator("#words").inner_text()
    assert "power" not in words.replace("powergame", "")  # a game's payoffs may be anything, and nobody has power in it
    assert page.locator("#limits").count() == 0
    assert "ladder" not in words
    assert grave_faults(page) == []


def test_quantal_response_is_reported_without_thresholds(opened):
    page = opened(render(report([solve(load_text(SMALLEST), concept=Concept("logit", 20.0))])))
    assert page.locator("h2", has_text="Quantal response").count() == 1
    assert "in the quantal response" in page.locator("#answer").inner_text()
    assert "every equilibrium" not in page.locator("article").inner_text()
    assert "at rationality 20" in page.locator("#how").inner_text()


@pytest.mark.parametrize(
    ("other", "drawn"),
    [("red \U0001f600", ["中国 75 %", "red \U0001f600 25 %"]), ("\\u4e2d", ["中国 75 %", "\\u4e2d 25 %"])],
    ids=["letters", "a name like the code of one"],
)
def test_names_that_no_font_of_this_machine_has_are_letters_in_the_fonts_of_the_reader(opened, other, drawn):
    text = SMALLEST.replace("blue:", "中国:").replace("red:", f"{other}:")
    page = opened(render(Report((Reported(solve(load_text(text), look_for_turns=False), (), None),))))
    words = page.locator(".picture svg.wide text").all_text_contents()
    assert set(drawn) <= set(words)
