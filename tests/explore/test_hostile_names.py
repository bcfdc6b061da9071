"""Names are text, whatever they contain: nothing of them is run, fetched or made an element, nor confuses the page."""

from __future__ import annotations

import json

import pytest
from support.explored import running
from support.shown_page import answer_of_command, assert_shows, command, move, opened, settled, shown

from powergame.scenario.paths.apply import flatten
from powergame.scenario.reading.load import load, load_text

NAMES = (
    "<script>alert(1)</script>{{7*7}}{%raw%}",
    '"><img src=x onerror=alert(1)> ${7*7} \u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627',
    "__proto__",
)
RUNGS = ("</style><b onmouseover=alert(1)>", "constructor")
OUTCOMES = ("javascript:alert(1)", "hasOwnProperty")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A scenario all of whose names mean something to somebody."""
    folder = tmp_path_factory.mktemp("hostile")
    actors = {
        name: {"power": 1 + k, "preferences": {OUTCOMES[0]: 1 - k, OUTCOMES[1]: 0.5}} for k, name in enumerate(NAMES)
    }
    actors["__proto__"]["beliefs"] = {f"actors.{NAMES[1]}.power": 3}
    scenario = {
        "name": "<h1 onclick=alert(1)>{{7*7}}</h1>",
        "about": "</script><script>alert(1)</script>",
        "outcomes": list(OUTCOMES),
        "actors": actors,
        "ladder": [{"name": RUNGS[0]}, {"name": RUNGS[1], "grab": 0.3, "provokes": 0.3}],
        "conflict": {"destruction": {"odds": 0.6, "severity": 0.5}},
    }
    path = folder / "x' $(touch pwned) <b>.yaml"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(hostile):
    with running(hostile) as started:
        yield started


ELEMENTS = """() => [...document.querySelectorAll('*')].map((e) => e.localName + ':' + e.getAttributeNames().filter(
    (n) => n.startsWith('on') || n === 'style' && e.getAttribute('style').includes('url') || n === 'srcdoc').join())"""


def test_names_are_shown_as_they_are_and_do_nothing(page, server, hostile):
    asked, dialogs = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    opened(page, server)
    found = set(page.evaluate(ELEMENTS))
    assert not {one for one in found if one.split(":")[0] in ("img", "b", "iframe", "object", "script:src")}
    assert not {one for one in found if not one.endswith(":")}
    assert page.locator("script").count() == 1
    assert page.title().startswith("<h1 onclick=alert(1)>{{7*7}}</h1>")
    assert all(url.startswith((server.address, f"ws://127.0.0.1:{server.port}/{server.token}/live")) for url in asked)
    assert page.locator(".current .actor .who").all_inner_texts() == list(NAMES)
    assert page.locator(".chip").all_inner_texts() == list(NAMES)
    assert set(page.locator(".current .matrix th").all_inner_texts()) == set(RUNGS)
    assert_shows(page, answer_of_command(page))
    assert dialogs == []


def test_actors_whose_names_are_keys_of_every_object_can_be_moved(page, server, hostile):
    opened(page, server)
    move(page, "actors.__proto__.power", 2)
    move(page, f"alignment.__proto__.{NAMES[1]}", 0.5)
    move(page, f"actors.__proto__.beliefs.actors.{NAMES[1]}.power", 4)
    settled(page)
    answer = answer_of_command(page)
    assert answer["actors"]["__proto__"]["alignment"][NAMES[1]] == pytest.approx(0.5)
    assert_shows(page, answer)
    wanted = load(hostile).with_values(
        {
            "actors.__proto__.power": 2,
            f"alignment.__proto__.{NAMES[1]}": 0.5,
            f"actors.__proto__.beliefs.actors.{NAMES[1]}.power": 4,
        }
    )
    page.locator(".export details summary").click()
    assert flatten(load_text(page.locator(".export pre").nth(1).inner_text())) == flatten(wanted)
    assert page.evaluate("({}).power") is None


def test_a_link_to_hostile_names_leads_back_to_them(page, new_page, server):
    opened(page, server)
    move(page, f"actors.{NAMES[1]}.power", 5)
    settled(page)
    other = opened(new_page(), server, "#" + page.url.partition("#")[2])
    assert command(other) == command(page)
    assert shown(other) == shown(page)


def test_axe_and_narrow_screens_bear_long_names_too(page, tmp_path):
    names = ["W" * 64, "i" * 64]
    actors = "\n".join(f"  {name}: {{power: 1, preferences: [1, {k}]}}" for k, name in enumerate(names))
    path = tmp_path / "long.yaml"
    path.write_text(f"actors:\n{actors}\nconflict:\n  destruction: {{odds: 0.6, severity: 0.5}}\n")
    with running(path) as own:
        opened(page, own)
        for width in (320, 768, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
