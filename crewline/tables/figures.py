"""How a figure is written: units a planner reads, and the interval beside it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

UNDEFINED: Final = "–"

_SPOKEN: Final = {
    "asa": "ASA",
    "aht": "AHT",
    "group_aht": "AHT",
    "blocked_share": "blocked",
    "closed_share": "came while closed",
    "cleared_share": "cleared",
    "still_waiting_share": "waiting at the end",
    "on_time": "done in time",
    "late": "late work",
    "open_at_end": "open at the end",
    "contained": "contained by self-service",
    "call_back_share": "call-backs accepted",
    "call_back_wait": "wait for a call-back",
    "left_bot_share": "gave up in self-service",
    "failover_share": "failed over to people",
    "diverted_share": "diverted to self-service",
    "silent_share": "fell silent",
    "reached_share": "calls that reached",
    "never_reached_share": "never reached",
    "escalated_share": "escalated",
    "reminded_share": "reminded of",
    "reopened_share": "reopened",
}

#: Ages of work are read in hours.
_IN_HOURS: Final = {"backlog_age"}
_UNITS: Final = {Unit.SHARE: ", %", Unit.SECONDS: ", s"}

#: What is smaller comes from rounding.
_NOTHING: Final = 5e-7

Record = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Figures:
    """The rows of a KPI table, found by what they are about."""

    rows: Mapping[tuple[str, str, str], Record]

    @classmethod
    def of(cls, table: Frame) -> Figures:
        """Index a table of `scenarios.studies.kpi_tables`."""
        records = table.to_dict("records")
        return cls({(row["kind"], row["name"], row["kpi"]): row for row in records})

    def cell(self, kind: str, name: str, kpi: str, divide_by: float = 1) -> str:
        """Return value and half-width, or a dash where there is no such figure."""
        row = self.rows.get((kind, name, kpi))
        return UNDEFINED if row is None else with_interval(row, divide_by)

    def says(self, kind: str, name: str, kpi: str) -> bool:
        """Return whether there is such a figure, and it is anything but nothing."""
        row = self.rows.get((kind, name, kpi))
        return row is not None and bool(row["value"] > 0)

    def any_of(self, kpi: str, above: float) -> bool:
        """Return whether the KPI is above a level anywhere."""
        return any(row["value"] > above for (_, _, name), row in self.rows.items() if name == kpi)

    def deciles(self, kind: str, name: str, kpi: str) -> str:
        """Return what one day may bring: deciles 1, 5 and 9 of the simulated days."""
        row = self.rows[kind, name, kpi]
        return "  ".join(number(row[decile], Unit(row["unit"])) for decile in ("p10", "p50", "p90"))


def with_interval(row: Record, divide_by: float = 1) -> str:
    """Return `value ±half-width` of a row, in the unit that its column says."""
    unit = Unit(row["unit"])
    half_width = reach(row["value"], row["low"], row["high"], unit) / divide_by
    value, half = number(row["value"] / divide_by, unit), number(half_width, unit)
    is_sure = half_width == 0  # by the plan alone, such as wages
    return value if is_sure or UNDEFINED in {half, value} else f"{value} ±{half}"


def reach(value: float, low: float, high: float, unit: Unit) -> float:
    """Return half the width of an interval; of a share no more than leads to 0 or 100 %."""
    half_width = (high - low) / 2
    is_part = unit is Unit.SHARE and 0 <= value <= 1
    return min(half_width, max(value, 1 - value)) if is_part else half_width


def number(value: float, unit: Unit, decimals: int | None = None) -> str:
    """Return a number without its unit: shares in per cent, as many decimals as mean anything."""
    if not math.isfinite(value):
        return UNDEFINED
    shown = 100 * value if unit is Unit.SHARE else value
    if abs(shown) < _NOTHING:
        shown = 0.0
    return f"{shown:,.{_decimals(shown) if decimals is None else decimals}f}"


def _decimals(shown: float) -> int:
    """Return how many decimals a number needs to be told from zero."""
    size = abs(shown)
    if size >= 1000:
        return 0
    if size >= 0.095 or size == 0:
        return 1
    return 2 if size >= 0.0095 else 1 - math.floor(math.log10(size))


def apart(difference: float, half_width: float, unit: Unit) -> str:
    """Return a difference that is no chance with its `±`, the one always seen to be the larger."""
    written = signed(difference, unit), number(half_width, unit)
    for decimals in range(1, 9):
        if written[0][1:] != written[1]:
            break
        written = signed(difference, unit, decimals), number(half_width, unit, decimals)
    return " ±".join(written)


def signed(value: float, unit: Unit, decimals: int | None = None) -> str:
    """Return a difference with its sign."""
    text = number(abs(value), unit, decimals)
    return text if text == UNDEFINED else f"{'-' if value < 0 else '+'}{text}"


def with_unit(value: float, unit: Unit) -> str:
    """Return a number with its unit, for a sentence; whole numbers without a decimal."""
    symbols = {Unit.SHARE: " %", Unit.SECONDS: " s"}
    return number(value, unit).removesuffix(".0") + symbols.get(unit, "")


def shown_in(kpi: str, unit: Unit) -> tuple[float, str]:
    """Return what a KPI's values are divided by, and the unit behind its name then."""
    return (3600, ", h") if kpi in _IN_HOURS else (1, _UNITS.get(unit, ""))


def in_words(kpi: str) -> str:
    """Return a KPI's name as people say it."""
    return _SPOKEN.get(kpi, kpi.replace("_", " "))


def mean_of(row: Record, key: str, unit: Unit) -> str:
    """Return a mean with half of its interval: `key`, `key_low` and `key_high` of a row."""
    value, half = (
        number(each, unit) for each in (row[key], (row[f"{key}_high"] - row[f"{key}_low"]) / 2)
    )
    is_sure = row[f"{key}_high"] == row[f"{key}_low"]
    return value if is_sure or UNDEFINED in {value, half} else f"{value} ±{half}"
