"""What a proof is: a schedule that keeps its promises in the simulation, and its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from optimize.schedule.solution import Status
from scenarios.load import Loaded
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.reasons import Cause, Reason
from scenarios.planning.proof.trial import Effort, Trial
from scenarios.schema.scenario import Scenario
from sim.kpis.targets import Verdict


class Outcome(StrEnum):
    """What a proof came to."""

    MET = "met"  # every promise, on fresh days, beyond chance
    HOLDS = "holds by estimate"  # every plain estimate keeps to its level; of some, chance may do
    CANNOT_TELL = "cannot tell"  # a plain estimate falls short, by no more than chance may do
    MISSED = "missed"  # a promise is missed beyond chance
    NO_SCHEDULE = "no schedule"  # there is none


@dataclass(frozen=True)
class Round:
    """One turn of a proof, in figures.

    `purpose` is "repair" or "trim" (less of what is spare), both on the days of the search, "fresh"
    (on days of its own) or "plain" (the schedule of plain Erlang C); `replications` and `seed` say
    on which days. `required_h` are agent-hours of the requirement, work among them; `missing` is
    how far the promises fall short in all, in steps of their scores.
    """

    number: int
    purpose: str
    cost: float
    required_h: float
    paid_h: float
    judgements: tuple[Judgement, ...]
    holds: bool
    missing: float
    status: Status
    gap: float
    replications: int
    seed: int
    wall_s: float


@dataclass(frozen=True)
class Proof:
    """A schedule and the evidence for it.

    `first` is the schedule of the requirement as the formulas give it, `best` the one that was
    taken, judged on fresh days; `plain` is that of plain Erlang C on the same days (None where it
    was not asked for, or there is none). `best` and `first` are None where there is no schedule.
    `reasons` say what keeps the promises from holding, or a schedule from being. `is_cut` says that
    it was interrupted: `best` is the best until then, which fresh days may not have seen.
    """

    scenario: Scenario
    requirement: Requirement
    first: Trial | None
    best: Trial | None
    plain: Trial | None
    rounds: tuple[Round, ...]
    outcome: Outcome
    reasons: tuple[Reason, ...]
    is_cut: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether the schedule taken was judged on days that it was not chosen on."""
        return self.best is not None and is_fresh(self.scenario, self.best)

    @property
    def holds(self) -> bool:
        """Whether every plain estimate keeps to what was promised, and no open hours are bare."""
        return self.outcome in {Outcome.MET, Outcome.HOLDS} and not self.bare

    @property
    def bare(self) -> tuple[Reason, ...]:
        """The hours in which customers come and that no shift which may be worked reaches."""
        return tuple(one for one in self.reasons if one.cause is Cause.NO_COVER)

    @property
    def schedule(self) -> Scenario:
        """The scenario with its schedule. Raises ValueError where there is none."""
        if self.best is None:
            raise ValueError("there is no schedule; see the reasons")
        return self.best.scenario

    @property
    def saved(self) -> float | None:
        """What is saved against the schedule of plain Erlang C, as a share of its cost.

        Of its hours where nobody has a wage.
        """
        if self.plain is None or self.best is None or not self.plain.dear:
            return None
        return 1 - self.best.dear / self.plain.dear


OnRound = Callable[[Round], None]


def prove(
    loaded: Loaded,
    effort: Effort | None = None,
    on_round: OnRound | None = None,
    *,
    keeps_cut: bool = False,
) -> Proof:
    """Return a schedule that keeps its promises in the simulation, or why there is none.

    `on_round` hears of every schedule that was simulated. With `keeps_cut` Ctrl-C ends it with the
    best that was found until then, if there is any, and this process hears no further Ctrl-C.

    Raises KeyboardInterrupt without, or where nothing was found before.
    """
    from scenarios.planning.proof.proving import Proving

    proving = Proving(loaded, effort or Effort(), on_round)
    return proving.proof_or_what_is_left() if keeps_cut else proving.proof()


def is_fresh(scenario: Scenario, trial: Trial) -> bool:
    """Tell whether a trial is on other days than those of the search."""
    return trial.study.seed != scenario.seed


def outcome_of(best: Trial, *, is_fresh: bool) -> Outcome:
    """Return what a schedule came to; days that it was chosen on prove nothing."""
    if is_fresh and all(one.evaluation.verdict is Verdict.MET for one in best.judgements):
        return Outcome.MET
    if best.holds:
        return Outcome.HOLDS
    return Outcome.CANNOT_TELL if best.none_missed else Outcome.MISSED
