"""Variants beside their base: what differs, by how much, and whether that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from crewline.tables.figures import UNDEFINED, Figures, Record, in_words, number, signed
from scenarios.studies.comparison import Comparison
from sim.kpis.definitions import Unit

#: The centre's figures in a comparison; every queue adds its target's KPI, every group two.
_CENTRE: Final = (
    "offered",
    "SL3",
    "asa",
    "abandonment",
    "answer_rate",
    "blocked_share",
    "redial_share",
    "aht",
    "customer_effort",
    "cost",
    "cost_per_contact",
)
_GROUP: Final = ("occupancy", "hold_pressure")

_STYLES: Final = {"better": "green", "worse": "red"}
_UNITS: Final = {Unit.SHARE: ", %", Unit.SECONDS: ", s"}

Row = tuple[str, str, str]  # kind, name, KPI


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the base's figures, and each variant's with the interval of its difference."""
    if not comparison.variants:
        console.print("There is no variant to compare with.")
        return
    base = Figures.of(pd.concat([comparison.base.kpis, comparison.base.groups]))
    found = {
        (row["variant"], row["kind"], row["name"], row["kpi"]): row
        for row in comparison.differences.to_dict("records")
    }
    table = Table(box=SIMPLE_HEAD, show_lines=False)
    table.add_column("figure")
    table.add_column(comparison.base.label, justify="right")
    for variant in comparison.variants:
        table.add_column(variant.label, justify="right")
    for row in _rows(comparison):
        differences = [found.get((variant.label, *row)) for variant in comparison.variants]
        if any(each is not None and each["verdict"] != "the same" for each in differences):
            table.add_row(_name(comparison, row), base.cell(*row), *map(_cell, differences))
    console.print(table)
    console.print(
        "Under each figure its difference from the first column, ± half of the difference's own"
        f" {comparison.base.scenario.confidence:.0%} interval, on the same"
        f" {comparison.base.replications} random horizons."
    )


def _rows(comparison: Comparison) -> Sequence[Row]:
    scenario = comparison.base.scenario
    queues = [
        ("queue", name, queue.target.kpi if queue.target else "SL3")
        for name, queue in scenario.queues.items()
    ]
    groups = [("group", name, kpi) for name in scenario.groups for kpi in _GROUP]
    return [*(("centre", "", kpi) for kpi in _CENTRE), *queues, *groups]


def _name(comparison: Comparison, row: Row) -> str:
    kind, name, kpi = row
    unit = _UNITS.get(comparison.base.counted.kpis[kpi].unit, "")
    return f"{name or kind}: {in_words(kpi)}{unit}"


def _cell(row: Record | None) -> str:
    """Return the variant's figure, and the difference in words and numbers below."""
    if row is None:
        return UNDEFINED
    unit = Unit(row["unit"])
    value = number(row["value"], unit)
    if row["verdict"] in {"cannot tell apart", "the same"}:
        return f"{value}\n[dim]{row['verdict']}[/dim]"
    reach = number((row["high"] - row["low"]) / 2, unit)
    words = f"{signed(row['difference'], unit)} ±{reach} {row['verdict']}"
    style = _STYLES.get(row["verdict"], "default")
    return f"{value}\n[{style}]{words}[/{style}]"
