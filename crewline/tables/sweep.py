"""A sweep's cells side by side: their targets, and what differs from the base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Record, apart, in_words, shown_in, with_interval
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.sweep.summary import ALL, EACH, shown_cells
from scenarios.studies.sweep.sweep import Sweep
from scenarios.studies.sweep.table import RANKED_BY
from scenarios.yaml_file import shown
from sim.kpis.definitions import Unit
from sim.kpis.targets import Verdict

_STYLES: Final = {"better": "green", "worse": "red"}

#: What is shown beside the targets, and where no queue has one.
_COST: Final = ("centre", "", "cost")
_USUAL: Final = (
    ("centre", "", "SL3"),
    ("centre", "", "asa"),
    ("centre", "", "abandonment"),
    _COST,
)

Row = tuple[str, str, str]  # kind, name, KPI


def print_sweep(console: Console, sweep: Sweep) -> None:
    """Print the cells, or the base, the best and the worst: the KPIs asked for, or the targets'."""
    cells = shown_cells(sweep)
    tables = [sweep.found(cell).to_dict("records") for cell in cells]
    figures = [_by_row(records) for records in tables]
    promised = _promised(tables)
    rows = _chosen(promised, figures, sweep.asked.kpis)
    names = Column("cell", [_name(sweep, cell) for cell in cells])
    columns = [
        Column(_header(row, figures), [_cell(each.get(row)) for each in figures]) for row in rows
    ]
    if promised:
        columns.insert(0, Column("targets", [_standing(sweep, cell) for cell in cells]))
    fields = ", ".join(field.name for field in sweep.cells.fields)
    _say(console, f"{sweep.label}: {fields}", style="bold")
    print_sheet(console, "", names, columns)
    if len(sweep.cells) > ALL:
        _say(
            console,
            f"Of {len(sweep.cells):,} cells the base, the best {EACH} and the worst {EACH}, ranked"
            f" by {RANKED_BY}.",
        )
    _say(
        console,
        "Under each figure its difference from the base, ± half of its own interval, on the same"
        f" {sweep.inputs['replications']} random horizons."
        + " A figure whose target is missed says so."
        * bool(promised),
    )
    console.print()


def _say(console: Console, sentence: str, style: str | None = None) -> None:
    console.print(sentence, markup=False, highlight=False, style=style)


def _by_row(records: Sequence[dict[Any, Any]]) -> dict[Row, Record]:
    return {(row["kind"], row["name"], row["kpi"]): row for row in records}


def _promised(tables: Sequence[Sequence[dict[Any, Any]]]) -> list[Row]:
    """Return the figures that are a target's in any cell, in their order."""
    found = [
        (str(row["kind"]), str(row["name"]), str(row["kpi"]))
        for records in tables
        for row in records
        if isinstance(row["target"], str)
    ]
    return list(dict.fromkeys(found))


def _chosen(
    promised: Sequence[Row], figures: Sequence[dict[Row, Record]], kpis: Sequence[str] | None
) -> list[Row]:
    """Return the figures to be shown: of what is asked for, the targets' and the whole centre's."""
    if kpis is None:
        return [*promised, _COST] if promised else list(_USUAL)
    wholes = [(kind, "", kpi) for kpi in kpis for kind in ("centre", "all groups")]
    return [
        *(row for row in promised if row[2] in kpis),
        *(row for row in wholes if any(row in each for each in figures)),
    ]


def _name(sweep: Sweep, number: int) -> str:
    """Return a cell's number and label; behind the base its values of what labels are made of."""
    label = f"{number}: {sweep.cells.cell(number).label}"
    cells = sweep.cells
    named = cells.rows and all(row.name for row in cells.rows)
    fields = [axis.field for axis in cells.axes] if named else cells.fields
    if number or not fields:
        return label
    return f"{label} ({', '.join(shown(sweep.base_values[field.name]) for field in fields)})"


def _standing(sweep: Sweep, number: int) -> str:
    """Return how many targets are met and missed, and below that of how many it cannot be told."""
    found = sweep.standings[number]
    told = f"{found.met} met" + (f", {found.missed} missed" if found.missed else "")
    return told + (f"\n{found.cannot_tell} cannot be told" if found.cannot_tell else "")


def _header(row: Row, figures: Sequence[dict[Row, Record]]) -> str:
    kind, name, kpi = row
    unit = next(Unit(each[row]["unit"]) for each in figures if row in each)
    return f"{name or kind}\n{in_words(kpi)}{shown_in(kpi, unit)[1]}"


def _cell(row: Record | None) -> Text:
    """Return a figure with its interval, and below it what differs from the base."""
    if row is None:
        return Text(UNDEFINED)
    text = Text("missed ", "red") if row["target"] == Verdict.MISSED.value else Text()
    unit, words = Unit(row["unit"]), row["verdict"]
    divide_by, _ = shown_in(row["kpi"], unit)
    text.append(with_interval(row, divide_by), "default")
    if row["cell"] == 0 or not isinstance(words, str):
        return text
    if words in {"cannot tell apart", "the same", "undefined"}:
        return text.append(f"\n{words}", "dim")
    half_width = (row["difference_high"] - row["difference_low"]) / 2 / divide_by
    told = f"{apart(row['difference'] / divide_by, half_width, unit)} {words}"
    return text.append(f"\n{told}", _STYLES.get(words, "default"))
