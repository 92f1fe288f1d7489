"""What is told in money: nothing where no wages are given, for then no cost is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from crewline.words import Words
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import KPIS, Unit

#: The KPIs that are amounts of money.
MONEY: Final = frozenset(name for name, kpi in KPIS.items() if kpi.unit is Unit.MONEY)


def told_kpis(kpis: Iterable[str], *scenarios: Scenario) -> list[str]:
    """Return the KPIs that can be told of all `scenarios`: money only where all pay wages."""
    all_pay = all(one.pays_wages for one in scenarios)
    return [kpi for kpi in kpis if all_pay or kpi not in MONEY]


def told_rows(table: Frame, *scenarios: Scenario) -> Frame:
    """Return the rows of a table of KPIs that can be told of all `scenarios`."""
    if all(one.pays_wages for one in scenarios):
        return table
    return table[~table["kpi"].isin(MONEY)]


def no_wages(say: Words) -> str:
    """Say that no cost is told, and what is to be given for it."""
    return say(
        "No wages are given, so no cost is told. Give them on the page Scenario, under Groups and"
        " agents."
    )
