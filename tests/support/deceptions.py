"""Answers of `deceive` made by hand: a surprise coup, an agent provocateur, and the coup along a number."""

from __future__ import annotations

from dataclasses import replace

from support import coups

from powergame.analysis.deceive.result import (
    ActorDeceit,
    Deception,
    DeceptionCurves,
    Deceptions,
    Disguise,
    Measure,
    OpenPlay,
    Otherwise,
    TreeSize,
    TypeAnswer,
    Word,
)
from powergame.analysis.rounds.result import HistoryPlay, JointMove, SidesTaken, TreeEquilibrium, TreeNames
from powergame.scenario.reading.load import load_text
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

COUP, PROVOCATEUR = f"name: Surprise coup{coups.COUP}", f"name: Agent provocateur{coups.PROVOCATEUR}"

HOLDS, SEEKS = (1.0, 0.0), (0.0, 1.0)
KNOWN = (1.0,)


def same(x: float) -> Measure:
    """Return a measure that is the same in all equilibria."""
    return Measure(x, x, x)


def _history(after, round_, reached, power, beliefs, play, beliefs_after, siding=(), moves=()) -> HistoryPlay:
    made = tuple(JointMove(*move) for move in moves)
    return HistoryPlay(after, round_, reached, power, beliefs, play, beliefs_after, siding, 0.0, made)


def equilibrium(histories, *, payoffs, war, destroyed, selected=True, pure=True) -> TreeEquilibrium:
    """Return an equilibrium that passes."""
    return TreeEquilibrium(selected, "logit", pure, 2e-12, 3e-12, "sequential", payoffs, war, destroyed, histories)


def coup() -> Deception:
    """Return the surprise coup: the misaligned system holds, and strikes once it has grown."""
    scenario = load_text(COUP)
    names = TreeNames(
        ("overseer", "system"), (("known",), ("aligned", "misaligned")), (False, True), (("hold", "seek"),) * 2,
        ((False, True),) * 2,
    )  # fmt: skip
    prior, strikes = (0.8, 0.2), (HOLDS, SEEKS)
    told_apart, told_nothing = (KNOWN, (1.0, 0.0), (0.0, 1.0)), (prior, (0.0, 1.0))
    histories = (
        _history(
            (), 1, 1.0, (0.6, 0.4), (KNOWN, prior), ((HOLDS,), (HOLDS, HOLDS)), ((KNOWN,) * 2, told_nothing), (),
            ((("hold", "hold"), 1.0, 0.0),),
        ),
        _history(
            (("hold", "hold"),), 2, 1.0, (0.6, 0.8), (KNOWN, prior), ((HOLDS,), strikes),
            ((KNOWN,) * 2, told_apart[1:]), (), ((("hold", "hold"), 0.8, 0.0), (("hold", "seek"), 0.2, 0.9)),
        ),
        _history(
            (("hold", "seek"),), 2, 0.0, (0.5, 1.0), (KNOWN, (0.0, 1.0)), ((SEEKS,), strikes),
            ((KNOWN,) * 2, told_apart[1:]),
        ),
    )  # fmt: skip
    known = replace(names, types=(("known",), ("misaligned",)))
    opened = (_history((), 1, 1.0, (0.6, 0.4), (KNOWN, KNOWN), ((SEEKS,), (SEEKS,)), ((KNOWN,) * 2,) * 2),)
    aligned = replace(names, types=(("known",), ("aligned",)))
    kept = (_history((), 1, 1.0, (0.6, 0.4), (KNOWN, KNOWN), ((HOLDS,), (HOLDS,)), ((KNOWN,) * 2,) * 2),)
    selected = equilibrium(histories, payoffs=((0.71,), (1.36, 0.6)), war=0.18, destroyed=0.045)
    peaceful = equilibrium(kept, payoffs=((0.8,), (1.36,)), war=0, destroyed=0)
    at_war = equilibrium(opened, payoffs=((0.3,), (0.2,)), war=1, destroyed=0.25)
    other = replace(selected, selected=False, method="pure", war=0.0)
    types = (
        TypeAnswer("aligned", 0.8, 0.95, Disguise(
            OpenPlay(0.0, 0.0, 0.0, True, 1.36, aligned, peaceful),
            0.0, 0.0, 0.0, 1.36, 0.0, None, same(0.0), same(0.0), same(0.0), "open",
            Otherwise((("open", 2),), (("open", 1),)),
            "Aligned holds in every round, as it would if it were known.",
        )),
        TypeAnswer("misaligned", 0.2, -0.87, Disguise(
            OpenPlay(1.0, 0.0, 1.0, False, 0.2, known, at_war),
            0.0, 1.0, 1.0, 0.6, 0.3979, 2.32, Measure(1.0, 0.0, 1.0), Measure(1.0, 0.0, 1.0), same(0.0), "conceals",
            Otherwise(
                (("conceals", 1), ("reassured", 1)), (("conceals", 1), ("open", 1)),
                ((0.05, "conceals"), (0.2, "conceals"), (0.5, "conceals"), (0.8, "open")),
            ),
            "Misaligned would seek at once if it were known (100 %), holds, and strikes in round 2 (100 %): hiding is "
            "worth .398 to it; the belief that it is misaligned stays at .20.",
        )),
    )  # fmt: skip
    actor = ActorDeceit("system", "pooling", 0.0, (("overseer", 0.0719),), types)
    return Deception(
        scenario, {}, None, 2, TreeSize(5, 15, 38, 30), names, (actor,), (selected, other), 2, True, False, 61, (), ()
    )


def provocateur() -> Deception:
    """Return the agent provocateur: the aligned type seeks, so that green sides with blue against it."""
    scenario = load_text(PROVOCATEUR)
    names = TreeNames(
        ("blue", "red", "green"), (("known",), ("aligned", "misaligned"), ("known",)), (False, True, False),
        (("hold", "seek"), ("hold", "seek"), ("watch",)), ((False, True), (False, True), (False,)),
    )  # fmt: skip
    prior, after = (0.3, 0.7), ((0.0, 1.0), (0.4615, 0.5385))
    mixes = (0.25, 0.75)
    siding = (
        SidesTaken(("hold", "seek", "watch"), "green", "known", (("status quo", 0.4), ("red", 0.6)), True),
        SidesTaken(("seek", "seek", "watch"), "green", "known", (("blue", 1.0), ("red", 0.0)), False),
        SidesTaken(("hold", "hold", "watch"), "green", "known", (("status quo", 1.0),), False, ("blue", "known")),
    )
    histories = (
        _history(
            (), 1, 1.0, (0.615, 0.231, 0.154), (KNOWN, prior, KNOWN), ((HOLDS,), (SEEKS, mixes), ((1.0,),)),
            ((KNOWN,) * 2, after, (KNOWN,)), siding,
            ((("hold", "hold", "watch"), 0.175, 0.0), (("hold", "seek", "watch"), 0.825, 0.9)),
        ),
    )  # fmt: skip
    openly = replace(names, types=(("known",), ("aligned",), ("known",)))
    opened = (
        _history(
            (), 1, 1.0, (0.615, 0.231, 0.154), (KNOWN,) * 3, ((HOLDS,), (HOLDS,), ((1.0,),)),
            ((KNOWN,) * 2, (KNOWN,) * 2, (KNOWN,)),
        ),
    )  # fmt: skip
    open_play = OpenPlay(0.0, 0.0, 0.0, True, 0.695, openly, equilibrium(opened, payoffs=(), war=0, destroyed=0))
    quiet = replace(open_play, seeks=1.0, least=1.0, greatest=1.0)
    types = (
        TypeAnswer("aligned", 0.3, 0.99, Disguise(
            open_play, 1.0, 0.0, 0.9, 0.863, 0.168, 0.36, same(0.0), same(0.0), same(1.0), "feigns",
            Otherwise((("feigns", 1),), (("feigns", 1),)),
            "Aligned would hold if it were known, and seeks (100 %): passing for misaligned is worth .168 to it.",
        )),
        TypeAnswer("misaligned", 0.7, -0.9, Disguise(
            quiet, 0.75, 0.0, 0.675, 0.41, -0.02, 0.36, same(0.25), same(0.0), same(0.0), "reassured",
            Otherwise((("reassured", 1),), (("reassured", 1),)),
            "Misaligned holds in 25 % of the cases in which it would seek if it were known.",
        )),
    )  # fmt: skip
    actor = ActorDeceit("red", "semi-separating", 0.12, (("blue", 0.01), ("green", -0.02)), types)
    selected = equilibrium(histories, payoffs=((0.7,), (0.863, 0.41), (0.5,)), war=0.74, destroyed=0.02, pure=False)
    return Deception(
        scenario, {}, None, 1, TreeSize(1, 4, 16, 9), names, (actor,), (selected,), None, None, False, 44,
        ("equilibria in pure strategies were not looked for",), (),
    )  # fmt: skip


def side_by_side() -> Deceptions:
    """Return the coup and a variant in which nothing is gained by waiting."""
    first = coup()
    second = replace(first, scenario=replace(first.scenario, name="Surprise coup: shrinking"))
    return Deceptions((first, with_measures(second, coup=0.0, shows=0.0, word="open")))


def with_measures(answer: Deception, *, coup: float, shows: float, word: Word, prior: float = 0.2) -> Deception:
    """Return an answer in which the second type of the first actor has other measures."""
    actor = answer.actors[0]
    aligned, misaligned = actor.types
    assert misaligned.disguise is not None
    told = replace(
        misaligned.disguise, coup=Measure(coup, 0.8 * coup, coup), withholds=Measure(coup, 0.8 * coup, coup),
        shows=same(shows), verdict=word, value_of_concealment=0.4 * coup - 0.1 * shows,
    )  # fmt: skip
    types = replace(aligned, probability=1 - prior), replace(misaligned, probability=prior, disguise=told)
    return replace(answer, actors=(replace(actor, types=types),))


def curves() -> DeceptionCurves:
    """Return the coup along the probability of the misaligned type: it ends where that is likely."""
    path = "actors.system.types.misaligned.probability"
    points = []
    for k in range(11):
        x = 0.05 + 0.09 * k
        coup_there = 1.0 if x < 0.5 else max(0.0, 1.0 - 2.5 * (x - 0.5))
        word: Word = "conceals" if coup_there > 0.01 else "distrusted"
        answer = with_measures(coup(), coup=coup_there, shows=0.0 if coup_there else 0.6, word=word, prior=x)
        points.append(((x,), answer))
    return DeceptionCurves(coup().scenario, ((path, Axis(None, 0.05, 0.95, 11, "linear")),), tuple(points))


def plane() -> DeceptionCurves:
    """Return the coup over two numbers: the probability of the misaligned type, and how the system grows."""
    along = curves()
    growth = ("actors.system.growth", Axis(None, 0.1, 10.0, 5, "log"))
    points = [
        ((*values, 10 ** (k / 2 - 1)), answer if k else with_measures(answer, coup=0.0, shows=0.0, word="suspected"))
        for values, answer in along.points
        for k in range(5)
    ]
    return DeceptionCurves(along.scenario, (*along.axes, growth), tuple(points))


def told_of(scenario: Scenario) -> Deception:
    """Return the coup among a scenario's first two actors, with their names and those of their rungs."""
    made = coup()
    first, second, *_ = scenario.names
    rungs = tuple(rung.name for rung in scenario.ladder)[:2]
    names = replace(made.names, actors=(first, second), rungs=(rungs, rungs))
    renamed = dict(zip(("hold", "seek"), rungs, strict=True))

    def played(moves):
        return tuple(renamed[rung] for rung in moves)

    def of(each: TreeEquilibrium) -> TreeEquilibrium:
        histories = tuple(
            replace(
                history,
                after=tuple(map(played, history.after)),
                moves=tuple(replace(move, rungs=played(move.rungs)) for move in history.moves),
            )
            for history in each.histories
        )
        return replace(each, histories=histories)

    actor = replace(made.actors[0], name=second, value_of_information=((first, 0.07),))
    equilibria = tuple(map(of, made.equilibria))
    return replace(made, scenario=scenario, names=names, actors=(actor,), equilibria=equilibria)


ALL = (coup, provocateur, side_by_side, curves, plane)
"""Answers of every shape."""
