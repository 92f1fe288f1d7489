"""The pictures of a simulated day, each with its table."""

from __future__ import annotations

from collections.abc import Callable

from crewline.charts import backlog
from crewline.charts import day as pictures
from crewline.charts import people as bearing
from crewline.charts.answer import Answer
from crewline.charts.chart import Chart
from crewline.charts.days import (
    days_picture,
    days_sheet,
    promises_picture,
    promises_sheet,
    shown_kpi,
)
from crewline.charts.flow import flow_picture, flow_sheet, flows_of
from crewline.charts.scope import View
from crewline.charts.sheets import interval_sheet, levels_sheet
from crewline.words import Words
from crewline.words.figures import percent
from crewline.words.kpis import kpi_formula, kpi_name
from scenarios.studies.kpi_tables import Frame


def overview(answer: Answer, view: View, say: Words) -> list[Chart]:
    """Return the pictures of a view through the day; of work none that is about a wait."""
    scenario = answer.study.scenario
    row, level = view.row, view.level_id(scenario)
    band = _band(answer, view, say)
    waits = [
        Chart(
            "service",
            say("Service level over the day"),
            pictures.service_picture(answer, view, say),
            _sheet(answer, say, "%", (row, level)),
            f"{level}: {kpi_formula(level, say)}. {band}",
        ),
        Chart(
            "wait",
            say("Wait over the day (average speed of answer)"),
            pictures.wait_picture(answer, view, say),
            _sheet(answer, say, say("Seconds").lower(), (row, "asa")),
            band,
        ),
    ]
    abandonment = Chart(
        "abandonment",
        say("Abandonment over the day"),
        pictures.abandonment_picture(answer, view, say),
        _sheet(answer, say, "%", (row, "abandonment")),
        band,
    )
    of_all = [
        Chart(
            "queue",
            say("Queue by interval"),
            pictures.queue_picture(answer, view, say),
            _sheet(answer, say, say("contacts"), (row, "queue_length"), (row, "longest_queue")),
            band,
        ),
        _occupancy(answer, view, say),
        _duty(answer, view, say),
        Chart(
            "contacts",
            say("Contacts by interval"),
            pictures.contacts_picture(answer, view, say),
            _sheet(
                answer,
                say,
                say("contacts"),
                *((row, kpi) for kpi in ("offered", *pictures.became(scenario, view))),
            ),
            band,
        ),
    ]
    return (
        of_all
        if view.is_work(scenario)
        else [*waits, *of_all, levels(answer, view, say), abandonment]
    )


def levels(answer: Answer, view: View, say: Words) -> Chart:
    """Return the six service levels side by side."""
    return Chart(
        "levels",
        say("The six service levels"),
        pictures.levels_picture(answer, view, say),
        lambda: levels_sheet(answer, view, say),
        say("Same data, six definitions in daily use; quote one only by its name."),
    )


def people(answer: Answer, view: View, say: Words) -> list[Chart]:
    """Return the hold pressure of those who hold the line, and how busy each group is."""
    groups = view.groups(answer.study.scenario)
    busy = Chart(
        "groups_busy",
        say("Occupancy of each group"),
        bearing.groups_picture(answer, view, say),
        _sheet(answer, say, "%", *((("group", name), "occupancy") for name in groups)),
    )
    holding = bearing.holding(answer, view)
    if not holding:
        return [busy]
    hold = Chart(
        "hold",
        say("Hold pressure of the front line"),
        bearing.hold_picture(answer, view, say),
        _sheet(answer, say, "%", *((("group", name), "hold_pressure") for name in holding)),
        say(
            "Share of the time on duty in which agents hold the line with a customer until an"
            " expert answers. The band is that of the group that holds the most."
        ),
    )
    return [hold, busy]


def flows(answer: Answer, view: View, say: Words) -> Chart | None:
    """Return who transfers to whom; None where nobody does."""
    if not len(flows_of(answer, view)):
        return None
    return Chart(
        "flows",
        say("Who transfers to whom"),
        flow_picture(answer, view, say),
        lambda: flow_sheet(answer, view, say),
        say(
            "Transfers of a day, on the mean: from the line a contact came in on, over the group"
            " that answered, to the line that it goes on to."
        ),
        say("Flow picture of transfers from line to group to line; the table has the numbers."),
    )


def work(
    answer: Answer, view: View, say: Words
) -> tuple[list[Chart], list[tuple[str, str, Frame]]]:
    """Return the pictures of work that can wait, and the tables of it and of self-service."""
    charts, sheets = [], []
    lines = backlog.work_lines(answer, view)
    if lines:
        band = _band(answer, View(), say) if len(lines) <= 2 else ""
        charts = [
            Chart(
                "backlog",
                say("Backlog through the day"),
                backlog.backlog_picture(answer, view, say),
                _sheet(answer, say, say("contacts"), *((("queue", n), "backlog") for n in lines)),
                band,
            ),
            Chart(
                "backlog_age",
                say("Age of the backlog through the day"),
                backlog.age_picture(answer, view, say),
                _sheet(
                    answer,
                    say,
                    say("Seconds").lower(),
                    *((("queue", name), "backlog_age") for name in lines),
                ),
                band,
            ),
        ]
        sheet = backlog.work_sheet(answer, view, say)
        sheets.append(("work", say("Work that can wait, and calls made"), sheet))
    if backlog.machine_lines(answer, view):
        sheet = backlog.machine_sheet(answer, view, say)
        sheets.append(("machines", say("Self-service, call-backs and tickets"), sheet))
    return charts, sheets


def days(answer: Answer, view: View, say: Words) -> list[Chart]:
    """Return how simulated days differ, and how they stand to the targets."""
    kpi = shown_kpi(view, answer.study)
    each = Chart(
        "each_day",
        say("{kpi} of every simulated day", kpi=kpi_name(kpi, say)),
        days_picture(answer, view, say),
        lambda: days_sheet(answer, view, say),
        say(
            "Each mark is a day, the lowest at the left. More replications bring more marks and"
            " make them no more alike."
        ),
    )
    if not answer.study.evaluations or not view.is_whole:
        return [each]
    promises = Chart(
        "promises",
        say("Days and mean against the targets"),
        promises_picture(answer, say),
        lambda: promises_sheet(answer, say),
        say(
            "The bar holds eight of ten days; the diamond is their mean with its interval. Targets"
            " of a wait are in the table."
        ),
    )
    return [promises, each]


def _occupancy(answer: Answer, view: View, say: Words) -> Chart:
    groups = [("group", name) for name in view.groups(answer.study.scenario)]
    busy = [("all groups", "")] if view.is_whole else groups
    if view.is_whole:
        note = say("Occupancy is of agents, not of lines: here all groups.")
        note = f"{note} {_band(answer, view, say)}"
    else:
        note = say(
            "Occupancy is of agents, not of lines: here the groups that serve this line, "
            "with all the lines they serve."
        )
    return Chart(
        "occupancy",
        say("Occupancy over the day"),
        pictures.occupancy_picture(answer, view, say),
        _sheet(answer, say, "%", *((one, "occupancy") for one in busy)),
        note,
    )


def _duty(answer: Answer, view: View, say: Words) -> Chart:
    groups = view.groups(answer.study.scenario)
    return Chart(
        "duty",
        say("Agents on duty"),
        pictures.duty_picture(answer, view, say),
        _sheet(
            answer, say, say("Agents").lower(), *((("group", name), "on_duty") for name in groups)
        ),
        say("Mean number by interval, absence taken off."),
    )


def _band(answer: Answer, view: View, say: Words) -> str:
    if view.of_days:
        return say("Bands: eight of ten simulated days.")
    confidence = percent(answer.study.scenario.confidence)
    return say(
        "Bands: {confidence} interval of the mean over simulated days.", confidence=confidence
    )


def _sheet(
    answer: Answer, say: Words, unit: str, *shown: tuple[tuple[str, str], str]
) -> Callable[[], Frame]:
    return lambda: interval_sheet(answer, shown, unit, say)
