"""Who is on duty when: from numbers and shifts to crews of agents, and to what they are paid.

Times are milliseconds from the start of the horizon, warm-up included. The days stand in a circle:
the warm-up, and a night shift that reaches into day 1, are taken from the end of the last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scenarios.centre.disruptions import no_shows
from scenarios.schema.costs import Premium
from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Shift
from sim.clock import MS_PER_DAY, MS_PER_S, to_ms
from sim.plan import Crew

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Stint:
    """Agents of one group who work and are paid in the same stretches of one day.

    They begin at `begins_ms`, which may be before the horizon. `premium` is over the wage, for all
    that is paid.
    """

    name: str
    size: int
    first_of_name: int
    works_ms: Spans
    paid_ms: Spans
    begins_ms: int
    premium: float = 0.0


def horizon_ms(scenario: Scenario) -> int:
    """Return the length of a run, warm-up included."""
    return to_ms(scenario.warm_up) + scenario.days * MS_PER_DAY


def stints(scenario: Scenario, group: str) -> list[Stint]:
    """Return the stints of a group over the whole horizon, in order of day, then of shift."""
    numbers = scenario.agents(group)
    found = []
    for day in _days(scenario):
        if numbers is not None:
            found += list(_stints_of_numbers(scenario, group, day, numbers))
        else:
            for name, shift in (scenario.groups[group].shifts or {}).items():
                if shift.days is None or _in_circle(scenario, day) in shift.days:
                    label = f"{group}/{name}/day {day}"
                    found += list(_stints_of_shift(scenario, label, day, shift))
    return [stint for stint in found if stint.works_ms or stint.paid_ms]


def crews(scenario: Scenario) -> tuple[Crew, ...]:
    """Return the plan's crews, groups in the scenario's order."""
    made: list[Crew] = []
    seat = 0
    for number, group in enumerate(scenario.groups):
        for stint in stints(scenario, group):
            stays_away = no_shows(scenario, group, stint.begins_ms)
            of_name, works_ms = stint.first_of_name, stint.works_ms
            made.append(Crew(stint.name, number, stint.size, seat, of_name, works_ms, stays_away))
            seat += stint.size
    return tuple(made)


def staffed(scenario: Scenario, group: str) -> NDArray[np.float64]:
    """Return the mean number of agents on duty by counted interval, absence left out."""
    found = stints(scenario, group)
    on_duty_s = _by_interval(scenario, [(s.works_ms, s.size) for s in found], ())[0]
    return on_duty_s[scenario.warm_up_intervals :] / scenario.interval


def most_planned(scenario: Scenario, group: str) -> int:
    """Return the most agents that a group has on duty at a time, absence left out."""
    found = stints(scenario, group)
    _, agents = _level([(start, end, s.size) for s in found for start, end in s.works_ms])
    return round(float(agents.max()))


def pay(scenario: Scenario) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return seconds paid and wages, each of shape (groups, intervals), warm-up included.

    The groups are all of the floor; those that playbooks make are paid by their actions. Unpaid
    breaks are left out; agents who stay away are paid. Premiums go by the clock, and by the shift;
    those of one time add up.
    """
    shape = (len(scenario.all_groups), scenario.warm_up_intervals + scenario.intervals)
    paid_s, wages = np.zeros(shape), np.zeros(shape)
    for number, (name, group) in enumerate(scenario.groups.items()):
        found = stints(scenario, name)
        paid = [(stint.paid_ms, stint.size) for stint in found]
        paid_s[number], weighted_s = _by_interval(scenario, paid, scenario.costs.premiums)
        for premium in sorted({stint.premium for stint in found if stint.premium > 0}):
            at_it = [(s.paid_ms, s.size) for s in found if s.premium == premium]
            weighted_s += premium * _by_interval(scenario, at_it, ())[0]
        wages[number] = weighted_s / 3600 * group.wage_per_h
    return paid_s, wages


def _days(scenario: Scenario) -> range:
    """Return the days that may reach into the horizon: 1 is the first counted, 0 the one before."""
    warm_up_days = -(-to_ms(scenario.warm_up) // MS_PER_DAY)
    return range(-warm_up_days, scenario.days + 1)


def _in_circle(scenario: Scenario, day: int) -> int:
    """Return which of the scenario's days a day before the first one repeats."""
    return (day - 1) % scenario.days + 1


def _midnight_ms(scenario: Scenario, day: int) -> int:
    """Return when a day begins on the run's axis."""
    return to_ms(scenario.warm_up) + (day - 1) * MS_PER_DAY


def _clipped(scenario: Scenario, day: int, spans: Iterator[tuple[int, int]]) -> Spans:
    """Return spans of a day (ms after its midnight) on the run's axis, cut to the horizon."""
    midnight = _midnight_ms(scenario, day)
    end = horizon_ms(scenario)
    moved = [(max(start + midnight, 0), min(stop + midnight, end)) for start, stop in spans]
    return tuple((start, stop) for start, stop in moved if start < stop)


def _stints_of_numbers(
    scenario: Scenario, group: str, day: int, numbers: NDArray[np.int64]
) -> Iterator[Stint]:
    """Give nested stints: seat k is on duty in the intervals whose number exceeds k."""
    per_day, interval_ms = scenario.intervals_per_day, to_ms(scenario.interval)
    first = (_in_circle(scenario, day) - 1) * per_day
    of_day = numbers[first : first + per_day]
    below = 0
    for level in np.unique(of_day[of_day > 0]).tolist():
        spans = _clipped(scenario, day, _runs(of_day >= level, interval_ms))
        begins_ms = _midnight_ms(scenario, day) + int(np.argmax(of_day >= level)) * interval_ms
        yield Stint(f"{group}/day {day}", level - below, below, spans, spans, begins_ms)
        below = level


def _runs(flags: NDArray[np.bool_], interval_ms: int) -> Iterator[tuple[int, int]]:
    """Give (start, end) in ms of the runs of flagged intervals."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    for start, end in edges.reshape(-1, 2).tolist():
        yield start * interval_ms, end * interval_ms


def _stints_of_shift(scenario: Scenario, label: str, day: int, shift: Shift) -> Iterator[Stint]:
    """Give one stint for each run of agents who take all their breaks together."""
    begins_ms = _midnight_ms(scenario, day) + to_ms(shift.span_s[0])
    for first, following in pairwise([*shift.wave_firsts(), shift.agents]):
        breaks = shift.breaks_s(first)
        works = _clipped(scenario, day, _without(shift.span_s, breaks))
        unpaid = [item for item in breaks if not item[2]]
        paid = _clipped(scenario, day, _without(shift.span_s, unpaid))
        yield Stint(label, following - first, first, works, paid, begins_ms, shift.premium)


def _without(
    span_s: tuple[int, int], breaks: list[tuple[float, float, bool]]
) -> Iterator[tuple[int, int]]:
    """Give what is left of a span, ms, between its breaks."""
    start, end = to_ms(span_s[0]), to_ms(span_s[1])
    for leaves, returns, _ in breaks:
        if start < to_ms(leaves):
            yield start, to_ms(leaves)
        start = to_ms(returns)
    if start < end:
        yield start, end


def _by_interval(
    scenario: Scenario, spans: list[tuple[Spans, int]], premiums: tuple[Premium, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return agent-seconds in `spans` by interval, plain and weighted with 1 + premiums."""
    end = horizon_ms(scenario)
    borders = np.arange(0, end + 1, to_ms(scenario.interval))
    level, agents = _level([(s, e, size) for group, size in spans for s, e in group])
    weight, factors = _level(
        [(s, e, p.share) for p in premiums for s, e in _daily(scenario, p.between)]
    )
    edges = np.unique(np.concatenate([borders, level, weight]))
    edges = edges[edges <= end]
    lengths_s = np.diff(edges) / MS_PER_S
    present = agents[np.searchsorted(level, edges[:-1], side="right") - 1]
    premium = 1 + factors[np.searchsorted(weight, edges[:-1], side="right") - 1]
    starts = np.searchsorted(edges, borders[:-1])
    plain = np.add.reduceat(present * lengths_s, starts)
    return plain, np.add.reduceat(present * lengths_s * premium, starts)


def _level(
    pieces: list[tuple[int, int, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the instants (from 0) at which the sum of values of spans changes, and the sums."""
    starts = np.array([0] + [edge for start, end, _ in pieces for edge in (start, end)], np.int64)
    steps = np.array([0.0] + [step for _, _, value in pieces for step in (value, -value)])
    instants, where = np.unique(starts, return_inverse=True)
    return instants, np.cumsum(np.bincount(where, steps))


def _daily(scenario: Scenario, span_s: tuple[int, int]) -> Spans:
    """Return a span of every day on the run's axis, that of the day before the first included."""
    pieces: list[tuple[int, int]] = []
    for day in range(_days(scenario).start, scenario.days + 1):
        pieces += _clipped(scenario, day, iter([(span_s[0] * MS_PER_S, span_s[1] * MS_PER_S)]))
    return tuple(pieces)


def open_spans(scenario: Scenario, spans: tuple[tuple[int, int], ...] | None) -> Spans | None:
    """Return when a line is open on the run's axis, or None where it never closes.

    Hours that end as others begin (24:00 and 00:00) are one stretch.
    """
    if spans is None:
        return None
    joined: list[tuple[int, int]] = []
    for start, end in sorted(piece for span in spans for piece in _daily(scenario, span)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def openings_ms(
    scenario: Scenario, spans: tuple[tuple[int, int], ...] | None
) -> Iterator[tuple[int, int]]:
    """Give for each day when a line first opens, where the run has begun by then.

    That is midnight where it never closes. A day is the number, from 0, of the scenario's day that
    it is or, in the warm-up, repeats.
    """
    opens_ms = 0 if spans is None else spans[0][0] * MS_PER_S
    for day in _days(scenario):
        at_ms = to_ms(scenario.warm_up) + (day - 1) * MS_PER_DAY + opens_ms
        if at_ms >= 0:
            yield _in_circle(scenario, day) - 1, at_ms
