"""How a figure is written: units a planner reads, and the interval beside it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

UNDEFINED: Final = "–"

_SPOKEN: Final = {"asa": "ASA", "aht": "AHT", "group_aht": "AHT"}

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

    def deciles(self, kind: str, name: str, kpi: str) -> str:
        """Return what one day may bring: deciles 1, 5 and 9 of the simulated days."""
        row = self.rows[kind, name, kpi]
        return "  ".join(number(row[decile], Unit(row["unit"])) for decile in ("p10", "p50", "p90"))


def with_interval(row: Record, divide_by: float = 1) -> str:
    """Return `value ±half-width` of a row, in the unit that its column says."""
    unit = Unit(row["unit"])
    half_width = (row["high"] - row["low"]) / 2 / divide_by
    value, reach = number(row["value"] / divide_by, unit), number(half_width, unit)
    is_sure = half_width == 0  # by the plan alone, such as wages
    return value if is_sure or UNDEFINED in {reach, value} else f"{value} ±{reach}"


def number(value: float, unit: Unit) -> str:
    """Return a number without its unit: shares in per cent, as many decimals as mean anything."""
    if not math.isfinite(value):
        return UNDEFINED
    shown = 100 * value if unit is Unit.SHARE else value
    if abs(shown) >= 1000:
        return f"{shown:,.0f}"
    return f"{shown:.2f}" if 0 < abs(shown) < 0.095 else f"{shown:.1f}"


def signed(value: float, unit: Unit) -> str:
    """Return a difference with its sign."""
    text = number(abs(value), unit)
    return text if text == UNDEFINED else f"{'-' if value < 0 else '+'}{text}"


def with_unit(value: float, unit: Unit) -> str:
    """Return a number with its unit, for a sentence; whole numbers without a decimal."""
    symbols = {Unit.SHARE: " %", Unit.SECONDS: " s"}
    return number(value, unit).removesuffix(".0") + symbols.get(unit, "")


def in_words(kpi: str) -> str:
    """Return a KPI's name as people say it."""
    return _SPOKEN.get(kpi, kpi.replace("_", " "))
