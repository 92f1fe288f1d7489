"""Variants beside their base: what differs, by how much, and whether that is sure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Figures, Record, apart, in_words, number, shown_in
from crewline.tables.sheet import Column, in_lines, print_sheet
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.studies.comparison import Comparison
from sim.kpis.definitions import KPIS, Unit

#: The centre's figures in a comparison; every queue and every group adds some.
_CENTRE: Final = (
    "arrived",
    "containment",
    "offered",
    "SL3",
    "asa",
    "abandonment",
    "answer_rate",
    "blocked_share",
    "closed_share",
    "cleared_share",
    "call_back_share",
    "diverted_share",
    "redial_share",
    "aht",
    "customer_effort",
    "cost",
    "cost_per_contact",
)
_GROUP: Final = ("occupancy", "hold_pressure")
#: Of queues in which nobody waits.
_WORK: Final = ("on_time", "late", "backlog", "backlog_age")
_OUTBOUND: Final = ("calls_made", "reached_share", "backlog")

_STYLES: Final = {"better": "green", "worse": "red"}

Row = tuple[str, str, str]  # kind, name, KPI
Key = tuple[str, str, str, str]  # variant, and row


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the base's figures, and each variant's with the interval of its difference."""
    if not comparison.variants:
        console.print("There is no variant to compare with.")
        return
    base = Figures.of(comparison.base_figures)
    found = {
        (row["variant"], row["kind"], row["name"], row["kpi"]): row
        for row in comparison.differences.to_dict("records")
    }
    rows = [row for row in _rows(comparison) if _differs(comparison, found, row)]
    columns = [
        Column(in_lines(comparison.base.label), [base.cell(*row, _divide_by(row)) for row in rows]),
        *(
            Column(
                in_lines(variant.label), [_cell(found.get((variant.label, *row))) for row in rows]
            )
            for variant in comparison.variants
        ),
    ]
    print_sheet(console, "", Column("figure", [_name(comparison, row) for row in rows]), columns)
    console.print(
        "Under each figure its difference from the first column, ± half of the difference's own"
        f" {comparison.base.scenario.confidence:.0%} interval, on the same"
        f" {comparison.base.replications} random horizons. Figures that are the same in all"
        " columns are left out.\n",
        highlight=False,
    )


def _rows(comparison: Comparison) -> Sequence[Row]:
    scenario = comparison.base.scenario
    queues = [
        ("queue", name, kpi) for name, queue in scenario.queues.items() for kpi in _of_queue(queue)
    ]
    groups = [("group", name, kpi) for name in scenario.all_groups for kpi in _GROUP]
    return [*(("centre", "", kpi) for kpi in _CENTRE), *queues, *groups]


def _of_queue(queue: Queue) -> Sequence[str]:
    """Return a queue's KPIs: no wait is told without how many were lost."""
    if queue.channel in DEFERRABLE:
        return _OUTBOUND if queue.channel == "outbound" else _WORK
    target = queue.target.kpi if queue.target else "SL3"
    level = target if target.startswith("SL") else "SL3"
    return list(dict.fromkeys((level, target, "abandonment")))


def _differs(comparison: Comparison, found: Mapping[Key, Record], row: Row) -> bool:
    differences = [found.get((variant.label, *row)) for variant in comparison.variants]
    return any(each is not None and _is_told(each) for each in differences)


def _is_told(row: Record) -> bool:
    """Return whether a figure differs, or may, and is anything in one of the two at least."""
    nowhere = math.isnan(row["base"]) and math.isnan(row["value"])
    return row["verdict"] != "the same" and not nowhere


def _name(comparison: Comparison, row: Row) -> str:
    kind, name, kpi = row
    _, unit = shown_in(kpi, KPIS[kpi].unit)
    return f"{name or kind}: {in_words(kpi)}{unit}"


def _divide_by(row: Row) -> float:
    return shown_in(row[2], KPIS[row[2]].unit)[0]


def _cell(row: Record | None) -> Text:
    """Return the variant's figure, and the difference in words and numbers below."""
    if row is None:
        return Text(UNDEFINED)
    unit = Unit(row["unit"])
    divide_by, _ = shown_in(row["kpi"], unit)
    text = Text(f"{number(row['value'] / divide_by, unit)}\n")
    if row["verdict"] in {"cannot tell apart", "the same", "undefined"}:
        return text.append(row["verdict"], "dim")
    half_width = (row["high"] - row["low"]) / 2 / divide_by
    words = f"{apart(row['difference'] / divide_by, half_width, unit)} {row['verdict']}"
    return text.append(words, _STYLES.get(row["verdict"], "default"))
