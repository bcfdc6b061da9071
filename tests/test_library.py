"""The library as users hold it: typos, attributes, tables, and scripts that type checkers read."""

from __future__ import annotations

import pickle
import re
import runpy
import subprocess
import sys

import pytest
from support import deceptions
from support.installed import DOCS, ROOT, SMALLEST

import powergame as pg

SCRIPT = ROOT / "tests" / "typed" / "script.py"
ODDS = "conflict.destruction.odds"
STAKES = {"conflict.stakes": {"uniform": [0, 1]}}


@pytest.fixture(scope="module")
def scenario():
    return pg.load_text(SMALLEST)


@pytest.fixture(scope="module")
def results(scenario):
    other = scenario.with_values({ODDS: 0.1})
    deeds = {"unknown": STAKES, "observe": [f"{scenario.names[0]}=hold"], "draws": 64}
    return {
        "Answer": pg.solve(scenario),
        "TreeAnswer": pg.solve(scenario.with_values({"rounds": 2})),
        "Comparison": pg.compare([scenario, other]),
        "CheckReport": pg.check(ROOT / "scenarios" / "strong-and-aligned.yaml"),
        "Thresholds": pg.threshold(scenario, ODDS),
        "Sweep": pg.sweep(scenario, {ODDS: "0:1:3"}),
        "Convergence": pg.converge(scenario, draws=4),
        "Inference": pg.infer(scenario, **deeds),
        "Inferences": pg.infer_each([scenario, other], **deeds),
        "Deception": deceptions.coup(),
        "Deceptions": deceptions.side_by_side(),
        "DeceptionCurves": deceptions.curves(),
        "Scenario": scenario,
    }


TYPOS = {
    "an actor": (lambda s: pg.solve(s).actor("bleu"), "there is no actor 'bleu'"),
    "an actor's play": (lambda s: pg.solve(s).plays("bleu"), "there is no actor 'bleu'"),
    "an actor in brackets": (lambda s: pg.solve(s).actors["bleu"], "there is no actor 'bleu'"),
    "an actor of a scenario": (lambda s: s.actor("bleu"), "there is no actor 'bleu'"),
    "a path": (lambda s: pg.threshold(s, ODDS).path("x"), "there is no path 'x'"),
    "an actor along a path": (lambda s: pg.threshold(s, ODDS).paths[0].actor("bleu"), "there is no actor 'bleu'"),
    "an actor of a share": (lambda s: pg.sweep(s, {ODDS: "0:1:3"}).share("bleu", "never"), "there is no actor 'bleu'"),
    "a verdict of a share": (lambda s: pg.sweep(s, {ODDS: "0:1:3"}).share("red", "nevr"), "did you mean 'never'"),
    "an attribute": (lambda s: pg.solve(s).solvr, "no attribute 'solvr'; did you mean 'solver'"),
    "an attribute of a scenario": (lambda s: s.conflct, "no attribute 'conflct'; did you mean 'conflict'"),
    "a solver": (lambda s: pg.solve(s, solver="exakt"), "solver 'exakt': expected .* did you mean 'exact'"),
    "a solver of several": (lambda s: pg.compare([s, s], solver="exakt"), "did you mean 'exact'"),
    "a solver of rounds": (lambda s: pg.solve(s.with_values({"rounds": 2}), solver="exakt"), "exakt"),
    "a concept": (lambda s: pg.Concept("logti"), "solution concept 'logti': expected nash or logit"),
    "a concept's number": (lambda s: pg.Concept("logit", -1.0), "expected a finite number >= 0"),
    "a number of Nash": (lambda s: pg.Concept("nash", 2.0), "belongs to quantal response"),
    "a word for a concept": (lambda s: pg.solve(s, concept="logit"), "a concept of type str: expected Concept"),
    "a file to solve": (lambda s: pg.solve("a.yaml"), "a value of type str is no scenario; expected one, as"),
    "a file to vary": (lambda s: pg.threshold("a.yaml", ODDS), "a value of type str is no scenario"),
    "one to compare": (lambda s: pg.compare(s), "scenarios of type Scenario: expected a list"),
    "files to compare": (lambda s: pg.compare(["a.yaml", "b.yaml"]), "a value of type str is no scenario"),
    "a time limit": (lambda s: pg.solve(s, time_limit="1 s"), "expected a number of seconds"),
    "a size": (lambda s: pg.solve(s, max_mebibytes="1 GiB"), "max_mebibytes of type str"),
    "axes": (lambda s: pg.sweep(s, [ODDS]), "axes of type list: expected a mapping"),
    "an axis": (lambda s: pg.sweep(s, {ODDS: 3}), "expected FROM:TO:COUNT or a list of numbers"),
    "an actor of converge": (lambda s: pg.converge(s, actors=["bleu"]), "there is no actor 'bleu'"),
    "a name for names": (lambda s: pg.converge(s, actors="red"), "expected a list of names"),
    "draws": (lambda s: pg.converge(s, draws="many"), "draws of type str"),
    "dimensions": (lambda s: pg.converge(s, dimensions=3), "dimensions of type int: expected a list"),
    "one to learn from": (lambda s: pg.infer_each(s, unknown=STAKES), "scenarios of type Scenario: expected a list"),
    "levels": (lambda s: pg.threshold(s, ODDS, of="war", levels=0.5), "levels of type float: expected a list"),
    "what is asked": (lambda s: pg.threshold(s, ODDS, of="wra"), "expected seeks, war, destroyed or plays.ACTOR"),
    "a method": (lambda s: pg.infer(s, unknown=STAKES, observe=["red=hold"], method="smcc"), "did you mean 'smc'"),
    "how one answers": (lambda s: pg.infer(s, unknown=STAKES, observe=["red=hold"], solution="x"), "logit or nash"),
    "a scenario to check": (lambda s: pg.check([s]), "type Scenario is no path"),
    "a number for a path": (lambda s: pg.threshold(s, 3), "a path of type int; expected text"),
    "a path that varies": (lambda s: pg.sweep(s, {3: [0, 1]}), "a path of type int; expected text"),
    "a path that is unknown": (lambda s: pg.infer(s, unknown={3: {"uniform": [0, 1]}}), "a path of type int"),
    "a number for a question": (lambda s: pg.converge(s, of=3), "of of type int: expected seeks"),
    "a number for a deed": (lambda s: pg.infer(s, unknown=STAKES, observe=[3]), "an observation of type int"),
    "bytes for a text": (lambda s: pg.load_text(b""), "a text of type bytes; expected the YAML"),
    "changes": (lambda s: s.with_values([1]), "changes of type list: expected a mapping"),
}


@pytest.mark.parametrize(("ask", "message"), TYPOS.values(), ids=TYPOS)
def test_a_slip_is_an_error_of_powergame_that_says_what_would_be_right(scenario, ask, message):
    with pytest.raises(pg.PowergameError, match=message):
        ask(scenario)


def test_protocols_of_python_are_no_typos(results):
    for result in results.values():
        assert not hasattr(result, "_ipython_canary_method_should_not_exist_")
        assert not hasattr(result, "__array__")


def test_what_shows_itself_survives_pickling_and_finds_actors_by_name_then(results):
    answer = pickle.loads(pickle.dumps(results["Answer"]))
    assert answer.actors["red"].verdict == results["Answer"].actor("red").verdict
    assert pickle.loads(pickle.dumps(results["Scenario"])) == results["Scenario"]


@pytest.mark.parametrize(
    "name", ["Answer", "TreeAnswer", "CheckReport", "Comparison", "Thresholds", "Sweep", "Convergence", "Inference"]
)
def test_attributes_are_named_as_in_the_json(results, name):
    assert [key for key in results[name].to_dict() if not hasattr(results[name], key)] == []


def test_what_turns_along_a_path_is_named_as_in_the_json(scenario):
    (along,) = pg.threshold(scenario, ODDS, of="war").paths
    assert [flip.at for flip in along.flips] == [crossing.at for crossing in along.course.crossings]
    assert along.values.least.value == along.to_dict()["values"]["least"]["value"]


def test_an_answer_s_equilibria_are_those_of_the_json(results):
    answer = results["Answer"]
    for equilibrium, told in zip(answer.equilibria, answer.to_dict()["equilibria"], strict=True):
        assert {key: getattr(equilibrium, key) for key in told if key not in ("found_by", "if_war")} == {
            key: value for key, value in told.items() if key not in ("found_by", "if_war")
        }
    assert (answer.complete, answer.notes) == (answer.solution.complete, answer.solution.notes)


def test_every_result_has_a_frame_with_a_column_for_each_name(results):
    for name, result in results.items():
        frame = result.to_frame()
        assert len(frame.columns) == len(set(frame.columns)), name
        assert len(frame) > 0, name


def test_the_frame_of_an_answer_has_an_actor_a_row(results):
    frame = results["Answer"].to_frame().set_index("actor")
    assert list(frame.index) == [actor.name for actor in results["Answer"].actors]
    assert frame.loc["red", "verdict"] == results["Answer"].actor("red").verdict


def test_a_report_of_check_has_a_statement_a_row():
    report = pg.check(ROOT / "scenarios" / "strong-and-aligned.yaml")
    frame = report.to_frame()
    assert len(frame) == sum(len(checked.statements) for checked in report.scenarios)
    assert frame["holds"].all()
    assert set(frame["status"]) == {"passed"}


def test_a_scenario_is_read_in_a_line_and_in_a_notebook(scenario):
    assert repr(scenario) == f"<Scenario {scenario.name!r}: {', '.join(scenario.names)}>"
    shown = scenario._repr_html_()
    assert all(name in shown for name in scenario.names)
    assert "destroys" in shown
    assert scenario._repr_svg_() is None


def test_variants_carry_their_names():
    name = ROOT / "scenarios" / "security-dilemma.yaml"
    variants, file = pg.load_all(f"{name}#*"), pg.load(name)
    assert [variant.variant for variant in variants] == [variant.name for variant in file.variants]
    assert file.variant is None


def test_a_script_of_a_user_type_checks_strictly_and_runs(capsys, tmp_path):
    options = ["--strict", "--follow-imports=silent"]  # as of a package that is installed, and not of a checkout
    command = [sys.executable, "-m", "mypy", *options, "--config-file=", f"--cache-dir={tmp_path}", str(SCRIPT)]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert "always" in capsys.readouterr().out


def test_what_the_page_on_the_library_shows_runs(monkeypatch):
    (code,) = re.findall(
        r"```python\n(.*?)```", (DOCS / "reference" / "library.md").read_text(encoding="utf-8"), re.DOTALL
    )
    monkeypatch.chdir(ROOT)
    exec(compile(code, "docs/reference/library.md", "exec"), {})


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "powergame" / "py.typed").exists()
    assert '"py.typed"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
