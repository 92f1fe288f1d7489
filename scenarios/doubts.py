"""What is allowed and yet probably not meant: warnings, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimize.shifts.shift_set import shift_types
from scenarios.duty import staffed
from scenarios.schema.channels.channel import CHATS, DEFERRABLE
from scenarios.schema.checks.draft import Draft
from scenarios.schema.opening import Spans
from scenarios.schema.planning.as_rules import pattern_of, rules_of
from scenarios.schema.planning.planning import slot_of
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.section import Finding
from scenarios.schema.stages import HOUSE
from scenarios.units import DAY_S, near, write_moment


def doubts(scenario: Scenario) -> list[Finding]:
    """Return what a planner should look at before believing a run."""
    return [
        *_unserved(scenario),
        *_outside_hours(scenario),
        *_unstaffed(scenario),
        *_early_and_late(scenario),
        *_idle_disruptions(scenario),
        *_nothing_comes(scenario),
        *_one_at_a_time(scenario),
        *_stages_of_nobody(scenario),
        *_bots_switched_off(scenario),
        *_plans_put_right(scenario),
    ]


def _unserved(scenario: Scenario) -> Iterator[Finding]:
    draft = Draft.of_scenario(scenario)
    passed = _passed_to(scenario)
    for name in scenario.queues:
        if not draft.servers(name) and (_comes(scenario, name) or name in passed):
            words = "a group that serves it; its contacts will not be answered"
            yield Finding(("queues", name), "a queue that no group serves", words)


def _passed_to(scenario: Scenario) -> set[str]:
    """Return the queues that contacts go on to: by transfer, as tickets, by escalation."""
    skills = Draft.of_scenario(scenario).skills()
    passed = {skill.transfer.to for _, _, _, skill in skills if skill.transfer}
    for queue in scenario.queues.values():
        passed |= {queue.ticket.to} if queue.ticket else set()
        passed |= {grade.escalate for grade in (queue.grades or {}).values() if grade.escalate}
    return passed


def _comes(scenario: Scenario, name: str) -> bool:
    """Tell whether anything comes to a queue of itself."""
    queue = scenario.queues[name]
    listed = queue.backlog > 0 or any(scenario.to_call(name))
    return listed or float(scenario.volumes(name).sum()) > 0


def is_open(scenario: Scenario, spans: Spans | None) -> NDArray[np.float64]:
    """Return the share of each counted interval in which a line is open."""
    per_day = scenario.intervals_per_day
    if spans is None:
        return np.ones(scenario.intervals)
    starts = np.arange(per_day) * scenario.interval
    open_s = np.zeros(per_day)
    for start, end in spans:
        for shift in (-DAY_S, 0, DAY_S):
            left = np.maximum(starts, start + shift)
            right = np.minimum(starts + scenario.interval, end + shift)
            open_s += np.maximum(right - left, 0)
    return np.tile(open_s / scenario.interval, scenario.days)


def _outside_hours(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        if queue.channel in DEFERRABLE:
            continue  # it waits until the morning
        volumes = scenario.volumes(name)
        closed = is_open(scenario, queue.open) == 0
        outside = float((volumes * _ask_for_people(scenario, queue))[closed].sum())
        if outside > 0:
            words = "no volume while the line is closed; these contacts are turned away"
            yield Finding(
                ("queues", name, "volume"), f"{outside:,.1f} contacts outside opening hours", words
            )


def _ask_for_people(scenario: Scenario, queue: Queue) -> NDArray[np.float64]:
    """Return the share of a queue's contacts by counted interval that self-service hands on."""
    if queue.self_service is None:
        return np.ones(scenario.intervals)
    shares = np.array(queue.self_service.shares)
    contained = np.tile(shares, scenario.intervals // len(shares))
    return np.where(contained > 0, 1 - contained - queue.self_service.gives_up, 1)


def _unstaffed(scenario: Scenario) -> Iterator[Finding]:
    draft = Draft.of_scenario(scenario)
    duty = {group: staffed(scenario, group) for group in scenario.groups}
    for name, queue in scenario.queues.items():
        servers = draft.servers(name)
        if not servers:
            continue
        on_duty = np.sum([duty[group] for group in servers], axis=0)
        alone = (is_open(scenario, queue.open) > 0) & (on_duty == 0)
        if queue.channel in DEFERRABLE:
            if not ((is_open(scenario, queue.open) > 0) & (on_duty > 0)).any():
                words = "somebody on duty while it is worked on"
                yield Finding(("queues", name), "nobody on duty at any time", words)
            continue
        alone &= scenario.volumes(name) > 0
        if alone.any():
            words = "somebody on duty whenever contacts may come"
            yield Finding(("queues", name), f"nobody on duty {_times(scenario, alone)}", words)


def _times(scenario: Scenario, flags: NDArray[np.bool_]) -> str:
    """Return the start of the first flagged interval, and how many there are."""
    start = write_moment(int(np.argmax(flags) * scenario.interval))
    count = int(flags.sum())
    return f"from {start}, {count} interval{'s' * (count > 1)} in all"


def _early_and_late(scenario: Scenario) -> Iterator[Finding]:
    """Doubt shifts that lie for more than half outside the hours of all they serve."""
    for path, group, shift in Draft.of_scenario(scenario).shifts():
        start, end = shift.span_s
        hours = [scenario.queues[queue].open for queue in group.serves]
        if any(spans is None for spans in hours):
            continue
        minutes = np.arange(start, end, 60) % DAY_S
        served = np.zeros(len(minutes), bool)
        for spans in hours:
            for opens, closes in spans or ():
                served |= (minutes - opens) % DAY_S < closes - opens
        if served.mean() < 0.5:
            words = "a shift mostly inside the opening hours of what the group serves"
            yield Finding(path, f"{1 - served.mean():.0%} outside opening hours", words)


def _idle_disruptions(scenario: Scenario) -> Iterator[Finding]:
    for index, disruption in enumerate(scenario.disruptions):
        if disruption.changes_nothing:
            words = "something other than usual, such as volume: 2; this changes nothing"
            yield Finding(("disruptions", index), disruption.name, words)


def _nothing_comes(scenario: Scenario) -> Iterator[Finding]:
    """Doubt work that never comes: neither of itself nor from elsewhere."""
    passed = _passed_to(scenario)
    for name, queue in scenario.queues.items():
        if queue.channel == "outbound" or name in passed:
            continue  # an empty list is meant
        if queue.channel in DEFERRABLE and not _comes(scenario, name):
            words = "a volume, a backlog, or a queue that passes work on to it"
            yield Finding(("queues", name), "a queue that nothing comes to", words)


def _one_at_a_time(scenario: Scenario) -> Iterator[Finding]:
    """Doubt what is said of several contacts at once where there is only one."""
    for name, group in scenario.groups.items():
        chats = any(scenario.queues[queue].channel in CHATS for queue in group.serves)
        if group.concurrency > 1 and not chats:
            words = "a chat or message queue that the group serves; all else is done one at a time"
            yield Finding(("groups", name, "concurrency"), group.concurrency, words)
        elif group.works_on == "both" and group.concurrency == 1:
            words = "a concurrency above 1; this changes nothing"
            yield Finding(("groups", name, "works_on"), "both", words)


def _stages_of_nobody(scenario: Scenario) -> Iterator[Finding]:
    """Doubt stages of one's own that no group's mix has: probably a misspelt name."""
    used = {stage for group in scenario.groups.values() for stage in group.stages or ()}
    for name in scenario.stages:
        if name not in used and name not in HOUSE:
            words = f"a stage that a group has{near(name, [*HOUSE, *used])}"
            yield Finding(("stages", name), "a stage of nobody", words)


def _bots_switched_off(scenario: Scenario) -> Iterator[Finding]:
    """Doubt self-service that contains nobody at any time: it is off, and nobody gives up there."""
    for name, queue in scenario.queues.items():
        service = queue.self_service
        if service is not None and not any(service.shares):
            words = "a share above 0 at some time; at 0 nobody is sent there, nor gives up there"
            path = ("queues", name, "self_service", "contained")
            yield Finding(path, "0 % at all times", words)


def _plans_put_right(scenario: Scenario) -> Iterator[Finding]:
    """Doubt breaks whose windows are cut to what a shift has room for, and unusual overtime."""
    plan = scenario.planning
    slot_s = None if plan is None else slot_of(plan, scenario.interval)
    if plan is None or not plan.shifts or slot_s is None:
        return
    patterns = [pattern_of(name, pattern) for name, pattern in plan.shifts.items()]
    for note in shift_types(patterns, rules_of(plan), slot_s).notes:
        yield Finding(("planning", *note.path), note.value, note.expected)
