"""The plan: who is on duty when, when the lines are open, and what disturbs the floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MILLI, to_milli
from sim.floor.queues import SURE, below
from sim.playbooks import BringBack, Play, SendHome
from sim.steps import Steps
from sim.watches import WATCH_MS, Fatigue, Pause


@dataclass(frozen=True)
class Crew:
    """Agents of one group who are on duty in the same stretches of one day.

    A seat is one agent for one day. `name` keys the draws of absence and is shared by crews that
    are cut from one list of numbers; `first_of_name` counts the seats that precede in that list,
    `first_seat` those that precede in the whole plan. `spans_ms` are (start, end) pairs, disjoint
    and in order; a break is a gap between two of them.
    """

    name: str
    group: int
    size: int
    first_seat: int
    first_of_name: int
    spans_ms: tuple[tuple[int, int], ...]
    no_show: float = 0.0  # share of those who would come and do not, by disruptions


@dataclass(frozen=True)
class Drop:
    """Live contacts in progress that are cut off at an instant, of a line and a group; -1 for any.

    Those of a `share` of the agents: agent n is among them where `cut_off` says so.
    """

    at_ms: int
    queue: int = -1
    group: int = -1
    share: float = 1.0


@dataclass(frozen=True)
class Change:
    """One thing the director does: at an instant, to a queue or group, a new value."""

    at_ms: int
    #: "line" (1 open, 0 closed), "down" (1 down, 0 up), "drop" (which of `Plan.drops`),
    #: "self_service" (contained, of SURE), "works" (thousandths of self-service), "repeat" (added
    #: to the share that comes back, of SURE), "handling" (thousandths), "on_duty", "lost" (kept
    #: away by disruptions) and "off_phone" (agents)
    what: str
    which: int
    value: int


@dataclass(frozen=True)
class Plan:
    """All that happens to the floor by the clock, over the whole horizon, warm-up included.

    Per group: `absence` (share of seats empty on a day), `off_phone` (share of those who come, away
    from the phone all day; nothing where it is left out), `staff_factor` (product of disruptions).
    Per queue: `open_ms` ((start, end) pairs in order, with time between them: hours that touch are
    one pair, or the line would close and clear for no time; None where it never closes) and
    `handling_factor` (product of disruptions); `contained` is the share that self-service contains
    over time, `works` a factor on that, `repeat_more` what is added to the share that comes back,
    and `down_ms` when nobody gets through on the line, in progress or waiting; nothing where they
    are left out. `paid_s` and `wages` have shape (groups, intervals): seconds paid and what they
    cost, in the scenario's currency. `watches` are what the centre reacts to by itself, `plays`
    what its playbooks say, both looked at every `watch_ms`.
    """

    interval_ms: int
    horizon_ms: int
    warm_up_ms: int
    crews: tuple[Crew, ...]
    absence: tuple[float, ...]
    staff_factor: tuple[Steps, ...]
    open_ms: tuple[tuple[tuple[int, int], ...] | None, ...]
    handling_factor: tuple[Steps, ...]
    paid_s: NDArray[np.float64]
    wages: NDArray[np.float64]
    contained: tuple[Steps, ...] = ()
    watches: tuple[Fatigue | Pause, ...] = ()
    off_phone: tuple[float, ...] = ()
    works: tuple[Steps, ...] = ()
    repeat_more: tuple[Steps, ...] = ()
    down_ms: tuple[tuple[tuple[int, int], ...], ...] = ()
    drops: tuple[Drop, ...] = ()
    plays: tuple[Play, ...] = ()
    watch_ms: int = WATCH_MS

    @property
    def seats(self) -> int:
        """How many agent-days the plan holds."""
        return sum(crew.size for crew in self.crews)

    def missing(self, crew: Crew) -> tuple[float, float]:
        """Return which share of a crew does not come, and which is not there, in all."""
        off_phone = self.off_phone[crew.group] if self.off_phone else 0.0
        stays_away = self.absence[crew.group]
        if crew.no_show > 0:
            stays_away = 1 - (1 - stays_away) * (1 - crew.no_show)
        not_there = 1 - (1 - stays_away) * (1 - off_phone) if off_phone > 0 else stays_away
        return stays_away, not_there

    def on_duty(self, group: int, absent: NDArray[np.bool_]) -> Steps:
        """Return the agents of `group` on duty over time, without the absent ones.

        Disruptions' factors apply after absence; the result is rounded half up.
        """
        return _rounded(self._seated(group, ~absent) * self.staff_factor[group])

    def changes(
        self, absent: NDArray[np.bool_], off_phone: NDArray[np.bool_] | None = None
    ) -> list[Change]:
        """Return what the director does, by time, then in the order in which `Change` names them.

        `absent` says of each seat whether nobody is there, `off_phone` whether that is because of
        planned time off the phone.
        """
        every = [*self._line_changes(), *self._self_service_changes()]
        every += self._changes_of("repeat", self.repeat_more, 0, lambda more: round(more * SURE))
        every += self._changes_of("handling", self.handling_factor, 1, to_milli)
        every += self._staff_changes(absent, off_phone)
        changes = [change for change in every if change.at_ms < self.horizon_ms]
        return sorted(changes, key=lambda change: change.at_ms)

    def _seated(self, group: int, counts: NDArray[np.bool_]) -> Steps:
        """Return how many of the group's seats that count are on duty over time."""
        edges: dict[int, int] = {0: 0}
        for crew in self.crews:
            if crew.group == group:
                number = int(counts[crew.first_seat : crew.first_seat + crew.size].sum())
                for start, end in crew.spans_ms:
                    edges[start] = edges.get(start, 0) + number
                    edges[end] = edges.get(end, 0) - number
        starts = np.array(sorted(edges), np.int64)
        numbers = np.cumsum([edges[start] for start in starts.tolist()]).astype(np.float64)
        return Steps(starts, numbers)

    def _line_changes(self) -> list[Change]:
        lines = [
            change
            for queue, spans in enumerate(self.open_ms)
            if spans is not None
            for change in _line_changes(queue, spans)
        ]
        lines += [
            Change(at, "down", queue, is_down)
            for queue, spans in enumerate(self.down_ms)
            for start, end in spans
            for at, is_down in ((start, 1), (end, 0))
        ]
        return lines + [Change(drop.at_ms, "drop", n, 0) for n, drop in enumerate(self.drops)]

    def _self_service_changes(self) -> list[Change]:
        contained = self._changes_of("self_service", self.contained, 0, below)
        return contained + self._changes_of("works", self.works, 1, to_milli)

    @staticmethod
    def _changes_of(
        what: str, steps: tuple[Steps, ...], at_first: float, units: Callable[[float], int]
    ) -> list[Change]:
        """Return the changes of queues' values over time, without those that say what is so."""
        return [
            Change(int(at), what, queue, units(value))
            for queue, values in enumerate(steps)
            for at, value in zip(values.starts_ms, values.values, strict=True)
            if at > 0 or value != at_first
        ]

    def _staff_changes(
        self, absent: NDArray[np.bool_], off_phone: NDArray[np.bool_] | None
    ) -> list[Change]:
        """Return the changes of who is there, and of those who could be fetched by a play."""
        actions = [action.does for play in self.plays for action in play.actions]
        sent = {does.group for does in actions if isinstance(does, SendHome) and does.lost}
        fetched = {does.group for does in actions if isinstance(does, BringBack)}
        changes = []
        for group in range(len(self.absence)):
            there = self.on_duty(group, absent)
            changes += _staff_changes("on_duty", group, there)
            if group in sent:
                lost = self._seated(group, ~absent) - there
                changes += _staff_changes("lost", group, lost)
            if group in fetched and off_phone is not None:
                away = self._seated(group, off_phone) * self.staff_factor[group]
                changes += _staff_changes("off_phone", group, _rounded(away))
        return changes


def cut_off(agent: int, share_milli: int) -> bool:
    """Tell whether an agent is among a share, in thousandths: as evenly as can be."""
    place = agent % MILLI
    return (place + 1) * share_milli // MILLI > place * share_milli // MILLI


def _rounded(steps: Steps) -> Steps:
    return Steps(steps.starts_ms, np.floor(steps.values + 0.5))


def _line_changes(queue: int, spans: tuple[tuple[int, int], ...]) -> list[Change]:
    """Return the closings and openings of a line that is closed outside `spans`.

    Where one span ends as another starts, nothing happens.
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    changes = [] if starts and min(starts) <= 0 else [Change(0, "line", queue, 0)]
    changes += [Change(at, "line", queue, 1) for at in sorted(starts - ends) if at > 0]
    changes += [Change(at, "line", queue, 0) for at in sorted(ends - starts)]
    return changes


def _staff_changes(what: str, group: int, number: Steps) -> list[Change]:
    """Return the instants at which a number of agents really changes."""
    changes, before = [], 0
    for at, value in zip(number.starts_ms.tolist(), number.values.tolist(), strict=True):
        if value != before:
            changes.append(Change(at, what, group, int(value)))
            before = value
    return changes
