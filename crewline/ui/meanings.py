"""What KPIs are called, and what they mean."""

from __future__ import annotations

from crewline.ui.figures import duration
from crewline.ui.scope import View
from crewline.ui.words import Words
from scenarios.studies.study import Study


def kpi_title(kpi: str, say: Words) -> str:
    """Return what a KPI is called."""
    return say("kpi.SL", id=kpi) if kpi.startswith("SL") else say(f"kpi.{kpi}")


def meaning(kpi: str, view: View, study: Study, say: Words) -> str:
    """Return a KPI's formula, with the thresholds of a service level."""
    formula = say(f"formula.{kpi}")
    if not kpi.startswith("SL"):
        return formula
    queue, scenario = view.settings(study.scenario), study.scenario
    if queue is None:
        short = duration(scenario.short_abandon, say)
        return f"{formula}; {say('where.T.lines', short=short)}"
    own = queue.short_abandon
    short = duration(scenario.short_abandon if own is None else own, say)
    within = queue.target.within if queue.target else None
    if within is None:
        return formula
    return f"{formula}; {say('where.T', within=duration(within, say), short=short)}"
