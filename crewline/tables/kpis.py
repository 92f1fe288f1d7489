"""The KPI tables of one study: service levels, waits and losses, skill groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from crewline.tables.figures import Figures, in_words
from scenarios.studies.study import Study

_LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")

_WAITS: Final = (
    ("asa", "ASA, s"),
    ("mean_wait", "wait / offered, s"),
    ("longest_wait", "longest wait, s"),
    ("queue_length", "waiting at a time"),
    ("answer_rate", "answered / offered, %"),
    ("abandonment", "abandoned / offered, %"),
    ("blocked_share", "blocked / offered, %"),
)

_WORK: Final = (
    ("aht", "AHT, s"),
    ("transfer_share", "transferred / answered, %"),
    ("first_contact_resolution", "resolved at once, %"),
    ("redial_share", "redials / offered, %"),
    ("repeat_share", "repeats / offered, %"),
    ("customer_effort", "effort index"),
)

_GROUPS: Final = (
    ("on_duty", "on duty\nh", 3600),
    ("occupancy", "occupancy\n%", 1),
    ("utilisation", "handling\n/ paid, %", 1),
    ("hold_pressure", "held\n/ on duty, %", 1),
    ("group_aht", "AHT\ns", 1),
    ("group_transfer_share", "transferred\n/ answered, %", 1),
    ("overtime", "overtime\nh", 3600),
    ("wages", "wages", 1),
)


def print_study(console: Console, study: Study) -> None:
    """Print a study's KPIs, each with half the width of its interval."""
    figures, groups = Figures.of(study.kpis), Figures.of(study.groups)
    lines = [("centre", ""), *(("queue", name) for name in study.scenario.queues)]
    crews = [("all groups", ""), *(("group", name) for name in study.scenario.groups)]
    console.print(_service_levels(study, figures, lines))
    console.print(_table("Waiting", _WAITS, figures, lines))
    console.print(_table("Work and returns", _WORK, figures, lines))
    console.print(_group_table(groups, crews))
    console.print(_days(study, figures, lines))
    console.print(_cost(study, figures), markup=False, highlight=False)
    console.print(
        f"± is half the {study.scenario.confidence:.0%} interval of the mean over"
        f" {study.replications} replications; T is the line's threshold, t0 its limit of a quick"
        " abandonment, and the centre counts each contact by those of its line.\n",
        highlight=False,
        soft_wrap=True,
    )


def _service_levels(study: Study, figures: Figures, lines: Sequence[tuple[str, str]]) -> Table:
    """Return the six service levels side by side, each with its denominator in the header."""
    table = _titled("Service level, %")
    table.add_column("line")
    table.add_column("offered", justify="right", no_wrap=True)
    table.add_column("T", justify="right", no_wrap=True)
    for name in _LEVELS:
        formula = study.counted.kpis[name].formula
        table.add_column(f"{name}\n{formula}", justify="right", vertical="bottom", min_width=10)
    for kind, name in lines:
        cells = [figures.cell(kind, name, level) for level in _LEVELS]
        table.add_row(
            name or kind, figures.cell(kind, name, "offered"), _threshold(study, name), *cells
        )
    return table


def _threshold(study: Study, queue: str) -> str:
    """Return a queue's T; the centre counts each contact by that of its own queue."""
    return f"{study.threshold_s(queue):g} s" if queue else ""


def _table(
    title: str,
    columns: Sequence[tuple[str, str]],
    figures: Figures,
    rows: Sequence[tuple[str, str]],
) -> Table:
    table = _titled(title)
    table.add_column("line")
    for _, header in columns:
        table.add_column(header.replace(" / ", "\n/ "), justify="right", vertical="bottom")
    for kind, name in rows:
        table.add_row(name or kind, *(figures.cell(kind, name, kpi) for kpi, _ in columns))
    return table


def _group_table(figures: Figures, rows: Sequence[tuple[str, str]]) -> Table:
    table = _titled("Skill groups")
    table.add_column("group")
    for _, header, _ in _GROUPS:
        table.add_column(header, justify="right", no_wrap=True)
    for kind, name in rows:
        cells = [figures.cell(kind, name, kpi, divide_by) for kpi, _, divide_by in _GROUPS]
        table.add_row(name or kind, *cells)
    return table


def _days(study: Study, figures: Figures, lines: Sequence[tuple[str, str]]) -> Table:
    """Return how single days differ, which more replications do not narrow."""
    table = _titled("How days differ: P10, P50, P90")
    table.add_column("line")
    for header in ("target's KPI", "", "ASA, s", "abandoned / offered, %"):
        table.add_column(header, justify="right", no_wrap=True)
    for kind, name in lines:
        target = study.scenario.queues[name].target if name else None
        kpi = target.kpi if target else "SL3"
        cells = [figures.deciles(kind, name, each) for each in (kpi, "asa", "abandonment")]
        table.add_row(name or kind, in_words(kpi), *cells)
    return table


def _cost(study: Study, figures: Figures) -> str:
    currency = study.scenario.currency
    cost = figures.cell("centre", "", "cost")
    each = figures.cell("centre", "", "cost_per_contact")
    return f"Cost: {cost} {currency} (wages and telephony); {each} {currency} a contact answered."


def _titled(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
