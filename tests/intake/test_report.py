"""The report of an import: a planner's words, with units, and figures by line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from scenarios.intake import Imported, import_log
from scenarios.intake.wording import percent, plain_table, seconds
from tests.intake.small_log import mapping, row, write_log

MONDAY = date(2026, 6, 1)


def _imported(folder: Path, *more: str) -> Imported:
    """Return the import of two weeks, Sundays closed: 18 calls a day, 3 of 6 loans given up."""
    rows = [
        row(
            f"{MONDAY + timedelta(days=place)} {9 + call // 6:02d}:{call % 6 * 10:02d}:00",
            wait=60 if call % 6 == 5 else call % 3 * 10,
            talk="" if call % 6 == 5 else 200,
            end="H" if call % 6 == 5 else "A",
            agent="" if call % 6 == 5 else "ann",
            line="loans" if call % 3 == 2 else "general",
        )
        for place in range(14)
        if place % 7 != 6
        for call in range(18)
    ]
    chosen = mapping(handling={"wrap_up": "20 s"})
    return import_log(write_log(folder, [*rows, *more]), chosen)


def test_figures_by_line(tmp_path: Path) -> None:
    """General waits 0, 10, 0, 10 s in each hour; loans 20 and 60 s, the latter in vain."""
    whole, general, loans = _imported(tmp_path).quality.by_line
    assert (whole.name, whole.offered, whole.answered) == ("all", 12 * 18, 12 * 15)
    assert (general.name, general.offered, general.abandoned_share) == ("general", 12 * 12, 0)
    assert general.mean_wait_s == pytest.approx(5)
    assert (loans.offered, loans.abandoned_share) == (12 * 6, 0.5)
    assert loans.mean_wait_s == pytest.approx(40)
    assert loans.handling_s == pytest.approx(220)


def test_report_is_in_words_with_units(tmp_path: Path) -> None:
    lines = _imported(tmp_path).quality.lines()
    text = "\n".join(lines)
    assert not re.search(r"[a-z]+_[a-z]+", text.replace("wrap_up", "")), "developer's words"
    assert "closed (never a call): Sunday" in lines
    assert "missing days" not in text
    assert "  18 calls a day, 16.7 % abandoned, 66.7 % waited at all" in lines
    assert "  loans           72        36     50.0 %       40 s  220 s       none" in lines
    assert "whenever a call came, somebody who serves it was on duty" in lines
    assert "every row is a call offered to agents, and none is odd" in lines


def test_what_is_none_is_a_word_and_not_a_nought(tmp_path: Path) -> None:
    """Everybody is answered at once, each day as many: nothing is told as 0 or 0 %."""
    rows = [
        row(f"{MONDAY + timedelta(days=place)} 09:{call:02d}:00", talk=20 + call)
        for place in range(14)
        for call in range(30)
    ]
    lines = import_log(write_log(tmp_path, rows), mapping()).quality.lines()
    assert "  30 calls a day, none abandoned, none waited at all" in lines
    assert "  whole days vary by no more than chance" in lines
    assert not [line for line in lines if re.search(r"\b0 (%|s)|: 0\b", line)], lines


def test_columns_of_chinese_names_stand_below_each_other() -> None:
    """A Chinese sign takes two places of a terminal."""
    lines = plain_table(["line", "n"], [["信用卡", "5"], ["cards", "17"]])
    assert lines == ["  line     n", "  信用卡   5", "  cards   17"]


def test_calls_without_anybody_on_duty_are_counted(tmp_path: Path) -> None:
    """At 20:00 two loans give up; nobody is answered in that half hour, ever."""
    rows = [
        row(f"{MONDAY} 20:0{call}:00", wait=30, talk="", end="H", agent="", line="loans")
        for call in (0, 1)
    ]
    quality = _imported(tmp_path, *rows).quality
    assert [line.unstaffed for line in quality.by_line] == [2, 0, 2]
    assert any(line.endswith("on duty: 2 (loans 2)") for line in quality.lines())


def test_machines_get_the_figures_by_name(tmp_path: Path) -> None:
    report = _imported(tmp_path).quality.as_dict()
    assert report["closed"] == ["sunday"]
    assert report["figures"]["abandoned_share"] == pytest.approx(1 / 6)  # type: ignore[index]
    assert report["by_line"][2]["offered"] == 72  # type: ignore[index]


def test_scenario_writes_one_form_of_shares_and_keeps_durations_whole(tmp_path: Path) -> None:
    """The factor of the days, 0.0854 and the like, is a percentage; no line ends within `157 s`."""
    rows = [
        row(f"{MONDAY} 1{call // 30}:{call % 30 * 2:02d}:30", talk=157 + call / 8)
        for call in range(60)
    ]
    text = _imported(tmp_path, *rows).scenario_files["small.yaml"]
    factors = re.findall(r"day_factor_cv: (.*)", text)
    assert len(factors) == 3
    assert all(re.fullmatch(r"\d+\.\d %", factor) for factor in factors)
    assert not re.search(r"\d\n\s+(s|min|h|%)\b", text)


def test_words_of_numbers() -> None:
    assert [percent(share) for share in (0, 0.0042, 0.0854, 1)] == [
        "0 %",
        "0.42 %",
        "8.5 %",
        "100.0 %",
    ]
    assert [seconds(number) for number in (0, 4.26, 157.2, None)] == ["0 s", "4.3 s", "157 s", "-"]


def test_each_kind_is_counted_and_its_rows_told(tmp_path: Path) -> None:
    """One row has no time, one a negative wait; ann serves from 9:00:00 to 9:03:20 every day, and
    a second call at 9:01:00: of the day's calls, which are ten minutes apart, it alone overlaps."""
    rows = [row("soon"), row(f"{MONDAY} 12:00:00", wait=-3), row(f"{MONDAY} 09:01:00", talk=5)]
    quality = _imported(tmp_path, *rows).quality
    first = 1 + 12 * 18 + 1  # the header, then two weeks of calls
    told = {(str(one.expected), str(one.done), one.count) for one in quality.row_counts}
    assert told == {
        ("not: a time of queueing that is no time, or on no date", "left out", 1),
        ("not: a negative wait", "left out", 1),
        ("not: service shorter than 10 s", "kept", 1),
        ("not: began more than a minute before the same agent's call before it ended", "kept", 1),
    }
    assert [note.row for note in quality.row_notes] == [first, first + 1, first + 2, first + 2]
    assert quality.row_notes[-1].value == "ann"
