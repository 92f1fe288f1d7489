"""Tables of one row a call are taken for call logs, never for counts of intervals."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from scenarios.faults import BadInput
from scenarios.intake.guess import Guessed
from scenarios.intake.guessing import guess, import_sheet, mapping_of, mapping_text
from scenarios.intake.importing import Imported
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import Sheet, open_sheet

ENGLISH = ["call_id", "queue", "arrived", "queue_s", "answered", "service_s", "agent"]
CHINESE = ["呼叫ID", "队列", "来电时间", "等待时长", "应答时间", "通话时长", "坐席"]


def _calls(n: int = 600, *, spacing_s: float = 40.0) -> list[list[str]]:
    """Return calls of two queues, one in ten lost: columns as ENGLISH, and the outcome."""
    rng = random.Random(618)
    at = datetime(2026, 6, 1, 8)
    rows = []
    for number in range(n):
        at += timedelta(seconds=1 + int(rng.expovariate(1 / spacing_s)))
        if at.hour >= 18:
            at = datetime(at.year, at.month, at.day, 8) + timedelta(days=1)
        wait_s, service_s = rng.randrange(90), rng.randrange(30, 600)
        served = [str(at + timedelta(seconds=wait_s)), str(service_s), f"A{number % 9}"]
        rows.append(
            [
                str(100_001 + number),
                ("private", "card")[rng.randrange(2)],
                str(at),
                str(wait_s),
                *(["", "", ""] if number % 10 == 9 else served),
                "lost" if number % 10 == 9 else "ok",
            ]
        )
    return rows


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    text = "\n".join(",".join(cells[: len(headings)]) for cells in (headings, *rows))
    return open_sheet(text.encode(), "log.csv")


def _log(sheet: Sheet) -> tuple[LogMapping, Guessed]:
    found = guess(sheet)
    assert isinstance(found.mapping, LogMapping)
    return found.mapping, found


@pytest.mark.parametrize("headings", [ENGLISH, CHINESE], ids=["English", "Chinese"])
@pytest.mark.parametrize("has_outcome", [True, False])
def test_one_row_a_call_is_a_call_log(headings: list[str], has_outcome: bool) -> None:
    outcome = ("结果" if headings is CHINESE else "outcome") if has_outcome else None
    sheet = _sheet([*headings, *([outcome] if outcome else [])], _calls())
    mapping, found = _log(sheet)
    _, queue, arrived, waited, answered, served, agent = headings
    assert mapping.columns.model_dump(exclude_none=True) == {
        "queued": arrived,
        "waited": waited,
        "served_from": answered,
        "served": served,
        "kind": queue,
        "agent": agent,
        **({"outcome": outcome} if outcome else {}),
    }
    assert mapping.outcomes == ({"ok": "answered", "lost": "abandoned"} if outcome else {})
    assert ("columns.outcome" in {one.field for one in found.asked}) == (not has_outcome)
    assert mapping_of(mapping_text(mapping)) == mapping


@pytest.mark.parametrize("has_outcome", [True, False])
def test_calls_without_a_service_were_lost(has_outcome: bool) -> None:
    """Every tenth of 600 calls is lost, whether a column says so or not."""
    sheet = _sheet([*ENGLISH, *(["outcome"] if has_outcome else [])], _calls())
    imported = import_sheet(sheet, _log(sheet)[0])
    assert isinstance(imported, Imported)
    table = imported.calls.table
    assert (len(table), int((~table["answered"]).sum())) == (600, 60)


def test_a_log_to_the_minute_is_no_interval_table() -> None:
    rows = [[*one[:2], one[2][:-3], *one[3:]] for one in _calls(spacing_s=20)]
    assert _log(_sheet([*ENGLISH, "outcome"], rows))[0].columns.queued == "arrived"


def test_flags_beside_each_call_are_no_counts() -> None:
    """`answered` and `abandoned` of 0 and 1 count each call's own; times are to the second."""
    rows = [
        [one[0], one[2], str(int(one[7] == "ok")), str(int(one[7] != "ok"))] for one in _calls()
    ]
    with pytest.raises(BadInput, match="a call log"):
        guess(_sheet(["call_id", "time", "answered", "abandoned"], rows))


@pytest.mark.parametrize(
    "headings",
    [
        ["call_id", "interval", "queue", "wait_s", "service_s"],
        ["流水号", "时段", "技能组", "等待秒数", "通话秒数"],
        ["x", "interval", "what", "alpha", "beta"],  # nothing says what the numbers are
    ],
)
def test_raw_columns_are_never_queues_side_by_side(headings: list[str]) -> None:
    """Hours on a grid, but many rows of each, with an id and seconds: neither is a count."""
    rows = [
        [str(100_001 + place), f"2026-06-01 {9 + place // 20:02d}:00", "ab"[place % 2],
         str(place * 7 % 90), str(60 + place * 11 % 500)]
        for place in range(100)
    ]  # fmt: skip
    with pytest.raises(BadInput, match="expected an interval table"):
        guess(_sheet(headings, rows))


def test_an_id_and_seconds_are_left_out_beside_queues_side_by_side() -> None:
    rows = [
        [str(place), "2026-06-01", f"{place // 2}:{place % 2 * 30:02d}", str(place * 7 % 13),
         str(place * 5 % 11), "20"]
        for place in range(48)
    ]  # fmt: skip
    found = guess(_sheet(["编号", "日期", "时段", "个人", "信用卡", "wait_s"], rows))
    assert {one.value for one in found.asked if one.field == "wide.columns"} == {"个人, 信用卡"}


@pytest.mark.parametrize("step_min", [1, 7, 20])
def test_intervals_of_any_even_length_stay_a_table(step_min: int) -> None:
    at = [datetime(2026, 6, 1, 8, 3) + timedelta(minutes=step_min * place) for place in range(40)]
    rows = [[str(one), queue, "5", "4"] for one in at for queue in "ab"]
    assert guess(_sheet(["interval", "queue", "offered", "answered"], rows)).kind == "intervals"


def test_counts_that_name_a_threshold_in_seconds_stay_counts() -> None:
    rows = [["2026-06-01", f"{hour}:00", "20", "18", "15"] for hour in range(8, 20)]
    headings = ["date", "interval", "offered", "answered", "answered within 20 s"]
    mapping = guess(_sheet(headings, rows)).mapping
    assert not isinstance(mapping, LogMapping)
    assert set(mapping.measures) == {"offered", "answered", "answered_within"}
