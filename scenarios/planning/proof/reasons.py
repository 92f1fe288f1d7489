"""Reasons: what keeps promises from holding, or a schedule from being there at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Solution, Status
from scenarios.planning.need.promises import Promise, promises
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.trial import Trial
from scenarios.schema.scenario import Scenario
from scenarios.units import write_clock

#: A team whose busiest day has this share of its most agents is held back by that number.
_FULL: Final = 0.999
#: So small a share of the requirement may be missing without a word.
_NEGLIGIBLE: Final = 0.01


class Cause(StrEnum):
    """What stands in the way."""

    OUT_OF_REACH = "out of reach"  # no number of agents keeps the promise
    NO_COVER = "no cover"  # required where no shift may be
    NO_SCHEDULE = "no schedule"  # the rules leave none
    NOT_FOUND = "not found"  # none was found in the time that was given
    MISSED = "missed"  # the promise is missed, beyond chance
    CLOSE = "close"  # it falls short by no more than chance may do
    MOST_AGENTS = "most agents"  # a group has as many as it may
    ROUNDS = "rounds"  # they ran out
    TOO_FEW = "too few days"  # it holds by estimate, and more days would have to tell
    CUT = "cut"  # Ctrl-C ended the search
    UNCOVERED = "uncovered"  # not all that is required is there: by limits, or by a price


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way: of which queue or group (empty: of all), and in words.

    `when` are the hours of the day that it is about; empty where it is about none.
    """

    cause: Cause
    about: str
    words: str
    when: str = ""


def beforehand(scenario: Scenario) -> Iterator[Reason]:
    """Give the promises that no number of agents could keep."""
    for promise in promises(scenario):
        if promise is not None:
            yield from _out_of_reach(promise)


def _out_of_reach(promise: Promise) -> Iterator[Reason]:
    target = promise.target
    is_share = target.kpi.startswith("SL") or target.kpi in {"answer_rate", "on_time"}
    if is_share and target.level >= 1:
        words = "100 % is more than chance allows; it is planned for as nearly as can be"
        yield Reason(Cause.OUT_OF_REACH, promise.queue, words)
    if target.kpi in {"asa", "abandonment"} and target.level <= 0:
        words = "none at all is more than chance allows; it is planned for as nearly as can be"
        yield Reason(Cause.OUT_OF_REACH, promise.queue, words)
    if target.within is not None and target.within < promise.reply_s:
        words = f"the first reply alone takes {promise.reply_s:g} s, of {target.within:g} s"
        yield Reason(Cause.OUT_OF_REACH, promise.queue, words)


def without_schedule(found: Solution) -> Iterator[Reason]:
    """Give what keeps a requirement from being scheduled."""
    if found.status is Status.UNKNOWN:
        words = "no schedule was found in the time given, and there may be one"
        yield Reason(Cause.NOT_FOUND, "", words)
        return
    for note in found.notes or ("rules and limits leave no schedule",):
        yield Reason(Cause.NO_SCHEDULE, "", note)


def out_of_hours(asked: Problem) -> Iterator[Reason]:
    """Give the hours in which a queue needs agents and no shift of those who serve it reaches."""
    per_day = asked.slots_per_day
    reached = np.zeros((len(asked.queues), asked.slots), np.bool_)
    for team in asked.teams:
        at_work = np.zeros(asked.slots, np.bool_)
        for number, type_ in enumerate(team.types):
            for day in np.flatnonzero(np.isfinite(team.costs[:, number])).tolist():
                for first, last in type_.parts:
                    at_work[(day * per_day + np.arange(first, last)) % asked.slots] = True
        for queue, share in team.serves:
            if share > 0:
                reached[queue] |= at_work
    bare = (asked.required > 0) & ~reached
    for row in np.flatnonzero(bare.any(axis=1)).tolist():
        of_day = bare[row].reshape(-1, per_day).any(axis=0)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], of_day, [False]]))) * asked.slot_s
        hours = ", ".join(
            f"{write_clock(start)}-{write_clock(end)}"
            for start, end in edges.reshape(-1, 2).tolist()
        )
        words = f"agents are required where no shift that may be worked reaches: {hours}"
        yield Reason(Cause.NO_COVER, asked.queues[row], words, hours)


def shortcomings(trial: Trial, rounds_made: int, rounds: int) -> Iterator[Reason]:
    """Give why a schedule misses promises: which, and what holds it back."""
    for one in trial.judgements:
        if not one.holds and not np.isnan(one.values).all():
            yield _shortfall(one)
    yield from _at_their_most(trial)
    if trial.uncovered_h > _NEGLIGIBLE * _asked_h(trial):
        words = f"{trial.uncovered_h:.1f} agent-hours are missing of {_asked_h(trial):.1f} required"
        yield Reason(Cause.UNCOVERED, "", words)
    if rounds_made >= rounds:
        yield Reason(Cause.ROUNDS, "", f"the {rounds} rounds given were used up")


def undecided(trial: Trial) -> Iterator[Reason]:
    """Give the promises that hold by estimate, which so many days do not prove."""
    for one in trial.judgements:
        if one.holds and not one.is_told:
            days = trial.study.replications
            words = f"it holds by estimate, and {days} replications are too few to tell"
            yield Reason(Cause.TOO_FEW, one.promise.queue, words)


def cut_short(best: Trial, *, is_fresh: bool) -> Reason:
    """Return that a proof was interrupted, and what that makes of its best schedule."""
    words = "cut short by Ctrl-C; this is the best found until then"
    if not is_fresh:
        words += (
            f", on the {best.study.replications} replications that it was chosen on: fresh ones"
            " may show it worse"
        )
    return Reason(Cause.CUT, "", words)


def _asked_h(trial: Trial) -> float:
    works_h = sum(lot.agent_h for lot in trial.requirement.works)
    return trial.requirement.hours(trial.required) + works_h


def _shortfall(one: Judgement) -> Reason:
    target, evaluation = one.promise.target, one.evaluation
    value = evaluation.estimate.value
    if target.kpi == "asa":
        words = f"{target.kpi} is {value:.1f} s, promised {target.level:g} s"
    else:
        words = f"{target.kpi} is {_percent(value)}, promised {_percent(target.level)}"
    if target.odds is not None:
        share = evaluation.share.value
        words = f"{_percent(share)} of days keep it, promised {_percent(target.odds)}"
    elif len(one.values) > 1:
        words += f", in the worst {target.scope}"
    if evaluation.judged is not None and not evaluation.judged.is_enough:
        words += "; most of it is not due by the end, so that nothing can be told"
    is_missed = evaluation.verdict == "missed"
    return Reason(Cause.MISSED if is_missed else Cause.CLOSE, one.promise.queue, words)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def _at_their_most(trial: Trial) -> Iterator[Reason]:
    """Give the teams that have as many agents as they may, on any day."""
    for number, team in enumerate(trial.problem.teams):
        if team.most is None:
            continue
        if headcount(trial.solution, number) >= _FULL * team.most:
            words = f"{team.most} agents are all that it may have"
            yield Reason(Cause.MOST_AGENTS, team.name, words)


def headcount(found: Solution, team: int) -> int:
    """Return the agents of a team, by number: of tours in the week with most, else of a day."""
    counts: Counter[tuple[str, int]] = Counter()
    for duty in found.duties:
        counts["day", duty.day] += duty.agents * (duty.team == team)
    for tour in found.tours:
        counts["week", tour.week] += tour.agents * (tour.team == team)
    return max(counts.values(), default=0)
