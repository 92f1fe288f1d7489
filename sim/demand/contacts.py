"""The contacts of one replication: every random quantity, drawn before the engine starts.

After this line nothing is random. An engine looks a later leg's times up in `pools` by a hash of
the contact's key (see `sim.engines.lookup`) and never draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import LONGEST_HANDLING_MS, MS_PER_DAY, MS_PER_S, NEVER
from sim.codes import Purpose
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Distribution
from sim.demand.streams import stream
from sim.plan import Plan

#: One row a contact, in order of arrival, then of queue.
CONTACT: Final = np.dtype(
    [
        ("arrive_ms", np.int64),
        ("queue", np.int64),
        ("key", np.int64),  # 62 random bits that later draws are looked up with
        ("talk_ms", np.int64),
        ("wrap_up_ms", np.int64),
        ("patience_ms", np.int64),
    ]
)

#: How many draws a pool holds. A power of two, so that a look-up is a mask.
POOL_SIZE: Final = 4096

# Rows that fit a processor's cache while they are made of columns.
_BLOCK: Final = 2048

Generators = Callable[[int], np.random.Generator]

#: Some contacts of one queue: the fields of CONTACT in their order, each of shape (contacts,).
Columns = Sequence[NDArray[np.int64]]


@dataclass(frozen=True)
class Pools:
    """Draws for later legs, milliseconds, each of shape (queues, POOL_SIZE)."""

    talk_ms: NDArray[np.int64]
    wrap_up_ms: NDArray[np.int64]
    patience_ms: NDArray[np.int64]
    redial_delay_ms: NDArray[np.int64]
    repeat_delay_ms: NDArray[np.int64]
    self_service_ms: NDArray[np.int64]


@dataclass(frozen=True)
class Contacts:
    """What one replication's customers and absences are.

    `rows` has dtype CONTACT. `absent` says of each seat of the plan whether nobody is there, in the
    plan's order; `off_phone` of which of those the reason is planned time off the phone.
    """

    rows: NDArray[np.void]
    pools: Pools
    absent: NDArray[np.bool_]
    off_phone: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.rows)


def draw_contacts(demand: Demand, plan: Plan, seed: int, replication: int = 0) -> Contacts:
    """Return the contacts of replication `replication` under `seed`.

    Each queue draws from streams of its own, keyed by its name; see `sim.demand.streams`.
    """
    shared = _day_factors(demand, demand.day_cv, stream(seed, replication, "", Purpose.DAY_SHARED))
    parts = []
    for number, queue in enumerate(demand.queues):
        own_rng = stream(seed, replication, queue.name, Purpose.DAY_OWN)
        days = shared * _day_factors(demand, queue.day_cv, own_rng)
        parts += _queue_contacts(demand, number, days, seed, replication)
    return Contacts(
        rows=_in_order(parts),
        pools=draw_pools(demand, seed, replication),
        absent=draw_absences(plan, seed, replication),
        off_phone=draw_off_phone(plan, seed, replication),
    )


def draw_pools(demand: Demand, seed: int, replication: int = 0) -> Pools:
    """Return the pools that later legs (redials, repeats, transfers) are served from."""

    def pool(
        purpose: Purpose, of: Callable[[QueueDemand], Distribution | None], longest_ms: int = NEVER
    ) -> NDArray[np.int64]:
        draws = np.zeros((len(demand.queues), POOL_SIZE), np.int64)
        for row, queue in zip(draws, demand.queues, strict=True):
            distribution = of(queue)
            if distribution is not None:
                rng = stream(seed, replication, queue.name, Purpose.POOL + purpose)
                row[:] = _ms(distribution.draw(rng, POOL_SIZE), longest_ms)
        return draws

    return Pools(
        talk_ms=pool(Purpose.TALK, lambda queue: queue.talk, LONGEST_HANDLING_MS),
        wrap_up_ms=pool(Purpose.WRAP_UP, lambda queue: queue.wrap_up, LONGEST_HANDLING_MS),
        patience_ms=pool(Purpose.PATIENCE, lambda queue: queue.patience),
        redial_delay_ms=pool(Purpose.REDIAL_DELAY, lambda queue: queue.redial_delay),
        repeat_delay_ms=pool(Purpose.REPEAT_DELAY, lambda queue: queue.repeat_delay),
        self_service_ms=pool(Purpose.SELF_SERVICE_TIME, lambda queue: queue.self_service),
    )


def draw_absences(plan: Plan, seed: int, replication: int = 0) -> NDArray[np.bool_]:
    """Return for each seat of `plan` whether nobody is there that day, shape (seats,)."""
    absent = np.zeros(plan.seats, np.bool_)
    for seats, drawn, _, not_there in _drawn_seats(plan, seed, replication):
        absent[seats] = drawn < not_there
    return absent


def draw_off_phone(plan: Plan, seed: int, replication: int = 0) -> NDArray[np.bool_] | None:
    """Return for each seat of `plan` whether it is empty because of planned time off the phone.

    None where nothing is planned off the phone.
    """
    if not any(plan.off_phone):
        return None
    off_phone = np.zeros(plan.seats, np.bool_)
    for seats, drawn, stays_away, not_there in _drawn_seats(plan, seed, replication):
        off_phone[seats] = (drawn >= stays_away) & (drawn < not_there)
    return off_phone


def _drawn_seats(
    plan: Plan, seed: int, replication: int
) -> Iterator[tuple[slice, NDArray[np.float64], float, float]]:
    """Give the seats of each crew that may be empty, their draws, and `Plan.missing`."""
    seats_of_name: dict[str, int] = {}
    for crew in plan.crews:
        behind = crew.first_of_name + crew.size
        seats_of_name[crew.name] = max(behind, seats_of_name.get(crew.name, 0))
    drawn: dict[str, NDArray[np.float64]] = {}
    for crew in plan.crews:
        stays_away, not_there = plan.missing(crew)
        if not_there > 0:
            if crew.name not in drawn:
                rng = stream(seed, replication, crew.name, Purpose.ABSENCE)
                drawn[crew.name] = rng.random(seats_of_name[crew.name])
            own = drawn[crew.name][crew.first_of_name : crew.first_of_name + crew.size]
            seats = slice(crew.first_seat, crew.first_seat + crew.size)
            yield seats, own, stays_away, not_there


def _ms(seconds: NDArray[np.float64], longest_ms: int = NEVER) -> NDArray[np.int64]:
    """Return whole milliseconds; what is longer, or infinite, becomes the longest there is."""
    times_ms = seconds * float(MS_PER_S)
    np.rint(np.minimum(times_ms, longest_ms, out=times_ms), out=times_ms)
    return times_ms.astype(np.int64)


def _day_factors(demand: Demand, cv: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a factor of mean 1 for each day; a gamma with the given cv.

    The days of the warm-up come last, and are reached by negative numbers: a warm-up leaves the
    factors of the counted days as they were.
    """
    counted_ms = demand.horizon_ms - demand.warm_up_ms
    days = -(-counted_ms // MS_PER_DAY) - (-demand.warm_up_ms // MS_PER_DAY)
    if cv == 0:
        return np.ones(days)
    shape = 1 / cv**2
    return rng.standard_gamma(shape, days) / shape


def _queue_contacts(
    demand: Demand,
    number: int,
    days: NDArray[np.float64],
    seed: int,
    replication: int,
) -> list[Columns]:
    """Return the ordinary contacts of a queue, its lists, and the extra ones of disruptions."""
    queue = demand.queues[number]

    def generators(extra: int) -> Generators:
        return lambda purpose: stream(seed, replication, queue.name, purpose + extra)

    rates = _rates(demand, queue, days)
    ordinary = generators(0)
    if demand.exact_counts:
        arrive_ms = _counted(queue.volumes, demand.interval_ms, ordinary(Purpose.ARRIVAL))
    else:
        arrive_ms = _poisson(*rates, ordinary(Purpose.ARRIVAL))
    columns = _attributes(queue, number, arrive_ms, ordinary)
    if (queue.surge.values < 1).any():
        drawn = ordinary(Purpose.THINNING).random(len(arrive_ms))
        kept = drawn < queue.surge.at(arrive_ms)
        columns = [column[kept] for column in columns]
    parts = [columns]
    if queue.lists:
        parts.append(_attributes(queue, number, _listed(queue), generators(Purpose.LISTED)))
    if not (queue.surge.values > 1).any():
        return parts
    edges, per_ms = rates
    extra_edges = np.union1d(edges, queue.surge.starts_ms[queue.surge.starts_ms < edges[-1]])
    base = per_ms[np.searchsorted(edges, extra_edges[:-1], side="right") - 1]
    above = np.maximum(queue.surge.at(extra_edges[:-1]) - 1, 0)
    extra = generators(Purpose.EXTRA)
    extra_ms = _poisson(extra_edges, base * above, extra(Purpose.ARRIVAL))
    return [*parts, _attributes(queue, number, extra_ms, extra)]


def _listed(queue: QueueDemand) -> NDArray[np.int64]:
    """Return when the contacts of a queue's lists come."""
    instants_ms, numbers = np.array(sorted(queue.lists), np.int64).T
    return np.repeat(instants_ms, numbers)


def _rates(
    demand: Demand, queue: QueueDemand, days: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the interval borders (ms) and the arrivals per ms between them."""
    borders = np.arange(len(queue.volumes) + 1, dtype=np.int64) * demand.interval_ms
    day = (borders[:-1] - demand.warm_up_ms) // MS_PER_DAY
    per_ms = queue.volumes / demand.interval_ms * days[day]
    return borders, per_ms


def _poisson(
    borders_ms: NDArray[np.int64], per_ms: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return arrival instants: a unit-rate process run through the cumulative rate.

    A changed volume moves the arrivals and re-draws nothing.
    """
    cumulative = np.concatenate([[0.0], np.cumsum(per_ms * np.diff(borders_ms))])
    total = cumulative[-1]
    if total <= 0:
        return np.zeros(0, np.int64)
    gaps = rng.standard_exponential(int(total + 6 * np.sqrt(total) + 32))
    units = np.cumsum(gaps)
    while units[-1] < total:
        more = rng.standard_exponential(len(gaps))
        units = np.concatenate([units, units[-1] + np.cumsum(more)])
    # Units rise, so that the few borders are looked up among them and not the other way round.
    begun = np.searchsorted(units, cumulative)
    units, counts = units[: begun[-1]], np.diff(begun)
    into = units - np.repeat(cumulative[:-1], counts)
    into /= np.repeat(per_ms, counts)
    arrive_ms = into.astype(np.int64)
    arrive_ms += np.repeat(borders_ms[:-1], counts)
    capped: NDArray[np.int64] = np.minimum(arrive_ms, np.repeat(borders_ms[1:] - 1, counts))
    return capped


def _counted(
    volumes: NDArray[np.float64], interval_ms: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the given number of arrivals in each interval, at uniform instants.

    Parts of a contact are carried on to the next interval, so that the sums stay what was given.
    """
    sums = np.floor(np.cumsum(volumes) + 0.5).astype(np.int64)
    counts = np.diff(sums, prepend=0)
    starts = np.repeat(np.arange(len(volumes)) * interval_ms, counts)
    return np.sort(starts + (rng.random(len(starts)) * interval_ms).astype(np.int64))


def _attributes(
    queue: QueueDemand, number: int, arrive_ms: NDArray[np.int64], generators: Generators
) -> Columns:
    """Return the queue's contacts with their keys, times and patience."""
    size = len(arrive_ms)
    return [
        arrive_ms,
        np.full(size, number, np.int64),
        generators(Purpose.KEY).integers(0, 1 << 62, size),
        _ms(queue.talk.draw(generators(Purpose.TALK), size), LONGEST_HANDLING_MS),
        _ms(queue.wrap_up.draw(generators(Purpose.WRAP_UP), size), LONGEST_HANDLING_MS),
        _ms(queue.patience.draw(generators(Purpose.PATIENCE), size)),
    ]


def _in_order(parts: Sequence[Columns]) -> NDArray[np.void]:
    """Return all contacts in order of arrival, and where they arrive at once, of the parts.

    A row of plain integers is moved as a whole, a record field by field: ten times slower. Columns
    are made rows block by block, for the same reason as there are caches.
    """
    size = sum(len(part[0]) for part in parts)
    table = np.empty((size, len(CONTACT.names or ())), np.int64)
    first = 0
    for part in parts:
        behind = first + len(part[0])
        for start in range(0, behind - first, _BLOCK):
            block = table[first + start : min(first + start + _BLOCK, behind)]
            for place, column in enumerate(part):
                block[:, place] = column[start : start + _BLOCK]
        first = behind
    arrive_ms = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.int64)])
    ordered = table.take(np.argsort(arrive_ms, kind="stable"), axis=0)
    rows: NDArray[np.void] = ordered.view(CONTACT).reshape(size)
    return rows
