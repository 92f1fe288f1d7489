"""Playbooks: as the plays of a plan, with what each of their actions is called and costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.centre.actions import Cast, casts
from scenarios.centre.triggers import trigger
from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.playbook.action import Action
from scenarios.schema.playbook.kinds import AlsoServe, Kind, OfferCallBack
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.playbook.suiting import lent, queues_suited
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Skill
from scenarios.units import DAY_S
from sim import playbooks as played
from sim.clock import to_ms


@dataclass(frozen=True)
class Played:
    """An action of the simulation, and what of a playbook it is.

    `play` and `action` are its numbers in the plan, from 0; `level` and `place` those in the
    playbook, from 1. What is written as one action on several queues or groups has several, of
    which the first bears the price by the hour and at once. `people` is how many come, where that
    is written or follows from the plan, else 0.
    """

    play: int
    action: int
    playbook: str
    level: int
    place: int
    words: str
    price: played.Price
    people: int = 0


def plays(scenario: Scenario) -> tuple[played.Play, ...]:
    """Return the plays of a scenario: one for each level of each playbook, in their order."""
    return tuple(
        _play(scenario, name, playbook, number, level)
        for name, playbook, number, level in _levels(scenario)
    )


def prices(scenario: Scenario) -> tuple[Played, ...]:
    """Return what the plays' actions are called and cost, in the order of plays and actions."""
    found = []
    for play, (name, _, number, level) in enumerate(_levels(scenario)):
        action = 0
        for place, written in enumerate(level.do, 1):
            for cast, price in _priced(scenario, name, written):
                found.append(
                    Played(play, action, name, number, place, cast.words, price, cast.people)
                )
                action += 1
    return tuple(found)


def offers_of(scenario: Scenario) -> dict[str, CallBack]:
    """Return the call-backs that playbooks offer, by queue: the first of each."""
    offers: dict[str, CallBack] = {}
    for does in _done(scenario):
        if isinstance(does, OfferCallBack):
            for queue in queues_suited(does, scenario.queues):
                offers.setdefault(queue, does.offer)
    return offers


def skills_of(scenario: Scenario) -> dict[str, dict[str, Skill]]:
    """Return the skills that groups use only while a playbook says so, by group and queue."""
    skills: dict[str, dict[str, Skill]] = {}
    for does in _done(scenario):
        if isinstance(does, AlsoServe):
            for group, queue in lent(does, scenario.groups, scenario.queues):
                skills.setdefault(group, {}).setdefault(queue, does.skill)
    return skills


def _priced(
    scenario: Scenario, playbook: str, action: Action
) -> Iterator[tuple[Cast, played.Price]]:
    """Give what an action comes to in the simulation, and the price of each part of it.

    One that is not active comes to nothing; the floor stays as if it were.
    """
    if not action.active:
        return
    cost = action.cost
    price = played.Price(cost.once, cost.per_h, cost.per_person_h)
    for cast in casts(scenario, playbook, action.does):
        yield cast, price
        price = played.Price(per_person_h=cost.per_person_h)


def _levels(scenario: Scenario) -> Iterator[tuple[str, Playbook, int, Level]]:
    """Give the levels: name, playbook, number from 1, level."""
    for name, playbook in scenario.playbooks.items():
        for number, level in enumerate(playbook.levels, 1):
            yield name, playbook, number, level


def _done(scenario: Scenario) -> Iterator[Kind]:
    for _, _, _, level in _levels(scenario):
        yield from (action.does for action in level.do)


def _play(
    scenario: Scenario, name: str, playbook: Playbook, number: int, level: Level
) -> played.Play:
    return played.Play(
        name=f"{name}/{number}",
        actions=tuple(
            played.Action(cast.does, to_ms(action.after), to_ms(action.at_least), price)
            for action in level.do
            for cast, price in _priced(scenario, name, action)
        ),
        trigger=trigger(scenario, playbook, level),
        spans_ms=_spans_ms(scenario, level),
        most=level.most,
    )


def _spans_ms(scenario: Scenario, level: Level) -> tuple[tuple[int, int], ...]:
    """Return when a level by the clock begins and ends, on the run's axis."""
    if level.start is None:
        return ()
    end = scenario.days * DAY_S if level.end is None else level.end
    return ((to_ms(scenario.warm_up + level.start), to_ms(scenario.warm_up + end)),)
