"""What an edited schedule comes to: cover and cost at once, service by simulation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd
import streamlit as st

from crewline.charts.answer import Answer
from crewline.charts.costs import no_wages, told_kpis
from crewline.charts.scope import View
from crewline.ui.pages.staffing.shown import cover_chart
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.ui.parts.working import asked
from crewline.ui.work.tasks import AnswerTask
from crewline.words import Words
from crewline.words.channels import line_title
from crewline.words.figures import figure, gap, money, number
from crewline.words.kpis import kpi_title
from crewline.words.targets import target_table
from crewline.words.verdicts import verdict_word
from scenarios.load import Loaded
from scenarios.planning.files.files import ReadBack
from scenarios.planning.need.promises import with_promises
from scenarios.planning.need.requirement import Requirement
from scenarios.planning.schedule.coverage_table import Cover, Numbers
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

#: A change below this comes of rounding.
_SAME: Final = 5e-3
_MOST_SEED: Final = 2**31 - 1
_OF_CENTRE: Final = ("SL3", "abandonment", "asa")


@dataclass(frozen=True)
class Original:
    """What an edited schedule is compared with, and what both are to cover.

    `scenario` is the one with the schedule before it was edited or, where none is known, with
    today's roster, as `is_today` says.
    """

    loaded: Loaded
    scenario: Scenario
    requirement: Requirement
    required: Numbers
    is_today: bool


def show_effect(back: ReadBack, original: Original, say: Words) -> None:
    """Show what the edited schedule covers and costs, beside the original."""
    before, after = (
        Cover.of(one, original.requirement, original.required)
        for one in (original.scenario, back.scenario)
    )
    _show_figures(back, original, before, after, say)
    names = ["", *original.scenario.queues] if len(original.scenario.queues) > 1 else [""]
    recall("staff_effect", names, "")
    line = st.selectbox(
        say("Cover of"),
        names,
        format_func=lambda one: (
            line_title(one, original.scenario, say) if one else say("The whole centre")
        ),
        key="staff_effect",
    )
    remember("staff_effect", "")
    chart = cover_chart(after, line, say, say("Edited schedule"), "staffing_effect")
    show_chart(chart, say, original.scenario.name)
    _simulate(back, original, say)


def _show_figures(
    back: ReadBack, original: Original, before: Cover, after: Cover, say: Words
) -> None:
    scenario, currency = original.scenario, original.scenario.currency
    pays = scenario.pays_wages
    in_money = (say("Wages, {currency}", currency=currency), wages(scenario), wages(back.scenario))
    figures = (
        *((in_money,) if pays else ()),
        (say("Paid hours"), paid_hours(scenario), paid_hours(back.scenario)),
        (say("Too few, agent-hours"), before.missing_h(), after.missing_h()),
        (say("Too many, agent-hours"), before.spare_h(), after.spare_h()),
    )
    for column, (title, old, new) in zip(st.columns(len(figures)), figures, strict=True):
        with column.container(border=True, height="stretch"):
            is_same = abs(new - old) < _SAME
            change = None if is_same else gap(new - old, Unit.CONTACTS, say)
            arrow: Literal["up", "down"] = "up" if new > old else "down"
            shown = number(new, say)
            st.metric(title, shown, delta=change, delta_color="off", delta_arrow=arrow)
    if not pays:
        st.caption(no_wages(say))
    if original.is_today:
        st.caption(say("Changes are told to today's roster, for no schedule was made here."))
    else:
        st.caption(say("Changes are told to the schedule before it was edited."))
    if pays and back.broken_wages > 0:
        st.caption(
            say(
                "The rows whose shifts break rules cost {money}.",
                money=money(back.broken_wages, currency, say),
            )
        )


def _simulate(back: ReadBack, original: Original, say: Words) -> None:
    """Let both schedules be simulated on the same days, and show the differences."""
    if back.scenario == original.scenario:
        st.caption(say("Nothing is changed, so there is nothing to simulate."))
        return
    replications = st.number_input(
        say("Replications of each"),
        min_value=2,
        max_value=1000,
        value=20,
        key="staffing_check_replications",
    )
    answer = asked(
        check_task(back, original, int(replications)),
        say,
        key="staffing_check",
        label=say("Simulate both"),
    )
    if answer is None:
        return
    st.markdown(f"**{say('What the edit changes')}**")
    show_sheet("staffing_changes", differences(answer, say), say, original.scenario.name)
    st.caption(
        say(
            "Both on the same random days, on which neither was chosen. Where the interval of a"
            " difference has zero in it, the two cannot be told apart."
        )
    )
    table = target_table(answer.study, say)
    if len(table):
        st.markdown(f"**{say('Targets of the edited schedule')}**")
        show_sheet("staffing_check_targets", table, say, original.scenario.name)


def check_task(back: ReadBack, original: Original, replications: int) -> AnswerTask:
    """Return the task that simulates an edited schedule beside the original."""
    loaded, seed = original.loaded, original.loaded.scenario.seed
    edited, before = (
        replace(loaded, scenario=with_promises(one)) for one in (back.scenario, original.scenario)
    )
    return AnswerTask(edited, before, replications, (seed + 104_729) % _MOST_SEED)


def differences(answer: Answer, say: Words) -> Frame:
    """Return the figures of both schedules, one a row, with the interval of each difference."""
    assert answer.comparison is not None
    scenario, table = answer.study.scenario, answer.comparison.differences
    records = []
    for (kind, name), kpi in _told(scenario):
        mask = (table["kind"] == kind) & (table["name"] == name) & (table["kpi"] == kpi)
        for row in table[mask].to_dict("records"):
            unit, currency = str(row["unit"]), scenario.currency
            low, high = (gap(row[bound], unit, say, currency) for bound in ("low", "high"))
            told = row["base"] + row["difference"]
            records.append(
                {
                    say("Of"): _title(kind, name, scenario, say),
                    say("Figure"): kpi_title(kpi, say),
                    say("Before"): figure(row["base"], unit, say, currency),
                    say("Edited"): figure(told, unit, say, currency),
                    say("Difference"): gap(row["difference"], unit, say, currency),
                    say("Interval of the difference"): f"{low} – {high}",
                    say("Said in a word"): verdict_word(str(row["verdict"]), say),
                }
            )
    return pd.DataFrame(records)


def _told(scenario: Scenario) -> Iterator[tuple[tuple[str, str], str]]:
    """Give what is told of: of each line what it was promised, then the whole centre."""
    for name, queue in scenario.queues.items():
        view = View(name)
        kpi = view.level_id(scenario) if queue.target is None else queue.target.kpi
        yield ("queue", name), kpi
    yield from ((("centre", ""), kpi) for kpi in _OF_CENTRE)
    yield ("all groups", ""), "occupancy"
    yield from ((("centre", ""), kpi) for kpi in told_kpis(["cost"], scenario))


def _title(kind: str, name: str, scenario: Scenario, say: Words) -> str:
    if kind == "queue":
        return line_title(name, scenario, say)
    return say("All agents") if kind == "all groups" else say("The whole centre")
