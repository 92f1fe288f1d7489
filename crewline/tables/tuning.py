"""What a tuning found: the curve of cost against recovery, and the cheapest that does."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Record, mean_of
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.emergency.tuning import (
    AS_WRITTEN,
    BEATEN,
    MAY_BE_BEATEN,
    ON_CURVE,
    SAME,
    Tuning,
)
from sim.kpis.definitions import Unit


def print_tuning(console: Console, found: Tuning) -> None:
    """Print the cells on the curve, the scenario as it is written, and which is the cheapest."""
    table = found.table.sort_values("cost", kind="stable")
    rows: list[Record] = [
        {str(key): value for key, value in row.items()} for row in table.to_dict("records")
    ]
    shown = [row for row in rows if row["place"] == ON_CURVE or row["label"] == AS_WRITTEN]
    by_cell = {row["cell"]: row for row in rows}
    money = f", {found.currency}" if found.currency else ""
    columns = [
        Column(f"cost{money}", [mean_of(row, "cost", Unit.MONEY) for row in shown]),
        Column("contacts\nlost", [mean_of(row, "lost", Unit.CONTACTS) for row in shown]),
        Column("SL3, %", [mean_of(row, "SL3", Unit.SHARE) for row in shown]),
        Column("targets met,\nof all", [_targets(row) for row in shown]),
        Column("place", [_place(row, by_cell) for row in shown], words=True),
    ]
    console.print(Text(f"{found.sweep.label}: tuned", style="bold"))
    console.print()
    names = Column("", [row["label"] for row in shown])
    print_sheet(console, "Cost against recovery", names, columns)
    for sentence in _sentences(found, rows, by_cell):
        console.print(sentence, markup=False, highlight=False)
    console.print()


def _sentences(found: Tuning, rows: list[Record], by_cell: dict[int, Record]) -> list[str]:
    places = [row["place"] for row in rows]
    sure, perhaps, same = map(places.count, (BEATEN, MAY_BE_BEATEN, SAME))
    replications = found.sweep.inputs["replications"]
    told = [
        f"Of {len(rows)} cells {places.count(ON_CURVE)} are on the curve: no other costs no more,"
        " loses no more contacts and answers no smaller share in time. Of the others"
        f" {sure} are beaten for sure, {perhaps} by the means of {replications} replications,"
        " though that may be chance"
        f"{f', and {same} came to the same days as another' * bool(same)}.",
        f"± is half of the {found.confidence:.0%} interval; the best of many always looks a little"
        " better than it is: look at it again with another --seed.",
    ]
    cheapest, surely = found.cheapest, found.cheapest_surely
    if cheapest is not None and cheapest != surely:
        label = by_cell[cheapest]["label"]
        told.append(f"The cheapest that meets all targets, though not for sure: {label}.")
    if surely is not None:
        told.append(f"The cheapest that meets all targets for sure: {by_cell[surely]['label']}.")
    if cheapest is None and any(row["targets_missed"] for row in rows):
        told.append("None of them meets all targets.")
    return told


def _targets(row: Record) -> str:
    every = row["targets_met"] + row["targets_missed"] + row["targets_cannot_tell"]
    return f"{row['targets_met']} of {every}" if every else UNDEFINED


def _place(row: Record, by_cell: dict[int, Record]) -> str:
    if row["place"] == ON_CURVE:
        return f"{ON_CURVE}{', cheapest' * row['cheapest']}"
    return f"{row['place']}, by: {by_cell[row['beaten_by']]['label']}"
