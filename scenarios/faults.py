"""Faults in what a user gave us: collected, then raised at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: where, what stands there, and what was expected.

    `line` counts from 1 and is 0 where the whole file (or the command line) is meant. `field` is a
    dotted path such as `queues.card.talk.mean`, or a column's name.
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
        return f"{place}{field}{value}; expected {self.expected}"

    def as_dict(self) -> dict[str, object]:
        """Return the fault for a machine-readable report."""
        return asdict(self)


class BadInput(Exception):  # noqa: N818  (the input is at fault, not the program)
    """Raised once for all faults of an input."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Collect `faults`, in order of file and line."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
