"""Seeing: what a trial showed, interval by interval, as a repair looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.requirements import served
from scenarios.planning.need.pools import PooledLine
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.repair import Seen
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.supply import contributions, on_duty, shared_out
from scenarios.schema.scenario import Scenario
from sim.codes import Kind
from sim.kpis.counts import QueueCount
from sim.kpis.definitions import KPIS
from sim.kpis.periods import Period, parts

Numbers = NDArray[np.float64]

#: An interval of which fewer contacts were seen says nothing about what it owes to the one before.
_TELLING: Final = 30
#: Work that floods the desk it goes to when late is raised by so much of its score, and no more.
_FLOODED: Final = 0.2


def seen(trial: Trial, needs: Requirement, sureness: float) -> Seen:
    """Return what a trial showed, as a repair looks at it."""
    shape = needs.net.shape
    gap, value = np.zeros(shape), np.full(shape, np.nan)
    calls = needs.lines.calls_per_h
    for one in trial.judgements:
        gaps = one.gaps(sureness)
        # What lies over for tomorrow looks like a saving, and is none.
        gaps = gaps if one.is_decidable else np.maximum(gaps, 0.0)
        gap[one.row] = np.repeat(gaps, one.width)[: shape[1]]
        value[one.row] = by_interval(trial, one)
    gap = _with_sources(trial.scenario, gap)
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


def escalations(scenario: Scenario) -> Iterator[tuple[int, int]]:
    """Give the queues, by number, whose late work goes to another, and that one."""
    numbers = {name: number for number, name in enumerate(scenario.queues)}
    for name, queue in scenario.queues.items():
        for grade in (queue.grades or {}).values():
            if grade.escalate is not None:
                yield numbers[name], numbers[grade.escalate]


def _with_sources(scenario: Scenario, gap: Numbers) -> Numbers:
    """Return gaps with those of desks that late work goes to laid to where it was late, too.

    A desk for what others do not get done is flooded when these have too few: more of its own, who
    are dearer, are no remedy. The source is raised a little, and never lowered: up to the flood it
    looks as if it had too many.
    """
    found = gap.copy()
    for source, desk in escalations(scenario):
        flooded = float(np.clip(gap[desk].max(), 0.0, _FLOODED))
        found[source] = np.maximum(found[source], flooded)
    return found


def _mates(needs: Requirement) -> NDArray[np.bool_]:
    """Tell for each two queues whether they are of one pool."""
    queues = len(needs.lines.queues)
    mates = np.zeros((queues, queues), np.bool_)
    for members in needs.pools:
        mates[np.ix_(members, members)] = True
    return mates


def by_interval(trial: Trial, one: Judgement) -> Numbers:
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
    shown = by_interval(trial, one)
    came = sum(tally.queues[one.row + 1, :, QueueCount.OFFERED] for tally in trial.study.tallies)
    level = one.promise.target.level
    missing = level - shown
    above = np.minimum(said.answered_within, level) - shown
    tells = (came >= _TELLING) & (gap > 0) & (missing > 0.02) & (above > 0)
    return np.where(tells, (above / np.where(missing > 0, missing, 1.0)).clip(0.0, 0.9), 0.0)
