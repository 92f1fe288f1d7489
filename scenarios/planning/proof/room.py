"""Room: what a schedule has to spare, read from how its promises fared in the simulation.

    Trial -> Room of its promises, harm of an agent less

By the formulas an agent less in an interval lowers the score of the line by one over the slope of
its requirement, and the period's by the interval's weight in it: its contacts, times how near each
of them is to being in time or late. An agent who can do several things is missed by all of them, by
what they ask. For work, an hour less is the hour's part of what there is to do. What late work goes
to is harmed with it. How far the formulas are off, the cuts that were made tell: `keen`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.planning.need.requirement import Requirement
from scenarios.planning.need.works import spread
from scenarios.planning.proof.cuts import Room
from scenarios.planning.proof.judging import Judgement
from scenarios.planning.proof.seeing import by_interval, escalations
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.supply import contributions

Numbers = NDArray[np.float64]

#: A promise has at most so much room: beyond, scores say little.
_MOST: Final = 1.5
#: Slopes and loads are taken as at least so many agents.
_LEAST_SLOPE: Final = 0.05
_SOME: Final = 1e-6


class Cells:
    """The periods of all promises, numbered through, and the promise's queue of each."""

    def __init__(self, judgements: tuple[Judgement, ...], shape: tuple[int, int]) -> None:
        """Number the periods; what nobody promised anything of has a number of its own, the last.

        `shape` is (queues, intervals).
        """
        self.firsts: dict[int, int] = {}
        self.count = 0
        self.number = np.full(shape, -1, np.int64)
        for one in judgements:
            periods = np.arange(shape[1]) // one.width
            self.number[one.row] = self.count + periods
            self.firsts[one.row] = self.count
            self.count += len(one.values)
        self.number[self.number < 0] = self.count

    def left(self, judgements: tuple[Judgement, ...], sureness: float) -> Numbers:
        """Return by how much each period's score is beyond what is asked; infinite where unasked.

        It is negative where it falls short.
        """
        left = np.full(self.count + 1, np.inf)
        for one in judgements:
            room = -one.gaps(sureness)
            room = room if one.is_decidable else np.minimum(room, 0.0)
            room = np.where(np.isnan(one.values), np.inf, room)
            first = self.firsts[one.row]
            left[first : first + len(room)] = room
        return left


def room_of(trial: Trial, needs: Requirement, cells: Cells, sureness: float, keen: Numbers) -> Room:
    """Return what a schedule has to spare; `keen` is what harm is multiplied by, by number."""
    per_interval = trial.problem.slots // needs.net.shape[1]
    weight = _weights(trial, needs)
    brought = _brought(trial, needs)
    harm = brought * (weight / per_interval)[None] * keen[cells.number][None]
    for source, desk in escalations(trial.scenario):
        harm[:, desk] = np.maximum(harm[:, desk], harm[:, source])
    left = np.clip(cells.left(trial.judgements, sureness), 0.0, None)
    kept = (needs.net > _SOME) & ~needs.lines.is_work[:, None]
    return Room(
        harm=np.repeat(harm, per_interval, axis=2),
        cell=np.repeat(cells.number, per_interval, axis=1),
        left=np.where(np.isfinite(left), np.minimum(left, _MOST), np.inf),
        kept=np.repeat(kept, per_interval, axis=1),
    )


def _weights(trial: Trial, needs: Requirement) -> Numbers:
    """Return what an agent of full skill is worth to a queue's score, by queue and interval."""
    worth = np.zeros_like(needs.net)
    work_h = np.zeros(len(worth))
    for lot in trial.requirement.works:
        work_h[lot.queue] += lot.agent_h
    hours = needs.lines.interval_s / 3600
    for one in trial.judgements:
        if needs.lines.is_work[one.row]:
            worth[one.row] = hours / max(float(work_h[one.row]), _SOME)
            continue
        share = by_interval(trial, one)
        chance = np.where(np.isnan(share), 0.25, share * (1 - share)).clip(0.01)
        counts = needs.lines.calls_per_h[one.row] * chance
        starts = np.arange(0, len(counts), one.width)
        total = np.repeat(np.add.reduceat(counts, starts), one.width)[: len(counts)]
        part = counts / np.where(total > 0, total, 1.0)
        worth[one.row] = part / np.maximum(needs.slope[one.row], _LEAST_SLOPE)
    return worth


def _brought(trial: Trial, needs: Requirement) -> Numbers:
    """Return what an agent of a team brings to each queue, shared out by what these ask.

    It has the shape (teams, queues, intervals), in agents of full skill.
    """
    names = list(trial.scenario.groups)
    rows = [names.index(team.name) for team in trial.problem.teams]
    brings = contributions(trial.scenario, needs.lines.at_once)[rows]
    asked = trial.required + spread(trial.requirement.works, needs.lines)
    pull = (brings > 0)[:, :, None] * np.maximum(asked, 0.0)[None]
    total = pull.sum(axis=1, keepdims=True)
    return np.asarray(brings[:, :, None] * pull / np.where(total > 0, total, 1.0))
