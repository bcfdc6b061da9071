"""The whole answer, with what would turn it, from a process of its own.

The search for turns takes from a twentieth of a second to many seconds, and it cannot be interrupted; in another
process it holds nothing up, and can be given up.
"""

from __future__ import annotations

import contextlib
import pickle
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from powergame.errors import NoAnswerError, PowergameError
from powergame.explore.session import full_answer
from powergame.report.documents.solve import remarks
from powergame.scenario.scenario import Scenario

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept

STEP_SECONDS = 0.05
"""Seconds between checks of whether the answer is still needed."""

GRACE_SECONDS = 0.3
"""Seconds that a superseded answer is waited for: ending the process and starting one takes as long."""


@dataclass(frozen=True)
class Reasons:
    """The part of the whole answer that the quick one lacks."""

    why: tuple[str, ...]
    certificate: str


class Reasoner:
    """The other process and its questions, for one thread; the process is started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owed = False

    def ask(self, scenario: Scenario, concept: Concept, stopped: Callable[[], bool]) -> Reasons | None:
        """Return the reasons, or None where the question is superseded.

        Raises
        ------
        PowergameError
            As solving does.
        """
        if stopped():
            return None
        process = self._ready()
        self._put(process, scenario, concept)
        while not _readable(process, STEP_SECONDS):
            if stopped():
                return None
        reasons = self._taken(process)
        if isinstance(reasons, str):
            raise NoAnswerError(reasons)
        return reasons

    def end(self) -> None:
        """End the process; open questions stay unanswered."""
        if self._process:
            self._process.kill()
            # what it was being told may be left in the pipe
            with contextlib.suppress(BrokenPipeError), self._process:
                pass
        self._process, self._owed = None, False

    def _ready(self) -> subprocess.Popen[bytes]:
        """Return a process that waits for a question."""
        if self._process and self._process.poll() is not None:  # somebody else ended it
            self.end()
        if self._process and self._owed:
            if _readable(self._process, GRACE_SECONDS):
                self._taken(self._process)
            else:
                self.end()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from {__name__} import answer_questions; answer_questions()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the server, which then ends this
            )
        return self._process

    def _put(self, process: subprocess.Popen[bytes], scenario: Scenario, concept: Concept) -> None:
        assert process.stdin
        try:
            pickle.dump((scenario, concept), process.stdin)
            process.stdin.flush()
        except BrokenPipeError:
            self._give_up()
        self._owed = True

    def _give_up(self) -> NoReturn:
        self.end()
        raise NoAnswerError("the search for what would turn the answer ended without a result") from None

    def _taken(self, process: subprocess.Popen[bytes]) -> Reasons | str:
        assert process.stdout
        try:
            reasons: Reasons | str = pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError):
            self._give_up()
        self._owed = False
        return reasons


def _readable(process: subprocess.Popen[bytes], seconds: float) -> bool:
    assert process.stdout
    return bool(select.select([process.stdout], [], [], seconds)[0])


def answer_questions() -> None:
    """Answer questions from standard input until it ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            scenario, concept = pickle.load(questions)
        except EOFError:
            return
        reasons: Reasons | str
        try:
            answer = full_answer(scenario, concept)
            reasons = Reasons(tuple(actor.why for actor in answer.actors), " ".join(remarks(answer)))
        except PowergameError as error:
            reasons = str(error)
        pickle.dump(reasons, answers)
        answers.flush()
