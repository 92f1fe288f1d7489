"""What the pictures of a sweep are drawn from: its axes, and a row for each cell and KPI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.sweep.table import Standing


@dataclass(frozen=True)
class SweptAxis:
    """What is varied: its name as written, its values as texts, and as numbers where they are."""

    name: str
    texts: tuple[str, ...]
    numbers: tuple[float, ...] | None


@dataclass(frozen=True)
class Swept:
    """A finished sweep: `table` as in `scenarios.studies.sweep.table.cell_table`, of all cells.

    Cell 0 is the base; the others run over the grid of the axes, the last axis fastest.
    `base_values` are what the base has of each axis, as texts.
    """

    scenario: Scenario
    axes: tuple[SweptAxis, ...]
    labels: tuple[str, ...]
    table: Frame
    standings: tuple[Standing, ...]
    base_values: Mapping[str, str]
    replications: int
    seed: int
    resumed: int

    @property
    def pays_wages(self) -> bool:
        """Whether wages are given in every cell, so that costs are known and can be compared."""
        table = self.table
        of_groups = (table["kind"] == "group") & (table["kpi"] == "wages")
        by_cell = table[of_groups].groupby("cell")["value"].sum()
        return len(by_cell) > 0 and bool((by_cell > 0).all())

    def of(self, row: tuple[str, str], kpi: str) -> Frame:
        """Return the rows of one figure, by cell."""
        table = self.table
        chosen = (table["kind"] == row[0]) & (table["name"] == row[1]) & (table["kpi"] == kpi)
        return table[chosen].sort_values("cell")
