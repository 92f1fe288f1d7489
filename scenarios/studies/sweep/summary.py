"""What a sweep found, as plain data for JSON: how it was made, and its best and worst cells."""

from __future__ import annotations

from typing import Final

from scenarios.studies.summary import Summary, records
from scenarios.studies.sweep.sweep import Sweep
from scenarios.studies.sweep.table import RANKED_BY

#: Up to so many cells are all shown ...
ALL: Final = 16
#: ... of more than those, so many of the best and of the worst.
EACH: Final = 5


def shown_cells(sweep: Sweep) -> list[int]:
    """Return the cells to be shown: the base, and all others or the best and the worst."""
    if len(sweep.cells) <= ALL:
        return list(range(len(sweep.cells)))
    ranked = sweep.ranked
    return [0, *ranked[:EACH], *ranked[-EACH:]]


def sweep_summary(sweep: Sweep) -> Summary:
    """Return how a sweep was made, where its table is, and the targets of the cells to be shown."""
    return {
        "ok": True,
        "scenario": sweep.label,
        "results": str(sweep.folder),
        "table": str(sweep.table_file),
        "rows": sweep.rows,
        "seed": sweep.inputs["seed"],
        "replications": sweep.inputs["replications"],
        "versions": sweep.inputs["versions"],
        "axes": sweep.inputs["axes"],
        "cells": len(sweep.cells),
        "different": sweep.different,
        "resumed": sweep.resumed,
        "computed": sweep.computed,
        "extended": sum(sweep.extended.values()),
        "extended_from": {str(before): cells for before, cells in sweep.extended.items()},
        "damaged": list(sweep.damaged),
        "ranked_by": RANKED_BY,
        "best": sweep.ranked[:EACH],
        "worst": sweep.ranked[-EACH:],
        "shown": [_cell(sweep, number) for number in shown_cells(sweep)],
    }


def _cell(sweep: Sweep, number: int) -> Summary:
    cell = sweep.cells.cell(number)
    table = sweep.found(number)
    of_target = table[table["target"].notna()]
    wanted = [name for name in of_target.columns if name not in _OF_THE_CELL]
    axes = [field.name for field in sweep.cells.fields]
    standing = sweep.standings[number]
    return {
        "cell": number,
        "label": cell.label,
        "changes": cell.changes,
        "values": records(table[axes].head(1))[0] if axes else {},
        "targets_met": standing.met,
        "targets_missed": standing.missed,
        "targets_cannot_tell": standing.cannot_tell,
        "cost": standing.cost,
        "targets": records(of_target[[name for name in wanted if name not in axes]]),
    }


_OF_THE_CELL: Final = ("cell", "label", "kind", "n")
