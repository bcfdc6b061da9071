"""Situations: how everybody plays in a scenario whose unknowns have some values, while more is known of it.

The unknowns' values are put in first, then what is known of the situation, which wins over an unknown of the same
value; alignments are met last, and together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.engine import Engine
from powergame.batch.rows import at_rows, outcomes, seeking_rungs
from powergame.batch.types import Columns
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.compile import shape_of
from powergame.model.parameters import Parameters
from powergame.priors.behaviour import QUANTAL_RESPONSE, Behaviour, answer_to
from powergame.priors.profiles import (
    Profile,
    Setting,
    Values,
    in_profile,
    kinds_of,
    log_kinds,
    probabilities_of_types,
)
from powergame.priors.words import each_combination
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.locate import unknown as unknown_in
from powergame.scenario.paths.overlap import undoes
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Changes, Value
from powergame.text import printable

__all__ = ["QUANTAL_RESPONSE", "Behaviour", "Played", "Situation", "Values"]


@dataclass(frozen=True, eq=False)
class Played:
    """How everybody plays in B rows.

    Attributes
    ----------
    log_play : n arrays (T_i, L_i, B)
        Natural logarithm of the probability of each rung, by type; T_i is 1 without types. NaN in rows that are not
        solved.
    kinds : (K, n)
        Profiles of types, as places of the types; K is 1 without types.
    log_kinds : (K, B) or (K, 1)
        Natural logarithm of each profile's probability.
    war, destroyed : (P, B), (P, 1) or None
        Probability of war and expected fraction destroyed in each profile of rungs, the last actor's fastest, with the
        scenario's own numbers; None where they are not asked for.
    seeks : n arrays (L_i, B) or (L_i, 1)
        Which rungs seek power.
    solved : (B,)
        Whether there is an answer: the row is possible, and its response certified.
    unique : (B,)
        Whether it is certain that there is no other one.
    crossed : (B,)
        Whether the principal branch met another one exactly, and went straight on.
    """

    log_play: tuple[FloatArray, ...]
    kinds: IndexArray
    log_kinds: FloatArray
    war: FloatArray | None
    destroyed: FloatArray | None
    seeks: tuple[BoolArray, ...]
    solved: BoolArray
    unique: BoolArray
    crossed: BoolArray


class Situation:
    """A situation in which somebody is seen, or may be: a scenario with unknowns, and what is known besides.

    Parameters
    ----------
    scenario
        A scenario of one round.
    unknown
        Paths of the unknowns, in the order in which they are set.
    under
        What is known of the situation, as paths and values, rationalities among them.
    behaviour
        How play answers payoffs.
    engine, workers
        Who computes quantal responses, as `powergame.batch.response.respond` has it.

    Attributes
    ----------
    overridden
        Unknowns that `under` wins over: they say nothing here.
    kinds : (K, n)
        Profiles of private types, as places of the types.

    Raises
    ------
    ScenarioError
        Where a path does not exist, or a value does not fit.
    UsageError
        Where the scenario has several rounds, or types and what does not go with them, or where an actor has no
        rationality.

    Examples
    --------
    >>> import powergame as pg
    >>> situation = Situation(pg.load("scenarios/strong-and-aligned.yaml"), ["alignment.weak.strong", "rationality"])
    >>> played = situation.play({"alignment.weak.strong": np.array([-0.5, 0.9]), "rationality": np.array([30.0, 30.0])})
    >>> bool(played.log_play[1][0, 1, 0] > played.log_play[1][0, 1, 1])
    True
    """

    def __init__(
        self,
        scenario: Scenario,
        unknown: Sequence[str],
        under: Changes = (),
        behaviour: Behaviour = QUANTAL_RESPONSE,
        *,
        engine: Engine = "auto",
        workers: int | None = None,
    ) -> None:
        self.scenario = replace(scenario, observed=())  # rungs that were played elsewhere may not exist here
        self.behaviour, self.kinds = behaviour, kinds_of(scenario)
        self._engine, self._workers = engine, workers
        known = [_read(scenario, path) for path, _ in under]
        paths = [_read(scenario, path) for path in unknown]
        lost = {path.text for path in paths if any(undoes(later, path, scenario.outcomes) for later in known)}
        self.overridden = tuple(path for path in unknown if path in lost)
        settings = [Setting(path, path.text) for path in paths if path.text not in lost]
        settings += [Setting(path, None, value) for path, (_, value) in zip(known, under, strict=True)]
        self._settings = tuple(settings)
        self._rationality = {setting.path.text: setting for setting in self._of("rationality")}
        self._probabilities = self._of("probability")
        self._known_profiles: dict[tuple[tuple[str, Value], ...], tuple[Profile, ...]] = {}
        self._refuse()

    def possible(self, values: Values) -> BoolArray:
        """Return which rows there can be, (B,).

        In these alignments can be met together, vectors have a direction, somebody has power, and the probabilities of
        types are not more than 1.
        """
        return self._possible(self._profiles({}), values, _rows(values))

    def alignment(self, values: Values) -> FloatArray:
        """Return the alignments, (n, n, B), in the scenario's own view: NaN where a row is impossible.

        So are those of an actor whose types have preferences of their own.
        """
        truth, possible = self._truth(values)
        several = [any(private.preferences is not None for private in actor.types) for actor in self.scenario.actors]
        alignment = np.full((len(several), len(several), len(possible)), np.nan)
        if truth is not None:
            alignment[..., possible] = truth.alignment[:, :, 0]
        alignment[np.logical_or.outer(several, several) & ~np.eye(len(several), dtype=bool)] = np.nan
        return alignment

    def power(self, values: Values) -> FloatArray:
        """Return the shares of all power, (n, B), in the scenario's own view: NaN where a row is impossible."""
        truth, possible = self._truth(values)
        power = np.full((len(self.scenario.actors), len(possible)), np.nan)
        if truth is not None:
            power[:, possible] = truth.power[:, 0]
        return power

    def play(self, values: Values, *, with_outcomes: bool = False, deadline: Deadline = NO_DEADLINE) -> Played:
        """Return how everybody plays.

        Parameters
        ----------
        values
            Values of the unknowns in B rows; those of overridden ones do not matter. Impossible rows are not solved.
        with_outcomes
            Whether `war` and `destroyed` are asked for.

        Raises
        ------
        TimeLimitError
            Where the time runs out.
        """
        rows = _rows(values)
        played = None
        words = {s.unknown: np.asarray(values[s.unknown]) for s in self._settings if s.unknown and s.is_word}
        for chosen, places in each_combination(words, rows):
            profiles, part = self._profiles(chosen), _taken(values, places)
            possible = self._possible(profiles, part, len(places))
            if not possible.all():
                part, places = _taken(part, possible), places[possible]
            if possible.any():
                answered = self._answered(profiles, part, int(possible.sum()), with_outcomes, deadline)
                if len(answered.solved) == rows:
                    return answered
                played = self._unanswered(values, rows, with_outcomes) if played is None else played
                _write(played, places, answered)
        return self._unanswered(values, rows, with_outcomes) if played is None else played

    def _answered(
        self, profiles: Sequence[Profile], values: Values, rows: int, with_outcomes: bool, deadline: Deadline
    ) -> Played:
        """Return how everybody plays in rows of the same words that there can be."""
        columns = [profile.columns(values, rows) for profile in profiles]
        probabilities, _ = probabilities_of_types(self.scenario, self._probabilities, values)
        rationality = self._rationality_in(values, rows)
        answer = answer_to(
            columns,
            self.kinds,
            probabilities,
            rationality,
            self.behaviour,
            engine=self._engine,
            workers=self._workers,
            deadline=deadline,
        )
        truth = _one_row_of_constants(columns[0])
        war = destroyed = None
        if with_outcomes:
            war, destroyed = (each.reshape(-1, each.shape[-1]) for each in outcomes(truth, deadline))
        return Played(
            answer.log_play,
            self.kinds,
            log_kinds(self.kinds, probabilities),
            war,
            destroyed,
            seeking_rungs(truth),
            answer.solved,
            answer.unique,
            answer.crossed,
        )

    def _unanswered(self, values: Values, rows: int, with_outcomes: bool) -> Played:
        """Return rows without an answer, to be filled."""
        shape = shape_of(self._profiles({})[0].variants.scenario)
        probabilities, _ = probabilities_of_types(self.scenario, self._probabilities, values)
        of_rungs = np.full((math.prod(shape), rows), np.nan) if with_outcomes else None
        no = np.zeros(rows, dtype=bool)
        return Played(
            tuple(np.full((len(p), rungs, rows), np.nan) for p, rungs in zip(probabilities, shape, strict=True)),
            self.kinds,
            log_kinds(self.kinds, probabilities),
            of_rungs,
            None if of_rungs is None else of_rungs.copy(),
            tuple(np.zeros((rungs, rows), dtype=bool) for rungs in shape),
            no,
            no.copy(),
            no.copy(),
        )

    def _possible(self, profiles: Sequence[Profile], values: Values, rows: int) -> BoolArray:
        _, possible = probabilities_of_types(self.scenario, self._probabilities, values)
        every = [profile.possible(values, rows) for profile in profiles]
        return np.asarray(np.logical_and.reduce([np.broadcast_to(each, rows) for each in (possible, *every)]))

    def _truth(self, values: Values) -> tuple[Parameters | None, BoolArray]:
        """Return the scenario's own numbers in the rows that there can be, if there are any, and which these are."""
        profile, rows = self._profiles({})[0], _rows(values)
        possible = profile.possible(values, rows)
        if not possible.any():
            return None, possible
        return profile.columns(_taken(values, possible), int(possible.sum())).truth, possible

    def _rationality_in(self, values: Values, rows: int) -> FloatArray:
        """Return each actor's rationality, (n, B)."""
        every = np.full((len(self.scenario.actors), rows), self.behaviour.rationality or 0.0)
        for i, name in enumerate(self.scenario.names):
            setting = self._rationality_of(name)
            if setting is not None:
                every[i] = setting.in_rows(values)
        return every

    def _rationality_of(self, name: str) -> Setting | None:
        return self._rationality.get(f"rationality.{name}", self._rationality.get("rationality"))

    def _refuse(self) -> None:
        """Raise an error where the situation cannot be played, whatever the values of the unknowns."""
        at = self.scenario.source or self.scenario.name
        _refuse_unknown_shape([setting.path for setting in self._settings if setting.unknown is not None])
        if self.behaviour.solution == "nash":
            for name in (actor.name for actor in self.scenario.actors if actor.types):
                raise UsageError(f"{at}: '{printable(name)}' has private types; expected the solution logit")
        elif self.behaviour.rationality is None:
            for name in self.scenario.names:
                if self._rationality_of(name) is None:
                    raise UsageError(
                        f"{at}: '{printable(name)}' has no rationality; expected a prior for `rationality`, or a number"
                    )
        given = {(s.path.actor, s.path.type) for s in self._probabilities}
        for actor in self.scenario.actors:
            if actor.types and all((actor.name, private.name) in given for private in actor.types):
                raise UsageError(
                    f"{at}: the probabilities of all types of '{printable(actor.name)}' are set; expected one that "
                    "follows from the others"
                )
        self._profiles({})

    def _of(self, field: str) -> tuple[Setting, ...]:
        return tuple(setting for setting in self._settings if setting.path.field == field)

    def _profiles(self, words: Mapping[str, Value]) -> tuple[Profile, ...]:
        """Return the profiles of types, where the unknowns that are words are these."""
        key = tuple(words.items())
        if key not in self._known_profiles:
            scenario = self._with_structure(words)
            if scenario.conflict.third_parties == "aligned" and any(actor.types for actor in scenario.actors):
                raise UsageError(
                    f"{scenario.source or scenario.name}: third_parties: aligned does not go with private types; "
                    "expected status_quo"
                )
            settings = [s for s in self._settings if s.is_column]
            profiles = (in_profile(scenario, kind, settings) for kind in self.kinds.tolist())
            self._known_profiles[key] = tuple(profiles)
        return self._known_profiles[key]

    def _with_structure(self, words: Mapping[str, Value]) -> Scenario:
        """Return the scenario with its words and ladders, and with the ladders of their own that settings give actors.

        Raises
        ------
        ScenarioError
            Where a path does not exist, or a value does not fit.
        """
        scenario = self.scenario.with_values(words)
        ladders = [k for k, setting in enumerate(self._settings) if setting.path.text == "ladder"]
        for k, setting in enumerate(self._settings):
            path = setting.path
            try:
                place = unknown_in(scenario, path.text)
                if setting.unknown is None:
                    place.check(setting.value)
            except FieldError as error:
                raise _fault(scenario, path.text, error) from None
            if setting.is_structure and setting.unknown is None:
                scenario = scenario.with_values({path.text: setting.value})
            elif path.rung and path.actor and any(k < ladder for ladder in ladders):
                scenario = scenario.with_values({path.text: place.get()})  # a ladder of its own, which others' leaves
        return scenario


def _refuse_unknown_shape(unknown: Sequence[Path]) -> None:
    """Raise `UsageError` where what can be played, or how often, is unknown."""
    for path in unknown:
        if path.field == "rounds":
            raise UsageError("rounds: expected it to be known, and 1: deeds tell of one round")
        if path.field == "ladder":
            raise UsageError(
                f"{printable(path.text)}: expected numbers, directions, contests or third parties to be unknown, and "
                "rungs to be known"
            )


def _read(scenario: Scenario, text: str) -> Path:
    try:
        return parse(text, scenario.outcomes)
    except FieldError as error:
        raise _fault(scenario, text, error) from None


def _fault(scenario: Scenario, text: str, error: FieldError) -> ScenarioError:
    return ScenarioError([Fault(str(error), printable(text), scenario.source)])


def _rows(values: Values) -> int:
    return len(next(iter(values.values()))) if values else 1


def _taken(values: Values, places: IndexArray | BoolArray) -> dict[str, np.ndarray]:
    return {path: np.asarray(each)[places] for path, each in values.items()}


def _one_row_of_constants(columns: Columns) -> Parameters:
    """Return the scenario's own numbers: one row, where nothing varies on which what happens depends."""
    truth = columns.truth
    ladders_and_odds = (*truth.ladders, truth.odds, truth.severity)
    varies = any(column.strides[-1] for column in ladders_and_odds)
    return truth if varies else at_rows(columns, np.zeros(1, dtype=np.intp)).truth


def _write(played: Played, rows: IndexArray, part: Played) -> None:
    """Write how everybody plays in some rows."""
    for whole, each in zip((*played.log_play, *played.seeks), (*part.log_play, *part.seeks), strict=True):
        whole[..., rows] = each
    for name in ("war", "destroyed", "solved", "unique", "crossed"):
        if (values := getattr(part, name)) is not None:
            getattr(played, name)[..., rows] = values
