"""Variants: named changes to a scenario, with what is expected of each of them."""

from __future__ import annotations

from support.refusals import SMALLEST, refused

from powergame.scenario.reading.load import load, load_all, load_text
from powergame.scenario.writing.dump import dump

VARIED = (
    SMALLEST
    + """\
expect: {seeks: {red: never}}
variants:
  calm: {conflict.destruction.odds: 0.1}
  armed:
    actors.red.power: 9
    expect:
      seeks: {red: always}
      war: {at_least: 0.2}
  brink: {ladder: brinkmanship, expect: {plays: {blue: yield}}}
"""
)


def written(folder, text=VARIED, name="varied.yaml"):
    path = folder / name
    path.write_text(text)
    return str(path)


def test_a_variant_expects_what_it_says_and_nothing_of_what_the_file_expects(tmp_path):
    file = written(tmp_path)
    assert [(each.variant, each.expect and [e.path for e in each.expect]) for each in load_all(f"{file}#*")] == [
        ("calm", None),
        ("armed", ["seeks.red", "war.at_least"]),
        ("brink", ["plays.blue"]),
    ]
    assert [(variant.name, variant.expect is None) for variant in load(file).variants] == [
        ("calm", True),
        ("armed", False),
        ("brink", False),
    ]


def test_what_a_variant_expects_has_its_place_in_the_file(tmp_path):
    war = load(f"{written(tmp_path)}#armed").expect[1]
    assert VARIED.splitlines()[war.position.line - 1][war.position.column - 1 :] == "0.2}"


def test_rungs_that_a_variant_expects_are_those_of_its_own_ladder():
    text = VARIED.replace("ladder: brinkmanship", "rounds: 1")
    refused(text, r"variants\.brink\.expect\.plays\.blue: 'yield' is text; expected one of hold, seek", line=14)


def test_a_fault_in_what_a_variant_expects_says_where():
    text = VARIED.replace("seeks: {red: always}", "seek: {red: always}")
    refused(text, r"variants\.armed\.expect: unknown key 'seek'; did you mean 'seeks'\?", line=12)


def test_a_variant_may_expect_without_a_change():
    scenario = load_text(SMALLEST + "variants: {same: {expect: {seeks: {red: never}}}, any: {expect: {}}}\n")
    assert [(v.changes, v.expect is None) for v in scenario.variants] == [((), False), ((), False)]


def test_what_variants_expect_is_written_back():
    scenario = load_text(VARIED)
    assert load_text(dump(scenario)).variants == scenario.variants


def test_what_variants_expect_is_merged_key_by_key_where_a_file_extends_another(tmp_path):
    written(tmp_path)
    newer = "extends: varied.yaml\nvariants: {armed: {expect: {war: {at_most: 0.5}, seeks: {blue: never}}}}\n"
    armed = load(f"{written(tmp_path, newer, 'newer.yaml')}#armed")
    assert {e.path: e.value for e in armed.expect} == {
        "seeks.red": "always",
        "seeks.blue": "never",
        "war.at_most": 0.5,
        "war.at_least": 0.2,
    }
    assert armed.actors[1].power == 9


def test_a_variant_keeps_its_expectations_when_values_are_set(tmp_path):
    armed = load(f"{written(tmp_path)}#armed", sets={"actors.red.power": "8"})
    assert [e.path for e in armed.expect] == ["seeks.red", "war.at_least"]
