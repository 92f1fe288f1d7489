"""Triggers: what a playbook watches, in the simulation's terms."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios import duty
from scenarios.centre.times import time
from scenarios.schema.channels.channel import CHATS
from scenarios.schema.playbook.elsewhere import names_elsewhere
from scenarios.schema.playbook.figures import OF_GROUPS, FigureName, level_of
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.playbook.watching import groups_watched, queues_watched, within_s
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S
from sim.clock import MS_PER_DAY, to_ms
from sim.watches import Figure, Trigger


def trigger(scenario: Scenario, playbook: Playbook, level: Level) -> Trigger | None:
    """Return what a level of a playbook waits for; None where it goes by the clock."""
    figure = playbook.watch
    if figure is None or level.at is None:
        return None
    queues = queues_watched(playbook, scenario.queues)
    start, end = playbook.between or (0, DAY_S)
    is_load = figure == "load"
    return Trigger(
        figure=Figure[figure.upper()],
        level=_units(figure, level.at),
        back=_units(figure, level.back or level.at),
        queues=_numbers(queues, scenario.queues),
        groups=_numbers(_groups(scenario, playbook), scenario.all_groups),
        hold_ms=to_ms(level.hold),
        back_hold_ms=to_ms(level.hold if level.back_hold is None else level.back_hold),
        over_ms=to_ms(playbook.over_s),
        within_ms=to_ms(within_s(playbook, scenario.queues)),
        handling_ms=tuple(_handling_ms(scenario, q) for q in queues) if is_load else (),
        from_ms=to_ms(scenario.warm_up + start) % MS_PER_DAY,
        lasts_ms=to_ms(end - start),
    )


def _units(figure: FigureName, text: str) -> float:
    """Return a level in the units of the simulation: contacts, ms, or a share."""
    level = level_of(figure, text)
    return to_ms(level) if figure == "oldest_wait" else level


def _groups(scenario: Scenario, playbook: Playbook) -> tuple[str, ...]:
    """Return the groups whose agents count, those among them that playbooks make of them."""
    if playbook.watch not in OF_GROUPS:
        return ()
    watched = groups_watched(playbook, scenario.groups, scenario.queues)
    queues = queues_watched(playbook, scenario.queues)
    made = [
        name
        for one, name in names_elsewhere(scenario).items()
        if one.group in watched
        or (one.group is None and not {*queues}.isdisjoint(dict(one.serves)))
    ]
    return (*watched, *made)


def _numbers(names: Iterable[str], known: Iterable[str]) -> tuple[int, ...]:
    numbers = {name: number for number, name in enumerate(known)}
    return tuple(numbers[name] for name in names)


def _handling_ms(scenario: Scenario, name: str) -> int:
    """Return the mean time that a contact takes of an agent: of a chat beside others its part."""
    queue = scenario.queues[name]
    factor = queue.handling_factor
    handling_s = time(queue.talk, factor).mean_s + time(queue.wrap_up, factor).mean_s
    return to_ms(handling_s / _at_once(scenario, name))


def _at_once(scenario: Scenario, name: str) -> float:
    """Return how many times as fast agents who are full do a queue's contacts as one by one.

    It is the mean of the groups that serve the queue, by their most planned people.
    """
    if scenario.queues[name].channel not in CHATS:
        return 1.0
    speeds, people = [], []
    for group_name, group in scenario.groups.items():
        if name in group.serves:
            slowest = group.parallel[-1] if group.parallel else 1.0
            speeds.append(group.concurrency / slowest)
            people.append(duty.most_planned(scenario, group_name))
    total = sum(people)
    if total == 0:
        return max(speeds, default=1.0)
    return sum(speed * number for speed, number in zip(speeds, people, strict=True)) / total
