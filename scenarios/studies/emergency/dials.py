"""What a tuning turns: the levels, sizes and lead times of all playbooks, by one factor each.

Levels move with their way back. Shares stop at 100 %, and whole people are rounded, halves upwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.schema.playbook.action import Action
from scenarios.schema.playbook.figures import FigureName, level_of
from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.axes import Field, Setting
from scenarios.studies.sweep.cells import Cells, Row
from scenarios.studies.sweep.factors import multiplied_level
from scenarios.units import write_share
from scenarios.yaml_file import Place

#: By what is multiplied unless told otherwise.
LEVELS: Final = ("0.8", "1", "1.25")
RESERVES: Final = ("0", "0.5", "1", "1.5", "2")
LEAD_TIMES: Final = ("0.5", "1", "2")

#: Figures that are no more than 100 %.
_PARTS: Final = ("service_level", "abandonment", "occupancy")
#: The kinds of actions that have people, beside those who are called in.
_OTHERS: Final = ("move", "send_home", "bring_back")
_HALF: Final = Fraction(1, 2)
_PLACE: Final = Place("--tune", 0)


@dataclass(frozen=True)
class Knob:
    """A field that a dial turns: where it stands, and its text at a factor."""

    keys: tuple[str, ...]
    text: Callable[[Fraction], str]


@dataclass(frozen=True)
class Dial:
    """Fields that are turned together, by the same factors."""

    name: str
    factors: tuple[str, ...]
    knobs: tuple[Knob, ...]


def dials(scenario: Scenario) -> tuple[Dial, ...]:
    """Return what there is to be turned. Raises BadInput where there is nothing."""
    every = (
        Dial("levels", LEVELS, tuple(_levels(scenario))),
        Dial("reserves", RESERVES, tuple(_reserves(scenario))),
        Dial("lead times", LEAD_TIMES, tuple(_lead_times(scenario))),
    )
    found = tuple(dial for dial in every if dial.knobs)
    if not found:
        words = "playbooks with levels, people or lead times; or --vary with what is to be tuned"
        raise BadInput([Fault("command line", 0, "--tune", "nothing to turn", words)])
    return found


def turned(every: Iterable[Dial]) -> Cells:
    """Return the cells of a tuning: the scenario as it is, and all other places of its dials."""
    every = tuple(every)
    places = product(*(dial.factors for dial in every))
    as_written = ("1",) * len(every)
    rows = [_row(every, factors) for factors in places if factors != as_written]
    fields = tuple(Field(knob.keys, False) for dial in every for knob in dial.knobs)
    return Cells((), tuple(rows), fields)


def _row(every: tuple[Dial, ...], factors: tuple[str, ...]) -> Row:
    pairs = list(zip(every, factors, strict=True))
    settings = tuple(
        Setting(Field(knob.keys, False), knob.text(Fraction(factor)), _PLACE)
        for dial, factor in pairs
        for knob in dial.knobs
    )
    return Row(", ".join(f"{dial.name} × {factor}" for dial, factor in pairs), settings)


def _levels(scenario: Scenario) -> Iterator[Knob]:
    for name, playbook in scenario.playbooks.items():
        for number, level in enumerate(playbook.levels, 1):
            for key, text in (("at", level.at), ("back", level.back)):
                if playbook.watch is not None and text is not None:
                    keys = ("playbooks", name, "levels", str(number), key)
                    yield Knob(keys, _of_level(playbook.watch, text))


def _of_level(figure: FigureName, text: str) -> Callable[[Fraction], str]:
    def at(factor: Fraction) -> str:
        if figure in _PARTS:
            return _share(level_of(figure, text), factor)
        return multiplied_level(text, factor)

    return at


def _reserves(scenario: Scenario) -> Iterator[Knob]:
    """Give the sizes of reserves; where none is called in, of all others who are moved."""
    called_in = list(_sizes(scenario, ("call_in",)))
    yield from called_in or _sizes(scenario, _OTHERS)


def _sizes(scenario: Scenario, kinds: tuple[str, ...]) -> Iterator[Knob]:
    for keys, action in _actions(scenario):
        if action.kind in kinds:
            for size in ("people", "share"):
                value = getattr(action.does, size, None)
                if value is not None:
                    yield Knob((*keys, action.kind, size), _of_size(value))


def _of_size(value: float) -> Callable[[Fraction], str]:
    def at(factor: Fraction) -> str:
        if isinstance(value, int):
            return str(math.floor(value * factor + _HALF))
        return _share(value, factor)

    return at


def _share(share: float, factor: Fraction) -> str:
    """Return a share times a factor, by its digits: 0.6 x 1.5 is 90 % and not a hair less."""
    return write_share(min(1.0, float(Fraction(repr(share)) * factor)))


def _lead_times(scenario: Scenario) -> Iterator[Knob]:
    for keys, action in _actions(scenario):
        if action.after:
            yield Knob((*keys, "after"), _of_time(action.after))


def _of_time(seconds: float) -> Callable[[Fraction], str]:
    return lambda factor: f"{seconds * float(factor):.12g} s"


def _actions(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], Action]]:
    """Give the actions of all playbooks, with where they stand."""
    for name, playbook in scenario.playbooks.items():
        for number, level in enumerate(playbook.levels, 1):
            for place, action in enumerate(level.do, 1):
                yield ("playbooks", name, "levels", str(number), "do", str(place)), action
