"""A user's script, which type checkers find nothing wrong with, and which runs."""

from __future__ import annotations

from pathlib import Path

import powergame as pg

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def verdicts(scenario: pg.Scenario) -> dict[str, str]:
    """Return who seeks power."""
    return {actor.name: actor.verdict for actor in pg.solve(scenario).actors}


def wars(file: Path) -> list[tuple[str, float]]:
    """Return the probability of war in each variant of a file."""
    answers = [pg.solve(variant) for variant in pg.load_all(f"{file}#*")]
    return [(answer.name, answer.equilibria[answer.selected or 0].war or 0.0) for answer in answers]


def main() -> None:
    """Ask everything that takes no time."""
    scenario = pg.load(SCENARIOS / "strong-and-aligned.yaml")
    opposed = scenario.with_values({"alignment.weak.strong": -0.5})
    answer = pg.solve(opposed, solver="exact", concept=pg.Concept("logit", 20.0))
    weak = answer.actors["weak"]
    print(weak.verdict, weak.why, answer.complete, answer.type, answer.type_note, answer.plays("weak"))
    print(verdicts(scenario), wars(SCENARIOS / "strong-and-aligned.yaml"))
    comparison = pg.compare([scenario, opposed])
    print([row.values for row in comparison.differences], comparison.to_frame())
    flips = pg.threshold(scenario, "alignment.weak.strong").path("alignment.weak.strong").actor("weak").flips
    print([flip.at for flip in flips], scenario.actor("weak").power, scenario.variant)
    game = pg.game([[3, 0], [4, 1]], [[3, 4], [0, 1]])
    print(pg.solve(game).to_frame())
    try:
        pg.load(SCENARIOS / "nowhere.yaml")
    except pg.ScenarioError as error:
        print([fault.message for fault in error.faults])
    except pg.PowergameError as error:
        print(error)


if __name__ == "__main__":
    main()
