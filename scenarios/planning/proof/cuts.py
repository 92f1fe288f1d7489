"""Cuts: who of a schedule may go, or work a cheaper shift, where the simulation has room.

Every promise has some room: by how much its score is beyond what is asked of it. An agent less in a
slot lowers the scores of what that agent's team serves there, which is the harm of a cut. Cuts are
made in the order of what they save for the share of room that they take, until a part of the room
is gone: how much room there really is, only a simulation says. So a batch is kept small besides: in
no slot does a team lose more than a tenth of its agents, or one; and wherever a queue has somebody,
somebody stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check import breaches
from optimize.shifts.check.on_duty import on_duty
from optimize.shifts.check.tour import weekly_overtime
from optimize.shifts.shift_type import ShiftType

Numbers = NDArray[np.float64]

#: In no slot a batch takes more of a team's agents than this share, or one.
_MOST: Final = 0.1
#: A cut that takes less of the room than this is judged by what it saves.
_HARDLY: Final = 1e-3
#: Room below this is none.
_NO_ROOM: Final = 1e-6
#: What a cut brings elsewhere, for a shift at another time, counts by this part of it.
_CREDIT: Final = 0.5
_DAYS_OF_WEEK: Final = 7


@dataclass(frozen=True)
class Room:
    """What a schedule has to spare, as a simulation showed it.

    `harm` is by how much an agent less lowers a promise's score, of shape (teams, queues, slots),
    `cell` the number of the period of each queue and slot, of shape (queues, slots), and `left` the
    room of each of these numbers: of scores, 0 for none, infinite where nothing was promised.
    `kept` tells, of shape (queues, slots), where somebody who serves the queue has to stay.
    """

    harm: Numbers
    cell: NDArray[np.int64]
    left: Numbers
    kept: NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """A schedule after a batch of cuts: what it saves, and the harm expected by number of period.

    `taken` are the agent-slots that are gone, of shape (teams, slots).
    """

    duties: tuple[Duty, ...]
    tours: tuple[Tour, ...]
    saves: float
    harm: Numbers
    taken: Numbers


def cut(
    problem: Problem, duties: Sequence[Duty], tours: Sequence[Tour], room: Room, share: float
) -> Cut | None:
    """Return a schedule with a batch of cuts that take `share` of the room; None without any."""
    batch = _Batch(problem, duties, tours, room, share)
    for move in sorted(batch.moves(), key=lambda move: -move.worth):
        batch.make(move)
    if not batch.saves:
        return None
    made = batch.made()
    before = {(each.rule, each.of, each.day) for each in breaches(problem, duties, tours)}
    after = breaches(problem, made.duties, made.tours)
    return None if any((each.rule, each.of, each.day) not in before for each in after) else made


@dataclass(frozen=True)
class _Move:
    """One agent who is not on some duties any more, on another `instead` or on none.

    `tour` is the week that goes with the duties, `worth` what it saves for the room it takes.
    """

    gone: tuple[Duty, ...]
    instead: Duty | None
    tour: Tour | None
    saves: float
    worth: float


class _Batch:
    """A batch of cuts in the making."""

    def __init__(
        self,
        problem: Problem,
        duties: Sequence[Duty],
        tours: Sequence[Tour],
        room: Room,
        share: float,
    ) -> None:
        self.problem, self.room = problem, room
        self.agents: Counter[Duty] = Counter()
        for duty in duties:
            self.agents[replace(duty, agents=1)] += duty.agents
        self.weeks: Counter[Tour] = Counter()
        for tour in tours:
            self.weeks[replace(tour, agents=1)] += tour.agents
        there = on_duty(problem, duties)
        self.most = np.maximum(1.0, _MOST * there)
        self.taken = np.zeros_like(there)
        self.serves = np.zeros((len(problem.queues), len(problem.teams)), np.bool_)
        for number, team in enumerate(problem.teams):
            self.serves[[queue for queue, _ in team.serves], number] = True
        self.helpers = self.serves @ there
        self.heads = self._heads()
        self.left = share * room.left
        self.harm = np.zeros_like(room.left)
        self.saves = 0.0
        part = np.where(room.left > _NO_ROOM, room.left, _NO_ROOM)[room.cell]
        of_slot = (room.harm / part).sum(axis=1)
        self.price = np.where(np.isfinite(of_slot), of_slot, 0.0)

    def moves(self) -> Iterator[_Move]:
        """Give all single cuts."""
        for duty in self.agents:
            if self.problem.teams[duty.team].tour is None:
                yield from self._of_duty(duty)
        for tour in self.weeks:
            yield self._of_tour(tour)

    def make(self, move: _Move) -> None:
        """Make a move for as many agents as there is room for."""
        off = on_duty(self.problem, move.gone)
        if move.instead is not None:
            off -= on_duty(self.problem, [move.instead])
        harm = self._harm(off)
        while self._may(move, off, harm):
            self._do(move, off, harm)

    def made(self) -> Cut:
        """Return what has become of the schedule."""
        duties = [replace(duty, agents=count) for duty, count in self.agents.items() if count > 0]
        tours = [replace(tour, agents=count) for tour, count in self.weeks.items() if count > 0]
        return Cut(tuple(duties), tuple(tours), self.saves, self.harm, self.taken)

    def _of_duty(self, duty: Duty) -> Iterator[_Move]:
        """Give the cuts of one agent's duty: no shift, or any that is cheaper."""
        team = self.problem.teams[duty.team]
        cost, loss = self._cost(duty), self._loss([duty])
        yield self._move((duty,), None, None, cost, loss)
        for number in np.flatnonzero(team.costs[duty.day] < cost - 1e-9).tolist():
            instead = self._cheapest_breaks(duty, team.types[number])
            saves = cost - float(team.costs[duty.day, number])
            yield self._move((duty,), instead, None, saves, loss - self._loss([instead]))

    def _of_tour(self, tour: Tour) -> _Move:
        team = self.problem.teams[tour.team]
        duties = tuple(
            self._duty_of(tour, tour.week * _DAYS_OF_WEEK + day, item)
            for day, item in enumerate(tour.types)
            if item is not None
        )
        extra = 0.0
        if team.tour is not None:
            extra = weekly_overtime(self.problem, tour) * team.slot_wage
            extra *= team.tour.premium_overtime
        saves = sum(self._cost(duty) for duty in duties) + extra
        return self._move(duties, None, tour, saves, self._loss(duties))

    def _duty_of(self, tour: Tour, day: int, item: ShiftType) -> Duty:
        """Return the duty of a tour's day whose breaks the most agents take."""
        alike = [
            duty
            for duty in self.agents
            if (duty.team, duty.day, duty.type) == (tour.team, day, item)
        ]
        return max(alike, key=lambda duty: self.agents[duty])

    def _move(
        self,
        gone: tuple[Duty, ...],
        instead: Duty | None,
        tour: Tour | None,
        saves: float,
        loss: float,
    ) -> _Move:
        return _Move(gone, instead, tour, saves, saves / max(loss, _HARDLY))

    def _may(self, move: _Move, off: Numbers, harm: Numbers) -> bool:
        """Tell whether a move is possible, within the room, and leaves nobody alone."""
        if any(self.agents[duty] <= 0 for duty in move.gone):
            return False
        if move.tour is not None and self.weeks[move.tour] <= 0:
            return False
        if move.instead is None and not self._has_heads(move):
            return False
        if (harm > np.maximum(self.left - self.harm, 0.0))[harm > 0].any():
            return False
        fewer = off > 0
        if (self.taken + off > self.most + 1e-9)[fewer].any():
            return False
        fall = self.serves @ off
        alone = self.room.kept & (fall > 0) & (self.helpers - fall < 1 - 1e-9)
        return not alone.any()

    def _do(self, move: _Move, off: Numbers, harm: Numbers) -> None:
        for duty in move.gone:
            self.agents[duty] -= 1
        if move.instead is not None:
            self.agents[move.instead] += 1
        else:
            self.heads[move.gone[0].team, self._days(move)] -= 1
        if move.tour is not None:
            self.weeks[move.tour] -= 1
        self.taken += off
        self.helpers -= self.serves @ off
        self.harm += harm
        self.saves += move.saves

    def _has_heads(self, move: _Move) -> bool:
        team = move.gone[0].team
        least = self.problem.teams[team].least
        return bool((self.heads[team, self._days(move)] > least).all())

    def _days(self, move: _Move) -> slice:
        """Return the days on which a move takes one from the headcount."""
        if move.tour is not None:
            first = move.tour.week * _DAYS_OF_WEEK
            return slice(first, first + _DAYS_OF_WEEK)
        return slice(move.gone[0].day, move.gone[0].day + 1)

    def _heads(self) -> NDArray[np.int64]:
        heads = np.zeros((len(self.problem.teams), self.problem.days), np.int64)
        for duty, count in self.agents.items():
            if self.problem.teams[duty.team].tour is None:
                heads[duty.team, duty.day] += count
        for tour, count in self.weeks.items():
            first = tour.week * _DAYS_OF_WEEK
            heads[tour.team, first : first + _DAYS_OF_WEEK] += count
        return heads

    def _cost(self, duty: Duty) -> float:
        team = self.problem.teams[duty.team]
        return float(team.costs[duty.day, team.types.index(duty.type)])

    def _loss(self, duties: Sequence[Duty]) -> float:
        """Return the share of all room that agents on duties are worth."""
        total = 0.0
        for duty in duties:
            for start, end in duty.type.parts:
                total += self._price_of(duty, start, end)
            for begin, window in zip(duty.breaks, duty.type.breaks, strict=True):
                total -= self._price_of(duty, begin, begin + window.length)
        return total

    def _price_of(self, duty: Duty, start: int, end: int) -> float:
        slots = np.arange(start, end) + duty.day * self.problem.slots_per_day
        if self.problem.circular:
            slots %= self.problem.slots
        inside = slots[(slots >= 0) & (slots < self.problem.slots)]
        return float(self.price[duty.team, inside].sum())

    def _cheapest_breaks(self, duty: Duty, item: ShiftType) -> Duty:
        """Return a duty of another type whose breaks lie where they do the least harm."""
        breaks = tuple(
            min(
                window.starts,
                key=lambda at, long=window.length: self._price_of(duty, at, at + long),  # type: ignore[misc]
            )
            for window in item.breaks
        )
        return Duty(duty.team, duty.day, item, breaks, 1)

    def _harm(self, off: Numbers) -> Numbers:
        """Return the harm by number of period of agents who are not there."""
        by_slot = np.einsum("ts,tqs->qs", np.maximum(off, 0.0), self.room.harm)
        by_slot -= np.einsum("ts,tqs->qs", np.maximum(-off, 0.0), self.room.harm)
        harm = np.bincount(self.room.cell.ravel(), by_slot.ravel(), minlength=len(self.room.left))
        return np.asarray(np.where(harm > 0, harm, _CREDIT * harm))
