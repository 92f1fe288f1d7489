"""Cells of an edited schedule that cannot be read, each told at its row and column."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from crewline.words import Words, plain
from crewline.words.channels import group_title, listed
from crewline.words.figures import duration
from crewline.words.words import is_chinese
from optimize.schedule.problem import Problem
from scenarios.faults import Fault
from scenarios.schema.scenario import Scenario


def show_unreadable(
    faults: Iterable[Fault], problem: Problem, scenario: Scenario, say: Words
) -> None:
    """Show all that is wrong with a table's cells, one line a cell."""
    titles = column_titles(say)
    lines = []
    for fault in faults:
        values = {
            "row": fault.line,
            "column": titles.get(fault.field, fault.field),
            "value": fault.value or "–",
            "expected": _expected(fault, problem, scenario, say),
        }
        if fault.line:
            said = say("Row {row}, {column}: got {value}; expected {expected}", **values)
        else:
            said = say("{column}: got {value}; expected {expected}", **values)
        lines.append(f"- {plain(said)}")
    st.error(f"{say('These rows cannot be read:')}\n\n" + "\n".join(lines))


def column_titles(say: Words) -> dict[str, str]:
    """Return what the columns of a schedule's table are called."""
    return {
        "group": say("Group"),
        "days": say("Days"),
        "pattern": say("Pattern"),
        "start": say("Start"),
        "end": say("End"),
        "start, end": f"{say('Start')}, {say('End')}",
        "breaks": say("Breaks"),
        "agents": say("Agents"),
        "tour": say("Tour"),
    }


def _expected(fault: Fault, problem: Problem, scenario: Scenario, say: Words) -> str:
    """Return what was expected: as the reader says it or, without a translation, by column."""
    said = say.sentence(fault.expected)
    if say.language == "en" or is_chinese(said):
        return said
    grid = duration(problem.slot_s, say)
    names = (group_title(team.name, scenario, say) for team in problem.teams)
    time = say("a time of day such as 08:30, in steps of {grid}", grid=grid)
    by_column = {
        "group": say("one of the groups {groups}", groups=listed(names, say)),
        "days": say("days such as 3, 1 to 5, or all, from 1 to {days}", days=problem.days),
        "start": time,
        "end": time,
        "breaks": say(
            "breaks such as 10:00 15 min; 12:30 60 min unpaid, in steps of {grid}, inside the"
            " shift and not over one another",
            grid=grid,
        ),
        "agents": say("a whole number of agents, and somebody in all"),
    }
    return by_column.get(fault.field, said)
