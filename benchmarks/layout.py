"""Plain tables: columns as wide as their cells, and a figure's target beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class Target:
    """What a figure is to reach, in its own unit: at least so much, or at most."""

    value: float
    at_least: bool = True

    def verdict(self, found: float) -> str:
        """Say whether the target is met, and by how much of it a miss misses."""
        beyond = found / self.value - 1 if self.at_least else 1 - found / self.value
        return "met" if beyond >= 0 else f"misses by {-beyond:.0%}"


def laid_out(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines: the first cell of each row to the left, the others to the right."""
    columns = zip_longest(*rows, fillvalue="")
    first, *others = [max(map(len, cells)) for cells in columns]
    return [
        (
            f"{row[0]:<{first}}"
            + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], others, strict=False))
        ).rstrip()
        for row in rows
    ]


def million(number: float) -> str:
    """Write a rate in millions."""
    return f"{number / 1e6:.2f} M"


def ms(seconds: float) -> str:
    """Write seconds as milliseconds."""
    return f"{1e3 * seconds:.1f}"
