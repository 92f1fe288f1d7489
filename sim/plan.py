"""The plan: who is on duty when, when the lines are open, and what disturbs the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import to_milli
from sim.floor.queues import below
from sim.steps import Steps
from sim.watches import Fatigue, Pause


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


@dataclass(frozen=True)
class Change:
    """One thing the director does: at an instant, to a queue or group, a new value."""

    at_ms: int
    #: "line" (1 open, 0 closed), "self_service" (contained, of SURE), "handling" (thousandths),
    #: "on_duty" (agents)
    what: str
    which: int
    value: int


@dataclass(frozen=True)
class Plan:
    """All that happens to the floor by the clock, over the whole horizon, warm-up included.

    Per group: `absence` (share of seats empty on a day), `staff_factor` (product of disruptions).
    Per queue: `open_ms` ((start, end) pairs in order, with time between them: hours that touch are
    one pair, or the line would close and clear for no time; None where it never closes) and
    `handling_factor` (product of disruptions); `contained` is the share that self-service contains
    over time, nothing where it is left out. `paid_s` and `wages` have shape (groups, intervals):
    seconds paid and what they cost, in the scenario's currency. `watches` are what the centre
    reacts to.
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

    @property
    def seats(self) -> int:
        """How many agent-days the plan holds."""
        return sum(crew.size for crew in self.crews)

    def on_duty(self, group: int, absent: NDArray[np.bool_]) -> Steps:
        """Return the agents of `group` on duty over time, without the absent ones.

        Disruptions' factors apply after absence; the result is rounded half up.
        """
        edges: dict[int, int] = {0: 0}
        for crew in self.crews:
            if crew.group == group:
                present = crew.size - int(
                    absent[crew.first_seat : crew.first_seat + crew.size].sum()
                )
                for start, end in crew.spans_ms:
                    edges[start] = edges.get(start, 0) + present
                    edges[end] = edges.get(end, 0) - present
        starts = np.array(sorted(edges), np.int64)
        numbers = np.cumsum([edges[start] for start in starts.tolist()]).astype(np.float64)
        staffed = Steps(starts, numbers) * self.staff_factor[group]
        return Steps(staffed.starts_ms, np.floor(staffed.values + 0.5))

    def changes(self, absent: NDArray[np.bool_]) -> list[Change]:
        """Return what the director does, by time, then lines, self-service, handling, staff."""
        lines = [
            change
            for queue, spans in enumerate(self.open_ms)
            if spans is not None
            for change in _line_changes(queue, spans)
        ]
        self_service = [
            Change(int(at), "self_service", queue, below(share))
            for queue, steps in enumerate(self.contained)
            for at, share in zip(steps.starts_ms, steps.values, strict=True)
            if at > 0 or share != 0
        ]
        handling = [
            Change(int(at), "handling", queue, to_milli(factor))
            for queue, steps in enumerate(self.handling_factor)
            for at, factor in zip(steps.starts_ms, steps.values, strict=True)
            if at > 0 or factor != 1
        ]
        staff = [
            change
            for group in range(len(self.absence))
            for change in _staff_changes(group, self.on_duty(group, absent))
        ]
        every = lines + self_service + handling + staff
        changes = [change for change in every if change.at_ms < self.horizon_ms]
        return sorted(changes, key=lambda change: change.at_ms)


def _line_changes(queue: int, spans: tuple[tuple[int, int], ...]) -> list[Change]:
    """Return the closings and openings of a line that is closed outside `spans`.

    Where one span ends as another starts, nothing happens.
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    changes = [] if starts and min(starts) <= 0 else [Change(0, "line", queue, 0)]
    changes += [Change(at, "line", queue, 1) for at in sorted(starts - ends) if at > 0]
    changes += [Change(at, "line", queue, 0) for at in sorted(ends - starts)]
    return changes


def _staff_changes(group: int, on_duty: Steps) -> list[Change]:
    """Return the instants at which the number on duty really changes."""
    changes, before = [], 0
    for at, number in zip(on_duty.starts_ms.tolist(), on_duty.values.tolist(), strict=True):
        if number != before:
            changes.append(Change(at, "on_duty", group, int(number)))
            before = number
    return changes
