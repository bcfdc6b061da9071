"""Is posing as misaligned rarer than posing as aligned, and does it need third parties? The claim, as an experiment.

    python benchmarks/deception.py                          2,000 scenarios of each kind; two hours of one core
    python benchmarks/deception.py --count 200              a quick look
    python benchmarks/deception.py --directions anywhere    preferences in all directions, in three dimensions
    python benchmarks/deception.py --rows rows.csv          keeps what is solved, and goes on from there

Scenarios are drawn at random: blue, and red, which is of an aligned or a misaligned type, for two rounds; and the same
with green, a third party, once bound to the status quo and once siding by what it believes. The unit is a type of red
with the opportunity: one that would seek power openly may conceal, one that would hold openly may feign. Words are
those of `deceive` at the selected equilibrium; they are counted again under other thresholds.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.stats import binomtest

from powergame.analysis.deceive.run import deceive
from powergame.errors import PowergameError
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Ladder, PrivateType, Rung, ThirdParties

COUNT = 2_000
"""Scenarios of each kind."""

LIMIT = 60.0
"""Seconds that a scenario is given: without an answer by then it is left out, and counted."""

SUPPORTED, REFUTED = 3.0, 1.0
"""Ratios: the claim is supported where the interval lies above the first in every case. Where it reaches the second in
some case, the claim is not supported: refuted, if there are as many scenarios as `COUNT`."""

Directions = Literal["near or far", "anywhere"]
Kind = Literal["two actors", "status quo", "aligned"]

KINDS: tuple[Kind, ...] = ("two actors", "status quo", "aligned")
"""Without a third party; with one that is bound to the status quo; with the same one, siding by what it believes."""


@dataclass(frozen=True)
class Row:
    """A type of red in a scenario, at the selected equilibrium."""

    seed: int
    kind: Kind
    type: str
    openly: float
    first: float
    later: float
    withholds: float
    coup: float
    shows: float
    gain: float
    verdict: str


@dataclass(frozen=True)
class Thresholds:
    """What counts: a share of cases, a gain, and the probability from which on a type would seek power openly."""

    share: float = 0.01
    gain: float = 1e-6
    openly: float = 0.5

    def seeks(self, row: Row) -> bool:
        """Whether it may conceal: else it may feign."""
        return row.openly >= self.openly

    def conceals(self, row: Row) -> bool:
        return self.seeks(row) and row.withholds > self.share and row.coup > self.share and row.gain > self.gain

    def feigns(self, row: Row) -> bool:
        return not self.seeks(row) and row.shows > self.share and row.gain > self.gain

    def __str__(self) -> str:
        return f"cases above {self.share:g}, gain above {self.gain:g}, openly from {self.openly:g}"


CASES = [
    Thresholds(),
    Thresholds(share=0.1),
    Thresholds(share=0.5),
    Thresholds(gain=1e-3),
    Thresholds(gain=1e-2),
    Thresholds(openly=0.05),
    Thresholds(openly=0.95),
]
"""The thresholds of `deceive`, and others."""


def draw(seed: int, kind: Kind, directions: Directions) -> Scenario:
    """Return a scenario; those of one seed differ in nothing but green, and whom green fights for."""
    r = np.random.default_rng(seed)

    def number(low: float, high: float) -> float:
        return float(round(r.uniform(low, high), 3))

    def towards(low: float, high: float) -> tuple[float, ...]:
        if directions == "anywhere":
            return tuple(r.normal(size=3).round(3).tolist())
        angle = math.radians(number(low, high))
        return (math.cos(angle), math.sin(angle))

    def growth() -> float:
        return number(0.5, 2.5) if r.random() < 0.6 else 1.0

    p = number(0.05, 0.95)
    types = (
        PrivateType("aligned", 1 - p, towards(0, 60)),
        PrivateType("misaligned", p, towards(90, 180)),
    )
    blue = Actor("blue", number(1, 5), towards(0, 0), growth=growth())
    red = Actor("red", number(0.5, 3), None, growth=growth(), types=types)
    strength = number(0.5, 3) if r.random() < 0.5 else 1.0
    ladder = (Rung("hold"), Rung("seek", number(0.05, 0.7), number(0.02, 1), strength=strength))
    odds, severity = number(0, 1), number(0, 1)
    decisiveness = float(r.choice([0.5, 1.0, 1.0, 2.0]))
    stakes = number(0.2, 1) if r.random() < 0.3 else 1.0
    watch: Ladder | None = (Rung("watch"),) if r.random() < 0.5 else None
    green = Actor("green", number(0.3, 2), towards(0, 360), growth=growth(), ladder=watch)
    third: ThirdParties = "aligned" if kind == "aligned" else "status_quo"
    return Scenario(
        f"{kind} {seed}",
        (blue, red) if kind == "two actors" else (blue, red, green),
        Conflict(odds, severity, decisiveness, stakes, third_parties=third),
        ladder,
        dimensions=len(types[0].preferences or ()),
        rounds=2,
    )


def solved(asked: tuple[int, Kind, Directions]) -> list[Row] | str:
    """Return what becomes of red's types; or why there is no answer of the promised quality."""
    seed, kind, directions = asked
    try:
        answer = deceive(draw(seed, kind, directions), pure=False, over_prior=False, time_limit=LIMIT)
    except PowergameError as error:
        return f"{kind} {seed}: {error}"
    if answer.problems:
        return f"{kind} {seed}: {answer.problems[0]}"
    rows = []
    for private in answer.actors[0].types:
        disguise = private.disguise
        if disguise is not None:
            row = Row(
                seed,
                kind,
                private.name,
                openly=disguise.open.seeks,
                first=disguise.seeks_first,
                later=disguise.seeks_later,
                withholds=disguise.withholds.selected,
                coup=disguise.coup.selected,
                shows=disguise.shows.selected,
                gain=disguise.value_of_concealment,
                verdict=disguise.verdict,
            )
            rows.append(row)
    return rows


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson interval of a share: 95 % of such intervals hold the true one.

    Examples
    --------
    >>> low, high = wilson(0, 253)
    >>> f"{low:.3f} to {high:.3f}"
    '0.000 to 0.015'
    """
    if not of:
        return 0.0, 1.0
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def ratio(counts: tuple[int, int], others: tuple[int, int]) -> tuple[float, float]:
    """Return an interval of the ratio of two shares: the Wilson bounds that are worst for either side.

    Wider than one of 95 % would have to be.
    """
    (low, high), (least, greatest) = wilson(*counts), wilson(*others)
    return low / greatest, high / least if least else math.inf


def mcnemar(pairs: Iterable[tuple[bool, bool]]) -> tuple[int, int, float]:
    """Return how often only the first is true, how often only the second, and how probable that is by chance."""
    counts = Counter(pairs)
    first, second = counts[True, False], counts[False, True]
    return first, second, float(binomtest(first, first + second).pvalue) if first + second else 1.0


def table(rows: Sequence[Row], cases: Sequence[Thresholds]) -> Iterator[str]:
    """Yield the table: how often types with the opportunity conceal and feign, in each kind, under all thresholds."""
    head = ("third party", "thresholds", "conceal", "of", "%", "feign", "of", "%", "ratio at least")
    yield " | ".join(head)
    yield " | ".join("---" for _ in head)
    worst = math.inf
    for case in cases:
        for kind in KINDS:
            types = [row for row in rows if row.kind == kind]
            seeking = sum(map(case.seeks, types))
            conceal = sum(map(case.conceals, types)), seeking
            feign = sum(map(case.feigns, types)), len(types) - seeking
            low, _ = ratio(conceal, feign)
            worst = min(worst, low)
            yield " | ".join((kind, str(case), *_shares(conceal), *_shares(feign), f"{low:.1f}"))
    word = "supported" if worst > SUPPORTED else "not supported" if worst <= REFUTED else "left open"
    yield f"That posing as misaligned is rarer is {word}: the ratio of shares is at least {worst:.1f} in every case."


def _shares(counts: tuple[int, int]) -> tuple[str, str, str]:
    low, high = wilson(*counts)
    return str(counts[0]), str(counts[1]), f"{100 * low:.1f} to {100 * high:.1f}"


def third_parties(rows: Sequence[Row], case: Thresholds) -> Iterator[str]:
    """Yield what a third party changes: the same types, with green bound to the status quo and siding by belief."""
    by = {(row.kind, row.seed, row.type): row for row in rows}
    units = [key[1:] for key in by if key[0] == "aligned" and ("status quo", *key[1:]) in by]
    for word, count in (("feign", case.feigns), ("conceal", case.conceals)):
        pairs = [(count(by["aligned", *unit]), count(by["status quo", *unit])) for unit in units]
        only, other, p = mcnemar(pairs)
        yield (
            f"Of {len(units)} types {only} {word} only where green sides by what it believes, {other} only where it is "
            f"bound to the status quo (McNemar, exact: p = {p:.2g})."
        )


def words(rows: Sequence[Row]) -> Iterator[str]:
    """Yield how often each word is said."""
    yield "third party | type | " + " | ".join(names := sorted({row.verdict for row in rows}))
    yield " | ".join("---" for _ in range(2 + len(names)))
    for kind in KINDS:
        for name in ("aligned", "misaligned"):
            counts = Counter(row.verdict for row in rows if (row.kind, row.type) == (kind, name))
            yield " | ".join((kind, name, *(str(counts[word]) for word in names)))


def closer(rows: Sequence[Row], directions: Directions) -> Iterator[str]:
    """Yield each case of feigning, solved again with all pure equilibria: does it pass for another, and always?"""
    yield "third party | seed | type | gain | belief in its type | if it seeks | equilibria it feigns in | open ones"
    yield " | ".join("---" for _ in range(8))
    for row in filter(CASES[0].feigns, rows):
        answer = deceive(draw(row.seed, row.kind, directions), over_prior=False, time_limit=LIMIT)
        private = next(private for private in answer.actors[0].types if private.name == row.type)
        disguise = private.disguise
        if disguise is None:
            continue
        seeking = sum(t.probability * t.disguise.seeks_first for t in answer.actors[0].types if t.disguise)
        seen = private.probability * disguise.seeks_first / seeking
        words, openly = dict(disguise.otherwise.equilibria), dict(disguise.otherwise.open_equilibria)
        here, there = words.get("feigns", 0), openly.get("feigns", 0)
        yield (
            f"{row.kind} | {row.seed} | {row.type} | {row.gain:.3f} | {private.probability:.2f} | {seen:.2f} | "
            f"{here} of {sum(words.values())} | {there} of {sum(openly.values())}"
        )


def solve_all(count: int, directions: Directions, workers: int, file: Path | None) -> list[Row]:
    """Return the rows of all scenarios, those of a file taken as they are and the others added to it."""
    rows = read(file) if file and file.exists() else []
    done = {(row.seed, row.kind) for row in rows}
    pairs = [(seed, kind) for seed in range(count) for kind in KINDS[1:]]
    every = [*((seed, KINDS[0]) for seed in range(count)), *pairs]
    asked = [(seed, kind, directions) for seed, kind in every if (seed, kind) not in done]
    failed = []
    with ProcessPoolExecutor(workers) as pool:
        for k, answer in enumerate(pool.map(solved, asked, chunksize=8)):
            if isinstance(answer, str):
                failed.append(answer)
                continue
            rows += answer
            if file:
                write(file, answer)
            if k % 100 == 0 and sys.stderr.isatty():
                print(f"\r{k} of {len(asked)}", end="", file=sys.stderr)
    print(f"{count} scenarios of each kind, preferences {directions}; {len(failed)} without an answer, left out")
    for line in failed[:5]:
        print(f"  {line}")
    return [row for row in rows if row.seed < count]


def read(file: Path) -> list[Row]:
    kinds = {"int": int, "float": float}
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Row(**{field.name: kinds.get(str(field.type), str)(line[field.name]) for field in fields(Row)})
            for line in csv.DictReader(lines)
        ]


def write(file: Path, rows: Sequence[Row]) -> None:
    new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [field.name for field in fields(Row)])
        if new:
            writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--directions", choices=("near or far", "anywhere"), default="near or far")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rows", type=Path, help="CSV file of what is solved")
    asked = parser.parse_args()
    rows = solve_all(asked.count, asked.directions, asked.workers, asked.rows)
    for part in (table(rows, CASES), third_parties(rows, CASES[0]), words(rows), closer(rows, asked.directions)):
        print()
        for line in part:
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
