"""From rows to calls: meanings, times, what is dropped and why."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios.faults import BadInput
from tests.intake.small_log import MAPPING, read, row

DAY = "2026-06-01"


def test_outcomes_mean_what_the_mapping_says(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            row(f"{DAY} 09:00:00", wait=10, talk=60),
            row(f"{DAY} 09:00:05", wait=30, talk="", end="H", agent=""),
            row(f"{DAY} 09:00:06", end="X"),
            row(f"{DAY} 09:00:07", end="V"),
        ],
    )
    table = found.calls.table
    assert table["answered"].tolist() == [True, False]
    assert table["queued_s"].tolist() == [9 * 3600, 9 * 3600 + 5]
    assert table["waited_s"].tolist() == [10, 30]
    assert table["served_from_s"].iloc[0] == 9 * 3600 + 10
    assert np.isnan(table["served_s"].iloc[1])
    assert table["agent"].tolist() == ["ann", ""]
    assert [finding.count for finding in found.ignored] == [1, 1]
    assert found.drops == ()


def test_unusable_rows_are_dropped_once_each_with_the_reason(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            row(f"{DAY} 09:00:00"),
            row("2024-13-45 09:00:00"),
            row(f"{DAY} 25:61:00"),
            row("9999-01-01 09:00:00"),
            row(f"{DAY} 09:00:00", wait="long"),
            row(f"{DAY} 09:00:00", wait=-3, talk=-3),
            row(f"{DAY} 09:00:00", talk=-3),
            row(f"{DAY} 09:00:00", talk=""),
            row(f"{DAY} 09:00:00", talk="inf"),
            row(f"{DAY} 09:00:00", wait=1e300),
            row(f"{DAY} 09:00:00", talk=1e300),
        ],
    )
    assert len(found.calls) == 1
    assert [(drop.what, drop.count, drop.examples) for drop in found.drops] == [
        ("a time of queueing that is no time, or on no date", 2, ("log.csv:3", "log.csv:4")),
        ("a date out of all bounds", 1, ("log.csv:5",)),
        ("a wait that is no number", 1, ("log.csv:6",)),
        ("a negative wait", 1, ("log.csv:7",)),
        ("a wait of more than a week", 1, ("log.csv:11",)),
        ("a service time that is no number", 2, ("log.csv:9", "log.csv:10")),
        ("a negative service time", 1, ("log.csv:8",)),
        ("a service of more than a week", 1, ("log.csv:12",)),
    ]


def test_unknown_codes_are_faults_with_their_line(tmp_path: Path) -> None:
    rows = [row(f"{DAY} 09:00:00"), row(f"{DAY} 09:00:00", end="Q"), row(f"{DAY} 09:00:00", end="")]
    with pytest.raises(BadInput) as bad:
        read(tmp_path, rows)
    assert [(f.line, f.field, f.value) for f in bad.value.faults] == [
        (3, "end", "Q"),
        (4, "end", "nothing"),
    ]
    with pytest.raises(BadInput, match="kinds"):
        read(tmp_path, [row(f"{DAY} 09:00:00", line="loans")], kinds={"gen": {"name": "general"}})


def test_log_without_any_call_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no offered call"):
        read(tmp_path, [row(f"{DAY} 09:00:00", end="X")])


def test_giving_up_at_once_may_be_no_offer(tmp_path: Path) -> None:
    rows = [row(f"{DAY} 09:00:00", end="H"), row(f"{DAY} 09:00:00")]
    assert len(read(tmp_path, rows).calls) == 2
    assert len(read(tmp_path, rows, abandoned_at_once="not_offered").calls) == 1


def test_offsets_from_utc_leave_the_wall_clock(tmp_path: Path) -> None:
    rows = [row(f"{DAY}T09:00:00{zone}") for zone in ("", "Z", "+08:00", "-0330", ".250+08:00")]
    queued = read(tmp_path, rows).calls.table["queued_s"].tolist()
    assert queued == [32_400, 32_400, 32_400, 32_400, 32_400.25]


CLOCK = {
    "columns": {
        "date": "line",
        "queued": "queued",
        "left_queue": "wait",
        "served_from": "wait",
        "served_to": "talk",
        "outcome": "end",
        "agent": "agent",
    },
    "times": {"written": "clock", "date_format": "%y%m%d"},
}


def test_clock_times_run_on_after_midnight(tmp_path: Path) -> None:
    """Queued 23:59:50, answered 0:00:20, ended 0:10:00 of the next day."""
    rows = [
        row("23:59:50", wait="0:00:20", talk="0:10:00", line="260601"),
        row("8:00", wait="8:01", talk="8:05", line="260601"),
        row("24:30:00", wait="24:31:00", talk="24:32:00", line="260601"),
    ]
    found = read(tmp_path, rows, **CLOCK)
    table = found.calls.table
    assert [stamp.day for stamp in table["day"]] == [1, 1, 2]
    assert table["queued_s"].tolist() == [8 * 3600, 86_390, 1800]
    assert table["waited_s"].tolist() == [60, 30, 60]
    assert table["served_from_s"].tolist() == [8 * 3600 + 60, 86_420, 1860]
    assert table["served_s"].tolist() == [240, 580, 60]
    assert [(odd.what, odd.count) for odd in found.oddities] == [("went on after midnight", 1)]


def test_times_that_run_backwards_are_counted(tmp_path: Path) -> None:
    """Service that began two minutes before the queue is taken to follow the wait."""
    changes = {"columns": {**MAPPING["columns"], "served_from": "class"}}
    rows = [
        row(f"{DAY} 09:00:00", wait=5, customer_class=f"{DAY} 08:58:00"),
        row(f"{DAY} 09:00:00", wait=5, customer_class=f"{DAY} 09:00:03"),
    ]
    found = read(tmp_path, rows, **changes)
    assert found.calls.table["served_from_s"].tolist() == [32_405, 32_403]
    assert [odd.count for odd in found.oddities] == [1]
    assert "before the call queued" in found.oddities[0].what


def test_agents_names_are_mended_and_nobody_is_nobody(tmp_path: Path) -> None:
    rows = [
        row(f"{DAY} 09:00:00", agent="ANN"),
        row(f"{DAY} 09:00:01", agent="A?N"),
        row(f"{DAY} 09:00:02", agent="-"),
    ]
    found = read(tmp_path, rows, agents={"nobody": ["-"], "aliases": {"A?N": "ANN"}})
    assert found.calls.table["agent"].tolist() == ["ANN", "ANN", ""]
    assert {odd.what: odd.count for odd in found.oddities} == {
        "answered, but by no named agent": 1,
        "agent's name mended by the mapping's aliases": 1,
    }


def test_rules_drop_or_count_rows(tmp_path: Path) -> None:
    rows = [
        row(f"{DAY} 09:00:00", wait=w, line=line) for w, line in ((0, "a"), (700, "b"), (5, "t"))
    ]
    rules = [
        {"column": "line", "equals": ["t"], "why": "a test"},
        {"column": "wait", "above": 600, "action": "count", "why": "a long wait"},
    ]
    found = read(tmp_path, rows, rows=rules)
    assert len(found.calls) == 2
    assert [(drop.what, drop.count) for drop in found.drops] == [("a test", 1)]
    assert [(odd.what, odd.examples) for odd in found.oddities] == [("a long wait", ("log.csv:3",))]


CLASSES = {
    "columns": {**MAPPING["columns"], "customer_class": "class"},
    "classes": {
        "unknown": ["0"],
        "known_only_if_waited": True,
        "classes": [{"codes": ["2"], "suffix": "vip", "head_start": "90 s"}],
    },
}


def test_unknown_classes_are_drawn_with_the_shares_of_who_waited(tmp_path: Path) -> None:
    """Of 400 who waited 3 in 4 are VIPs; so should be about 3 in 4 of 2,000 who did not.

    The drawn share has a standard error of 1 %: outside 70 to 80 % once in 2 million logs.
    """
    rows = [
        row(f"{DAY} 09:00:00", wait=9, customer_class="2" if number % 4 else "1")
        for number in range(400)
    ] + [row(f"{DAY} 09:30:00", customer_class="0")] * 2000
    found = read(tmp_path, rows, **CLASSES)
    assert found.classes_drawn == 2000
    table = found.calls.table
    drawn = table[table["waited_s"] == 0]
    assert 0.70 < (drawn["queue"] == "general_vip").mean() < 0.80
    assert set(table["queue"]) == {"general", "general_vip"}
    again = read(tmp_path, rows, **CLASSES)
    assert again.calls.table["queue"].tolist() == table["queue"].tolist()


def test_classes_that_are_known_are_kept(tmp_path: Path) -> None:
    rows = [
        row(f"{DAY} 09:00:00", customer_class="2"),
        row(f"{DAY} 09:00:01", customer_class="1"),
        row(f"{DAY} 09:00:02", wait=4, customer_class="0"),
    ]
    found = read(tmp_path, rows, **CLASSES)
    assert found.classes_drawn == 0
    assert found.calls.table["queue"].tolist() == ["general_vip", "general", "general"]


def test_a_code_that_a_spreadsheet_could_not_work_out_costs_its_row_and_no_more(
    tmp_path: Path,
) -> None:
    """Three calls; of the second the outcome, of the third the kind is no code but an error."""
    rows = [
        row("2026-06-01 09:00:00"),
        row("2026-06-01 09:01:00", end="#REF!"),
        row("2026-06-01 09:02:00", line="#N/A"),
    ]
    found = read(tmp_path, rows, kinds={"general": {"name": "general"}})
    assert len(found.calls) == 1
    told = [(one.what, one.count, one.examples) for one in found.drops]
    assert told == [
        ("a cell that the spreadsheet could not work out", 1, ("log.csv:3",)),
        ("a cell that the spreadsheet could not work out", 1, ("log.csv:4",)),
    ]


def test_an_agent_that_is_an_error_is_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, [row("2026-06-01 09:00:00", agent="#REF!")])
    assert found.calls.table["agent"].tolist() == [""]


def test_an_error_that_the_mapping_names_is_a_code(tmp_path: Path) -> None:
    outcomes = {"A": "answered", "#N/A": "abandoned"}
    found = read(tmp_path, [row("2026-06-01 09:00:00", end="#N/A")], outcomes=outcomes)
    assert found.calls.table["answered"].tolist() == [False]
