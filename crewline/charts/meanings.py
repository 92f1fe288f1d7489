"""What KPIs mean, with the thresholds that hold for what is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crewline.charts.scope import View
from crewline.words import Words
from crewline.words.figures import duration
from crewline.words.kpis import kpi_formula

if TYPE_CHECKING:
    from scenarios.studies.study import Study


def meaning(kpi: str, view: View, study: Study, say: Words) -> str:
    """Return a KPI's formula, with the thresholds of a service level."""
    formula = kpi_formula(kpi, say)
    if not kpi.startswith("SL"):
        return formula
    queue, scenario = view.settings(study.scenario), study.scenario
    if queue is None:
        short = duration(scenario.short_abandon, say)
        thresholds = say("T of each line's own target, t0 = {short}", short=short)
        return f"{formula}; {thresholds}"
    own = queue.short_abandon
    short = duration(scenario.short_abandon if own is None else own, say)
    within = queue.target.within if queue.target else None
    if within is None:
        return formula
    return (
        f"{formula}; {say('T = {within}, t0 = {short}', within=duration(within, say), short=short)}"
    )
