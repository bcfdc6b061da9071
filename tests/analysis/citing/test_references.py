"""What to cite for a result is what this very result stands on, and it is BibTeX."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml
from support.in_process import powergame as run
from support.installed import ROOT, SCENARIOS, SCHEMAS

import powergame as pg
from powergame.analysis.citing import as_bibtex, references
from powergame.analysis.citing.bibliography import FILE, bibliography, parsed
from powergame.analysis.citing.reference import AUTHORS, YEAR
from powergame.analysis.citing.used import USED
from powergame.model.contest import CONTESTS, SOURCES
from powergame.questions import QUESTIONS

CITING = ROOT / "powergame" / "analysis" / "citing"
ALIGNED = SCENARIOS / "strong-and-aligned.yaml"
REQUIRED = {
    "article": {"author", "title", "journal", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "publisher", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "misc": {"author", "title", "year"},
}
"""Fields that BibTeX's styles require of each kind of entry."""


def keys(result):
    return {reference.key for reference in result.references}


def solved(text=ALIGNED, **options):
    return pg.solve(pg.load(text, sets=options.pop("sets", {})), look_for_turns=False, **options)


def balanced(text):
    depth = 0
    for mark in re.sub(r"\\[{}]", "", text):
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
    return depth == 0


def test_every_source_has_the_fields_that_its_kind_requires_and_is_balanced():
    for source in bibliography().values():
        assert REQUIRED[source.kind] <= set(source.fields), source.key
        assert re.fullmatch(r"(1[89]|20)\d\d", source.fields["year"])
        assert balanced(source.bibtex)
        assert source.key[-4:] == source.fields["year"] or source.kind == "misc"


def test_the_file_is_sorted_and_each_source_stands_once():
    sources = [source.key for source in parsed((CITING / FILE).read_text(encoding="utf-8"))]
    assert sources == sorted(set(sources))


def test_every_source_is_the_source_of_something_and_every_use_has_its_source():
    code = (CITING / "used.py").read_text(encoding="utf-8")
    used = set(re.findall(r'(?:yield |\()"([a-z]+\d{4}|gambit)", f?"', code)) | {key for key, _ in SOURCES.values()}
    assert used == set(bibliography())
    assert set(SOURCES) == set(CONTESTS)


def test_what_is_no_entry_of_this_form_is_refused():
    with pytest.raises(ValueError, match="no entry"):
        parsed("@book{key, title = {x}}")
    with pytest.raises(ValueError, match="not all of it"):
        parsed("@book{key,\n  title = x,\n}\n")


def test_powergame_is_cited_first_with_its_version_and_what_it_was_asked():
    answer = solved()
    first = answer.references[0]
    assert (first.key, first.source.fields["version"]) == ("powergame", pg.__version__)
    assert answer.sha256 in first.source.fields["note"]
    assert f"solver exact {pg.__version__}" in first.source.fields["note"]


def test_powergame_s_own_entry_is_that_of_its_citation_file():
    citation = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    preferred, own = citation["preferred-citation"], solved().references[0].source.fields
    assert own["author"] == f"{{{preferred['authors'][0]['name']}}}" == f"{{{AUTHORS}}}"
    assert {name: own[name] for name in ("title", "version", "year", "license")} == {
        name: preferred[name] for name in ("title", "version", "year", "license")
    }
    assert preferred["year"] == YEAR


def test_the_citation_file_has_what_its_format_requires():
    citation = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert set(citation) == {
        "cff-version", "message", "title", "abstract", "type", "authors", "version", "license", "keywords",
        "preferred-citation",
    }  # fmt: skip
    preferred = citation["preferred-citation"]
    assert (citation["cff-version"], citation["type"], citation["version"]) == ("1.2.0", "software", pg.__version__)
    assert {"authors", "title", "type"} <= set(preferred)
    for name in ("title", "authors", "version", "license", "type"):
        assert citation[name] == preferred[name]


def test_an_answer_cites_what_it_used_and_nothing_else():
    nash, quantal = solved(), solved(concept=pg.Concept("logit", 5.0))
    assert {"nash1950", "avis2010", "tullock1980", "glaser2010"} <= keys(nash)
    assert "mckelvey1995" not in keys(nash), "there is one equilibrium, and nothing to select"
    assert {"mckelvey1995", "turocy2005"} <= keys(quantal)
    assert not {"nash1950", "avis2010"} & keys(quantal)


def test_a_contest_by_differences_has_another_source():
    logistic = keys(solved(sets={"conflict.contest": "logistic"}))
    assert "hirshleifer1989" in logistic
    assert "tullock1980" not in logistic


def test_several_equilibria_are_selected_among_and_a_2x2_game_has_a_name():
    stag = pg.solve(pg.game([[4, 0], [3, 3]], [[4, 3], [0, 3]]))
    assert {"mckelvey1995", "robinson2005", "bruns2015", "knight2018"} <= keys(stag)
    assert "fearon1995" not in keys(stag), "a game that comes from no scenario has no war"


def test_private_types_and_rounds_have_their_sources():
    types = pg.solve(pg.load(SCENARIOS / "surprise-coup.yaml", sets={"rounds": "1"}))
    assert {"harsanyi1967", "howson1974", "mckelvey1998", "fudenberg1991"} <= keys(types)


def test_an_inference_cites_its_method_only():
    scenario, unknown = pg.load(ALIGNED), {"alignment.weak.strong": {"uniform": [-1, 1]}}
    asked = {"unknown": unknown, "observe": "weak=hold x3", "rationality": 20.0}
    quadrature = pg.infer(scenario, **asked)
    drawn = pg.infer(scenario, **asked, method="reweight", draws=64, ess=0)
    assert {"mckelvey1995", "lindley1956"} <= keys(quadrature) & keys(drawn)
    assert keys(drawn) - keys(quadrature) == {"owen1998", "owen2013"}


def test_a_scenario_cites_its_model_and_every_kind_of_result_can_be_cited():
    model = {"fearon1995", "tullock1980", "skaperdas1996", "schelling1960", "enelow1984"}
    assert keys(pg.load(ALIGNED)) == {"powergame", *model}
    assert set(USED) == {"Scenario", *(name for question in QUESTIONS for name in question.classes)}


def test_names_of_strangers_break_no_bibtex(tmp_path):
    hostile = tmp_path / "own.yaml"
    hostile.write_text(ALIGNED.read_text().replace("name: ", 'name: "50 % of {x} \\\\input @article" # ', 1))
    text = as_bibtex(references(pg.load(hostile)))
    assert "50 \\% of \\{x\\} \\textbackslash{}input @article" in text
    assert balanced(text)
    assert all(line.count("@") == 0 for line in text.splitlines() if line.startswith("%"))


@pytest.mark.parametrize(
    "words",
    [
        ["solve", ALIGNED],
        ["compare", ALIGNED, SCENARIOS / "strong-and-misaligned.yaml"],
        ["check", ALIGNED],
        ["sweep", ALIGNED, "--vary", "alignment.weak.strong=-1:1:5"],
        ["threshold", ALIGNED, "--vary", "conflict.stakes"],
        ["converge", ALIGNED, "--draws", "16"],
        ["deceive", SCENARIOS / "surprise-coup.yaml", "--set", "rounds=1"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_that_asks_writes_what_to_cite(words):
    done = run(*words, "--cite", "--quiet")
    entries = re.findall(r"^@\w+\{(\w+),$", done.stdout, re.MULTILINE)
    assert (done.returncode, entries[:2]) == (0, ["powergame", "fearon1995"])
    assert all(line.startswith(("%", "@", "  ", "}")) or not line for line in done.stdout.splitlines())


def test_json_has_the_sources_beside_the_answer_and_other_formats_have_no_place_for_them(tmp_path):
    told = json.loads(run("solve", ALIGNED, "--no-turns", "--cite", "--format", "json").stdout)
    jsonschema.validate(told, json.loads((SCHEMAS / "solve.schema.json").read_text()))
    assert told["format"] == "powergame.solve"
    assert told["references"][1]["key"] == "fearon1995"
    assert run("solve", ALIGNED, "--cite", "--format", "csv").returncode == 2
    file = tmp_path / "own.bib"
    assert run("solve", ALIGNED, "--no-turns", "--cite", "-o", file).returncode == 0
    assert file.read_text().count("\n@") > 5
