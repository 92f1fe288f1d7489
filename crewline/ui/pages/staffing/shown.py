"""A schedule in pictures and tables: who works when, what is covered, what was proved."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from crewline.charts.bridge import bridge_alt, bridge_picture, bridge_sheet
from crewline.charts.chart import Chart
from crewline.charts.coverage import coverage_alt, coverage_picture, coverage_sheet, duty_course
from crewline.charts.curves import first_day
from crewline.charts.gantt import (
    MOST_PEOPLE,
    ROW_WORDS,
    Rows,
    bars,
    best_rows,
    gantt_alt,
    gantt_picture,
    gantt_sheet,
    people,
)
from crewline.ui.pages.staffing.proof_words import STATUSES, gap_words
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import N_, Words
from crewline.words.channels import line_title
from crewline.words.figures import day as day_in_words
from crewline.words.figures import duration, figure, percent, within_reach
from crewline.words.targets import said, wanted
from optimize.schedule.problem import Problem
from scenarios.planning.files.schedule_table import Schedule
from scenarios.planning.proof.report import Kept, Report, Shown
from scenarios.planning.schedule.coverage_table import Cover
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.estimates import Estimate

_PURPOSES: Final = {
    "repair": N_("searched"),
    "trim": N_("cut what is spare"),
    "fresh": N_("judged on fresh days"),
    "plain": N_("plain Erlang C, beside it"),
}
_HEIGHT: Final = 380


def show_shifts(shown: Shown, say: Words) -> None:
    """Show who works when, a day at a time."""
    show_gantt(shown.problem, shown.schedule, shown.scenario, say, "staffing")


def show_gantt(
    problem: Problem, schedule: Schedule, scenario: Scenario, say: Words, key: str
) -> None:
    """Show the shifts of a day as a Gantt picture; days and rows can be chosen."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    day = _chosen_day(scenario, say, left, key)
    finest = best_rows(problem, schedule, day)
    allowed = [
        one for one in Rows if one is not Rows.PEOPLE or _can_be_told_apart(problem, schedule, day)
    ]
    key_rows = f"{key}_rows"
    recall(key_rows, allowed, finest)
    rows = right.segmented_control(
        say("A row stands for"),
        allowed,
        required=True,
        format_func=lambda one: say(ROW_WORDS[Rows(one)]),
        key=key_rows,
    )
    remember(key_rows, finest)
    found = bars(problem, schedule, day, Rows(rows or finest))
    if not found:
        st.info(say("Nobody begins a shift on that day."))
        return
    count = people(problem, schedule, day)
    chart = Chart(
        f"{key}_gantt",
        say.count("Shifts: {n} agent", "Shifts: {n} agents", count),
        gantt_picture(found, problem, scenario, day, say),
        lambda: gantt_sheet(found, problem, scenario, say),
        say(
            "× is how many work a row. Breaks are white; paid ones are hatched. Where a row's"
            " agents take them at different times, a break is as thick as the share that takes it."
        ),
        gantt_alt(found, scenario, problem, say),
    )
    show_chart(chart, say, scenario.name)


def _can_be_told_apart(problem: Problem, schedule: Schedule, day: int) -> bool:
    return people(problem, schedule, day) <= MOST_PEOPLE


def _chosen_day(scenario: Scenario, say: Words, place: object, key: str) -> int:
    """Return the day that is looked at, from 0."""
    if scenario.days == 1:
        return 0
    days = [str(day + 1) for day in range(scenario.days)]
    key_day = f"{key}_day"
    recall(key_day, days, "1")
    assert hasattr(place, "selectbox")
    chosen = place.selectbox(
        say("Day to look at"),
        days,
        format_func=lambda one: _day_title(scenario, int(one) - 1, say),
        key=key_day,
    )
    remember(key_day, "1")
    return int(chosen) - 1


def _day_title(scenario: Scenario, day: int, say: Words) -> str:
    if scenario.first_day is None:
        return say("Day {day}", day=day + 1)
    return day_in_words((first_day(scenario) + pd.Timedelta(days=day)).date(), say)


def show_cover(shown: Shown, say: Words) -> None:
    """Show what is required and what the schedule covers of it, of all lines or one."""
    scenario = shown.scenario
    names = ["", *scenario.queues] if len(scenario.queues) > 1 else [""]
    recall("staff_cover", names, "")
    line = st.selectbox(
        say("Cover of"),
        names,
        format_func=lambda one: line_title(one, scenario, say) if one else say("The whole centre"),
        key="staff_cover",
    )
    remember("staff_cover", "")
    cover = Cover.of(scenario, shown.requirement, shown.required)
    chart = cover_chart(cover, line, say, say("Scheduled"), "staffing_cover")
    show_chart(chart, say, scenario.name)
    if shown.service is not None:
        with st.expander(say("Service by interval, as simulated")):
            table = _service(shown.service, line, scenario, say)
            show_sheet("staffing_service", table, say, scenario.name)


def cover_chart(cover: Cover, line: str, say: Words, covered: str, name: str) -> Chart:
    """Return the picture of what is required of a line (none: of all) and what covers it."""
    scenario = cover.scenario
    table = cover.table([line] if line else [])
    drawn = coverage_picture(table, scenario, say, covered, _HEIGHT)
    duty_course(drawn, table, scenario, say("People on duty"))
    return Chart(
        name,
        say("Cover by interval"),
        drawn,
        lambda: coverage_sheet(table, scenario, say, covered),
        say(
            "Required is what the schedule was asked to cover last: what the formulas say, mended"
            " by what the simulation showed. In agents of full skill who are there."
        ),
        coverage_alt(table, scenario, say),
    )


def _service(table: Frame, line: str, scenario: Scenario, say: Words) -> Frame:
    rows = table[(table["name"] == line) & ((table["required"] > 0) | (table["agents"] > 0))]
    days = {say("Day"): rows["day"].tolist()} if scenario.days > 1 else {}
    minutes = rows["start_min"].astype(int)
    kpi = str(rows["kpi"].iloc[0]) if len(rows) else ""
    return pd.DataFrame(
        days
        | {
            say("From"): [f"{at // 60:02d}:{at % 60:02d}" for at in minutes],
            say("Offered"): rows["offered"].tolist(),
            say("Load with returns, Erlangs"): rows["load"].tolist(),
            say("Required"): rows["required"].tolist(),
            say("Scheduled"): rows["covers"].tolist(),
            say("People on duty"): rows["agents"].tolist(),
            f"{kpi}, %": (100 * rows["simulated"]).tolist(),
            say("Abandoned, %"): (100 * rows["abandonment"]).tolist(),
        }
    )


def show_proof(report: Report, shown: Shown, say: Words) -> None:
    """Show how each target fared, and the way from the Erlang number to what was proved."""
    if shown.kept:
        st.markdown(f"**{say('Targets, as simulated')}**")
        table = _targets(shown, say)
        show_sheet("staffing_targets", table, say, shown.scenario.name)
        st.caption(
            say(
                "Intervals are of the mean. A target is met or missed where its interval says so;"
                " where it does not, it cannot be told."
            )
        )
    with st.container(border=True, key="staffing_bridge"):
        money = _in_money(report, say)
        chart = Chart(
            "staffing_bridge",
            say("From the Erlang number to the schedule"),
            bridge_picture(report.steps, say, money=money),
            lambda: bridge_sheet(report.steps, say),
            say("Each step replaces the one before; the table says what each does."),
            bridge_alt(report.steps, say),
        )
        show_chart(chart, say, shown.scenario.name)


def _in_money(report: Report, say: Words) -> bool:
    """Let the bridge be told in money, where anything costs any."""
    if not any(step.cost for step in report.steps.steps):
        return False
    chosen = st.segmented_control(
        say("Told in"),
        ["hours", "money"],
        default="hours",
        required=True,
        format_func=lambda one: say("agent-hours") if one == "hours" else report.base.currency,
        key="staffing_unit",
    )
    return chosen == "money"


def _targets(shown: Shown, say: Words) -> Frame:
    return pd.DataFrame(
        {
            say("Line"): [_line(one, shown.scenario, say) for one in shown.kept],
            say("Verdict"): [_verdict(one, say) for one in shown.kept],
            say("Simulated"): [
                _value(one, one.evaluation.estimate.value, say) for one in shown.kept
            ],
            say("Target"): [_wanted(one, say) for one in shown.kept],
            say("Interval of the mean"): [_interval(one, say) for one in shown.kept],
            say("Days that meet it"): [
                percent(round(one.evaluation.share.value, 3)) for one in shown.kept
            ],
        }
    )


def _line(one: Kept, scenario: Scenario, say: Words) -> str:
    return line_title(one.promise.queue, scenario, say)


def _verdict(one: Kept, say: Words) -> str:
    return say("Nobody came") if one.nobody_came else said(one.evaluation, say)


def _wanted(one: Kept, say: Words) -> str:
    words = wanted(one.promise.target, one.evaluation.target.kpi.better, say)
    return say("{target} (the house's)", target=words) if one.promise.source == "house" else words


def _estimate(one: Kept) -> Estimate:
    return one.evaluation.estimate


def _value(one: Kept, value: float, say: Words) -> str:
    return figure(value, one.evaluation.target.kpi.unit, say)


def _interval(one: Kept, say: Words) -> str:
    found = _estimate(one)
    low, high = within_reach(found.low, found.high, one.evaluation.target.kpi.unit)
    return f"{_value(one, low, say)} – {_value(one, high, say)}"


def show_turns(report: Report, say: Words) -> None:
    """Show every schedule that was simulated on the way."""
    if not report.turns:
        st.caption(say("Nothing was simulated."))
        return
    turns = report.turns
    cost = {say("Cost, {currency}", currency=report.base.currency): [one.cost for one in turns]}
    table = pd.DataFrame(
        {
            say("Round"): [one.number for one in turns],
            say("What was done"): [say(_PURPOSES[one.purpose]) for one in turns],
            say("Required, agent-hours"): [one.required_h for one in turns],
            say("Paid hours"): [one.paid_h for one in turns],
            **(cost if report.base.pays_wages else {}),
            say("Targets kept by estimate"): [f"{one.holding} / {one.promises}" for one in turns],
            say("Gap"): [gap_words(one.gap) for one in turns],
            say("Replications"): [one.replications for one in turns],
            say("Took"): [duration(round(one.wall_s, 1), say) for one in turns],
            say("Solver"): [say(STATUSES[one.status]) for one in turns],
        }
    )
    show_sheet("staffing_turns", table, say, report.base.name)
