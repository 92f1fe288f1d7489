"""What stands in the way of a schedule: the least to relax, and what each rule costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pandas as pd
import streamlit as st

from crewline.ui.parts.shown_chart import show_sheet
from crewline.words import N_, Words, plain
from crewline.words.channels import group_title, line_title
from crewline.words.figures import clock, money, number
from scenarios.planning.schedule.tightness import Loosening, Tightness
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

_RULES: Final = {
    "coverage": N_("What is required"),
    "backlogs": N_("Work done in time"),
    "least_agents": N_("Least agents"),
    "most_agents": N_("Most agents"),
    "paid_most": N_("Most paid hours"),
    "overtime_most": N_("Most overtime"),
    "headcount": N_("Headcount"),
    "budget": N_("Budget"),
}
_UNITS: Final = {
    "agents": N_("agents"),
    "agent-hours": N_("agent-hours"),
    "hours": N_("hours"),
}
#: A rule that is relaxed by being lowered; the others are raised.
_LOWERED: Final = frozenset({"coverage", "backlogs", "least_agents"})


def show_tightness(found: Tightness, scenario: Scenario, say: Words) -> None:
    """Show what would have to give, what would do instead, and the dearest rules."""
    proved = say("The least to relax, so that all is covered")
    title = proved if found.proved else say("Enough to relax, so that all is covered")
    with st.container(border=True, key="staffing_tight"):
        st.markdown(f"**{title}**")
        for line in _caps(found, scenario, say):
            st.markdown(f"- {plain(line)}")
        show_sheet("relax", _table(found.needed, scenario, say), say, scenario.name)
        if not found.proved:
            st.caption(say("Time was over before this was proved to be the least: less may do."))
        if found.instead:
            st.markdown(say("Instead, each of these alone would do (in parts of agents):"))
            for one in found.instead:
                st.markdown(f"- {plain(_rule(one, say))}: {plain(_amount(one, scenario, say))}")
        if found.binding:
            with st.expander(say("What one more of each rule in force would save")):
                table = _table(found.binding, scenario, say)
                show_sheet("binding", table, say, scenario.name)


def _caps(found: Tightness, scenario: Scenario, say: Words) -> Iterator[str]:
    for cap in found.caps:
        yield say(
            "{group}: at most {most} agents now; {enough} would do, and cover all.",
            group=group_title(cap.group, scenario, say),
            most=cap.most,
            enough=cap.enough,
        )


def _table(rows: Iterable[Loosening], scenario: Scenario, say: Words) -> Frame:
    ordered = sorted(rows, key=lambda one: (one.rule, one.about, -one.amount, -one.price))
    saves = say("One more saves, {currency}", currency=scenario.currency)
    return pd.DataFrame(
        {
            say("Rule"): [_rule(one, say) for one in ordered],
            say("Of"): [_about(one, scenario, say) for one in ordered],
            say("When"): [_when(one, scenario, say) for one in ordered],
            say("By"): [_amount(one, scenario, say) for one in ordered],
            saves: [one.price if one.price > 0 else None for one in ordered],
        }
    )


def _rule(one: Loosening, say: Words) -> str:
    return say(_RULES[one.rule]) if one.rule in _RULES else one.rule


def _about(one: Loosening, scenario: Scenario, say: Words) -> str:
    if not one.about:
        return say("all")
    if one.about in scenario.queues and one.about not in scenario.all_groups:
        return line_title(one.about, scenario, say)
    is_line = one.rule in {"coverage", "backlogs"}
    named = line_title if is_line else group_title
    return named(one.about, scenario, say)


def _when(one: Loosening, scenario: Scenario, say: Words) -> str:
    if one.span_s is not None:
        return _span(one.span_s, scenario, say)
    if one.days is None or scenario.days == 1:
        return say("any time")
    first, last = one.days
    if first == last:
        return say("Day {day}", day=first + 1)
    return say("Days {first} to {last}", first=first + 1, last=last + 1)


def _span(span_s: tuple[int, int], scenario: Scenario, say: Words) -> str:
    (first, start), (last, end) = (divmod(at, 86_400) for at in (span_s[0], span_s[1] - 1))
    clocks = [clock(start / 60), clock((end + 1) / 60)]
    if scenario.days == 1:
        return "–".join(clocks)
    begins = f"{say('Day {day}', day=first + 1)} {clocks[0]}"
    ends = clocks[1] if first == last else f"{say('Day {day}', day=last + 1)} {clocks[1]}"
    return f"{begins}–{ends}"


def _amount(one: Loosening, scenario: Scenario, say: Words) -> str:
    if not one.amount:
        return ""
    sign = "−" if one.rule in _LOWERED else "+"
    if one.unit == "money":
        return sign + money(one.amount, scenario.currency, say)
    unit = say(_UNITS[one.unit]) if one.unit in _UNITS else one.unit
    return f"{sign}{number(one.amount, say)} {unit}"
