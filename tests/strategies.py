"""Random small centres with contacts, for any engine: times are coarse on purpose.

With times of a few whole seconds, most things that can happen at one instant do, and the rule for
ties is put to the test; fine times find such faults rarely.

A case is read from a string of bytes, each of which chooses among a few options, the plainest
first. So Hypothesis draws and shrinks a whole centre as quickly as one string, and a generator's
bytes make thousands of centres without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import NEVER, to_ms
from sim.codes import Outcome
from sim.demand.contacts import CONTACT, POOL_SIZE, Contacts, Pools
from sim.floor import Group, Queue, Skill, Transfer, refuse_loops
from sim.steps import Steps
from tests.centres import Shift, small_centre

HORIZON_S: Final = 60
BYTES: Final = 400

SHARES: Final = (0.0, 0.0, 0.3, 0.7, 1.0)
LOST: Final = (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED)

T = TypeVar("T")


def centres_with_contacts() -> st.SearchStrategy[tuple[Centre, Contacts]]:
    """Centres of up to three queues and groups, with all that the model knows, and contacts."""
    return st.binary(min_size=BYTES, max_size=BYTES).map(case_of)


def case_of(data: bytes) -> tuple[Centre, Contacts]:
    """Return the centre and contacts that a string of bytes stands for."""
    choose = Choices(data)
    centre = _centre(choose)
    return centre, _contacts(choose, centre)


class Choices:
    """Bytes that choose; when they are used up, always the first option."""

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)

    def one(self, options: Sequence[T]) -> T:
        return options[next(self._bytes, 0) % len(options)]

    def some(self, options: Sequence[T]) -> list[T]:
        """Return a part of the options, in order, all of them as likely as each."""
        return [option for option in options if self.one((True, False))]

    def often(self) -> bool:
        return self.one((False, True, True))

    def seldom(self) -> bool:
        return self.one((False, False, False, True))


def _centre(choose: Choices) -> Centre:
    queue_names = [f"queue {number}" for number in range(choose.one((1, 2, 3)))]
    queues = [_queue(choose, name) for name in queue_names]
    groups = [
        Group(f"group {number}", _skills(choose, queue_names))
        for number in range(choose.one((1, 2, 3)))
    ]
    names = [group.name for group in groups]
    return small_centre(
        queues,
        _without_waiting_for_itself(queues, groups),
        {name: _staff(choose) for name in names},
        horizon=HORIZON_S,
        tries=choose.one((1, 2, 3, 4)),
        opening={name: _spans(choose) for name in queue_names if choose.seldom()},
        handling={name: _factor(choose) for name in queue_names if choose.seldom()},
        staff_factor={name: _factor(choose) for name in names if choose.seldom()},
    )


def _queue(choose: Choices, name: str) -> Queue:
    return Queue(
        name,
        priority=choose.one((0, 0, 1)),
        weight=choose.one((1.0, 1.0, 0.5, 2.0)),
        head_start_ms=to_ms(choose.one((0, 0, 1, 3))),
        capacity=choose.one((None, None, None, None, 0, 1, 3)),
        clears_at_close=choose.one((False, True)),
        repeat=choose.one(SHARES),
        redial={outcome: choose.one(SHARES) for outcome in LOST},
    )


def _skills(choose: Choices, queue_names: list[str]) -> tuple[Skill, ...]:
    return tuple(_skill(choose, name, queue_names) for name in choose.some(queue_names))


def _skill(choose: Choices, queue: str, queue_names: list[str]) -> Skill:
    onward = queue_names[queue_names.index(queue) + 1 :]
    return Skill(
        queue,
        rank=choose.one((1, 1, 2)),
        pick_rank=choose.one((None, 1, 2)),
        delay_ms=to_ms(choose.one((0, 0, 0, 1, 2, 4))),
        handling_factor=choose.one((1.0, 1.0, 0.5, 1.25)),
        transfer=_transfer(choose, onward) if onward and choose.often() else None,
    )


def _transfer(choose: Choices, onward: list[str]) -> Transfer:
    return Transfer(
        share=choose.one(SHARES),
        to=choose.one(onward),
        warm=choose.often(),
        handover_ms=to_ms(choose.one((0, 1, 2))),
    )


def _without_waiting_for_itself(queues: list[Queue], groups: list[Group]) -> list[Group]:
    """Return the groups, with cold transfers where warm ones would be refused."""
    try:
        refuse_loops(queues, groups)
    except ValueError:
        return [
            replace(group, skills=tuple(_with_cold_transfer(skill) for skill in group.skills))
            for group in groups
        ]
    return groups


def _with_cold_transfer(skill: Skill) -> Skill:
    if skill.transfer is None:
        return skill
    return replace(skill, transfer=replace(skill.transfer, warm=False))


def _staff(choose: Choices) -> int | list[Shift]:
    if choose.one((True, False)):
        return choose.one((1, 2, 3, 0))
    return [(choose.one((1, 2)), *_spans(choose)) for _ in range(choose.one((1, 2, 3)))]


def _spans(choose: Choices) -> list[tuple[int, int]]:
    """Return one or two spans with a gap between them."""
    start = choose.one((0, 0, 2, 5, 20))
    end = start + choose.one((50, 30, 20, 8, 3))
    spans = [(start, end)]
    if choose.often():
        again = end + choose.one((1, 2, 5))
        spans.append((again, again + choose.one((20, 10, 4))))
    return spans


def _factor(choose: Choices) -> Steps:
    """Return a disruption's factor between two instants."""
    start = choose.one((0, 2, 5, 10))
    end = start + choose.one((3, 6, 20))
    return Steps.between(to_ms(start), to_ms(end), choose.one((1.5, 0.5, 0.0)))


def _contacts(choose: Choices, centre: Centre) -> Contacts:
    n_queues = len(centre.floor.queue_names)
    seats = centre.plan.seats
    away = choose.seldom()
    absent = [away and choose.one((False, True)) for _ in range(seats)]
    patience = choose.one(((NEVER,), (5000, 2000, NEVER, 0, 1000), (5000, 3000, 8000, 4000)))
    talk = choose.one(((3000, 1000, 2000, 0, 6000), (6000, 5000, 9000)))
    wrap_up = choose.one(((0,), (1000, 0, 2000)))
    pools = Pools(
        talk_ms=_pools(choose, n_queues, talk),
        wrap_up_ms=_pools(choose, n_queues, wrap_up),
        patience_ms=_pools(choose, n_queues, patience),
        redial_delay_ms=_pools(choose, n_queues, (5000, 0, 1000, 2000)),
        repeat_delay_ms=_pools(choose, n_queues, (5000, 0, 1000, 2000)),
        self_service_ms=_pools(choose, n_queues, (3000, 0, 1000)),
    )
    gaps = choose.one(((0, 1000, 2000), (0, 0, 0, 1000), (0, 3000, 1000, 6000)))
    rows = []
    arrive_ms = 0
    for number in range(choose.one((12, 3, 6, 25, 40))):
        arrive_ms += choose.one(gaps)
        if arrive_ms < centre.plan.horizon_ms:
            key = (number << 40) + choose.one(range(256))
            queue = choose.one(range(n_queues))
            times = (choose.one(talk), choose.one(wrap_up), choose.one(patience))
            rows.append((arrive_ms, queue, key, *times))
    return Contacts(np.array(rows, CONTACT), pools, np.array(absent, np.bool_))


def _pools(choose: Choices, n_queues: int, times_ms: Sequence[int]) -> NDArray[np.int64]:
    """Return pools that hold a few values over and over."""
    rows = [np.resize([choose.one(times_ms) for _ in range(3)], POOL_SIZE) for _ in range(n_queues)]
    return np.array(rows, np.int64)
