"""What a schedule costs: people, hours and wages by group, today's beside them, premiums apart."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from crewline.charts.costs import no_wages
from crewline.ui.parts.shown_chart import show_sheet
from crewline.words import N_, Words
from crewline.words.channels import group_title
from scenarios.planning.proof.report import Shown
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

_PEOPLE: Final = {
    "today_people": N_("People today"),
    "people": N_("People scheduled"),
    "employed": N_("Agents with tours"),
    "today_h": N_("Paid hours today"),
    "paid_h": N_("Paid hours scheduled"),
    "today_wages": N_("Wages today, {currency}"),
    "wages": N_("Wages scheduled, {currency}"),
}
_IN_MONEY: Final = frozenset({"today_wages", "wages"})
_PARTS: Final = {
    "base_wage": N_("Base wage, {currency}"),
    "night": N_("Premiums of the clock, {currency}"),
    "overtime": N_("Overtime, {currency}"),
    "rest_day": N_("Rest days, {currency}"),
    "holiday": N_("Holidays, {currency}"),
    "shift_premium": N_("Shifts' own premiums, {currency}"),
}


def show_wages(shown: Shown, say: Words) -> None:
    """Show people, hours and wages of each group, and what is paid apart."""
    title = say("People, hours and wages") if shown.scenario.pays_wages else say("People and hours")
    st.markdown(f"**{title}**")
    pays = shown.scenario.pays_wages
    told = {name: title for name, title in _PEOPLE.items() if pays or name not in _IN_MONEY}
    table = wage_table(shown.roster, told, shown.scenario, say)
    show_sheet("staffing_groups", table, say, shown.scenario.name)
    st.caption(
        say("People are those on the fullest day. Today's roster is paid by the same rules.")
    )
    if not pays:
        st.caption(no_wages(say))
        return
    st.markdown(f"**{say('Wages and premiums')}**")
    parts = wage_table(shown.roster, _PARTS, shown.scenario, say)
    show_sheet("staffing_parts", parts, say, shown.scenario.name)


def wage_table(roster: Frame, columns: dict[str, str], scenario: Scenario, say: Words) -> Frame:
    """Return some columns of a roster in words; those of which nothing is known are left out."""
    found: dict[str, list[object]] = {
        say("Group"): [
            group_title(str(name), scenario, say) if name else say("All groups")
            for name in roster["group"]
        ]
    }
    for name, title in columns.items():
        if not roster[name].isna().all():
            found[say(title, currency=scenario.currency)] = roster[name].tolist()
    return pd.DataFrame(found)
