"""Faults in what a user gave us: collected, then raised at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

#: How many faults of one list, or one column of a table, are told one by one.
MAX_ALIKE: Final = 20


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what stands there, and what was expected.

    `line` counts from 1 and is 0 where the whole file (or the command line) is meant. `field` is a
    dotted path such as `queues.card.talk.mean`, or a column's name. Faults sort as they stand in
    files, items of lists by number.
    """

    file: str
    line: int
    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f": {self.field}" if self.field else ""
        value = f": got {self.value}" if self.value else ""
        text = f"{place}{field}{value}; expected {self.expected}"
        return "".join(mark if mark.isprintable() else "?" for mark in text)

    def __lt__(self, other: Fault) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[object, ...]:
        field = [_part_order(part) for part in self.field.split(".")]
        return self.file, self.line, field, self.value, self.expected

    def as_dict(self) -> dict[str, object]:
        """Return the fault for a machine-readable report."""
        return asdict(self)


class _More(Fault):
    """Stands for the faults of one list that are not told one by one."""


class BadInput(Exception):  # noqa: N818  (the input is at fault, not the program)
    """Raised once for all faults of an input."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Collect `faults`, in order of file and line; of a long list's the first and a count."""
        self.faults = tuple(_shortened(sorted(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def _part_order(part: str) -> tuple[bool, int, str]:
    """Return what a part of a field sorts by: numbers by size, and before names."""
    if part.isascii() and part.isdigit():
        return False, len(part), part
    return True, 0, part


def _shortened(faults: list[Fault]) -> list[Fault]:
    """Return sorted faults; where many stand in one list, the first ones and how many more."""
    told: list[Fault] = []
    untold: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    alike: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        where = _list_of(fault)
        alike[where] += not isinstance(fault, _More)
        if alike[where] > MAX_ALIKE and not isinstance(fault, _More):
            untold[where].append(fault)
        else:
            told.append(fault)
    for rest in untold.values():
        first = rest[0]
        value = f"{len(rest)} more from here on, of {alike[_list_of(first)]}"
        told.append(_More(first.file, first.line, first.field, value, "no faults"))
    return sorted(told)


def _list_of(fault: Fault) -> tuple[str, str]:
    """Return the file and the list (or column) that a fault stands in."""
    above, _, last = fault.field.rpartition(".")
    return fault.file, above if last.isascii() and last.isdigit() else fault.field
