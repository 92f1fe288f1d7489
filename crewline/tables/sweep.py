"""A sweep's cells side by side: their targets, and what differs from the base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Record, apart, in_words, with_interval
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.sweep.summary import ALL, EACH, shown_cells
from scenarios.studies.sweep.sweep import Sweep
from sim.kpis.definitions import Unit

_STYLES: Final = {"better": "green", "worse": "red"}
_UNITS: Final = {Unit.SHARE: ", %", Unit.SECONDS: ", s"}

#: What is shown where no queue has a target.
_USUAL: Final = (("centre", "", "SL3"), ("centre", "", "asa"), ("centre", "", "abandonment"))

Row = tuple[str, str, str]  # kind, name, KPI


def print_sweep(console: Console, sweep: Sweep) -> None:
    """Print cells with the KPIs of the targets: all cells, or the base, the best and the worst."""
    cells = shown_cells(sweep)
    tables = [sweep.found(cell).to_dict("records") for cell in cells]
    figures = [_by_row(records) for records in tables]
    promised = _rows(tables)
    rows = promised or list(_USUAL)
    names = Column("cell", [_name(sweep, cell) for cell in cells])
    columns = [
        Column(_header(row, figures), [_cell(each.get(row)) for each in figures]) for row in rows
    ]
    if promised:
        columns.insert(0, Column("targets held", _held(sweep, cells, figures)))
    fields = ", ".join(field.name for field in sweep.cells.fields)
    _say(console, f"{sweep.label}: {fields}", style="bold")
    print_sheet(console, "", names, columns)
    if len(sweep.cells) > ALL:
        _say(
            console,
            f"Of {len(sweep.cells):,} cells the base, the best {EACH} and the worst {EACH}: by"
            " targets held, then by the centre's SL3.",
        )
    _say(
        console,
        "Under each figure its difference from the base, ± half of its own interval, on the same"
        f" {sweep.inputs['replications']} random horizons.",
    )
    console.print()


def _say(console: Console, sentence: str, style: str | None = None) -> None:
    console.print(sentence, markup=False, highlight=False, style=style)


def _by_row(records: Sequence[dict[Any, Any]]) -> dict[Row, Record]:
    return {(row["kind"], row["name"], row["kpi"]): row for row in records}


def _rows(tables: Sequence[Sequence[dict[Any, Any]]]) -> list[Row]:
    """Return the figures that are a target's in any cell, in their order."""
    found = [
        (str(row["kind"]), str(row["name"]), str(row["kpi"]))
        for records in tables
        for row in records
        if isinstance(row["target"], str)
    ]
    return list(dict.fromkeys(found))


def _name(sweep: Sweep, number: int) -> str:
    """Return a cell's number and name, or the values that make it."""
    return f"{number}: {sweep.cells.cell(number).label}"


def _held(sweep: Sweep, cells: Sequence[int], figures: Sequence[dict[Row, Record]]) -> list[str]:
    promised = [sum(isinstance(row["target"], str) for row in each.values()) for each in figures]
    return [f"{sweep.held[cell][0]} of {all_}" for cell, all_ in zip(cells, promised, strict=True)]


def _header(row: Row, figures: Sequence[dict[Row, Record]]) -> str:
    kind, name, kpi = row
    unit = next(Unit(each[row]["unit"]) for each in figures if row in each)
    return f"{name or kind}\n{in_words(kpi)}{_UNITS.get(unit, '')}"


def _cell(row: Record | None) -> Text:
    """Return a figure with its interval, and below it what differs from the base."""
    if row is None:
        return Text(UNDEFINED)
    text = Text(with_interval(row))
    unit, words = Unit(row["unit"]), row["verdict"]
    if row["cell"] == 0 or not isinstance(words, str):
        return text
    if words in {"cannot tell apart", "the same"}:
        return text.append(f"\n{words}", "dim")
    half_width = (row["difference_high"] - row["difference_low"]) / 2
    told = f"{apart(row['difference'], half_width, unit)} {words}"
    return text.append(f"\n{told}", _STYLES.get(words, "default"))
