"""What an emergency study simulates: plans that differ in what goes wrong and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from scenarios.centre.playbooks import Played, prices
from scenarios.schema.scenario import Scenario
from sim.centre import Centre

#: How arms are called; one that leaves an action out has the action's words behind "less ".
ORDINARY: Final = "ordinary day"
WITHOUT: Final = "without playbooks"
WITH: Final = "with playbooks"
LESS: Final = "less "


@dataclass(frozen=True)
class Written:
    """An action as it is written: the `place`-th of a level of a playbook, both from 1.

    `parts` are what it comes to in the simulation, one for each queue and group.
    """

    playbook: str
    level: int
    place: int
    parts: tuple[Played, ...]

    @property
    def words(self) -> str:
        """What it does: the first part's words, how many more there are, and how many people.

        "call in 17: 6 to front (+2)" are 17 people, of whom 6 come to the first of three groups.
        """
        first, more = self.parts[0], len(self.parts) - 1
        if not more:
            return first.words
        people, words = sum(part.people for part in self.parts), first.words
        if first.people:
            words = words.replace(f" {first.people} ", f" {people}: {first.people} ", 1)
        return f"{words} (+{more})"

    @property
    def label(self) -> str:
        """Which action it is, and what it does: a name of its own."""
        return f"{self.playbook}/{self.level} {self.place}. {self.words}"


def written_actions(scenario: Scenario) -> tuple[Written, ...]:
    """Return the actions of a scenario's playbooks; those that mean nobody and nothing are none."""

    def at(part: Played) -> tuple[str, int, int]:
        return part.playbook, part.level, part.place

    return tuple(Written(*where, tuple(parts)) for where, parts in groupby(prices(scenario), at))


def undisturbed(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing goes wrong, so that nothing is done about it."""
    return scenario.model_copy(update={"disruptions": (), "playbooks": {}})


def without_plays(centre: Centre) -> Centre:
    """Return a centre that does nothing about what happens; its floor stays as it is."""
    return replace(centre, plan=replace(centre.plan, plays=()))


def leaving_out(centre: Centre, parts: Sequence[Played]) -> Centre:
    """Return a centre that does all but some actions; a play without any is none."""
    gone = {(part.play, part.action) for part in parts}
    plays = (
        replace(
            play,
            actions=tuple(
                action for place, action in enumerate(play.actions) if (number, place) not in gone
            ),
        )
        for number, play in enumerate(centre.plan.plays)
    )
    left = tuple(play for play in plays if play.actions)
    return replace(centre, plan=replace(centre.plan, plays=left))
