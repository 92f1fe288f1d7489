"""Schedules as files: what is written reads back, what is edited is checked, faults are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.check import Rule
from scenarios import duty
from scenarios.faults import BadInput
from scenarios.planning.files.files import accepted, read_schedule, write_schedule
from scenarios.planning.files.schedule_table import COLUMNS, Schedule, schedule_table, written_days
from scenarios.planning.files.workbook import Beside
from scenarios.planning.need.requirement import requirement
from scenarios.planning.schedule.coverage_table import coverage_table
from scenarios.planning.schedule.problem import problem
from scenarios.planning.schedule.roster import roster_table
from scenarios.planning.schedule.scheduled import with_duties
from scenarios.schema import Scenario
from tests.scenarios.small import small

MEAL = {"length": "1 h", "from": "3 h", "to": "5 h", "paid": False}
REST = {"length": "15 min", "from": "1 h", "to": "2 h"}
PATTERNS = {
    "full": {"starts": ["08:00", "09:30"], "lengths": "9 h", "breaks": [REST, MEAL]},
    "night": {"starts": "22:00", "lengths": "9 h", "breaks": [REST, MEAL]},
    "split": {"starts": "09:00", "lengths": "8 h", "first": "4 h", "gap": "3 h"},
    "part": {"starts": "08:00", "lengths": "4 h", "days": [1, 2]},
}
HEAD = ",".join(COLUMNS)


def centre(**planning: Any) -> Scenario:
    """Return a week of a centre with groups that work by the day (`day`), and in tours (`week`)."""
    serves = {"serves": {"general": {}}, "agents": 1, "wage_per_h": 40}
    plan = {
        "shifts": PATTERNS,
        "tours": {"five": {"days_on": 5}},
        "groups": {"week": {"tour": "five", "shifts": ["full"]}, "kept": {"fixed": True}},
        "coverage": {"under": 100},
    }
    groups = {"day": serves, "week": serves, "kept": serves}
    return small(days=7, first_day="2026-06-08", groups=groups, planning=plan | planning)


def problem_of(scenario: Scenario) -> Problem:
    return problem(scenario, np.ones((1, scenario.intervals)))


SCENARIO = centre()
PROBLEM = problem_of(SCENARIO)
FULL = "day,1,full,08:00,17:00,09:00 15 min; 12:00 60 min unpaid,3,"


def types(name: str, team: int = 0) -> Any:
    return next(item for item in PROBLEM.teams[team].types if item.name.startswith(name))


def by_day() -> list[Duty]:
    full, night, split, part = map(types, ("full 08", "night", "split", "part"))
    return [
        *(Duty(0, day, full, (36, 46), 3) for day in (0, 1, 2, 4)),
        Duty(0, 0, full, (38, 50), 2),
        *(Duty(0, day, night, (93, 106), 2) for day in range(7)),
        Duty(0, 3, split, (), 4),
        Duty(0, 1, part, (), 1),
    ]


def touring() -> tuple[list[Duty], list[Tour]]:
    """Five agents from Monday, two from Wednesday on; each day three take the first breaks."""
    early = types("full 08", team=1)
    tours = [
        Tour(1, 0, (early,) * 5 + (None,) * 2, 5),
        Tour(1, 0, (None,) * 2 + (early,) * 5, 2),
    ]
    on = [5, 5, 7, 7, 7, 2, 2]
    duties = [Duty(1, day, early, (36, 46), min(3, on[day])) for day in range(7)]
    duties += [Duty(1, day, early, (40, 50), on[day] - 3) for day in range(5)]
    return duties, tours


def everything() -> Schedule:
    duties, tours = touring()
    return Schedule.of([*by_day(), *duties], tours)


@pytest.fixture(params=["csv", "xlsx"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"schedule.{request.param}"


def test_the_table_is_what_a_planner_reads() -> None:
    table = schedule_table(PROBLEM, Schedule.of(by_day()))
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("day", "2", "part", "08:00", "12:00", "", 1, ""),
        ("day", "1", "full", "08:00", "17:00", "09:30 15 min; 12:30 1 h unpaid", 2, ""),
        ("day", "1 to 3, 5", "full", "08:00", "17:00", "09:00 15 min; 11:30 1 h unpaid", 3, ""),
        ("day", "4", "split", "09:00", "20:00", "13:00 3 h gap", 4, ""),
        ("day", "all", "night", "22:00", "07:00", "23:15 15 min; 02:30 1 h unpaid", 2, ""),
    ]


def test_tours_have_rows_of_their_own() -> None:
    table = schedule_table(PROBLEM, Schedule.of(*touring()))
    # In order of the days off: those who come on Wednesday are told first.
    rows = table[["days", "breaks", "agents", "tour"]].itertuples(index=False)
    found = [tuple(row) for row in rows]
    assert {row[3] for row in found} == {"week 1 no 1", "week 1 no 2"}
    hours = dict.fromkeys(("week 1 no 1", "week 1 no 2"), 0)
    for days, _, agents, label in found:
        first, _, last = days.partition(" to ")
        hours[label] += agents * (int(last or first) - int(first) + 1 if ", " not in days else 2)
    assert sorted(hours.values()) == [2 * 5, 5 * 5]


def test_what_is_written_reads_back(file: Path) -> None:
    write_schedule(PROBLEM, everything(), file)
    assert read_schedule(SCENARIO, PROBLEM, file).schedule == everything()


def test_what_is_read_writes_the_same_file_again(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_schedule(PROBLEM, everything(), first)
    write_schedule(PROBLEM, read_schedule(SCENARIO, PROBLEM, first).schedule, second)
    assert first.read_bytes() == second.read_bytes()


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    item = draw(st.sampled_from(PROBLEM.teams[0].types))
    breaks = tuple(draw(st.sampled_from(list(window.starts))) for window in item.breaks)
    return Duty(0, draw(st.integers(0, 6)), item, breaks, draw(st.integers(1, 9)))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=st.lists(duties(), min_size=1, max_size=30))
def test_any_schedule_reads_back(tmp_path: Path, found: list[Duty]) -> None:
    written = tmp_path / "any.csv"
    write_schedule(PROBLEM, Schedule.of(found), written)
    assert read_schedule(SCENARIO, PROBLEM, written).schedule == Schedule.of(found)


def test_a_file_of_another_kind_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.csv or \.xlsx"):
        write_schedule(PROBLEM, everything(), tmp_path / "schedule.ods")


def written(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    target = tmp_path / "schedule.csv"
    target.write_bytes("\n".join([head, *rows]).encode(encoding))
    return target


def read(tmp_path: Path, *rows: str, **more: Any) -> Schedule:
    return read_schedule(SCENARIO, PROBLEM, written(tmp_path, *rows, **more)).schedule


def told(call: Callable[[], object]) -> list[str]:
    with pytest.raises(BadInput) as caught:
        call()
    return [str(fault).removeprefix("schedule.csv:") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("3", [3]),
        ("1 to 3", [1, 2, 3]),
        ("1-3", [1, 2, 3]),
        ("1至3", [1, 2, 3]),
        ('"1, 3, 5 to 7"', [1, 3, 5, 6, 7]),
        ("1；3", [1, 3]),
        ("ALL", [1, 2, 3, 4, 5, 6, 7]),
        ("2026-06-09", [2]),
        ("2026/6/9", [2]),
        ("2026-06-08 to 2026-06-10", [1, 2, 3]),
    ],
)
def test_days_are_read_as_people_write_them(tmp_path: Path, cell: str, days: list[int]) -> None:
    row = FULL.replace("day,1", f"day,{cell}", 1)
    assert [one.day + 1 for one in read(tmp_path, row).duties] == days


@pytest.mark.parametrize(
    ("days", "text"),
    [((0,), "1"), ((0, 1), "1, 2"), ((0, 1, 2), "1 to 3"), (tuple(range(7)), "all"),
     ((0, 2, 3, 4, 6), "1, 3 to 5, 7")],
)  # fmt: skip
def test_days_are_written_so_that_no_spreadsheet_makes_dates_of_them(
    days: tuple[int, ...], text: str
) -> None:
    assert written_days(days, 7) == text


def test_hours_are_read_as_spreadsheets_write_them(tmp_path: Path) -> None:
    row = FULL.replace("08:00", "8:00:00", 1).replace("09:00 15 min;", "9:00 0.25 h ；")
    assert read(tmp_path, row) == read(tmp_path, FULL)


def test_the_pattern_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, FULL.replace(",full,", ",,")) == read(tmp_path, FULL)
    head, bare = HEAD.replace(",pattern", "").replace(",tour", ""), FULL.replace(",full,", ",")
    assert read(tmp_path, bare.removesuffix(","), head=head) == read(tmp_path, FULL)


def test_rows_that_are_alike_add_up_and_empty_ones_say_nothing(tmp_path: Path) -> None:
    (one,) = read(tmp_path, FULL, ",,,,,,,", FULL, FULL.replace(",3,", ",0,")).duties
    assert one.agents == 6


def test_gbk_and_semicolons_are_read(tmp_path: Path) -> None:
    serves = {"serves": {"general": {}}, "agents": 1}
    scenario = small(
        groups={"客服": serves}, planning={"shifts": {"早班": PATTERNS["part"] | {"days": [1]}}}
    )
    made = problem(scenario, np.ones((1, 48)))
    file = written(
        tmp_path, "客服;1;早班;08:00;12:00;;5;", head=HEAD.replace(",", ";"), encoding="gbk"
    )
    assert read_schedule(scenario, made, file).schedule.duties == (
        Duty(0, 0, made.teams[0].types[0], (), 5),
    )


def test_cells_of_a_workbook_may_be_times_dates_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(list(COLUMNS))
    row = ["day", datetime(2026, 6, 8), "full", time(8), time(17), "09:00 15 min; 12:00 1 h unpaid"]
    book.active.append([*row, 3.0, None])
    book.active.append(["day", 2, "part", "08:00", "12:00", None, 1, None])
    book.save(tmp_path / "typed.xlsx")
    found = read_schedule(SCENARIO, PROBLEM, tmp_path / "typed.xlsx").schedule
    assert found.duties[0] == read(tmp_path, FULL).duties[0]
    assert (found.duties[1].day, found.duties[1].type.name) == (1, "part 08:00-12:00")


def test_every_fault_is_told_at_once_with_line_and_column(tmp_path: Path) -> None:
    rows = [
        "dya,8,full,08:00,17:00,,3,",
        "kept,1,full,08:00,17:00,,3,",
        "day,2 to 1,full,8 Uhr,25:00,soon,-1,week 1 no 1",
        "day,1,a b,08:05,17:00,09:00 10 min,2.5,",
        "day,1,full,08:00,12:00,12:00 15 min,1,",
        "day,1,full,08:00,17:00,09:00 30 min; 09:15 30 min,1,",
        "week,5 to 6,full,08:00,17:00,,1,A",
        "day,,,,,,,",
    ]
    breaks = "breaks such as 10:00 15 min; 12:30 60 min unpaid (a split shift's: 13:00 3 h gap)"
    days = "days such as 3, 1 to 5, or all, from 1 to 7 (or dates)"
    assert told(lambda: read(tmp_path, *rows)) == [
        f"2: days: got 8; expected {days}",
        "2: group: got dya; expected one of the groups: day, week (did you mean day?)",
        "3: group: got kept; expected a group that is scheduled; this one is fixed",
        "4: agents: got -1; expected a whole number of agents, 0 or more",
        f"4: breaks: got soon; expected {breaks}",
        f"4: days: got 2 to 1; expected {days}",
        "4: end: got 25:00; expected a time of day such as 08:30",
        "4: start: got 8 Uhr; expected a time of day such as 08:30",
        "4: tour: got week 1 no 1; expected nothing, for the group works no tours",
        "5: agents: got 2.5; expected a whole number of agents, 0 or more",
        "5: breaks: got 09:00 10 min; expected breaks on the grid of 15 min",
        "5: pattern: got a b; expected a name of letters, digits, _ and -, at most 60",
        "5: start: got 08:05; expected a time on the grid of 15 min",
        "6: breaks: got 12:00 15 min; expected breaks inside the shift (08:00-12:00), with work"
        " before and after",
        "7: breaks: got 09:00 30 min; 09:15 30 min; expected breaks that do not overlap",
        "9: agents; expected a whole number of agents, 0 or more",
        f"9: days; expected {days}",
        "9: end; expected a time of day such as 08:30",
        "9: start; expected a time of day such as 08:30",
    ]


def test_a_tour_lies_in_one_week(tmp_path: Path) -> None:
    scenario = centre().model_copy(update={"days": 14})
    rows = ["week,5 to 9,full,08:00,17:00,09:00 15 min; 12:00 60 min unpaid,1,A"]
    file = written(tmp_path, *rows)
    assert told(lambda: read_schedule(scenario, problem_of(scenario), file)) == [
        "2: days: got A; expected days of one week; A is in week 1"
    ]


def test_columns_that_are_missing_are_told_together(tmp_path: Path) -> None:
    found = told(lambda: read(tmp_path, "day,1", head="group,day"))
    assert [text.split(":")[1].strip() for text in found] == ["agents", "days", "end", "start"]


def test_a_column_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    found = told(lambda: read(tmp_path, FULL, head=HEAD.replace("agents", "agnts")))
    assert found == [
        "1: agents: got no such column; expected a column agents beside"
        " group, days, pattern, start, end, breaks, agnts, tour (did you mean agnts?)"
    ]


@pytest.mark.parametrize("rows", [[], [FULL.replace(",3,", ",0,")] * 2])
@pytest.mark.parametrize("breaking", [False, True])
def test_a_schedule_of_nobody_is_told_by_its_file(
    tmp_path: Path, rows: list[str], breaking: bool
) -> None:
    found = told(lambda: check(tmp_path, *rows, breaking_rules=breaking))
    assert found == ["1: agents: got a schedule of nobody; expected a row at least that has agents"]


def test_the_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    text = written(tmp_path, FULL).read_text("utf-8").replace(",", "\t")
    (tmp_path / "unicode.csv").write_text(text, "utf-16")
    found = read_schedule(SCENARIO, PROBLEM, tmp_path / "unicode.csv")
    assert found.schedule == read(tmp_path, FULL)


def check(tmp_path: Path, *rows: str, **more: Any) -> Any:
    return accepted(SCENARIO, PROBLEM, written(tmp_path, *rows), **more)


def test_a_sound_schedule_is_accepted_and_runs(file: Path) -> None:
    write_schedule(PROBLEM, everything(), file)
    found = accepted(SCENARIO, PROBLEM, file)
    assert found.breaches == ()
    assert duty.staffed(found.scenario, "day").sum() > 0
    assert found.scenario.groups["kept"] == SCENARIO.groups["kept"]


@pytest.mark.parametrize(
    ("row", "rule", "fault"),
    [
        (
            FULL.replace("12:00", "15:00"),
            Rule.BREAKS,
            "2: breaks: got day, day 1: full 08:00-17:00 has a break at 15:00, which may begin from"
            " 11:00 to 13:00; expected the breaks of the shift, each in its window",
        ),
        (
            FULL.replace("09:00 15 min; ", ""),
            Rule.BREAKS,
            "2: breaks: got day, day 1: full 08:00-17:00 lacks its break of 15 min, beginning from"
            " 09:00 to 10:00; expected the breaks of the shift, each in its window",
        ),
        (
            FULL.replace("60 min unpaid", "30 min unpaid"),
            Rule.BREAKS,
            "2: breaks: got day, day 1: full 08:00-17:00 lacks its break of 1 h unpaid, beginning"
            " from 11:00 to 13:00 and has a break of 30 min unpaid at 12:00 that is not in the"
            " pattern full; expected the breaks of the shift, each in its window",
        ),
        (
            FULL.replace("17:00", "19:00"),
            Rule.SHIFT,
            "2: start, end: got day, day 1: full 08:00-19:00 is 11 h long, full from 08:00 on 9 h;"
            " expected a shift that the group may work on that day",
        ),
        (
            FULL.replace("08:00", "07:30").replace("17:00", "16:30"),
            Rule.SHIFT,
            "2: start: got day, day 1: full 07:30-16:30 starts at 07:30, full at 08:00 or 09:30;"
            " expected a shift that the group may work on that day",
        ),
        (
            FULL.replace("08:00", "07:30"),
            Rule.SHIFT,
            "2: start, end: got day, day 1: full 07:30-17:00 is 9 h 30 min long, full 9 h, starting"
            " at 08:00 or 09:30; expected a shift that the group may work on that day",
        ),
        (
            "week,1,night,22:00,07:00,23:15 15 min; 02:30 1 h unpaid,1,A",
            Rule.SHIFT,
            "2: pattern: got week, day 1: night 22:00-07:00 is of no pattern of theirs, which are"
            " full; expected a shift that the group may work on that day",
        ),
        (
            "day,1,split,09:00,20:00,14:00 3 h gap,1,",
            Rule.SHIFT,
            "2: breaks: got day, day 1: split 09:00-14:00, 17:00-20:00 is parted otherwise than"
            " split: 13:00 3 h gap; expected a shift that the group may work on that day",
        ),
        (
            "day,3,part,08:00,12:00,,1,",
            Rule.SHIFT,
            "2: days: got day, day 3: part 08:00-12:00 may not be worked that day, only on days"
            " 1, 2; expected a shift that the group may work on that day",
        ),
    ],
)
def test_a_broken_rule_is_told_and_accepted_on_request(
    tmp_path: Path, row: str, rule: Rule, fault: str
) -> None:
    assert fault in told(lambda: check(tmp_path, row))
    found = check(tmp_path, row, breaking_rules=True)
    assert rule in {breach.rule for breach in found.breaches}
    group = PROBLEM.teams[found.schedule.duties[0].team].name
    (shift,) = (found.scenario.groups[group].shifts or {}).values()
    assert shift.agents == found.schedule.duties[0].agents


def test_a_shift_that_was_stretched_is_paid_and_worked_as_written(tmp_path: Path) -> None:
    # From 08:00 to 20:00 with a break of 15 min and a meal: 11 h paid, three of them overtime.
    row = FULL.replace("17:00", "20:00").replace(",3,", ",1,")
    found = check(tmp_path, row, breaking_rules=True)
    assert {breach.rule for breach in found.breaches} == {Rule.SHIFT, Rule.DAY_HOURS}
    kept = SCENARIO.groups["kept"].model_copy(update={"wage_per_h": 0.0})
    alone = found.scenario.model_copy(update={"groups": found.scenario.groups | {"kept": kept}})
    assert duty.pay(alone)[1].sum() == pytest.approx(40 * (11 + 0.5 * 3))
    assert duty.staffed(found.scenario, "day")[:48].sum() / 2 == 10.75


def test_tours_that_do_not_fit_their_duties_are_told(tmp_path: Path) -> None:
    rest = "full,08:00,17:00,09:00 15 min; 12:00 60 min unpaid"
    rows = [f"week,1 to 4,{rest},2,A", f"week,5,{rest},3,A", f"week,6,{rest},1,"]
    told_ = "\n".join(told(lambda: check(tmp_path, *rows)))
    assert "week, day 1: 2 agents on full 08:00-17:00, 3 by their weeks" in told_
    assert "week, day 6: 1 agents on full 08:00-17:00, 0 by their weeks" in told_
    assert check(tmp_path, *rows, breaking_rules=True).schedule.tours[0].agents == 3


def test_a_breach_of_a_week_names_its_rows(tmp_path: Path) -> None:
    rest = "full,{},{} 15 min; 12:30 60 min unpaid"
    early = rest.format("08:00,17:00", "09:00")
    late = rest.format("09:30,18:30", "10:30")
    rows = [
        f"week,1 to 3,{early},2,A",
        f"week,1 to 5,{early},2,B",
        f"week,4 to 6,{late},2,A",
        f"week,7,{late},1,",
    ]
    found = told(lambda: check(tmp_path, *rows))
    assert (
        "2: days: got week: 2 in week 1: 6 days on, allowed are 5 (rows 2 and 4); expected as many"
        " days of work a week as the tour has"
    ) in found
    assert any(
        text.startswith("2: start: got week: 2 in week 1: starts 1 h 30 min apart")
        and "(rows 2 and 4)" in text
        for text in found
    )
    # The row without a tour is alone on its day.
    (unlike,) = (text for text in found if ": tour: " in text)
    assert unlike.startswith("5: tour: got week, day 7: 1 agents on full 09:30-18:30, 0 by their")


def test_what_is_accepted_names_its_rows_and_what_they_cost(tmp_path: Path) -> None:
    # The second row is stretched: 11 h paid at 40, 3 of them with half a wage more, by 2 agents.
    rows = [FULL, FULL.replace("17:00", "20:00").replace(",3,", ",2,")]
    found = check(tmp_path, *rows, breaking_rules=True)
    assert all(str(breach).endswith("(row 3)") for breach in found.breaches)
    assert found.broken_wages == pytest.approx(2 * 40 * (11 + 0.5 * 3))
    assert check(tmp_path, FULL).broken_wages == 0


def test_too_many_agents_name_the_rows_of_the_day(tmp_path: Path) -> None:
    planning = {"groups": {"day": {"most": 4}, "week": {"fixed": True}, "kept": {"fixed": True}}}
    scenario = centre(**planning)
    file = written(tmp_path, FULL, FULL.replace("day,1", "day,2"), FULL.replace("12:00", "12:30"))
    (fault,) = told(lambda: accepted(scenario, problem_of(scenario), file))
    assert fault == (
        "2: agents: got day, day 1: 6 agents, at most 4 (rows 2 and 4); expected as many agents as"
        " the group may have"
    )


def test_a_tour_of_six_days_is_too_many(tmp_path: Path) -> None:
    rest = "full,08:00,17:00,09:00 15 min; 12:00 60 min unpaid"
    found = told(lambda: check(tmp_path, f"week,1 to 6,{rest},2,A"))
    assert any(text.startswith("2: days: got week: 2 in week 1: 6 days on") for text in found)


def test_nothing_in_a_file_is_a_formula(file: Path) -> None:
    """No name can begin like a formula; a pattern that were one would be text, too."""
    item = replace(types("part"), pattern="=1+1")
    write_schedule(PROBLEM, Schedule.of([Duty(0, 0, item, (), 1)]), file)
    if file.suffix == ".csv":
        assert ",'=1+1," in file.read_text(encoding="utf-8-sig")
    else:
        cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
        assert [cell.value for cell in cells if str(cell.value).endswith("=1+1")] == ["'=1+1"]
        assert all(cell.data_type != "f" for cell in cells)


def beside() -> Beside:
    """The cover of two agents from 08:00 on, where one is required all day, and their roster."""
    found = Schedule.of([Duty(0, 0, types("part"), (), 2)])
    shown = with_duties(SCENARIO, PROBLEM, found.duties)
    needs = requirement(SCENARIO)
    cover = coverage_table(shown, needs, np.ones((1, SCENARIO.intervals)))
    return Beside(cover, roster_table(SCENARIO, PROBLEM, found.duties), "CNY")


def test_a_workbook_tells_of_cover_and_groups_beside_the_schedule(tmp_path: Path) -> None:
    file = tmp_path / "schedule.xlsx"
    write_schedule(PROBLEM, everything(), file, beside())
    book = load_workbook(file)
    assert book.sheetnames == ["schedule", "coverage", "groups"]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    for sheet in book:
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        headings = [cell.value for cell in sheet[1]]
        assert all(width > len(text) for width, text in zip(widths, headings, strict=True))
    rows = [dict(zip(headings_of(book, "coverage"), row, strict=True)) for row in
            book["coverage"].iter_rows(min_row=2, values_only=True)]  # fmt: skip
    (eight,) = (
        row for row in rows if (row["line"], row["day"], row["from"]) == ("general", 1, "08:00")
    )
    # Two of the schedule and the one who is kept serve it.
    assert eight["people on duty"] == 3
    assert eight["scheduled"] - eight["required"] == pytest.approx(eight["over"] - eight["under"])
    last = [cell.value for cell in book["groups"][book["groups"].max_row]]
    groups = dict(zip(headings_of(book, "groups"), last, strict=True))
    # Two agents for four hours at 40, and one at 40 round the clock for a week.
    assert groups["group"] == "all groups"
    assert groups["wages scheduled, CNY"] == 2 * 4 * 40 + 168 * 40
    assert "wages today, CNY" not in groups


def headings_of(book: Any, sheet: str) -> list[str]:
    return [cell.value for cell in book[sheet][1]]


def test_the_schedule_of_a_workbook_is_read_wherever_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "schedule.xlsx"
    write_schedule(PROBLEM, everything(), file, beside())
    book = load_workbook(file)
    book.move_sheet("schedule", 2)
    book.active = 0
    book.save(file)
    assert read_schedule(SCENARIO, PROBLEM, file).schedule == everything()
