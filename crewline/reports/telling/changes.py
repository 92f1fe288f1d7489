"""What tells one scenario from another, in plain words: read off what was simulated."""

from __future__ import annotations

from collections.abc import Iterator

from crewline.reports.reading.summaries import paid_of
from crewline.reports.telling.names import group_name, line_name
from crewline.words import Words
from crewline.words.disruptions import disruption_title
from crewline.words.figures import change, duration, money, number, percent
from crewline.words.targets import wanted
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from sim.kpis.definitions import KPIS

#: More changes than this are counted, not told.
_MOST = 8


def changes_said(old: Scenario, new: Scenario, say: Words) -> tuple[str, ...]:
    """Return what `new` does otherwise than `old`, a sentence each; empty where nothing is told."""
    found = list(
        dict.fromkeys(
            [
                *_of_volume(old, new, say),
                *_of_lines(old, new, say),
                *_of_hours(old, new, say),
                *_of_groups(old, new, say),
                *_of_events(old, new, say),
            ]
        )
    )
    if len(found) <= _MOST:
        return tuple(found)
    rest = len(found) - _MOST + 1
    more = say.count("and {n} change more", "and {n} changes more", rest)
    return (*found[: _MOST - 1], more)


def _of_volume(old: Scenario, new: Scenario, say: Words) -> Iterator[str]:
    """Give how many more or fewer contacts come: for all at once where it is the same for all."""
    factors = {}
    for name in [name for name in new.queues if name in old.queues]:
        before, after = (float(each.volumes(name).sum()) for each in (old, new))
        if before > 0:
            factors[name] = after / before
    changed = {name: factor for name, factor in factors.items() if abs(factor - 1) > 5e-4}
    if len(changed) > 1 and len(changed) == len(factors) and _alike(list(changed.values())):
        yield say("All lines: volume {change}", change=_change(next(iter(changed.values()))))
        return
    for name, factor in changed.items():
        line = line_name(new, name, say)
        yield say("{line}: volume {change}", line=line, change=_change(factor))


def _of_lines(old: Scenario, new: Scenario, say: Words) -> Iterator[str]:
    for name in new.queues:
        line = line_name(new, name, say)
        if name not in old.queues:
            yield say("New line: {line}", line=line)
            continue
        yield from _of_line(old.queues[name], new.queues[name], line, say)
    for name in old.queues:
        if name not in new.queues:
            yield say("Without the line {line}", line=line_name(old, name, say))


def _of_line(old: Queue, new: Queue, line: str, say: Words) -> Iterator[str]:
    before, after = (_handling_s(each) for each in (old, new))
    if before and after and abs(after / before - 1) > 5e-4:
        yield say("{line}: handling {change}", line=line, change=_change(after / before))
    if new.self_service != old.self_service:
        yield say("{line}: self-service changed", line=line)
    if new.call_back != old.call_back:
        yield say("{line}: call-backs changed", line=line)
    if new.target != old.target and new.target is not None:
        target = wanted(new.target, KPIS[new.target.kpi].better, say)
        yield say("{line}: promised is {target}", line=line, target=target)
    rest = ("patience", "capacity", "open", "priority", "redial", "repeat", "weight", "head_start")
    if any(getattr(new, field) != getattr(old, field) for field in rest):
        yield say("{line}: waiting places, hours, patience, priority or redials changed", line=line)


def _of_hours(old: Scenario, new: Scenario, say: Words) -> Iterator[str]:
    before = {each.group: each for each in paid_of(old)}
    for each in paid_of(new):
        group = group_name(each.title, each.group, say)
        if each.group not in before:
            hours = number(each.hours, say)
            yield say("New group: {group}, {hours} paid hours", group=group, hours=hours)
        elif abs(each.hours - before[each.group].hours) > 0.05:
            yield say(
                "{group}: paid hours {before} → {after}",
                group=group,
                before=number(before[each.group].hours, say),
                after=number(each.hours, say),
            )


def _of_groups(old: Scenario, new: Scenario, say: Words) -> Iterator[str]:
    for name in [name for name in new.groups if name in old.groups]:
        one, other = old.groups[name], new.groups[name]
        group = group_name(other.title, name, say)
        if one.wage_per_h != other.wage_per_h:
            wages = (money(each.wage_per_h, new.currency, say) for each in (one, other))
            yield say(
                "{group}: wage per hour {before} → {after}",
                group=group,
                **dict(zip(("before", "after"), wages, strict=True)),
            )
        if one.absence != other.absence:
            yield say(
                "{group}: absence {before} → {after}",
                group=group,
                before=percent(one.absence),
                after=percent(other.absence),
            )
        if one.serves != other.serves:
            yield say("{group}: serves other lines, or serves them otherwise", group=group)
        if one.stages != other.stages:
            yield say("{group}: another mix of new and skilled agents", group=group)
        if one.shifts != other.shifts or one.agents != other.agents:
            yield say("{group}: other times on duty", group=group)


def _of_events(old: Scenario, new: Scenario, say: Words) -> Iterator[str]:
    before = {each.name for each in old.disruptions}
    for each in new.disruptions:
        if each.name not in before:
            start, end = each.span_s(new.days)
            lasts = duration(end - start, say)
            yield say(
                "Goes wrong: {what}, for {time}", what=disruption_title(each, say), time=lasts
            )
    after = {each.name for each in new.disruptions}
    for each in old.disruptions:
        if each.name not in after:
            yield say("Does not go wrong: {what}", what=disruption_title(each, say))
    for name, playbook in new.playbooks.items():
        if name not in old.playbooks:
            yield say("Playbook: {what}", what=say.title(playbook.title or name))
    for name, playbook in old.playbooks.items():
        if name not in new.playbooks:
            yield say("Without the playbook {what}", what=say.title(playbook.title or name))


def _handling_s(queue: Queue) -> float:
    """Return the mean of talk and wrap-up; 0 where it is not one number."""
    means = [
        getattr(each, "mean", getattr(each, "value", 0.0)) for each in (queue.talk, queue.wrap_up)
    ]
    return float(sum(means)) * queue.handling_factor


def _alike(factors: list[float]) -> bool:
    return max(factors) - min(factors) < 5e-4


def _change(factor: float) -> str:
    return change(round((factor - 1) * 100, 1))
