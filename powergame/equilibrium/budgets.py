"""Budgets: how much work the solvers may do before they say that an answer is not proven, or leave it to another.

Numbers of entries, steps and members, which are the same on every machine, so that an answer never depends on how fast
one is. The time that Gambit, a program of its own, may take is the one exception.

Not budgets, and not here: how large a file may be (with its reader), how many payoffs a game may have (the user's
``--max-size``), and how many rows are solved together, of which no answer depends.
"""

from __future__ import annotations

from typing import Literal

from powergame.deadline import NO_DEADLINE, Deadline

Limited = Literal["steps", "time"]
"""What cut a search short: its steps, of which every machine has the same number, or its time."""


class Work:
    """Counts what one search does, until its steps or its time run out.

    A search asks `spend` before each step, and ends where that says no; `limited` then says what ran out.

    Parameters
    ----------
    steps
        Steps that the search may do.
    deadline
        When it has to end.
    """

    def __init__(self, steps: int, deadline: Deadline = NO_DEADLINE) -> None:
        self.left, self.deadline = steps, deadline
        self.limited: Limited | None = None

    def spend(self, steps: int) -> bool:
        """Count some steps that are about to be done; return whether they may be done."""
        if self.limited is None:
            if steps > self.left:
                self.limited = "steps"
            elif self.deadline.passed:
                self.limited = "time"
            else:
                self.left -= steps
        return self.limited is None


TABLEAU_ENTRIES, WALK_ENTRIES = 8_000_000, 4_000_000
"""Dictionary entries that one enumeration may compute (`nash.exact`), some seconds, where its walk is sure to need no
more than the second: 12 x 12 rungs do. Where it was not enough, the list is not complete."""

UNSURE_ENTRIES = 2_000_000
"""Dictionary entries that the walk of a larger game may compute (`nash.exact`), beside those of its faces: they are in
memory together, and ladders of different lengths need far less than they might. Beyond, pure equilibria are listed, and
those mixed ones that the walk has met."""

ENUMERATED_PROFILES = 50_000
"""Profiles up to which a game's mixed equilibria are enumerated at all (`nash.exact`): of 223 x 223 rungs the budget
pays for forty pivots."""

BOTH_ENTRIES = 60_000
"""Dictionary entries up to which both polytopes are walked and matched (`nash.exact`): 8 x 8 rungs have 47,520 at most.
Of larger games only the smaller polytope is walked."""

LONG_NUMBER = 512
"""Bits of a dictionary's numbers from which an entry counts as several (`nash.tableau`)."""

EXTREME_EQUILIBRIA, LISTED_ENTRIES = 20_000, 2_000_000
"""Extreme equilibria in a list, and probabilities in it (`nash.exact`): degenerate games have millions. Beyond, the
list is not complete."""

DOMINANCE_STEPS = 1_000_000
"""Dictionary entries, and thousands of compared payoffs, in the search for dominated rungs (`nash.dominance`): a second
or two. Beyond, rungs are kept that may be dominated."""

NASH_INTERSECTIONS = 200_000
"""Intersections of sets of replies from which maximal Nash subsets are made (`nash.components`); beyond these, as
beyond `NASH_SUBSETS`."""

PURE_EQUILIBRIA = 10_000
"""Pure equilibria that are listed (`nash.pure`); a game in which nothing matters has as many as profiles."""

FALLBACK_ENTRIES = 400_000
"""Probabilities in the list of pure equilibria that stands for an enumeration that was too long (`nash.find`)."""

NASH_SUBSETS = 2_000
"""Maximal Nash subsets of one connected component (`nash.components`). Bicliques can be exponentially many; beyond this
only those are listed that hold all replies to some strategy of the first actor. Every extreme equilibrium is in one of
them."""

MIXED_DOMINANCE_ENTRIES = 2_000
"""Entries of an actor's payoffs up to which domination by mixed strategies is looked for (`nash.dominance`): it is
exact, hence slow."""

CERTIFIED_ENTRIES = 20_000
"""Payoff entries in play up to which an exact profile is certified in fractions (`certificate`); beyond, in floats."""

NASHPY_SUPPORTS = 70_000
"""Pairs of supports up to which nashpy is asked at all (`nash.find`): 8 x 8 rungs have 65,025, some seconds."""

NASHPY_COMPARED = 1_000
"""Pairs of supports up to which nashpy is asked for comparison (`nash.find`): 5 x 5 rungs have 961, a twentieth of a
second."""

BOXES = 500_000
"""Boxes and supports that the search for all equilibria of three and more actors looks at (`nash.many.supports`), some
two seconds; boxes of many numbers count as several. Four actors of three rungs, or seven of two, need a tenth of it.
Beyond, the list is not complete; games with more supports are not searched at all."""

PLAIN_BOXES = 1_500
"""Boxes and supports that are searched without compiled code (`nash.many.supports`), some tenths of a second: most
games of three actors with three rungs need less time than the code takes to load."""

MIXED_RUNGS = 8
"""Rungs of an actor up to which games of three and more are searched (`nash.many.supports`)."""

MIXED_EQUILIBRIA, UNDECIDED_SUPPORTS = 4_000, 4_000
"""Equilibria, and supports left undecided, that a search keeps (`nash.many.supports`); beyond, it ends."""

TWO_MIXERS, PAIR_STEPS = 3_000, 1
"""Games of two actors, while all others play one rung each, that are solved where there are ties (`nash.many.pairs`),
some seconds; and how many each counts for."""

ENUMPOLY_PROFILES = 81
"""Profiles up to which Gambit's enumpoly is asked (`nash.find`): 3 x 3 x 3 x 3."""

GAMBIT_SECONDS = 20.0
"""Seconds that Gambit may take over one game (`nash.gambit`): the one budget that depends on the machine."""

LOGIT_ENTRIES, LOGIT_PAIR_ENTRIES = 1 << 26, 250_000
"""Actors x profiles up to which the logit path is followed (`logit.path`): of three and more actors 512 MiB of
payoffs, as many as a game has without ``--max-size``; of two, whose steps take the cube of the shorter ladder, 350 x
350 rungs."""

LOGIT_READ = 8_000_000_000
"""Payoffs, relative to others, that all steps of one logit path may read (`logit.steps`), each step counted once though
it reads them some eight times: 800 steps of twenty actors with two rungs, half a minute."""

BEST_REPLIES = 10_000
"""Best replies, one actor's after the other, that may lead to a pure equilibrium (`selection`) where the logit path
leads to none."""

ALIKE_ENTRIES = 100_000_000
"""Payoffs that are compared, and renamings that are tried, to see who is alike (`logit.symmetry`). Beyond, the logit
path is followed as if nobody were."""

LOGIT_RUNGS = 500
"""Rungs of three and more actors together, up to which the logit path is followed (`logit.path`): each step takes the
cube of them."""

LOGIT_STEPS = 3_000
"""Steps of the logit path (`logit.path`); after these it has broken off."""

LOGIT_FAR_STEPS = 600
"""Steps of the logit path where rationality is so high that it may have ended (`logit.end`). More are taken only where
payoffs hardly differ but for their rounding, as where war is certain: then the path wanders, and has broken off."""

LOGIT_CORRECTIONS = 8
"""Newton steps that correct one step of the logit path (`logit.path`); after these a shorter step is tried."""

LOGIT_CRAWL = 100
"""Steps of the logit path in one decade of sigma (`logit.end`): where there are more, rounding errors have taken
over, and the path is as good as at its end."""

POLISHING_ENTRIES = 1_000_000
"""Entries (vertices x rungs x dimensions) of the convex components inside which the limit of the logit path is looked
for exactly (`logit.limit`): a second or two. Beyond, the limit is listed as an equilibrium of its own where the list is
not complete, and nothing is selected where it is."""

POLISHING_STEPS = 20
"""Newton steps that make the limit of the logit path an equilibrium (`logit.polish`)."""

KERNEL_RUNGS = 5
"""Rungs of each actor up to which compiled kernels solve a game (`batch.kernels`); others are solved one by one."""

KERNEL_PROFILES = 1 << 10
"""Profiles up to which compiled kernels solve a game (`batch.kernels`): ten actors with two rungs, six with three; any
number of others who have but one. Larger games are solved one by one."""

KERNEL_EQUILIBRIA = 64
"""Equilibria of one game that kernels keep (`batch.kernels.games`); where there are more, and one is to be selected,
the game is left to the exact solver."""

KERNEL_BOXES = 30_000
"""Boxes and supports that the search for all equilibria of three and more actors looks at in kernels
(`batch.kernels.many`), a tenth of a second; a game that takes more is left to the exact solver."""

KERNEL_STEPS = 400
"""Steps of the logit path in kernels (`batch.kernels.logit.path`); a game that takes more is left to the exact
solver."""

KERNEL_CORRECTIONS = 7
"""Newton steps that correct one step of the logit path in kernels (`batch.kernels.logit.path`)."""

RESPONSE_CORRECTIONS = 60
"""Newton steps, or responses to responses, that lead to a quantal response where there is but one (`batch.logit`)."""

TREE_CRAWL = 1_000
"""Steps of a game tree's logit path in one decade of sigma (`sequential.logit.limit`): where there are more, rounding
errors have taken over, and the path is as good as at its end."""

AGENT_ENTRIES = 2_000_000
"""Dictionary entries that the enumeration of the equilibria of types of two actors may compute (`sequential.exact`), a
few seconds: three types of three rungs a side need at most a seventh. Beyond, the list has what was met."""

AGENT_EQUILIBRIA = 2_000
"""Extreme equilibria of types of two actors in a list (`sequential.exact`), some seconds; beyond, it is incomplete."""

PURE_UNKNOWNS = 700
"""Probabilities that say what everybody plays in a game tree, up to which pure equilibria are looked for where nobody
asks (`sequential.find`): four rounds of two actors with two types and two rungs have 680."""

AGENTS_PROFILES = 1 << 12
"""Profiles up to which the game of all types of all actors is solved (`batch.logit.agents`): twelve types with two
rungs. Larger ones are refused."""

PURE_TREE_STEPS = 3_000_000
"""Steps of the search for pure equilibria of a game tree (`sequential.pure.search`), some eight microseconds each:
histories with beliefs, pure profiles, ways to go on. Beyond, those found so far are listed."""

PURE_TREE_EQUILIBRIA = 1_000
"""Pure equilibria of a game tree that are listed (`sequential.pure.search`), and of what follows a history that are
looked at."""
