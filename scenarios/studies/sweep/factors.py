"""Multiplying a field of a scenario: the present value, whatever form it has, times a factor.

A number, share or duration is multiplied; so is each number of a list. Of a volume, the contacts
are (`per_h`, the total, each interval); of a time, its mean (or value, or values), so that its
shape stays. Whole numbers such as agents are rounded, halves upwards. The level of a playbook keeps
the unit that it is written with. What a scenario leaves out has its default.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, get_args

from scenarios.faults import Fault
from scenarios.schema.distribution import EmpiricalTime, NeverTime
from scenarios.schema.playbook import Level
from scenarios.schema.scenario import Scenario
from scenarios.schema.section import Section
from scenarios.schema.volume import DayTotal, PerHour
from scenarios.units import (
    DAY_S,
    one_of,
    read_clock,
    read_end_clock,
    read_moment,
    write_clock,
    write_moment,
)
from scenarios.yaml_file import Place, shown

_CLOCKS: Final = (read_clock, read_end_clock, read_moment)
_A_NUMBER: Final = "a number, a list of numbers, a volume or a time, to be multiplied"
#: The field of each distribution that is its length.
_LENGTHS: Final = ("mean", "value")
#: Levels, which are texts with a unit of their own.
_LEVELS: Final = ("at", "back")
_LEVEL: Final = re.compile(r"(?P<number>[\d.]+)(?P<unit>.*)")


class NoNumber(Exception):  # noqa: N818  (what was found)
    """Raised where there is nothing to multiply; says what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        """Keep both for a fault."""
        super().__init__(found, expected)
        self.found, self.expected = found, expected

    def at(self, place: Place, field: str) -> Fault:
        """Return the fault of a setting."""
        return Fault(place.file, place.line, place.field or field, self.found, self.expected)


def multiplied(
    scenario: Scenario, keys: Sequence[str], factor: Fraction
) -> tuple[tuple[str, ...], Any]:
    """Return where a patch multiplies the field at `keys`, and the value to put there.

    Raises NoNumber where there is no such field, or nothing to multiply.
    """
    parent, node = None, scenario
    for key in keys:
        parent, node = node, _under(node, key)
    if isinstance(parent, Level) and keys[-1] in _LEVELS and isinstance(node, str):
        return tuple(keys), multiplied_level(node, factor)
    value = _product(node, factor, is_clock=_is_clock(parent, keys[-1]))
    if isinstance(parent, Section) and hasattr(parent, "distribution"):
        return tuple(keys[:-1]), {"distribution": parent.distribution, keys[-1]: value}
    return tuple(keys), value


def multiplied_level(text: str, factor: Fraction) -> str:
    """Return a level, such as `120 %`, `5 min` or `40`, times a factor, in the same unit.

    Raises NoNumber where it does not begin with a number.
    """
    match = _LEVEL.fullmatch(text.strip())
    if match is None:
        raise NoNumber(shown(text), _A_NUMBER)
    return f"{float(Fraction(match['number']) * factor):.12g}{match['unit']}"


def present(scenario: Scenario, keys: Sequence[str]) -> float | None:
    """Return the number that stands at `keys`; None where it is no single number."""
    node: Any = scenario
    try:
        for key in keys:
            node = _under(node, key)
    except NoNumber:
        return None
    return _number(node)


def _number(node: Any) -> float | None:
    return float(node) if isinstance(node, int | float) and not isinstance(node, bool) else None


def _under(node: Any, key: str) -> Any:
    """Return what a key of a section, a mapping or a list holds."""
    if isinstance(node, Section):
        names = dict(zip(node.keys(), type(node).model_fields, strict=True))
        if key in names:
            return getattr(node, names[key])
        raise NoNumber(key, one_of("keys", key, node.keys()))
    if isinstance(node, dict):
        if key in node:
            return node[key]
        raise NoNumber(key, one_of("names", key, node))
    if isinstance(node, tuple):
        if key.isascii() and key.isdigit() and 1 <= int(key[:9]) <= len(node):
            return node[int(key) - 1]
        raise NoNumber(key, f"a number from 1 to {len(node)}, of the list's items")
    raise NoNumber(key, f"nothing behind it, for {_words(node)} has no keys")


def _is_clock(parent: Any, key: str) -> bool:
    """Tell whether a field is a time of day, which is no quantity."""
    if not isinstance(parent, Section):
        return False
    name = dict(zip(parent.keys(), type(parent).model_fields, strict=True))[key]
    field = type(parent).model_fields[name]
    parts = get_args(field.annotation)  # of what may also be nothing
    metadata = [*field.metadata, *(each for part in parts for each in get_args(part))]
    return name == "open" or any(getattr(each, "func", None) in _CLOCKS for each in metadata)


def _product(node: Any, factor: Fraction, *, is_clock: bool = False) -> Any:
    if is_clock:
        raise NoNumber(_clock(node), f"{_A_NUMBER}; times of day cannot be multiplied")
    if isinstance(node, bool):
        raise NoNumber(_words(node), _A_NUMBER)
    match node:
        case int():
            return math.floor(node * factor + Fraction(1, 2))
        case float():
            return node * float(factor)
        case tuple() if node and all(isinstance(item, int | float) for item in node):
            return [_product(item, factor) for item in node]
        case PerHour():
            return {"per_h": node.per_h * float(factor)}
        case DayTotal():
            return {"total": _product(node.total, factor)}
        case Section() if hasattr(node, "distribution") and not isinstance(node, NeverTime):
            return _longer(node, factor)
    raise NoNumber(_words(node), _A_NUMBER)


def _clock(node: Any) -> str:
    """Return a time of day as people write it; several times in words."""
    if not isinstance(node, int):
        return _words(node)
    return write_clock(node) if node <= DAY_S else write_moment(node)


def _longer(time: Any, factor: Fraction) -> dict[str, Any]:
    """Return a distribution's part that makes it longer by a factor, its shape kept."""
    if isinstance(time, EmpiricalTime):
        values = _product(time.values, factor)
        read = {"shares": list(time.shares), "values": values, "file": None, "sheet": None}
        return {"distribution": time.distribution} | read
    name = next(name for name in _LENGTHS if hasattr(time, name))
    return {"distribution": time.distribution, name: getattr(time, name) * float(factor)}


def _words(node: Any) -> str:
    if isinstance(node, Section):
        return f"a mapping of {', '.join(node.keys())}"
    return shown(node)
