"""What is varied: `path=values` sets, `path*=values` multiplies, one axis of a grid each.

    queues.general.volume*=0.8..1.4:7      seven factors, evenly spaced, both ends included
    groups.novices.absence=5%,10%,15%      three values
    queues.loan.target.within=20 s..60 s:5
    variant=null,promotion                 the ordinary day, and a variant

A value stays the text that stands for it: the schema decides what it means, as for `--set`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.yaml_file import Place, shown

#: The axis of the scenario's variants; no field has this name.
VARIANT: Final = "variant"
#: More cells than a machine works off in weeks; a slip in a range is found before it fills memory.
MAX_CELLS: Final = 100_000

_FILE: Final = "--vary"
_NEGLIGIBLE: Final = 1e-30
_MAX_KEYS: Final = 20
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE: Final = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<unit>[a-z%]*)\s*\.\.\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<last_unit>[a-z%]*)\s*:\s*(?P<n>\d{{1,9}})",
    re.ASCII,
)
_LIKE_A_RANGE: Final = re.compile(rf"{_NUMBER}\s*[a-z%]*\s*\.\.", re.ASCII)
_A_RANGE: Final = "a range a..b:n of n values from a up to b, such as 0.8..1.4:7 or 20 s..60 s:5"
_FORM: Final = "path=values or path*=values, such as queues.card.volume*=0.8,1,1.2"
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Field:
    """A field of a scenario that is varied: set, or multiplied where `is_factor`."""

    keys: tuple[str, ...]
    is_factor: bool

    @property
    def name(self) -> str:
        """The field as it was written, with the `*` of a factor."""
        return ".".join(self.keys) + "*" * self.is_factor

    def overlaps(self, other: Field) -> bool:
        """Tell whether two fields are one, or one of them is a part of the other."""
        shorter = min(len(self.keys), len(other.keys))
        return self.keys[:shorter] == other.keys[:shorter]


@dataclass(frozen=True)
class Axis:
    """A field and the values that it takes, as texts."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """One field of one cell: what it is set to or multiplied by, and where that was written."""

    field: Field
    value: str
    place: Place

    def __str__(self) -> str:
        """Return it as it could be given to `--vary`."""
        return f"{self.field.name}={self.value}"

    @property
    def factor(self) -> Fraction | None:
        """The number to multiply by; None where it is none."""
        return number_of(self.value)


def number_of(text: str) -> Fraction | None:
    """Return the exact number that a text stands for, or None; infinity is none.

    What is too small to matter is 0, before its exact fraction fills the memory.
    """
    if not re.fullmatch(_NUMBER, text.strip(), re.ASCII):
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    return Fraction(text.strip()) if abs(number) > _NEGLIGIBLE else Fraction(0)


def read_axes(texts: Iterable[str]) -> list[Axis]:
    """Return the axes of `--vary`. Raises BadInput for all that are none."""
    axes: list[Axis] = []
    faults: list[Fault] = []
    for text in texts:
        try:
            axes.append(_axis(text))
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return axes


def field_of(written: str, place: Place) -> Field:
    """Return the field of a path, a factor where it ends in `*`. Raises BadInput for no path."""
    path = written.strip()
    is_factor = path.endswith("*")
    keys = tuple(key.strip() for key in path.removesuffix("*").strip().split("."))
    if not all(keys) or len(keys) > _MAX_KEYS:
        raise BadInput([_fault(place, "", shown(written), "a path such as queues.card.volume")])
    if is_factor and keys == (VARIANT,):
        raise BadInput([_fault(place, VARIANT, shown(written), "variant=names; none is a number")])
    return Field(keys, is_factor)


def faulty_factor(field: Field, value: str, place: Place) -> Fault | None:
    """Return what is wrong with a value of a factor; None where nothing is."""
    if field.is_factor and number_of(value) is None:
        return _fault(place, field.name, shown(value), "a number to multiply by, such as 1.2")
    return None


def overlapping(fields: Sequence[tuple[Field, Place]]) -> Iterator[Fault]:
    """Give a fault for every field that is varied twice, or within another that is."""
    for index, (field, place) in enumerate(fields):
        for other, _ in fields[:index]:
            if field.overlaps(other):
                words = f"each field varied once; {other.name} is varied already"
                yield _fault(place, field.name, "", words)


def _axis(text: str) -> Axis:
    place = Place(_FILE, 0)
    path, equals, written = text.partition("=")
    if not equals:
        raise BadInput([_fault(place, "", shown(text), _FORM)])
    field = field_of(path, place)
    values = _values(field, written.strip())
    faults = [fault for value in values if (fault := faulty_factor(field, value, place))]
    twice = [value for value, times in Counter(values).items() if times > 1]
    faults += [_fault(place, field.name, value, "each value once") for value in twice]
    if faults:
        raise BadInput(faults)
    return Axis(field, tuple(values))


def _values(field: Field, written: str) -> list[str]:
    """Return the values of a range, of a list, or the only one."""
    match = _RANGE.fullmatch(written)
    if match:
        return _spaced(field, written, match)
    if _LIKE_A_RANGE.match(written):
        raise _bad(field, written, _A_RANGE)
    values = [value.strip() for value in _parted(written)]
    if not all(values):
        raise _bad(field, written, "values with nothing missing between commas, such as 1,2,3")
    if len(values) > MAX_CELLS:
        raise _bad(field, f"{len(values)} values", f"at most {MAX_CELLS:,}")
    return values


def _spaced(field: Field, written: str, match: re.Match[str]) -> list[str]:
    """Return evenly spaced values with their unit, as short as twelve digits allow."""
    low, high, n = number_of(match["low"]), number_of(match["high"]), int(match["n"])
    unit = match["last_unit"]
    if low is None or high is None or match["unit"] not in ("", unit):
        raise _bad(field, written, _A_RANGE + "; one unit for both ends")
    if n > MAX_CELLS:
        raise _bad(field, written, f"at most {MAX_CELLS:,} values")
    if n < 2 or low >= high:
        raise _bad(field, written, _A_RANGE + "; at least 2 values, for both ends are among them")
    behind = f" {unit}" if unit else ""
    step = (high - low) / (n - 1)
    return [f"{float(low + index * step):.12g}{behind}" for index in range(n)]


def _parted(written: str) -> Iterator[str]:
    """Give what stands between commas; those inside brackets or quotes part nothing."""
    closing: list[str] = []
    begin = 0
    for at, mark in enumerate(written):
        if closing and mark == closing[-1]:
            closing.pop()
        elif closing and closing[-1] in "\"'":
            continue
        elif mark in _BRACKETS:
            closing.append(_BRACKETS[mark])
        elif mark in "\"'":
            closing.append(mark)
        elif mark == "," and not closing:
            yield written[begin:at]
            begin = at + 1
    yield written[begin:]


def _bad(field: Field, value: str, expected: str) -> BadInput:
    return BadInput([_fault(Place(_FILE, 0), field.name, shown(value), expected)])


def _fault(place: Place, field: str, value: str, expected: str) -> Fault:
    return Fault(place.file, place.line, place.field or field, value, expected)
