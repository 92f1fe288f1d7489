"""Proof: a schedule that keeps its promises in the simulation, at the least cost that was found.

    Requirement -> solve -> scheduled -> simulate -> judge -> repair -> ... -> confirm on fresh days

A requirement by interval alone is known to mislead: queues carry over, days are busier or quieter
than their mean, groups help out only so far, shifts cover more than they are asked to. So every
schedule is simulated (all rounds on the same random days, so that a difference between them is one
of the schedules), the requirement is raised where a promise is missed and lowered where one is
kept by too much (`scenarios.planning.proof.repair`), and it is scheduled again. The cheapest
schedule that keeps all promises is taken. As choosing on the same days flatters, it is simulated on
days that it was not chosen on; only what these show is told as its service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.requirements import served
from optimize.schedule import Warm
from optimize.schedule.problem import MostService
from optimize.schedule.solution import Solution, Status
from scenarios.load import Loaded
from scenarios.planning.need.pools import PooledLine
from scenarios.planning.need.requirement import Requirement, requirement
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.reasons import (
    Cause,
    Reason,
    beforehand,
    out_of_hours,
    shortcomings,
    without_schedule,
)
from scenarios.planning.proof.repair import Seen, Steering
from scenarios.planning.proof.trial import Days, Effort, Trial, again, tried
from scenarios.planning.schedule.supply import contributions, on_duty, shared_out
from scenarios.schema.scenario import Scenario
from scenarios.units import MAX_WHOLE
from sim.codes import Kind
from sim.kpis.counts import QueueCount
from sim.kpis.definitions import KPIS
from sim.kpis.periods import Period, parts
from sim.kpis.targets import Verdict

Numbers = NDArray[np.float64]

#: Fresh days come of a seed so far from the scenario's own.
_FRESH: Final = 7_919
#: What missed on fresh days is raised by so many standard errors more: the next days differ, too.
_SURER: Final = 1.0
#: So many rounds in a row that change nothing end a search.
_IDLE: Final = 2
#: An interval of which fewer contacts were seen says nothing about what it owes to the one before.
_TELLING: Final = 30


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

    `purpose` is "repair" (on the days of the search), "fresh" (on days of its own) or "plain" (the
    schedule of plain Erlang C). `required_h` are agent-hours of the requirement, work among them;
    `missing` is how far the promises fall short in all, in steps of their scores.
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
    wall_s: float


@dataclass(frozen=True)
class Proof:
    """A schedule and the evidence for it.

    `first` is the schedule of the requirement as the formulas give it, `best` the one that was
    taken, judged on fresh days; `plain` is that of plain Erlang C on the same days (None where it
    was not asked for, or there is none). `best` and `first` are None where there is no schedule.
    `reasons` say what keeps the promises from holding, or a schedule from being.
    """

    scenario: Scenario
    requirement: Requirement
    first: Trial | None
    best: Trial | None
    plain: Trial | None
    rounds: tuple[Round, ...]
    outcome: Outcome
    reasons: tuple[Reason, ...]

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


def prove(loaded: Loaded, effort: Effort | None = None, on_round: OnRound | None = None) -> Proof:
    """Return a schedule that keeps its promises in the simulation, or why there is none.

    `on_round` hears of every schedule that was simulated.
    """
    return _Proving(loaded, effort or Effort(), on_round).proof()


@dataclass(frozen=True)
class _Step:
    """A trial, and the steering that led to it."""

    trial: Trial
    steering: Steering


@dataclass
class _Proving:
    """A proof while it is being made."""

    loaded: Loaded
    effort: Effort
    on_round: OnRound | None
    rounds: list[Round] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    warm: Warm = field(default_factory=Warm)

    def proof(self) -> Proof:
        """Search, confirm, compare."""
        scenario = self.loaded.scenario
        self._needs = requirement(scenario)
        self.reasons += beforehand(scenario)
        first = self._first()
        if first is None:
            return self._told(None, None, None)
        best = self._search(first)
        best = self._confirmed(best)
        plain = self._plain(best) if self.effort.compares else None
        return self._told(first.trial, best.trial, plain)

    def _first(self) -> _Step | None:
        """Return the trial of the requirement as it is; None where there is no schedule."""
        steering = Steering.straight(self._needs.net.shape)
        found = self._tried(steering)
        if isinstance(found, Solution):
            self.reasons += without_schedule(found)
            return None
        self.reasons += out_of_hours(found.problem)
        return _Step(found, steering)

    def _search(self, first: _Step) -> _Step:
        """Return the best of the rounds."""
        best = last = first
        idle = 0
        for number in range(2, self._most_rounds() + 1):
            is_late = number >= self._most_rounds() - 1 and not best.trial.holds
            steering = last.steering.turned(self._seen(last.trial), lowers=not is_late)
            found = self._tried(steering)
            if isinstance(found, Solution):
                break
            before, last = last.trial, _Step(found, steering)
            idle = idle + 1 if self._is_idle(found, before, best.trial) else 0
            if _is_better(found, best.trial):
                best = last
            if idle >= _IDLE:
                break
        return best

    def _is_idle(self, now: Trial, before: Trial, best: Trial) -> bool:
        """Tell whether a round, and what it asked for, made no difference that is worth another."""
        if not best.holds:
            return False
        if now.holds:
            return now.dear > best.dear * (1 - self.effort.worth)
        asked, asked_before = (one.requirement.net_hours for one in (now, before))
        return abs(asked - asked_before) <= self.effort.worth * asked_before

    def _most_rounds(self) -> int:
        return self.effort.rounds if self._needs.net.any() or self._needs.works else 1

    def _confirmed(self, chosen: _Step) -> _Step:
        """Return the chosen schedule on fresh days, repaired where these show that it misses."""
        fresh = again(self.loaded, chosen.trial, self.effort, self._fresh_days(1))
        self._note("fresh", fresh)
        best = last = _Step(fresh, chosen.steering)
        for number in range(2, self.effort.confirmations + 1):
            if last.trial.holds:
                break
            surely = self.effort.sureness + _SURER
            steering = last.steering.turned(seen(last.trial, self._needs, surely), lowers=False)
            found = self._tried(steering, "fresh", self._fresh_days(number))
            if isinstance(found, Solution):
                break
            last = _Step(found, steering)
            if _is_better(found, best.trial):
                best = last
        return best

    def _fresh_days(self, number: int) -> Days:
        seed = (self.loaded.scenario.seed + number * _FRESH) % MAX_WHOLE
        return Days(seed, self.effort.fresh)

    def _plain(self, best: _Step) -> Trial | None:
        """Return the trial of plain Erlang C, on the days that the best was judged on."""
        shown = best.trial.study
        days = Days(shown.seed, shown.replications)
        needs = self._needs
        found = tried(
            self.loaded,
            needs,
            needs.plain,
            self.effort,
            warm=self.warm,
            days=days,
        )
        if isinstance(found, Solution):
            return None
        self._note("plain", found)
        return found

    def _tried(
        self, steering: Steering, purpose: str = "repair", days: Days | None = None
    ) -> Trial | Solution:
        """Return the trial of a steering, on the days of the search unless others are given."""
        days = days or Days(self.loaded.scenario.seed, self.effort.replications)
        wanted = self._needs.raised(steering.shift, steering.added, steering.work)
        found = tried(
            self.loaded,
            wanted,
            wanted.net,
            self.effort,
            warm=self.warm,
            days=days,
        )
        if isinstance(found, Trial):
            self._note(purpose, found)
        return found

    def _note(self, purpose: str, trial: Trial) -> None:
        one = Round(
            number=len(self.rounds) + 1,
            purpose=purpose,
            cost=trial.cost,
            required_h=trial.requirement.hours(trial.required)
            + sum(lot.agent_h for lot in trial.requirement.works),
            paid_h=trial.paid_h,
            judgements=trial.judgements,
            holds=trial.holds,
            missing=trial.missing(),
            status=trial.solution.status,
            gap=trial.solution.gap,
            replications=trial.study.replications,
            wall_s=trial.wall_s,
        )
        self.rounds.append(one)
        if self.on_round is not None:
            self.on_round(one)

    def _seen(self, trial: Trial) -> Seen:
        return seen(trial, self._needs, self.effort.sureness)

    def _told(self, first: Trial | None, best: Trial | None, plain: Trial | None) -> Proof:
        outcome = Outcome.NO_SCHEDULE
        if best is not None:
            outcome = _outcome(best)
            if not best.holds:
                self.reasons += shortcomings(best, len(self.rounds), self.effort.rounds)
        return Proof(
            scenario=self.loaded.scenario,
            requirement=self._needs,
            first=first,
            best=best,
            plain=plain,
            rounds=tuple(self.rounds),
            outcome=outcome,
            reasons=tuple(dict.fromkeys(self.reasons)),
        )


def seen(trial: Trial, needs: Requirement, sureness: float) -> Seen:
    """Return what a trial showed, as a repair looks at it."""
    shape = needs.net.shape
    gap, value = np.zeros(shape), np.full(shape, np.nan)
    calls = needs.lines.calls_per_h
    for one in trial.judgements:
        gap[one.row] = np.repeat(one.gaps(sureness), one.width)[: shape[1]]
        value[one.row] = _by_interval(trial, one)
    agents = on_duty(trial.scenario)
    brings = contributions(trial.scenario, needs.lines.at_once)
    supply = shared_out(agents, brings, trial.required)
    return Seen(
        gap=gap,
        required=trial.required,
        spare=supply - trial.required,
        value=value,
        calls=calls,
        slope=needs.slope,
        carried=_carried(trial, needs, supply, gap),
        is_work=needs.lines.is_work,
        mates=_mates(needs),
    )


def _mates(needs: Requirement) -> NDArray[np.bool_]:
    """Tell for each two queues whether they are of one pool."""
    queues = len(needs.lines.queues)
    mates = np.zeros((queues, queues), np.bool_)
    for members in needs.pools:
        mates[np.ix_(members, members)] = True
    return mates


def _by_interval(trial: Trial, one: Judgement) -> Numbers:
    """Return the share in time by interval; for a promise of something else, of SL3."""
    kpi = one.promise.target.kpi if one.promise.target.kpi.startswith("SL") else "SL3"
    found = parts(KPIS[kpi], trial.study.tallies, Period.INTERVAL).row(one.row + 1)
    top, bottom = found.top.sum(axis=0), found.bottom.sum(axis=0)
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)


def _carried(trial: Trial, needs: Requirement, supply: Numbers, gap: Numbers) -> Numbers:
    """Return the share of each interval's shortfall that the agents of its pool do not explain.

    It is what the formula, at the agents on duty, says above what the simulation shows, as a share
    of what is missing; 0 for chats and work, and where too few came to say.
    """
    carried = np.zeros_like(gap)
    of_row = {one.row: one for one in trial.judgements}
    for members in needs.pools:
        if any(needs.lines.kinds[row] is not Kind.CALL for row in members):
            continue
        line = PooledLine.of(needs.lines, members)
        agents = supply[list(members)].sum(axis=0)
        for row in (row for row in members if row in of_row):
            carried[row] = _unexplained(trial, of_row[row], line, agents, gap[row])
    return carried


def _unexplained(
    trial: Trial, one: Judgement, line: PooledLine, agents: Numbers, gap: Numbers
) -> Numbers:
    if not one.promise.target.kpi.startswith("SL"):
        return np.zeros_like(gap)
    within_s = one.promise.goal().within_s
    said = served(line.calls_per_h, line.handle_s, agents, within_s, line.patience_s)
    shown = _by_interval(trial, one)
    came = sum(tally.queues[one.row + 1, :, QueueCount.OFFERED] for tally in trial.study.tallies)
    level = one.promise.target.level
    missing = level - shown
    above = np.minimum(said.answered_within, level) - shown
    tells = (came >= _TELLING) & (gap > 0) & (missing > 0.02) & (above > 0)
    return np.where(tells, (above / np.where(missing > 0, missing, 1.0)).clip(0.0, 0.9), 0.0)


def _is_better(one: Trial, other: Trial) -> bool:
    """Tell whether a trial is to be preferred: it holds, or is cheaper, or misses less."""
    if one.holds != other.holds:
        return one.holds
    if one.holds and not isinstance(one.problem.goal, MostService):
        return one.dear < other.dear
    return one.missing() < other.missing()


def _outcome(best: Trial) -> Outcome:
    if all(one.evaluation.verdict is Verdict.MET for one in best.judgements):
        return Outcome.MET
    if best.holds:
        return Outcome.HOLDS
    return Outcome.CANNOT_TELL if best.none_missed else Outcome.MISSED
