"""How long to simulate: until every target of a unit is known within a half-width that was asked.

A target is looked at as it is judged: the mean of its scope's period (interval, day or week) that
fares worst, the figure that its verdict names. With `odds` it is this mean that is to be known, and
not the share of days. Targets of another unit are not looked at; where there is none of the unit,
the centre's SL3 or ASA over the whole horizon is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.units import read_duration, read_share
from sim.kpis.definitions import KPIS, Kpi, Unit
from sim.kpis.estimates import Estimate, estimate
from sim.kpis.stopping import Precision, Simulate, run_until
from sim.kpis.tally import Tally
from sim.kpis.targets import Target, evaluate

#: Replications before the first look, and at most, unless told otherwise.
FIRST_LOOK: Final = 10
CAP: Final = 200


@dataclass(frozen=True)
class HalfWidth:
    """What was asked: half the width of an interval, as a share or in seconds."""

    text: str
    unit: Unit
    value: float


@dataclass(frozen=True)
class Reached:
    """What a precision came to.

    `rows` are the targets that were looked at, by their queue's row; row 0 is the centre, looked at
    where there was none. `cap` is the most replications that were allowed.
    """

    asked: HalfWidth
    cap: int
    rows: tuple[int, ...]
    half_widths: tuple[float, ...]

    @property
    def everywhere(self) -> bool:
        """Whether all that was looked at is known as well as asked."""
        return all(self.holds(half_width) for half_width in self.half_widths)

    def holds(self, half_width: float) -> bool:
        """Return whether a half-width is as narrow as asked; an unknown one is not."""
        return half_width <= self.asked.value

    def of(self, row: int) -> bool | None:
        """Return whether a row's target is known as well as asked; None if it was not looked at."""
        return self.holds(self.half_widths[self.rows.index(row)]) if row in self.rows else None


def half_width_of(text: str) -> HalfWidth:
    """Read `0.5 %` or `2 s`. Raises BadInput where it is neither, or has no unit."""
    unit, read = (Unit.SHARE, read_share) if "%" in str(text) else (Unit.SECONDS, read_duration)
    try:
        value = read(str(text))
    except ValueError:
        value = 0.0
    if value > 0:
        return HalfWidth(str(text), unit, value)
    words = "a half-width above zero with its unit: a share such as 0.5 %, or a time such as 2 s"
    raise BadInput([Fault("command line", 0, "--precision", str(text), words)])


def simulate_until(
    asked: HalfWidth,
    targets: Sequence[Target],
    simulate: Simulate,
    cap: int,
    confidence: float,
) -> Reached:
    """Simulate until every target of the asked unit is known so well, or `cap` is reached."""
    looked_at = [target for target in targets if target.kpi.unit is asked.unit]

    def look(tallies: Sequence[Tally]) -> list[Estimate]:
        found = [evaluate(target, tallies, confidence).estimate for target in looked_at]
        return found or [estimate(_of_centre(asked.unit), tallies, 0, confidence)]

    rule = Precision(asked.value, first=min(FIRST_LOOK, cap), cap=cap)
    found = look(run_until(rule, simulate, look).tallies)
    rows = tuple(target.row for target in looked_at) or (0,)
    return Reached(asked, cap, rows, tuple(each.half_width for each in found))


def _of_centre(unit: Unit) -> Kpi:
    return KPIS["SL3" if unit is Unit.SHARE else "asa"]
