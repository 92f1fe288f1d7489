"""Simulations behind the page: one at a time, watched, cancelled, and kept by their content.

A thread waits for those that simulate, so the page answers meanwhile. Studies are kept for all
sessions: who asks what was asked before gets the answer at once.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from crewline.ui.question import Question
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded
from scenarios.studies.comparison import Comparison, compare
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study

_log = logging.getLogger(__name__)

#: Studies kept; the one that was not asked for the longest goes first.
KEPT: Final = 40
#: Below so many contacts a study is too short to tell how fast this machine is.
FEW_CONTACTS: Final = 200_000
#: Contacts a second before anything was measured here.
_FIRST_GUESS_PER_S: Final = 500_000.0


class State(Enum):
    """How far a run has come."""

    WAITING = auto()
    GOING = auto()
    DONE = auto()
    CANCELLED = auto()
    REFUSED = auto()
    FAILED = auto()


class Cancelled(Exception):  # noqa: N818  (a wish, not an error)
    """Raised inside a run that nobody wants any more."""


@dataclass(frozen=True)
class Answer:
    """The study that was asked for, and how it differs from the unchanged scenario's."""

    question: Question
    study: Study
    comparison: Comparison | None

    @property
    def base(self) -> Study | None:
        """The study of the unchanged scenario, where something was changed."""
        return None if self.comparison is None else self.comparison.base


@dataclass(frozen=True)
class Progress:
    """Replications done and planned of scenario number `part` (0 is the unchanged one)."""

    part: int = 0
    done: int = 0
    planned: int = 0

    def share(self, parts: int) -> float:
        """Return the share of all `parts` that is done, taking them for equally long."""
        of_part = self.done / self.planned if self.planned else 0.0
        return min((self.part + of_part) / parts, 1.0)


class Run:
    """One question under way; written by its thread, read by the page."""

    def __init__(self, question: Question) -> None:
        """Begin as waiting."""
        self.question = question
        self.state = State.WAITING
        self.progress = Progress()
        self.compiling = False
        self.faults: tuple[Fault, ...] = ()
        self.reason = ""
        self._cancel = threading.Event()
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self._ended.is_set()

    @property
    def cancelling(self) -> bool:
        """Whether it was told to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Stop as soon as the replication under way is done; what waits never begins."""
        self._cancel.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; return whether it came."""
        return self._ended.wait(timeout_s)

    def report(self, part: int, done: int, planned: int) -> None:
        """Note what is done. Raises Cancelled where that was wished."""
        self.progress = Progress(part, done, planned)
        self.compiling = False
        if self._cancel.is_set():
            raise Cancelled

    def wait_for_compiler(self) -> None:
        """Note that nothing will be done before the engine is compiled."""
        self.compiling = True

    def end(self, state: State) -> None:
        """Note how it ended."""
        self.state = state
        self._ended.set()


class Runs:
    """All runs of this server, one after the other, and the studies they made."""

    def __init__(self) -> None:
        """Start the thread that works them off; it ends with the server."""
        self._waiting: queue.SimpleQueue[Run] = queue.SimpleQueue()
        self._studies: OrderedDict[str, Study] = OrderedDict()
        self._lock = threading.Lock()
        self._contacts_per_s = _FIRST_GUESS_PER_S
        threading.Thread(target=self._work, name="crewline-runs", daemon=True).start()

    def start(self, question: Question) -> Run:
        """Put a question in line and return its run."""
        run = Run(question)
        self._waiting.put(run)
        return run

    def answer(self, question: Question) -> Answer | None:
        """Return the answer where all studies for it are there already."""
        found = [self._find(key) for key in question.keys]
        studies = [one for one in found if one is not None]
        if len(studies) < len(found):
            return None
        comparison = compare(studies) if question.changed is not None else None
        return Answer(question, studies[-1], comparison)

    def seconds(self, question: Question) -> float:
        """Return about how long the studies that are still missing will take."""
        missing = sum(
            question.contacts(loaded)
            for loaded, key in zip(question.wanted, question.keys, strict=True)
            if self._find(key) is None
        )
        return missing / self._contacts_per_s

    def _work(self) -> None:
        while True:
            run = self._waiting.get()
            run.end(self._carry_out(run))

    def _carry_out(self, run: Run) -> State:
        if run.cancelling:
            return State.CANCELLED
        run.state = State.GOING
        try:
            for part, (loaded, key) in enumerate(
                zip(run.question.wanted, run.question.keys, strict=True)
            ):
                if self._find(key) is None:
                    self._keep(key, self._study(run, part, loaded))
        except Cancelled:
            return State.CANCELLED
        except BadInput as bad:
            run.faults = bad.faults
            return State.REFUSED
        except Exception as crash:
            _log.exception("a run failed")
            run.reason = f"{type(crash).__name__}: {crash}"
            return State.FAILED
        return State.DONE

    def _study(self, run: Run, part: int, loaded: Loaded) -> Study:
        contacts = run.question.contacts(loaded)
        options = RunOptions(
            replications=run.question.replications,
            seed=run.question.seed,
            on_progress=lambda _, done, planned: run.report(part, done, planned),
            on_compile=run.wait_for_compiler,
        )
        found = study(loaded, options)
        if contacts >= FEW_CONTACTS:
            self._contacts_per_s = contacts / found.wall_s
        _ = found.kpis, found.groups, found.intervals  # made here, so that the page need not wait
        return found

    def _find(self, key: str) -> Study | None:
        with self._lock:
            if key in self._studies:
                self._studies.move_to_end(key)
            return self._studies.get(key)

    def _keep(self, key: str, found: Study) -> None:
        with self._lock:
            self._studies[key] = found
            while len(self._studies) > KEPT:
                self._studies.popitem(last=False)
