"""Variants in a table of words: each figure with its interval, and what can be told of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from crewline.charts.variants import Beside
from crewline.words import Words, plain
from crewline.words.figures import figure, gap, within_reach
from crewline.words.kpis import kpi_title
from crewline.words.targets import said, wanted
from crewline.words.verdicts import verdict_word
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import Unit
from sim.kpis.estimates import Estimate

#: What says that a difference is none that could be told.
_NOTHING = frozenset({"cannot tell apart", "the same", "undefined"})


def comparison_table(beside: Beside, kpis: Sequence[str], say: Words) -> Frame:
    """Return Markdown cells, a row a KPI, a column a study; what cannot be told apart is grey."""
    studies = beside.comparison.studies
    columns = {
        _heading(beside, study, say): [_cell(beside, study, kpi, say) for kpi in kpis]
        for study in studies
    }
    return pd.DataFrame(columns, index=[kpi_title(kpi, say) for kpi in kpis])


def untold(beside: Beside, kpis: Sequence[str], say: Words) -> list[str]:
    """Return a sentence for each variant of which something cannot be told apart."""
    found = []
    for study in beside.comparison.variants:
        names = [
            kpi_title(kpi, say)
            for kpi in kpis
            if (gap_of := beside.difference(study, kpi)) is not None
            and gap_of["verdict"] == "cannot tell apart"
        ]
        if names:
            title = plain(beside.titles[study.label])
            found.append(f"{title}: {', '.join(names)}")
    return found


def targets_table(beside: Beside, say: Words) -> Frame:
    """Return Markdown cells, a row a target and a column a study: whether it is met."""
    found: dict[str, dict[str, str]] = {}
    for study in beside.comparison.studies:
        heading = _heading(beside, study, say)
        lines = list(study.scenario.queues.items())
        for one in study.evaluations:
            name, queue = lines[one.target.row - 1]
            if queue.target is None:
                continue
            title = say.title(queue.title or name)
            promise = wanted(queue.target, one.target.kpi.better, say)
            unit, estimate = one.target.kpi.unit, one.estimate
            words = said(one, say)
            value, (low, high) = figure(estimate.value, unit, say), _bounds(estimate, unit, say)
            row = found.setdefault(plain(f"{title}: {promise}"), {})
            row[heading] = f"{words}: {plain(value)} ({low} – {high})"
    return pd.DataFrame.from_dict(found, orient="index").fillna("–")


def _heading(beside: Beside, study: Study, say: Words) -> str:
    title = plain(beside.titles[study.label])
    return say("{variant} (base)", variant=title) if study is beside.base else title


def _cell(beside: Beside, study: Study, kpi: str, say: Words) -> str:
    own = beside.figure_of(study, kpi)
    if own is None:
        return "–"
    currency = beside.base.scenario.currency if own["unit"] == Unit.MONEY else ""
    value = _with_interval(own, say, currency)
    if study is beside.base:
        return value
    found = beside.difference(study, kpi)
    if found is None:
        return value
    verdict = str(found["verdict"])
    if verdict in _NOTHING:
        return f":gray[{value}]  \n:gray[*{verdict_word(verdict, say)}*]"
    unit = str(own["unit"])
    moved, low, high = (
        plain(gap(found[part], unit, say, currency)) for part in ("difference", "low", "high")
    )
    word = verdict_word(verdict, say)
    told = say(
        "{difference} ({low} to {high}): {verdict}",
        difference=moved,
        low=low,
        high=high,
        verdict=f"**{word}**",
    )
    return f"{value}  \n{told}"


def _with_interval(own: Mapping[str, Any], say: Words, currency: str) -> str:
    unit = str(own["unit"])
    value = plain(figure(own["value"], unit, say, currency))
    if math.isnan(own["low"]) or own["low"] == own["high"]:
        return value
    low, high = _bounds(Estimate(own["value"], math.nan, own["low"], own["high"], 0), unit, say)
    return f"{value} ({low} – {high})"


def _bounds(found: Estimate, unit: str, say: Words) -> tuple[str, str]:
    """Return the bounds of an interval, no further than what can be."""
    low, high = within_reach(found.low, found.high, unit)
    return plain(figure(low, unit, say)), plain(figure(high, unit, say))
