"""Tuning playbooks: levels, reserves and lead times varied by a sweep, and the best of them.

Scenario -> dials -> Cells -> Sweep (kept cell by cell) -> curve -> Tuning
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from scenarios.studies.emergency.curve import COUNTS, Beaten, beaten, of_centre
from scenarios.studies.emergency.dials import dials, turned
from scenarios.studies.emergency.emergency import refuse_no_playbook
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.results import write_summary, write_tables
from scenarios.studies.summary import Summary, records
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import Cells
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.sweep import Asked, Sweep, Sweeping
from sim.kpis.estimates import ratio_of_means
from sim.kpis.targets import Verdict

#: The cell that is the scenario as it is written.
AS_WRITTEN: Final = "as written"
#: Where a cell stands.
ON_CURVE: Final = "on the curve"
BEATEN: Final = "beaten"
MAY_BE_BEATEN: Final = "perhaps beaten"
SAME: Final = "same days"


@dataclass(frozen=True)
class Tuning:
    """What a tuning found: a row for each cell in `table`, and where its folder is."""

    sweep: Sweep
    currency: str
    confidence: float

    def __repr__(self) -> str:
        """Return what was tuned."""
        return (
            f"<Tuning {self.sweep.label}: {len(self.sweep.cells)} cells, in {self.sweep.folder};"
            " see .table, .curve, .cheapest, .cheapest_surely>"
        )

    @cached_property
    def table(self) -> Frame:
        """A row for each cell.

        Columns: cell, label; of the centre's cost, contacts lost and SL3 the mean with low and
        high; targets_met, targets_missed, targets_cannot_tell, and targets_hold, whether all plain
        estimates keep to their levels; place ("on the curve", "beaten" for sure, "perhaps beaten",
        "same days" as an earlier cell), beaten_by, the cell that beats it or is the same; and
        cheapest, whether it is the cheapest of which all targets hold.
        """
        cells = [self.sweep.kept(number) for number in range(len(self.sweep.cells))]
        table = pd.DataFrame([self._record(number, cell) for number, cell in enumerate(cells)])
        places = _places(cells, table["cost"].to_numpy(np.float64), self.confidence)
        table["place"] = [place for place, _ in places]
        table["beaten_by"] = pd.array([by for _, by in places], dtype="Int64")
        holds = table[table["targets_hold"] & (table["place"] != SAME)]
        table["cheapest"] = False
        if len(holds):
            table.loc[holds["cost"].idxmin(), "cheapest"] = True
        return table

    @property
    def curve(self) -> Frame:
        """The rows on the curve, the cheapest first."""
        on_curve = self.table[self.table["place"] == ON_CURVE]
        return on_curve.sort_values("cost", kind="stable")

    @property
    def cheapest(self) -> int | None:
        """The cheapest cell of which all targets hold; None where there is none."""
        found = self.table.loc[self.table["cheapest"], "cell"].tolist()
        return int(found[0]) if found else None

    @property
    def cheapest_surely(self) -> int | None:
        """The cheapest cell of which all targets are met for sure; None where there is none."""
        unsure = self.table[["targets_missed", "targets_cannot_tell"]].sum(axis=1)
        met = self.table[(self.table["targets_met"] > 0) & (unsure == 0)]
        cells = met.sort_values("cost", kind="stable")["cell"].tolist()
        return int(cells[0]) if cells else None

    def _record(self, number: int, cell: Kept) -> dict[str, Any]:
        named = self.sweep.cells.cell(number)
        record: dict[str, Any] = {"cell": number, "label": named.label if number else AS_WRITTEN}
        for figure in COUNTS:
            parts = of_centre(cell, figure)
            mean = ratio_of_means(parts.top, parts.bottom, self.confidence).at(0)
            record |= {figure: mean.value, f"{figure}_low": mean.low, f"{figure}_high": mean.high}
        verdicts = [evaluation.verdict for evaluation in cell.evaluations]
        return record | {
            "targets_met": verdicts.count(Verdict.MET),
            "targets_missed": verdicts.count(Verdict.MISSED),
            "targets_cannot_tell": verdicts.count(Verdict.CANNOT_TELL),
            "targets_hold": bool(verdicts) and all(each.holds for each in cell.evaluations),
        }


def tuning(asked: Asked) -> Sweeping:
    """Return the sweep of a tuning, planned: what `asked` varies, or levels, reserves, lead times.

    Raises BadInput where there is no playbook or nothing to turn, and as `Sweeping` does.
    """

    def make_cells(bench: Bench) -> Cells:
        refuse_no_playbook(bench.loaded)
        return turned(dials(bench.loaded.scenario))

    sweeping = Sweeping(asked, None if asked.vary or asked.variants else make_cells)
    refuse_no_playbook(sweeping.loaded)
    return sweeping


def tuned(sweep: Sweep, sweeping: Sweeping) -> Tuning:
    """Return what a tuning's sweep found, and write it into the sweep's folder."""
    scenario = sweeping.loaded.scenario
    found = Tuning(sweep, scenario.currency, scenario.confidence)
    write_tables(sweep.folder, {"tuning": found.table}, csv=True)
    write_summary(sweep.folder, tuning_summary(found))
    return found


def tuning_summary(found: Tuning) -> Summary:
    """Return a tuning in plain data: how it was made, all cells, the curve."""
    sweep = found.sweep
    return {
        "ok": True,
        "scenario": sweep.label,
        "results": str(sweep.folder),
        "seed": sweep.inputs["seed"],
        "replications": sweep.inputs["replications"],
        "confidence": found.confidence,
        "currency": found.currency,
        "versions": sweep.inputs["versions"],
        "cells": len(sweep.cells),
        "different": sweep.different,
        "resumed": sweep.resumed,
        "computed": sweep.computed,
        "curve": [int(cell) for cell in found.curve["cell"]],
        "cheapest": found.cheapest,
        "cheapest_surely": found.cheapest_surely,
        "table": records(found.table),
    }


def _places(
    cells: list[Kept], costs: np.ndarray, confidence: float
) -> list[tuple[str, int | None]]:
    """Return where each cell stands, and who beats it or is the same."""
    found = beaten(cells, confidence)
    firsts: dict[bytes, int] = {}
    places = []
    for number, cell in enumerate(cells):
        first = firsts.setdefault(_days_of(cell), number)
        places.append((SAME, first) if first != number else _place(found, number, costs))
    return places


def _place(found: Beaten, cell: int, costs: np.ndarray) -> tuple[str, int | None]:
    by = found.by(cell, costs)
    if by is None:
        return ON_CURVE, None
    return BEATEN if found.surely[by, cell] else MAY_BE_BEATEN, by


def _days_of(cell: Kept) -> bytes:
    """Return what tells the days of cells apart: all of what counts, replication by replication."""
    parts = [of_centre(cell, figure) for figure in COUNTS]
    return b"".join(each.top.tobytes() + each.bottom.tobytes() for each in parts)
