"""Days of the shipped centres: as they are, plain, with fewer staff, smaller or larger."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.build import centre, service_clock
from scenarios.load import load
from sim.centre import Centre
from sim.clock import NEVER
from sim.floor import Floor
from sim.kpis.tally import ServiceClock
from sim.plan import Plan
from sim.steps import Steps

FULL: Final = "bank_hotline"
TENTH: Final = "bank_hotline_tenth"
SHOP: Final = "shop_service"


#: A day on which much goes wrong, and what the centre does about it: every figure is watched, and
#: calls are offered back, people called in, brought back and moved.
_GOES_WRONG: Final = """[
    {name: surge, from: "10:00", to: "16:00", volume: 1.5, shape: ramp, handling: 1.1,
     resolution: -10 %},
    {name: site lost, from: "11:00", to: "14:00", groups: [generalists, novices], agents: 0.7,
     drops: true},
    {name: late, from: "07:00", to: "10:00", no_shows: 5 %}]"""
_PLAYBOOKS: Final = """{
    surge: {watch: load, levels: [
        {at: 120 %, for: 5 min, back: 100 %, back_for: 15 min, do: [
            {call_in: {group: generalists, people: 100, handling_factor: 1.1, ramp: 20 min},
             after: 15 min, cost: {per_person_h: 60}}]},
        {at: 150 %, for: 5 min, back: 110 %, do: [
            {bring_back: {group: generalists, share: 50 %}}]}]},
    waits: {watch: service_level, queues: [general], levels: [
        {at: 60 %, back: 80 %, for: 3 min, do: [
            {announce: {queue: general, after: 20 s, share: 8 %}}]}]},
    lost: {watch: abandonment, levels: [
        {at: 10 %, back: 5 %, do: [
            {offer_call_back: {queue: general, after: 60 s, accepted: 30 %}, after: 5 min}]}]},
    busy: {watch: occupancy, groups: [experts], levels: [
        {at: 95 %, back: 85 %, for: 10 min, do: [
            {stop_overflow: {queue: general}}]}]},
    queue: {watch: queue_length, queues: [card], levels: [
        {at: 40, back: 5, for: 2 min, do: [
            {move: {group: generalists, to: seniors, people: 20}}]}]},
    oldest: {watch: oldest_wait, queues: [vip], levels: [
        {at: 2 min, back: 30 s, do: [
            {also_serve: {group: complaint_desk, queue: vip, rank: 5, handling_factor: 1.2}}]}]}}"""


@dataclass(frozen=True)
class Day:
    """A centre, and all that its simulation and its KPIs need beside."""

    centre: Centre
    clock: ServiceClock
    seed: int


def everything(name: str = FULL) -> Day:
    """Return the ordinary day of a scenario of the library."""
    scenario = load(name).scenario
    return Day(centre(scenario), service_clock(scenario), scenario.seed)


def struck(name: str, event: str) -> Day:
    """Return the day of a scenario of the library on which an event of the library strikes."""
    scenario = load(name, events=[event]).scenario
    return Day(centre(scenario), service_clock(scenario), scenario.seed)


def emergency(name: str) -> Day:
    """Return a day of the bank's on which much goes wrong, with playbooks that answer."""
    sets = [f"disruptions={_GOES_WRONG}", f"playbooks={_PLAYBOOKS}"]
    scenario = load(name, sets=sets).scenario
    return Day(centre(scenario), service_clock(scenario), scenario.seed)


def plain(day: Day) -> Day:
    """Return the day without transfers, redials, repeats, overflow timers, breaks and absence.

    Queues, groups, ranks and first calls are the same; groups of a lower rank are eligible at once.
    Each group's agents are so many fewer that their hours on duty are what they were.
    """
    return replace(
        day,
        centre=replace(day.centre, floor=_plain_floor(day.centre.floor), plan=_plain(day.centre)),
    )


def staffed(day: Day, factor: float) -> Day:
    """Return the day with `factor` times the agents."""
    return replace(day, centre=replace(day.centre, plan=_staffed(day.centre.plan, factor)))


def unwatched(day: Day) -> Day:
    """Return the day without what its centre watches: nobody tires, and no list is paused."""
    plan = replace(day.centre.plan, watches=())
    return replace(day, centre=replace(day.centre, plan=plan))


def scaled(day: Day, factor: float) -> Day:
    """Return the day with `factor` times the calls, the agents and the waiting places."""
    demand, floor = day.centre.demand, day.centre.floor
    queues = tuple(
        replace(
            queue,
            volumes=factor * queue.volumes,
            lists=tuple((at_ms, math.ceil(factor * number)) for at_ms, number in queue.lists),
        )
        for queue in demand.queues
    )
    table = floor.queues.copy()
    limited = table["capacity"] < NEVER
    table["capacity"][limited] = np.ceil(factor * table["capacity"][limited])
    return replace(
        day,
        centre=Centre(
            replace(floor, queues=table),
            replace(demand, queues=queues),
            _staffed(day.centre.plan, factor),
        ),
    )


def _plain_floor(floor: Floor) -> Floor:
    queues, skills = floor.queues.copy(), floor.skills.copy()
    for share in ("repeat_below", "redial_below"):
        queues[share] = 0
    for way in ("delay_ms", "transfer_below"):
        skills[way] = 0
    return replace(floor, queues=queues, skills=skills)


def _plain(centre: Centre) -> Plan:
    plan = centre.plan
    unbroken = replace(
        plan,
        crews=tuple(
            replace(crew, spans_ms=((crew.spans_ms[0][0], crew.spans_ms[-1][1]),))
            for crew in plan.crews
        ),
        absence=(0.0,) * len(plan.absence),
    )
    return replace(
        unbroken,
        staff_factor=tuple(
            before * Steps.constant(share)
            for before, share in zip(
                plan.staff_factor,
                (_on_duty_ms(plan) / _on_duty_ms(unbroken)).tolist(),
                strict=True,
            )
        ),
    )


def _on_duty_ms(plan: Plan) -> NDArray[np.float64]:
    """Return the time on duty that a plan expects of each group, absence taken off."""
    share_present = 1 - np.array(plan.absence, np.float64)
    total = np.zeros(len(share_present))
    for crew in plan.crews:
        lengths = starmap(lambda start, end: end - start, crew.spans_ms)
        total[crew.group] += crew.size * sum(lengths)
    return total * share_present


def _staffed(plan: Plan, factor: float) -> Plan:
    changed = tuple(before * Steps.constant(factor) for before in plan.staff_factor)
    return replace(plan, staff_factor=changed)
