"""The search for a schedule, in a worker process: told by rounds, and stopped without losing all.

A search for shifts may take a minute without a word, so it goes on in a thread of its own while
this one listens whether anybody still wants it. Who stops it gets the best that was found until
then, where anything was.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from crewline.ui.work.task import Cancelled, Task, Tell
from crewline.ui.work.tasks import contacts, scenario_content
from crewline.words.words import N_
from scenarios.load import Loaded

if TYPE_CHECKING:
    from scenarios.planning.proof.proof import Proof, Round
    from scenarios.planning.proof.proving import Proving
    from scenarios.planning.proof.report import Report
    from scenarios.planning.proof.trial import Effort

#: How often it is asked whether the search is still wanted.
_LOOK_S: Final = 0.2
#: The thread of a search that was stopped and may still be in the solver, if there is one.
_left: list[threading.Thread] = []


@dataclass(frozen=True)
class Trouble:
    """How much trouble a search takes; see `Effort` for what each number means.

    `time_s` and `gap` are the limits of each search for shifts. Without `proves` nothing is
    simulated. `compares` asks for the schedule of plain Erlang C, too.
    """

    proves: bool = True
    rounds: int = 8
    time_s: float = 30.0
    gap: float = 0.001
    replications: int = 20
    fresh: int = 60
    growth: int = 4
    confirmations: int = 5
    trims: int = 10
    sureness: float = 1.28
    compares: bool = True

    @property
    def simulated(self) -> int:
        """About how many replications are simulated."""
        if not self.proves:
            return 0
        searched = (self.rounds + self.trims) * self.replications
        return searched + self.fresh * (self.confirmations + self.compares)


@dataclass(frozen=True)
class ScheduleTask(Task["Report"]):
    """Make a schedule of a scenario, and prove it in the simulation.

    `attempt` tells apart searches of the same that were stopped from those made anew.
    """

    loaded: Loaded
    trouble: Trouble
    seed: int | None = None
    attempt: int = 0

    @property
    def content(self) -> str:
        """The scenario, how much trouble is taken, and which try it is."""
        trouble = [str(getattr(self.trouble, each.name)) for each in fields(Trouble)]
        of_all = (*trouble, str(self.seed), str(self.attempt), scenario_content(self.loaded))
        return "\0".join(of_all)

    @property
    def size(self) -> float:
        """About how many contacts are simulated; searches for shifts take their own time."""
        return contacts(self.loaded) * self.trouble.simulated

    def carry_out(self, tell: Tell) -> Report:
        """Search, and return what was found; the best until then where it is stopped."""
        from dataclasses import replace

        from scenarios.studies.options import RunOptions

        _await_the_one_before(tell)
        seeded = RunOptions(seed=self.seed).seeded(self.loaded.scenario)
        loaded = replace(self.loaded, scenario=seeded)
        if self.trouble.proves:
            return _proved(loaded, self.trouble, tell)
        return _solved(loaded, self.trouble, tell)


class _Stopped(Exception):  # noqa: N818  (a wish, not an error)
    """Raised inside a search that was given up."""


class _Doing:
    """What a search is doing: written by its thread, told by the one that listens."""

    def __init__(self, trouble: Trouble) -> None:
        self.is_wanted = True
        self._turns = 0
        self._most = trouble.rounds + trouble.confirmations + trouble.compares + 1
        self._what, self._done, self._planned = "", 0, 1

    def on_progress(self, what: str, done: int, planned: int) -> None:
        """Hear what is done; raises where nobody wants it any more."""
        self._what, self._done, self._planned = what, done, max(planned, 1)
        if not self.is_wanted:
            raise _Stopped

    def on_round(self, one: Round) -> None:
        """Hear that a schedule was simulated; what is cut off it is a part of its round."""
        self._turns += one.purpose != "trim"

    def tell(self, tell: Tell) -> None:
        """Say how far it is. Raises Cancelled where nobody wants it any more."""
        part = 0.4 * self._done / self._planned + 0.4 if self._what == "simulate" else 0.1
        share = min((self._turns + part) / self._most, 0.98)
        number, values = self._turns + 1, {"done": self._done, "planned": self._planned}
        if self._what == "simulate":
            text = N_("Round {round}: simulating the schedule, replication {done} of {planned}")
            tell(share, text, round=number, **values)
        elif self._what == "schedule":
            tell(share, N_("Round {round}: searching shifts"), round=number)
        else:
            tell(share, N_("Counting who is needed"))


def _proved(loaded: Loaded, trouble: Trouble, tell: Tell) -> Report:
    from scenarios.planning.proof.proving import Proving
    from scenarios.planning.proof.report import report_of_proof
    from scenarios.planning.schedule.tightness import tightness_of_proof

    doing = _Doing(trouble)
    effort = _effort(trouble, doing)
    proving = Proving(loaded, effort, doing.on_round)
    proof = _searched(proving, doing, tell)
    if proof.is_cut:
        return report_of_proof(proof)
    tell(0.99, N_("Looking for what stands in the way"))
    return report_of_proof(proof, tightness_of_proof(proof, effort.limits))


def _effort(trouble: Trouble, doing: _Doing) -> Effort:
    from optimize.schedule import Limits
    from scenarios.planning.proof.trial import Effort

    return Effort(
        rounds=trouble.rounds,
        replications=trouble.replications,
        fresh=trouble.fresh,
        growth=trouble.growth,
        confirmations=trouble.confirmations,
        trims=trouble.trims,
        sureness=trouble.sureness,
        jobs=1,
        limits=Limits(trouble.time_s, trouble.gap),
        compares=trouble.compares,
        on_progress=doing.on_progress,
    )


def _searched(proving: Proving, doing: _Doing, tell: Tell) -> Proof:
    """Return the proof or, where it is stopped, what it came to until then.

    Raises Cancelled where that is nothing.
    """
    found: list[Proof] = []
    failed: list[BaseException] = []

    def search() -> None:
        try:
            found.append(proving.proof())
        except _Stopped:
            pass
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=search, name="crewline-search", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            doing.tell(tell)
            thread.join(_LOOK_S)
    except Cancelled:
        doing.is_wanted = False
        _left.append(thread)
        best = proving.until_now()
        if best is None:
            raise
        return best
    if failed:
        raise failed[0]
    return found[0]


def _await_the_one_before(tell: Tell) -> None:
    """Wait for a search that was stopped while it was in the solver; two at once are too many."""
    while _left:
        if _left[-1].is_alive():
            tell(0.0, N_("Waiting for the solver to let go of the search before"))
            _left[-1].join(_LOOK_S)
        else:
            _left.pop()


def _solved(loaded: Loaded, trouble: Trouble, tell: Tell) -> Report:
    from optimize.schedule import Limits
    from scenarios.planning.proof.report import report_of_plan
    from scenarios.planning.schedule.plans import found
    from scenarios.planning.schedule.tightness import tightness_of_plan

    limits = Limits(trouble.time_s, trouble.gap)
    tell(0.1, N_("Searching shifts"))
    plan = found(loaded, limits)
    if plan.scenario is None:
        tell(0.6, N_("Looking for what stands in the way"))
    return report_of_plan(plan, tightness_of_plan(plan, limits))
