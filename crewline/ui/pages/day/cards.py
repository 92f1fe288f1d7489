"""The key figures on cards: value, interval, target, and the difference to the unchanged day."""

from __future__ import annotations

import math
from typing import Any, Final

import streamlit as st

from crewline.charts.answer import Answer
from crewline.charts.costs import no_wages, told_kpis
from crewline.charts.meanings import meaning
from crewline.charts.scope import View
from crewline.ui.parts.deltas import against, delta
from crewline.words import Words
from crewline.words.figures import figure, percent, within_reach
from crewline.words.kpis import kpi_title
from crewline.words.targets import counted, said, wanted
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import Unit

#: Cards of a row; two rows fit a small screen.
_ACROSS: Final = 4
_OF_CENTRE: Final = (
    "SL",
    "abandonment",
    "asa",
    "occupancy",
    "offered",
    "answered",
    "aht",
    "cost",
)
_OF_LINE: Final = (
    "SL",
    "abandonment",
    "asa",
    "longest_wait",
    "offered",
    "answered",
    "aht",
    "first_contact_resolution",
)
#: Nobody waits on these lines.
_OF_WORK: Final = (
    "on_time",
    "late",
    "backlog",
    "backlog_age",
    "offered",
    "done",
    "open_at_end",
    "aht",
)
_OF_CALLS: Final = (
    "calls_made",
    "reached_share",
    "never_reached_share",
    "call_talk",
    "backlog",
    "backlog_age",
)
#: What is told besides, where there is any of it.
_BESIDES: Final = (
    "arrived",
    "contained",
    "containment",
    "call_back_share",
    "call_back_wait",
    "silent_share",
    "tickets_opened",
    "playbook_cost",
)


def show_cards(answer: Answer, view: View, say: Words, most: int | None = None) -> None:
    """Show the cards of the centre, a channel or a line; at most the first `most` of them."""
    wanted_ids = [
        view.level_id(answer.study.scenario) if kpi == "SL" else kpi
        for kpi in _kpis(view, answer.study)[:most]
    ]
    for first in range(0, len(wanted_ids), _ACROSS):
        columns = st.columns(_ACROSS)
        for column, kpi in zip(columns, wanted_ids[first : first + _ACROSS], strict=False):
            with column.container(border=True, height="stretch", key=f"card_{kpi}"):
                _show_card(answer, view, kpi, say)
    if view.is_whole and not answer.study.scenario.pays_wages:
        st.caption(no_wages(say))


def _kpis(view: View, study: Study) -> list[str]:
    """Return the KPIs of the cards; `SL` is the service level that is promised."""
    scenario = study.scenario
    wanted: tuple[str, ...] = _OF_CENTRE if view.is_whole else _OF_LINE
    if view.is_work(scenario):
        wanted = _OF_CALLS if view.is_calls(scenario) else _OF_WORK
    told = view.of(study.kpis).set_index("kpi")["value"].to_dict()
    besides = [kpi for kpi in _BESIDES if kpi not in wanted and told.get(kpi, 0) > 0]
    if view.is_work(scenario):
        besides = []
    there = {*told, "SL", "occupancy"}
    return told_kpis((kpi for kpi in (*wanted, *besides) if kpi in there), scenario)


def _show_card(answer: Answer, view: View, kpi: str, say: Words) -> None:
    study = answer.study
    found = _found(study, view, kpi)
    unit, currency = str(found["unit"]), study.scenario.currency
    of_money = f" ({currency})" if currency and unit == Unit.MONEY else ""
    st.metric(
        kpi_title(kpi, say) + of_money,
        figure(found["value"], unit, say),  # the currency would be cut off on a small screen
        help=meaning(kpi, view, study, say),
        **_difference(answer, view, kpi, say),
    )
    notes = [_interval(found, study, unit, say), _against(answer, view, kpi, say)]
    st.caption("  \n".join(note for note in notes if note))
    if (kpi.startswith("SL") or kpi == "on_time") and not view.channel:
        st.caption(f"**{_verdict(study, view, say)}**")


def _found(study: Study, view: View, kpi: str) -> Any:
    """Return the row of a KPI; of groups it is that of all."""
    table = study.groups if kpi == "occupancy" else study.kpis
    chosen = table[table["kind"] == "all groups"] if kpi == "occupancy" else view.of(table)
    return chosen[chosen["kpi"] == kpi].iloc[0]


def _interval(found: Any, study: Study, unit: str, say: Words) -> str:
    if math.isnan(found["value"]):
        return say("No contacts, so it is undefined")
    if found["low"] == found["high"]:
        return say("Exactly so in every simulated day")
    currency = study.scenario.currency
    low, high = within_reach(found["low"], found["high"], unit)
    return say(
        "{confidence} interval: {low} to {high}",
        confidence=percent(study.scenario.confidence),
        low=figure(low, unit, say, currency),
        high=figure(high, unit, say, currency),
    )


def _verdict(study: Study, view: View, say: Words) -> str:
    if view.is_whole:
        return f"{say('Targets')}: {counted(study, say)}"
    queue, evaluation = view.settings(study.scenario), view.evaluation(study)
    if queue is None or queue.target is None or evaluation is None:
        return say("No target")
    words = wanted(queue.target, evaluation.target.kpi.better, say)
    return say("Target {target}: {verdict}", target=words, verdict=said(evaluation, say))


def _difference(answer: Answer, view: View, kpi: str, say: Words) -> dict[str, Any]:
    """Return the metric's delta: how far from unchanged, and whether that is real."""
    if answer.comparison is None or not _is_compared(kpi, answer):
        return {}
    row = _difference_row(answer.comparison.differences, view, kpi)
    return delta(row, answer.study.scenario.currency, say)


def _against(answer: Answer, view: View, kpi: str, say: Words) -> str:
    """Return the unchanged value, and the interval of the difference to it."""
    if answer.comparison is None or not _is_compared(kpi, answer):
        return ""
    row = _difference_row(answer.comparison.differences, view, kpi)
    return against(row, answer.study.scenario.currency, say)


def _is_compared(kpi: str, answer: Answer) -> bool:
    """Tell whether a KPI is known of the unchanged scenario, too: money not without wages."""
    return answer.base is None or bool(told_kpis([kpi], answer.base.scenario))


def _difference_row(table: Frame, view: View, kpi: str) -> Any:
    kind, name = ("all groups", "") if kpi == "occupancy" else view.row
    chosen = (table["kind"] == kind) & (table["name"] == name) & (table["kpi"] == kpi)
    return table[chosen].iloc[0]
