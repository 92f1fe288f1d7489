"""Random small centres with contacts, for any engine: times are coarse on purpose.

With times of a few whole seconds, most things that can happen at one instant do, and the rule for
ties is put to the test; fine times find such faults rarely. What is watched is mostly sampled by
the minute: a case with watches is as coarse, and as much longer.

A case is read from a string of bytes, each of which chooses among a few options, the plainest
first. So Hypothesis draws and shrinks a whole centre as quickly as one string, and a generator's
bytes make thousands of centres without it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import NEVER, to_ms
from sim.codes import Kind
from sim.demand.contacts import CONTACT, POOL_SIZE, Contacts, Pools
from tests.centres import small_centre
from tests.strategies.choices import Choices, Feature
from tests.strategies.groups import draw_group, without_waiting_for_itself
from tests.strategies.plans import (
    draw_contained,
    draw_disruptions,
    draw_factor,
    draw_spans,
    draw_staff,
    draw_watches,
)
from tests.strategies.plays import draw_plays
from tests.strategies.queues import draw_queue, draw_sketches

#: In units of a case's time: seconds, but where something is watched.
HORIZON_S: Final = 60
BYTES: Final = 900

#: Every feature but the kinds of queues, which the others rest on and most cases have.
BESIDE_KINDS: Final = tuple(f for f in Feature if f not in (Feature.CHATS, Feature.WORK))

#: Whether cases have every channel unless told otherwise: once both engines know them all.
EVERYTHING: Final = True


def centres_with_contacts(
    everything: bool = EVERYTHING,
) -> st.SearchStrategy[tuple[Centre, Contacts]]:
    """Centres of a few queues and groups, with all that the model knows, and contacts."""
    drawn = st.binary(min_size=BYTES, max_size=BYTES)
    return drawn.map(lambda data: case_of(data, everything))


def case_of(
    data: bytes, everything: bool = EVERYTHING, about: Collection[Feature] = ()
) -> tuple[Centre, Contacts]:
    """Return the centre and contacts that a string of bytes stands for.

    `everything` draws all channels; else there are telephones only. What the case is `about` it
    may have, and nothing else: so what is rare is met sooner.
    """
    choose = Choices(data)
    if everything:
        _choose_features(choose, about)
    centre = _centre(choose)
    return centre, _contacts(choose, centre)


def _choose_features(choose: Choices, about: Collection[Feature]) -> None:
    """Draw what a case is about, unless that is given: one in four are plain."""
    if about:
        choose.features = frozenset(about)
    elif choose.one((False, True, True, True)):
        kinds = [kind for kind in (Feature.CHATS, Feature.WORK) if choose.often()]
        choose.features = frozenset([*kinds, *choose.few(BESIDE_KINDS)])
    if choose.features & {Feature.WATCHES, Feature.PLAYS}:
        choose.unit_s = choose.one((60, 20, 10, 1))
        usual_s = 60 if choose.unit_s > 1 else 1
        watch_s = choose.one((usual_s, choose.unit_s, 2 * choose.unit_s, 5 * choose.unit_s))
        choose.watch_ms = to_ms(watch_s)
        choose.within_ms = choose.ms((0, 1, 2, 4))


def _centre(choose: Choices) -> Centre:
    sketches = draw_sketches(choose)
    queues = [
        draw_queue(choose, sketch, sketches[place + 1 :]) for place, sketch in enumerate(sketches)
    ]
    groups = [
        draw_group(choose, f"group {number}", sketches) for number in range(choose.one((1, 2, 3)))
    ]
    groups = without_waiting_for_itself(queues, groups)
    names = [group.name for group in groups]
    queue_names = [queue.name for queue in queues]
    return small_centre(
        queues,
        groups,
        {name: draw_staff(choose) for name in names},
        horizon=HORIZON_S * choose.unit_s,
        tries=choose.one((1, 2, 3, 4)),
        opening={name: draw_spans(choose) for name in queue_names if choose.seldom()},
        handling={name: draw_factor(choose) for name in queue_names if choose.seldom()},
        staff_factor={name: draw_factor(choose) for name in names if choose.seldom()},
        contained=draw_contained(choose, queues),
        watches=draw_watches(choose, queues, len(groups)),
        watch_ms=choose.watch_ms,
        plays=draw_plays(choose, queues, groups),
        **draw_disruptions(choose, queues, len(groups)),
    )


def _contacts(choose: Choices, centre: Centre) -> Contacts:
    n_queues = len(centre.floor.queue_names)
    seats = centre.plan.seats
    away = choose.seldom()
    absent = [away and choose.one((False, True)) for _ in range(seats)]
    off_phone = [empty and choose.one((False, True)) for empty in absent]
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
    gaps = choose.one(((0, 1, 2), (0, 0, 0, 1), (0, 3, 1, 6)))
    arrivals = [(0, queue) for queue in _backlog(choose, centre)]
    arrive_ms = 0
    for _ in range(choose.one((12, 3, 6, 25, 40))):
        arrive_ms += choose.ms(gaps)
        if arrive_ms < centre.plan.horizon_ms:
            arrivals.append((arrive_ms, -1))
    rows = []
    for number, (at_ms, backlog) in enumerate(arrivals):
        key = (number << 40) + choose.one(range(256))
        queue = backlog if backlog >= 0 else choose.one(range(n_queues))
        times = [_in_units(choose.one(some), choose) for some in (talk, wrap_up, patience)]
        rows.append((at_ms, queue, key, *times))
    return Contacts(
        np.array(rows, CONTACT), pools, np.array(absent, np.bool_), np.array(off_phone, np.bool_)
    )


def _backlog(choose: Choices, centre: Centre) -> list[int]:
    """Draw the queues of the work that is there at the start."""
    if Feature.BACKLOG not in choose.features:
        return []
    work = np.flatnonzero(centre.floor.queues["kind"] == Kind.WORK).tolist()
    return [queue for queue in work for _ in range(choose.one((3, 0, 1, 8)))]


def _pools(choose: Choices, n_queues: int, times_ms: Sequence[int]) -> NDArray[np.int64]:
    """Return pools that hold a few values over and over."""
    few = [[_in_units(choose.one(times_ms), choose) for _ in range(3)] for _ in range(n_queues)]
    return np.array(few, np.int64)[:, np.arange(POOL_SIZE) % 3]


def _in_units(time_ms: int, choose: Choices) -> int:
    """Return a time of seconds in units of the case's time."""
    return time_ms if time_ms == NEVER else time_ms * choose.unit_s
