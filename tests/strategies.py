"""Random small centres with contacts, for any engine: times are coarse on purpose.

With times of a few whole seconds, most things that can happen at one instant do, and the rule for
ties is put to the test; fine times find such faults rarely.
"""

from __future__ import annotations

from dataclasses import replace

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

HORIZON_S = 60

#: Never, now and then, always.
SHARES = st.sampled_from([0.0, 0.0, 0.3, 0.7, 1.0])
INSTANTS = st.integers(0, HORIZON_S)
SHORT_TIMES = st.integers(0, 6)
DELAYS = st.sampled_from([0, 0, 0, 1, 2, 4])


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    """A centre of up to three queues and three groups, with everything the model knows."""
    queue_names = [f"queue {number}" for number in range(draw(st.integers(1, 3)))]
    queues = [draw(_queues(name)) for name in queue_names]
    groups = [
        Group(f"group {number}", draw(_skills(queue_names)))
        for number in range(draw(st.integers(1, 3)))
    ]
    names = [group.name for group in groups]
    return small_centre(
        queues,
        _without_waiting_for_itself(queues, groups),
        {name: draw(st.one_of(st.integers(0, 3), _rosters())) for name in names},
        horizon=HORIZON_S,
        tries=draw(st.integers(1, 4)),
        opening=draw(st.dictionaries(st.sampled_from(queue_names), _spans(2), max_size=2)),
        absence=dict.fromkeys(names, draw(st.sampled_from([0.0, 0.5]))),
        handling=draw(st.dictionaries(st.sampled_from(queue_names), _factors(), max_size=2)),
        staff_factor=draw(st.dictionaries(st.sampled_from(names), _factors(), max_size=2)),
    )


@st.composite
def centres_with_contacts(draw: st.DrawFn, max_contacts: int = 30) -> tuple[Centre, Contacts]:
    """A centre and contacts that suit it."""
    centre = draw(centres())
    n_queues = len(centre.floor.queue_names)
    waits = draw(st.sampled_from([st.just(NEVER), _patience_ms(), _patience_ms()]))
    one = st.tuples(
        _ms(st.integers(0, HORIZON_S // draw(st.sampled_from([1, 2, 6])) - 1)),
        st.integers(0, n_queues - 1),
        st.integers(0, (1 << 62) - 1),
        _ms(SHORT_TIMES),
        _ms(st.integers(0, 2)),
        waits,
    )
    rows = np.array(draw(st.lists(one, max_size=max_contacts)), CONTACT)
    rows = rows[np.lexsort((rows["queue"], rows["arrive_ms"]))]
    pools = Pools(
        talk_ms=draw(_pools(n_queues, _ms(SHORT_TIMES))),
        wrap_up_ms=draw(_pools(n_queues, _ms(st.integers(0, 2)))),
        patience_ms=draw(_pools(n_queues, waits)),
        redial_delay_ms=draw(_pools(n_queues, _ms(SHORT_TIMES))),
        repeat_delay_ms=draw(_pools(n_queues, _ms(SHORT_TIMES))),
    )
    absent = draw(st.lists(st.booleans(), min_size=centre.plan.seats, max_size=centre.plan.seats))
    return centre, Contacts(rows, pools, np.array(absent, np.bool_))


@st.composite
def _queues(draw: st.DrawFn, name: str) -> Queue:
    lost = [Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED]
    return Queue(
        name,
        priority=draw(st.integers(0, 1)),
        weight=draw(st.sampled_from([1.0, 1.0, 0.5, 2.0])),
        head_start_ms=to_ms(draw(st.sampled_from([0, 0, 1, 3]))),
        capacity=draw(st.sampled_from([None, None, 0, 1, 3])),
        clears_at_close=draw(st.booleans()),
        repeat=draw(SHARES),
        redial=draw(st.dictionaries(st.sampled_from(lost), SHARES)),
    )


@st.composite
def _skills(draw: st.DrawFn, queue_names: list[str]) -> tuple[Skill, ...]:
    served = draw(st.lists(st.sampled_from(queue_names), min_size=1, unique=True))
    return tuple(draw(_skill(name, queue_names)) for name in served)


@st.composite
def _skill(draw: st.DrawFn, queue: str, queue_names: list[str]) -> Skill:
    onward = queue_names[queue_names.index(queue) + 1 :]
    return Skill(
        queue,
        rank=draw(st.integers(1, 2)),
        pick_rank=draw(st.sampled_from([None, 1, 2])),
        delay_ms=to_ms(draw(DELAYS)),
        handling_factor=draw(st.sampled_from([1.0, 1.0, 0.5, 1.25])),
        transfer=draw(st.none() | _transfers(onward)) if onward else None,
    )


def _transfers(onward: list[str]) -> st.SearchStrategy[Transfer]:
    return st.builds(
        Transfer,
        share=SHARES,
        to=st.sampled_from(onward),
        warm=st.booleans(),
        handover_ms=_ms(st.integers(0, 2)),
    )


def _without_waiting_for_itself(queues: list[Queue], groups: list[Group]) -> list[Group]:
    """Return the groups, with cold transfers where warm ones would be refused."""
    try:
        refuse_loops(queues, groups)
    except ValueError:
        return [
            Group(group.name, tuple(_with_cold_transfer(skill) for skill in group.skills))
            for group in groups
        ]
    return groups


def _with_cold_transfer(skill: Skill) -> Skill:
    if skill.transfer is None:
        return skill
    return replace(skill, transfer=replace(skill.transfer, warm=False))


@st.composite
def _rosters(draw: st.DrawFn) -> list[Shift]:
    return [(draw(st.integers(0, 2)), *draw(_spans(2))) for _ in range(draw(st.integers(0, 3)))]


@st.composite
def _spans(draw: st.DrawFn, most: int) -> list[tuple[int, int]]:
    """Disjoint spans with gaps between them."""
    edges = sorted(draw(st.lists(INSTANTS, max_size=2 * most, unique=True)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def _factors(draw: st.DrawFn) -> Steps:
    """A disruption's factor between two instants."""
    start, end = sorted(draw(st.lists(INSTANTS, min_size=2, max_size=2, unique=True)))
    return Steps.between(to_ms(start), to_ms(end), draw(st.sampled_from([0.0, 0.5, 1.5])))


@st.composite
def _pools(draw: st.DrawFn, n_queues: int, times_ms: st.SearchStrategy[int]) -> NDArray[np.int64]:
    """Pools that hold a few values over and over."""
    rows = [
        np.resize(draw(st.lists(times_ms, min_size=1, max_size=3)), POOL_SIZE)
        for _ in range(n_queues)
    ]
    return np.array(rows, np.int64)


def _patience_ms() -> st.SearchStrategy[int]:
    return st.one_of(st.just(NEVER), _ms(SHORT_TIMES), _ms(SHORT_TIMES))


def _ms(seconds: st.SearchStrategy[int]) -> st.SearchStrategy[int]:
    return seconds.map(to_ms)
