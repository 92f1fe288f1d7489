"""Seeing: what a trial showed, interval by interval, as a repair looks at it."""

from __future__ import annotations

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
from sim.codes import Kind
from sim.kpis.counts import QueueCount
from sim.kpis.definitions import KPIS
from sim.kpis.periods import Period, parts

Numbers = NDArray[np.float64]

#: An interval of which fewer contacts were seen says nothing about what it owes to the one before.
_TELLING: Final = 30


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
