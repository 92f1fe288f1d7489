"""Pictures of shifts: rows of the Gantt picture, cover, and the bridge, against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest

from crewline.charts.bridge import STEP_WORDS, bridge_picture, bridge_sheet
from crewline.charts.coverage import coverage_alt, coverage_picture, coverage_sheet
from crewline.charts.gantt import Rows, bars, best_rows, gantt_alt, gantt_picture, gantt_sheet
from crewline.words import Language, Words
from scenarios.load import load
from scenarios.planning.need.requirement_tables import Needed
from scenarios.planning.proof.bridge import BY_QUEUE, SCHEDULED
from scenarios.planning.schedule.coverage_table import Cover
from tests.app.pages import CORNER_BANK
from tests.planning.test_files import PROBLEM, SCENARIO, everything

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
NEEDED = Needed.of_scenario(load(CORNER_BANK).scenario)
COVER = Cover.of(NEEDED.scenario, NEEDED.needs, NEEDED.needs.net)


def test_a_row_stands_for_those_with_the_same_hours() -> None:
    """Monday of the day's group: five work from 08:00 (three and two by their breaks), two nights.

    The week's group has five from 08:00, three of whom take the first breaks.
    """
    found = bars(PROBLEM, everything(), 0, Rows.HOURS)
    assert [(bar.group, bar.agents) for bar in found] == [("day", 5), ("day", 2), ("week", 5)]
    first = found[0]
    assert first.span == (32, 68)
    assert [(one.start, one.agents, one.paid) for one in first.pauses] == [
        (36, 3, True),
        (38, 2, True),
        (46, 3, False),
        (50, 2, False),
    ]


def test_rows_may_be_told_apart_by_breaks_or_by_people() -> None:
    apart = bars(PROBLEM, everything(), 0, Rows.BREAKS)
    assert [bar.agents for bar in apart] == [3, 2, 2, 3, 2]
    each = bars(PROBLEM, everything(), 0, Rows.PEOPLE)
    assert len(each) == 12
    assert {bar.agents for bar in each} == {1}
    assert all(one.agents == 1 for bar in each for one in bar.pauses)


def test_a_day_with_few_rows_is_told_by_breaks() -> None:
    assert best_rows(PROBLEM, everything(), 0) is Rows.BREAKS


@pytest.mark.parametrize("rows", Rows)
def test_a_picture_has_every_part_and_every_break(rows: Rows) -> None:
    """On Thursday (day 4 from 1) the day's group has a split shift: two parts in its row."""
    found = bars(PROBLEM, everything(), 3, rows)
    drawn = gantt_picture(found, PROBLEM, SCENARIO, 3, ENGLISH)
    of_breaks = {"Paid break", "Unpaid break"}
    parts = sum(len(trace.y) for trace in drawn.data if trace.name not in of_breaks)
    pauses = sum(len(trace.y) for trace in drawn.data if trace.name in of_breaks)
    assert parts == sum(len(bar.parts) for bar in found)
    assert pauses == sum(len(bar.pauses) for bar in found)
    assert len(gantt_sheet(found, PROBLEM, SCENARIO, CHINESE)) == len(found)
    assert "day" in gantt_alt(found, SCENARIO, PROBLEM, ENGLISH)


def test_a_night_ends_on_the_clock_of_the_next_morning() -> None:
    found = bars(PROBLEM, everything(), 0, Rows.HOURS)
    table = gantt_sheet(found, PROBLEM, SCENARIO, ENGLISH)
    assert table["End"].tolist() == ["17:00", "07:00", "17:00"]
    assert "02:30–03:30 unpaid" in table["Breaks"].tolist()[1]


def test_cover_shades_exactly_what_is_over_and_under() -> None:
    table = COVER.table()
    drawn = coverage_picture(table, NEEDED.scenario, ENGLISH, "There today")
    named = {trace.name: np.array(trace.y, float) for trace in drawn.data if trace.name}
    required = named["Required"][:-1]
    np.testing.assert_allclose(named["Too many"][:-1] - required, table["over"])
    shaded = [trace for trace in drawn.data if trace.name == "Too few"]
    below = drawn.data[list(drawn.data).index(shaded[0]) - 1]
    np.testing.assert_allclose(required - np.array(below.y, float)[:-1], table["under"])
    patterns = {trace.fillpattern.shape for trace in drawn.data if trace.fill}
    assert len(patterns) == 2  # told apart without colours


def test_intervals_of_nobody_are_in_no_table() -> None:
    """Open from 08:00 to 20:30, with agents until 20:30: 25 half hours."""
    sheet = coverage_sheet(COVER.table(), NEEDED.scenario, ENGLISH, "There today")
    assert sheet["From"].iloc[0] == "08:00"
    assert sheet["From"].iloc[-1] == "20:00"
    assert len(sheet) == 25
    assert "10:" in coverage_alt(COVER.table(), NEEDED.scenario, ENGLISH)


@pytest.mark.parametrize("money", [False, True])
def test_the_steps_of_a_bridge_add_up_to_its_end(money: bool) -> None:
    drawn = bridge_picture(NEEDED.steps, ENGLISH, money=money)
    (fall,) = drawn.data
    last = NEEDED.steps.steps[-1]
    assert sum(fall.x[:-1]) == pytest.approx(last.cost if money else last.hours)
    assert fall.x[-1] == pytest.approx(sum(fall.x[:-1]))
    assert list(fall.measure) == ["absolute", *["relative"] * (len(BY_QUEUE) - 1), "total"]


def test_every_step_has_words_and_stands_in_the_table() -> None:
    assert tuple(STEP_WORDS) == (*BY_QUEUE, *SCHEDULED)
    sheet = bridge_sheet(NEEDED.steps, CHINESE)
    assert len(sheet) == len(BY_QUEUE)
    added = sheet["坐席工时 ±"].tolist()
    assert sum(added[1:]) == pytest.approx(sheet["坐席工时"].iloc[-1] - sheet["坐席工时"].iloc[0])
