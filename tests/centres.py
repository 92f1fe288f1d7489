"""Small centres, and contacts given by hand, for tests. Everything is in seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.centre import Centre
from sim.clock import NEVER, to_ms
from sim.demand.contacts import CONTACT, Contacts, draw_absences, draw_off_phone, draw_pools
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Constant
from sim.floor import Floor, Group, Queue
from sim.plan import Crew, Plan
from sim.steps import Steps
from sim.watches import Fatigue, Pause

#: (agents, (start, end), (start, end), ...): a gap between two spans is a break.
Shift = tuple[int, *tuple[tuple[int, int], ...]]
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Call:
    """A contact given by hand."""

    at: float
    queue: str = "calls"
    talk: float = 60
    wrap_up: float = 0
    patience: float = math.inf
    key: int = 0


@dataclass(frozen=True)
class Later:
    """What each later leg (transfer, redial, repeat) in a queue takes, and self-service."""

    talk: float = 60
    wrap_up: float = 0
    patience: float = math.inf
    redial_delay: float = 30
    repeat_delay: float = 30
    self_service: float | None = None


def small_centre(
    queues: Sequence[Queue],
    groups: Sequence[Group],
    staff: Mapping[str, int | Sequence[Shift]],
    *,
    horizon: int = 1000,
    tries: int = 4,
    later: Mapping[str, Later] | None = None,
    opening: Mapping[str, Spans] | None = None,
    absence: Mapping[str, float] | None = None,
    handling: Mapping[str, Steps] | None = None,
    staff_factor: Mapping[str, Steps] | None = None,
    contained: Mapping[str, float | Steps] | None = None,
    watches: Sequence[Fatigue | Pause] = (),
    lists: Mapping[str, Sequence[tuple[float, int]]] | None = None,
    **more: Any,
) -> Centre:
    """Return a centre with no demand but its lists; `staff` gives numbers or shifts by group.

    `contained` is the share that a queue's self-service contains, `lists` (instant, number) of the
    contacts that come all at once; `by_hand` leaves these out, as all that is drawn. `more` are
    fields of the plan as they are.
    """
    demand = Demand(
        interval_ms=to_ms(horizon),
        horizon_ms=to_ms(horizon),
        queues=tuple(
            _demand(queue.name, (later or {}).get(queue.name), (lists or {}).get(queue.name, ()))
            for queue in queues
        ),
    )
    names = [group.name for group in groups]
    plan = Plan(
        interval_ms=demand.interval_ms,
        horizon_ms=demand.horizon_ms,
        warm_up_ms=0,
        crews=_crews(names, staff, horizon),
        absence=tuple((absence or {}).get(name, 0.0) for name in names),
        staff_factor=tuple((staff_factor or {}).get(name, Steps.constant(1)) for name in names),
        open_ms=tuple(_in_ms((opening or {}).get(queue.name)) for queue in queues),
        handling_factor=tuple((handling or {}).get(q.name, Steps.constant(1)) for q in queues),
        paid_s=np.zeros((len(groups), 1)),
        wages=np.zeros((len(groups), 1)),
        contained=tuple(_steps((contained or {}).get(queue.name, 0.0)) for queue in queues),
        watches=tuple(watches),
        **more,
    )
    return Centre(Floor.of(queues, groups, tries), demand, plan)


def by_hand(centre: Centre, calls: Sequence[Call], seed: int = 0) -> Contacts:
    """Return exactly these calls, in order of arrival; `seed` is for absence alone."""
    rows = np.array([_row(centre.floor.queue_names, call) for call in calls], CONTACT)
    if (np.diff(rows["arrive_ms"]) < 0).any():
        raise ValueError("calls are given in order of arrival")
    return Contacts(
        rows,
        draw_pools(centre.demand, 0),
        draw_absences(centre.plan, seed),
        draw_off_phone(centre.plan, seed),
    )


def _demand(name: str, later: Later | None, lists: Sequence[tuple[float, int]]) -> QueueDemand:
    times = later or Later()
    return QueueDemand(
        name,
        volumes=np.zeros(1),
        talk=Constant(times.talk),
        wrap_up=Constant(times.wrap_up),
        patience=Constant(times.patience),
        redial_delay=Constant(times.redial_delay),
        repeat_delay=Constant(times.repeat_delay),
        lists=tuple((to_ms(at), number) for at, number in lists),
        self_service=None if times.self_service is None else Constant(times.self_service),
    )


def _steps(value: float | Steps) -> Steps:
    return value if isinstance(value, Steps) else Steps.constant(value)


def _crews(
    names: Sequence[str], staff: Mapping[str, int | Sequence[Shift]], horizon: int
) -> tuple[Crew, ...]:
    crews: list[Crew] = []
    seats = 0
    for group, name in enumerate(names):
        given = staff.get(name, 0)
        shifts: Sequence[Shift] = [(given, (0, horizon))] if isinstance(given, int) else given
        for number, (size, *spans) in enumerate(shifts):
            crews.append(Crew(f"{name} {number}", group, size, seats, 0, _in_ms(spans) or ()))
            seats += size
    return tuple(crews)


def _in_ms(spans: Spans | None) -> tuple[tuple[int, int], ...] | None:
    return None if spans is None else tuple((to_ms(start), to_ms(end)) for start, end in spans)


def _row(queue_names: tuple[str, ...], call: Call) -> tuple[int, ...]:
    patience = NEVER if math.isinf(call.patience) else to_ms(call.patience)
    queue = queue_names.index(call.queue)
    return (to_ms(call.at), queue, call.key, to_ms(call.talk), to_ms(call.wrap_up), patience)
