"""The conflict model once more, in plain Python and for one profile at a time: an oracle for the arrays.

Written from the model's text (docs/reference/model.md), it shares no code with the package.
"""

from __future__ import annotations

import itertools
import math


def cosine(a, b):
    dot = math.fsum(x * y for x, y in zip(a, b, strict=True))
    return dot / (math.hypot(*a) * math.hypot(*b))


class World:
    """A scenario's numbers, and what a profile of rungs leads to in it."""

    def __init__(self, scenario):
        self.s = scenario
        whole = math.fsum(a.power for a in scenario.actors)
        self.m = [a.power / whole for a in scenario.actors]
        self.n = len(self.m)
        self.A = [[cosine(a.preferences, b.preferences) for b in scenario.actors] for a in scenario.actors]

    def rungs(self, profile):
        return [self.s.ladder_of(a)[r] for a, r in zip(self.s.actors, profile, strict=True)]

    def value(self, i, powers):
        return math.fsum(self.A[i][j] * powers[j] for j in range(self.n))

    def utility(self, i, v):
        rho = self.s.actors[i].risk_aversion
        return v if rho == 0 else (1 - math.exp(-rho * v)) / rho

    def p_war(self, rungs):
        calm = 1.0
        for i, j in itertools.permutations(range(self.n), 2):
            calm *= 1 - rungs[i].provokes * rungs[j].resists
        return 1 - calm

    def grabbed(self, rungs, victims):
        """Take from the victims what is grabbed, and give it to the grabbers, all from the power before."""
        after = list(self.m)
        for j in victims:
            grabbers = [i for i in range(self.n) if i != j and rungs[i].grab > 0]
            lost = self.m[j] * (1 - math.prod(1 - rungs[i].grab for i in grabbers))
            after[j] -= lost
            for i in grabbers:
                after[i] += lost * rungs[i].grab / math.fsum(rungs[k].grab for k in grabbers)
        return after

    def after_victory(self, rungs, leader, members):
        """Powers once a side has won: a leader's, or the status quo's (None)."""
        fighting = [r.grab > 0 or r.provokes > 0 or r.resists > 0 for r in rungs]
        after = self.grabbed(rungs, [j for j in range(self.n) if not fighting[j]])
        losers = [j for j in range(self.n) if fighting[j] and j not in members]
        spoils = math.fsum(self.s.conflict.stakes * self.m[j] for j in losers)
        for j in losers:
            after[j] -= self.s.conflict.stakes * self.m[j]
        if leader is not None:
            after[leader] += spoils
        else:
            together = math.fsum(self.m[k] for k in members)
            for k in members:
                after[k] += spoils * (self.m[k] / together if together else 1 / len(members))
        return after

    def sides(self, rungs):
        """(leader or None, members) of every side that has a member."""
        seekers = [i for i, r in enumerate(rungs) if r.grab > 0]
        defenders = [i for i, r in enumerate(rungs) if r.grab == 0 and (r.provokes > 0 or r.resists > 0)]
        member_of = dict.fromkeys(defenders)
        if self.s.conflict.third_parties == "aligned":
            for k in defenders:
                best = self.value(k, self.after_victory(rungs, None, defenders))
                for i in seekers:
                    worth = self.value(k, self.after_victory(rungs, i, [i, k]))
                    if worth > best + 1e-12:
                        best, member_of[k] = worth, i
        found = [(i, [i, *(k for k in defenders if member_of[k] == i)]) for i in seekers]
        loyal = [k for k in defenders if member_of[k] is None]
        return found + ([(None, loyal)] if loyal else [])

    def chances(self, rungs, sides):
        gamma, actors = self.s.conflict.decisiveness, self.s.actors
        force = [
            math.fsum(rungs[k].strength * actors[k].effectiveness * self.m[k] for k in members) for _, members in sides
        ]
        top = max(force)
        if math.isinf(gamma):
            weights = [float(math.isclose(f, top, rel_tol=1e-12)) for f in force]
        elif self.s.conflict.contest == "logistic":
            weights = [math.exp(gamma * (f - top)) for f in force]
        else:
            weights = [(f / top) ** gamma if top else 1.0 for f in force]
        return [w / math.fsum(weights) for w in weights]

    def outcomes(self, profile):
        """(probability, powers) of everything that may happen."""
        rungs = self.rungs(profile)
        p = self.p_war(rungs)
        found = [(1 - p, self.grabbed(rungs, range(self.n)))]
        return found + ([(p * chance, powers) for chance, powers in self.after_war(rungs)] if p else [])

    def after_war(self, rungs):
        """(probability, powers) of everything that a war between fighters may lead to."""
        conflict, found = self.s.conflict, []
        fighters = [r for r in rungs if r.grab > 0 or r.provokes > 0 or r.resists > 0]
        omega = max(conflict.odds if r.odds is None else r.odds for r in fighters)
        sides = self.sides(rungs)
        for chance, (leader, members) in zip(self.chances(rungs, sides), sides, strict=True):
            powers = self.after_victory(rungs, leader, members)
            found.append((chance * (1 - omega), powers))
            found.append((chance * omega, [x * (1 - conflict.severity) for x in powers]))
        return found

    def war_and_peace(self, i, profile):
        """Probability of war, i's utility in peace, and in war; where nobody would fight, war is peace. No costs."""
        rungs = self.rungs(profile)
        in_peace = self.utility(i, self.value(i, self.grabbed(rungs, range(self.n))))
        if not any(r.grab > 0 or r.provokes > 0 or r.resists > 0 for r in rungs):
            return self.p_war(rungs), in_peace, in_peace
        in_war = math.fsum(p * self.utility(i, self.value(i, powers)) for p, powers in self.after_war(rungs))
        return self.p_war(rungs), in_peace, in_war

    def terms(self, i, play, rung, against):
        """The terms of what a rung of i is worth more than another, means over the others' play, and both P."""
        peace, war, likelier, p, q = ([] for _ in range(5))
        others = [[0] if j == i else range(len(strategy)) for j, strategy in enumerate(play)]
        for profile in itertools.product(*others):
            weight = math.prod(play[j][r] for j, r in enumerate(profile) if j != i)
            if weight == 0:
                continue
            p_s, peace_s, war_s = self.war_and_peace(i, (*profile[:i], rung, *profile[i + 1 :]))
            p_r, peace_r, war_r = self.war_and_peace(i, (*profile[:i], against, *profile[i + 1 :]))
            peace.append(weight * (1 - p_s) * (peace_s - peace_r))
            war.append(weight * p_s * (war_s - war_r))
            likelier.append(weight * (p_s - p_r) * (war_r - peace_r))
            p.append(weight * p_s)
            q.append(weight * p_r)
        ladder = self.s.ladder_of(self.s.actors[i])
        sums = dict(zip(("peace", "war", "likelier"), map(math.fsum, (peace, war, likelier)), strict=True))
        return sums | {"cost": ladder[rung].cost - ladder[against].cost, "war_probability": [*map(math.fsum, (p, q))]}

    def payoff(self, i, profile):
        rungs = self.rungs(profile)
        expected = math.fsum(p * self.utility(i, self.value(i, powers)) for p, powers in self.outcomes(profile))
        return expected - rungs[i].cost
