"""The requirement: how many agents are needed when, why so many, and how many there are today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from crewline.charts.bridge import STEP_WORDS, bridge_alt, bridge_picture, bridge_sheet
from crewline.charts.chart import Chart
from crewline.charts.coverage import coverage_alt, coverage_picture, coverage_sheet, duty_course
from crewline.ui.pages.staffing.needed import needed_of, todays_cover
from crewline.ui.pages.staffing.scope import Scope, chosen_scope
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import Words
from crewline.words.channels import line_title, listed
from crewline.words.figures import clock, number, percent
from crewline.words.targets import wanted
from scenarios.load import Loaded
from scenarios.planning.need.requirement import STEPS
from scenarios.planning.need.requirement_tables import Needed
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import KPIS

_GROSS: Final = "gross"
_HEIGHT: Final = 360


def show_requirement(loaded: Loaded, say: Words) -> None:
    """Show what a scenario needs, at once: nothing is simulated."""
    needed, cover = needed_of(loaded), todays_cover(loaded)
    scenario = needed.scenario
    scope = chosen_scope(needed, say, "staff_of")
    _show_figures(needed, cover.table(scope.lines), scope, say)
    _show_notes(needed, scope, say)
    with st.container(border=True, key="staffing_today"):
        show_chart(_today(needed, cover.table(scope.lines), say), say, scenario.name)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch", key="staffing_steps"):
        show_chart(_steps(needed, say), say, scenario.name)
    with right.container(border=True, height="stretch", key="staffing_step_words"):
        _explain(needed, say)
    _show_tables(needed, scope, say)
    if scope.line is not None:
        _show_reverse(needed, scope.line, say)


def _show_figures(needed: Needed, today: Frame, scope: Scope, say: Words) -> None:
    """Show the requirement in agent-hours, and what today's agents cover of it."""
    table, hours = needed.by_interval(scope.lines or None), needed.scenario.interval / 3600
    busiest = table.iloc[int(table["whole"].to_numpy().argmax())]
    figures = (
        (say("Erlang C, agent-hours"), table["erlang_c"].sum() * hours),
        (say("On the phone, agent-hours"), table["pooling"].sum() * hours),
        (say("To schedule, agent-hours"), table[_GROSS].sum() * hours),
        (say("On duty today, hours"), today["agents"].sum() * hours),
    )
    for column, (title, value) in zip(st.columns(4), figures, strict=True):
        with column.container(border=True, height="stretch"):
            st.metric(title, number(float(value), say))
    st.caption(
        say(
            "Most are needed at {time}: {agents} agents on the phone. Against what is required,"
            " today's agents are {under} agent-hours too few and {over} too many, at different"
            " times.",
            time=_moment(busiest, needed.scenario, say),
            agents=number(float(busiest["whole"]), say),
            under=number(float(today["under"].sum() * hours), say),
            over=number(float(today["over"].sum() * hours), say),
        )
    )


def _moment(row: Mapping[str, float] | pd.Series[float], scenario: Scenario, say: Words) -> str:
    time = clock(row["start_min"])
    if scenario.days == 1:
        return time
    return say("{time} of day {day}", time=time, day=int(row["day"]))


def _show_notes(needed: Needed, scope: Scope, say: Words) -> None:
    """Say what these numbers do not hold."""
    scenario = needed.scenario
    if scenario.playbooks or scenario.disruptions:
        st.caption(
            say(
                "Agents are planned for the volumes and handling times of this day; who is lost or"
                " does not come, lines and bots that fail, and playbooks are not in it."
            )
        )
    lines = needed.at_once(scope.lines or None)
    if lines:
        names = listed((line_title(one, scenario, say) for one in lines), say)
        st.caption(
            say(
                "Of {lines} an agent serves several at once: fewer agents are required than there"
                " is work in Erlangs.",
                lines=names,
            )
        )


def _today(needed: Needed, table: Frame, say: Words) -> Chart:
    scenario, covered = needed.scenario, say("There today")
    drawn = coverage_picture(table, scenario, say, covered, _HEIGHT)
    duty_course(drawn, table, scenario, say("People on duty"))
    return Chart(
        "need_today",
        say("Agents required, and those there today"),
        drawn,
        lambda: coverage_sheet(table, scenario, say, covered),
        say(
            "In agents of full skill who are there: absence, time off the phone and slower hands"
            " are taken off the people on duty, and who serves several lines is shared out among"
            " them. Of several lines together some may have too many while others have too few."
            " Work that may wait is not in it; it is done when nobody waits."
        ),
        coverage_alt(table, scenario, say),
    )


def _steps(needed: Needed, say: Words) -> Chart:
    return Chart(
        "need_steps",
        say("From the Erlang number to the one to be scheduled"),
        bridge_picture(needed.steps, say),
        lambda: bridge_sheet(needed.steps, say),
        say("All lines, agent-hours of the whole time. Each step replaces the one before."),
        bridge_alt(needed.steps, say),
    )


def _explain(needed: Needed, say: Words) -> None:
    """Say what each step does, and by how much rounding up overstates."""
    st.markdown(f"**{say('What each step does')}**")
    steps = "\n".join(
        f"1. **{say(STEP_WORDS[step.key][0])}**: {say(STEP_WORDS[step.key][1])}"
        for step in needed.steps.steps
    )
    st.markdown(steps)
    total = needed.by_line().iloc[-1]
    if total["fractional"]:
        over = total["erlang_c"] / total["fractional"] - 1
        st.caption(
            say(
                "Adding up lines that are rounded up by themselves overstates staff by {share}.",
                share=percent(round(over, 3)),
            )
        )
    st.caption(say("A schedule goes on from here: to whole shifts, breaks, and the simulation."))


def _show_tables(needed: Needed, scope: Scope, say: Words) -> None:
    file = needed.scenario.name
    with st.expander(say("By line, agent-hours")):
        show_sheet("need_lines", _by_line(needed, say), say, file)
    if needed.scenario.days > 1:
        with st.expander(say("By day, agent-hours: {lines}", lines=scope.title)):
            show_sheet("need_days", _by_day(needed, scope, say), say, file)
    with st.expander(say("By interval, agents: {lines}", lines=scope.title)):
        show_sheet("need_intervals", _by_interval(needed, scope, say), say, file)


def _named_steps(table: Frame, say: Words) -> dict[str, list[float]]:
    names = {step: say(STEP_WORDS[step][0]) for step in STEPS}
    names[_GROSS] = say("To be scheduled")
    return {title: table[step].tolist() for step, title in names.items()}


def _by_line(needed: Needed, say: Words) -> Frame:
    table, scenario = needed.by_line(), needed.scenario
    found: dict[str, list[object]] = {
        say("Line"): [
            line_title(name, scenario, say) if name else say("The whole centre")
            for name in table["name"]
        ],
        say("Target"): [_target(needed, str(name), say) for name in table["name"]],
        say("Contacts"): table["calls"].tolist(),
        say("AHT, s"): table["handle_s"].tolist(),
        say("Load with returns, Erlang-hours"): table["load_h"].tolist(),
    }
    return pd.DataFrame(found | _named_steps(table, say))


def _target(needed: Needed, name: str, say: Words) -> str:
    """Return what a line is staffed for, and whose promise that is."""
    if not name:
        return ""
    promise = needed.needs.lines.promises[list(needed.scenario.queues).index(name)]
    if promise is None:
        return say("Done when due")
    words = wanted(promise.target, KPIS[promise.target.kpi].better, say)
    return say("{target} (the house's)", target=words) if promise.source == "house" else words


def _by_day(needed: Needed, scope: Scope, say: Words) -> Frame:
    table = needed.by_day(scope.lines or None)
    found: dict[str, list[object]] = {
        say("Day"): table["day"].tolist(),
        say("Contacts"): table["calls"].tolist(),
        say("Load with returns, Erlang-hours"): table["load"].tolist(),
    }
    most = {
        say("Most agents"): table["most"].tolist(),
        say("At"): [clock(minute) for minute in table["most_at_min"]],
    }
    return pd.DataFrame(found | _named_steps(table, say) | most)


def _by_interval(needed: Needed, scope: Scope, say: Words) -> Frame:
    table = needed.by_interval(scope.lines or None)
    table = table[(table["load"] > 0) | (table["pooling"] > 0)]
    days = {say("Day"): table["day"].tolist()} if needed.scenario.days > 1 else {}
    found = {
        say("From"): [clock(minute) for minute in table["start_min"]],
        say("First contacts an hour"): table["first_per_h"].tolist(),
        say("Contacts an hour, with returns"): table["calls_per_h"].tolist(),
        say("AHT, s"): table["handle_s"].tolist(),
        say("Load with returns, Erlangs"): table["load"].tolist(),
        say("Whole agents on the phone"): table["whole"].tolist(),
    }
    return pd.DataFrame(days | found | _named_steps(table, say))


def _show_reverse(needed: Needed, line: str, say: Words) -> None:
    """Show what service so many agents would give one line."""
    scenario = needed.scenario
    with st.expander(say("The other way round: the service of so many agents")):
        most = int(needed.by_interval(line)["whole"].max())
        agents = st.number_input(
            say("Agents on the phone all day"),
            min_value=0,
            max_value=100_000,
            value=max(most, 1),
            key=f"staffing_reverse_{line}",
        )
        table = needed.with_agents(line, float(agents))
        table = table[table["load"] > 0]
        found = {
            say("From"): [clock(minute) for minute in table["start_min"]],
            say("Contacts an hour, with returns"): table["calls_per_h"].tolist(),
            say("Load with returns, Erlangs"): table["load"].tolist(),
            say("Needed for the target"): table["needed"].tolist(),
            say("Answered in time, % of the offered"): (100 * table["SL3"]).tolist(),
            say("ASA, s"): table["asa"].tolist(),
            say("Abandoned, %"): (100 * table["abandonment"]).tolist(),
            say("Occupancy, %"): (100 * table["occupancy"]).tolist(),
        }
        days = {say("Day"): table["day"].tolist()} if scenario.days > 1 else {}
        show_sheet("need_reverse", pd.DataFrame(days | found), say, scenario.name)
        st.caption(say("The line by itself, by its own formula: nobody helps out."))
