"""The cells of a sweep as its folder keeps them: their scenarios, and their replications.

A cell that was simulated is kept by replication, under a digest of its scenario. So two cells can
be compared on the same random days, whichever they are; the table compares each with the base.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crewline.reports.decision import MEASURES
from crewline.reports.reading.json_files import Plain
from crewline.reports.reading.shapes import made_by_other
from crewline.reports.reading.summaries import SCENARIO
from scenarios.faults import BadInput, Fault
from scenarios.planning.frontier.points import Series
from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.bench import Bench, canonical, digest
from scenarios.studies.sweep.cells import Cells, plan
from scenarios.studies.sweep.folder import SWEEP
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.store import DiskFault, Store
from scenarios.yaml_file import shown

_CENTRE: Final = "centre"


@dataclass(frozen=True)
class Swept:
    """The cells of a sweep over axes, and where they are kept."""

    path: Path
    asked: Plain
    cells: Cells
    bench: Bench

    def label(self, cell: int) -> str:
        """Return what a cell is called."""
        return self.cells.cell(cell).label

    def scenario(self, cell: int) -> Scenario:
        """Return what was simulated in a cell. Raises BadInput."""
        try:
            return self.bench.scenario(self.cells.cell(cell))
        except BadInput as bad:
            raise _of_vary(bad, self.path) from None

    def series(self, cell: int, expected: Mapping[str, float]) -> Mapping[str, Series]:
        """Return what options are weighed by, by replication; nothing where it is not kept.

        Nor where it is not what the table has, which is `expected`: then one of them is another's.
        """
        found = {} if (kept := self._kept(cell)) is None else _series(kept)
        same = all(_is_like(each, expected.get(kpi)) for kpi, each in found.items())
        return found if same else {}

    def _kept(self, cell: int) -> Kept | None:
        """Return the replications of a cell that the table is about."""
        version = self.asked.get("versions", {}).get("crewline", "")
        key = digest(canonical(self.scenario(cell)), version)
        try:
            kept = Store(self.path).read(key)
        except DiskFault:
            return None
        wanted = self.asked["replications"]
        return None if kept is None or kept.replications < wanted else kept.first(wanted)


def swept(asked: Plain, path: Path) -> Swept | None:
    """Return the cells of a sweep; None where their rows came from another file.

    Raises BadInput where what was varied does not make the cells that the folder tells.
    """
    vary = asked.get("vary")
    if asked.get("variants") or not vary:
        return None
    try:
        cells = plan(vary, None, asked["replications"])
    except BadInput as bad:
        raise _of_vary(bad, path) from None
    if len(cells) != asked["cells"]:
        value = f"what makes {len(cells)} cells"
        words = f"what makes {asked['cells']}, as cells tells{made_by_other(asked)}"
        raise BadInput([Fault(str(path / SWEEP), 0, "vary", value, words)])
    return Swept(path, asked, cells, Bench(str(path / SCENARIO), None, (), asked["seed"]))


def _of_vary(bad: BadInput, path: Path) -> BadInput:
    """Return faults of what was varied as those of the file that tells it."""
    return BadInput(
        Fault(str(path / SWEEP), 0, "vary", shown(f"{each.field} {each.value}"), each.expected)
        for each in bad.faults
    )


def _series(kept: Kept) -> dict[str, Series]:
    figures = [(kind, kpi.id) for kind, _, kpi in kept.layout.figures]
    whole = kept.whole
    return {
        kpi: Series(
            tuple(whole.top[:, figures.index((_CENTRE, kpi))].tolist()),
            tuple(whole.bottom[:, figures.index((_CENTRE, kpi))].tolist()),
        )
        for kpi in MEASURES
        if (_CENTRE, kpi) in figures
    }


def _is_like(series: Series, expected: float | None) -> bool:
    top, bottom = sum(series.top), sum(series.bottom)
    if expected is None or not bottom:  # not in the table; or a share of nothing
        return expected is None or math.isnan(expected)
    return abs(top / bottom - expected) <= 1e-9 * max(abs(expected), 1.0)
