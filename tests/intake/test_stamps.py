"""Logs of time stamps alone: waits and services follow from when calls queued and ended."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.intake.calls import ReadCalls, read_calls
from scenarios.intake.guess import Guess
from scenarios.intake.guessing import guess, import_sheet
from scenarios.intake.importing import Imported
from scenarios.intake.log import read_log
from scenarios.intake.mapping import LogMapping, log_mapping
from scenarios.intake.opening import Sheet, open_sheet
from scenarios.yaml_file import parse_tree

#: Headings of: id, entered, queued, answered, ended, queue, agent, outcome.
CHINESE = (
    "通话编号", "进线时间", "排队时间", "接起时间", "结束时间", "业务队列", "坐席工号", "结果",
)  # fmt: skip
ALSO_CHINESE = ("流水号", "来电时间", "入队时间", "应答时间", "挂断时间", "队列", "坐席", "结果")
ENGLISH = (
    "Call ID", "Arrived at", "Queued at", "Answered at", "Ended at", "Queue", "Agent", "Outcome",
)  # fmt: skip
SPANS = ("Call ID", "Queued at", "Wait", "Talk", "Queue", "Agent", "Outcome")

CLOCKS = {
    "name": "clocks",
    "columns": {"date": "day", "queued": "in", "served_from": "up", "served_to": "out"},
    "times": {"written": "clock"},
}


@dataclass(frozen=True)
class _Call:
    """A call as the switchboard knows it; `agent` is "" where nobody answered."""

    queued: datetime
    wait_s: int
    talk_s: int
    queue: str
    agent: str

    def stamps(self, number: int, shape: str) -> list[str]:
        answered = self.queued + timedelta(seconds=self.wait_s)
        ended = answered + timedelta(seconds=self.talk_s)
        entered = self.queued - timedelta(seconds=11)
        outcome = "接通" if self.agent else "放弃"
        times = [f"{one:{shape}}" for one in (entered, self.queued, answered, ended)]
        times[2] = times[2] if self.agent else ""
        return [str(number), *times, self.queue, self.agent, outcome]

    def spans(self, number: int) -> list[str]:
        talk = str(self.talk_s) if self.agent else ""
        outcome = "接通" if self.agent else "放弃"
        cells = [f"{self.queued}", str(self.wait_s), talk, self.queue, self.agent, outcome]
        return [str(number), *cells]


def _calls() -> list[_Call]:
    """Return calls of two weeks, until after midnight; one in eight gives up."""
    rng = random.Random(618)
    found = []
    for day in range(14):
        at = datetime(2026, 6, 1, 20) + timedelta(days=day)
        for number in range(60):
            at += timedelta(seconds=rng.randrange(30, 480))
            gave_up = number % 8 == 7
            talk_s, agent = (0, "") if gave_up else (rng.randrange(20, 400), f"A{number % 4}")
            found.append(_Call(at, rng.randrange(90), talk_s, "甲乙"[number % 2], agent))
    return found


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    lines = [",".join(cells) for cells in (headings, *rows)]
    return open_sheet("\n".join(lines).encode(), "log.csv")


def _stamped(headings: Sequence[str], shape: str = "%Y-%m-%d %H:%M:%S") -> Sheet:
    return _sheet(headings, [call.stamps(n, shape) for n, call in enumerate(_calls())])


def _guessed(sheet: Sheet) -> tuple[LogMapping, dict[str, Guess]]:
    found = guess(sheet)
    assert isinstance(found.mapping, LogMapping)
    return found.mapping, {one.field: one for one in found.guesses}


def _imported(sheet: Sheet) -> Imported:
    found = import_sheet(sheet, _guessed(sheet)[0])
    assert isinstance(found, Imported)
    return found


@pytest.mark.parametrize(
    ("headings", "shape"),
    [
        (CHINESE, "%Y-%m-%d %H:%M:%S"),
        (ALSO_CHINESE, "%Y/%m/%d %H:%M:%S"),
        (ENGLISH, "%d.%m.%Y %H:%M:%S"),
    ],
)
def test_headings_of_stamps_are_guessed_and_told(headings: tuple[str, ...], shape: str) -> None:
    mapping, guesses = _guessed(_stamped(headings, shape))
    _, entered, queued, answered, ended, queue, agent, outcome = headings
    assert mapping.columns.model_dump(exclude_none=True) == {
        "entered": entered,
        "queued": queued,
        "served_from": answered,
        "served_to": ended,
        "kind": queue,
        "agent": agent,
        "outcome": outcome,
    }
    assert mapping.outcomes == {"接通": "answered", "放弃": "abandoned"}
    assert guesses["columns.waited"].value == f"{answered} − {queued}"
    assert "where nobody answered, to the end of the call" in str(guesses["columns.waited"].why)
    assert guesses["columns.served"].value == f"{ended} − {answered}"
    assert guesses["columns.queued"].sureness == "sure"


@pytest.mark.parametrize("headings", [CHINESE, ALSO_CHINESE, ENGLISH])
def test_stamps_and_durations_come_to_the_same_scenario(headings: tuple[str, ...]) -> None:
    by_span = _imported(_sheet(SPANS, [call.spans(n) for n, call in enumerate(_calls())]))
    by_stamp = _imported(_stamped(headings))
    told = ["queued_s", "waited_s", "answered", "served_s", "queue", "agent", "line"]
    assert by_stamp.calls.table[told].equals(by_span.calls.table[told])
    assert dict(by_stamp.scenario_files) == dict(by_span.scenario_files)
    assert by_stamp.quality.dropped == 0


def test_codes_without_words_are_told_by_whether_a_service_began() -> None:
    rows = [call.stamps(n, "%Y-%m-%d %H:%M:%S") for n, call in enumerate(_calls())]
    coded = [[*row[:-1], {"接通": "71", "放弃": "72"}[row[-1]]] for row in rows]
    mapping, _ = _guessed(_sheet(CHINESE, coded))
    assert mapping.outcomes == {"71": "answered", "72": "abandoned"}


@pytest.mark.parametrize("arrival", ["来电时间", "开始时间", "Start time"])
def test_a_log_without_queueing_asks_whether_calls_queued_when_they_came(arrival: str) -> None:
    headings = ("id", arrival, "应答时间", "挂断时间", "队列", "坐席", "结果")
    rows = [call.stamps(n, "%Y-%m-%d %H:%M:%S") for n, call in enumerate(_calls())]
    mapping, guesses = _guessed(_sheet(headings, [[row[0], *row[2:]] for row in rows]))
    assert (mapping.columns.queued, mapping.columns.entered) == (arrival, None)
    assert guesses["columns.queued"].sureness == "asked"


@pytest.mark.parametrize("shape", ["%H:%M:%S", "%Y-%m-%d %H:%M:%S"])
def test_a_queueing_column_of_durations_is_a_wait(shape: str) -> None:
    """排队时间 is when, or for how long; its cells tell: 0:00:31 is no time of the evening."""
    headings = ("日期", "进线时间", "排队时间", "接起时间", "结束时间", "坐席工号", "结果")
    rows = []
    for number, call in enumerate(_calls()):
        _, _, queued, answered, ended, _, agent, outcome = call.stamps(number, shape)
        wait = f"0:{call.wait_s // 60:02d}:{call.wait_s % 60:02d}"
        day = f"{call.queued:%Y-%m-%d}"
        rows.append([day, queued, wait, answered, ended, agent, outcome])
    columns = _guessed(_sheet(headings, rows))[0].columns
    assert (columns.queued, columns.waited) == ("进线时间", "排队时间")


def test_a_queueing_column_of_clock_times_is_when_calls_queued() -> None:
    headings = ("日期", *CHINESE[1:])
    rows = [call.stamps(n, "%H:%M:%S") for n, call in enumerate(_calls())]
    days = [f"{call.queued - timedelta(seconds=11):%Y-%m-%d}" for call in _calls()]
    sheet = _sheet(headings, [[day, *row[1:]] for day, row in zip(days, rows, strict=True)])
    columns = _guessed(sheet)[0].columns
    assert (columns.queued, columns.waited, columns.entered) == ("排队时间", None, "进线时间")
    told = ["day", "queued_s", "waited_s", "served_s"]
    by_stamp = _imported(_stamped(CHINESE)).calls.table
    assert _imported(sheet).calls.table[told].equals(by_stamp[told])


def _read(folder: Path, lines: Sequence[str], **changes: object) -> ReadCalls:
    mapping = LogMapping.model_validate({**CLOCKS, **changes})
    path = folder / "log.csv"
    path.write_text("\n".join(["day,in,up,out,end", *lines]) + "\n", encoding="utf-8")
    return read_calls(read_log([path], mapping), mapping)


def test_clock_times_run_over_midnight(tmp_path: Path) -> None:
    """The first waits from 23:59:50 to 0:00:20, 30 s, and is served 100 s; the second gives up
    after 25 s; the third is answered at once and served from 23:59 to 0:01."""
    table = _read(
        tmp_path,
        [
            "2026-06-01,23:59:50,0:00:20,0:02:00,",
            "2026-06-02,23:59:40,,0:00:05,",
            "2026-06-03,23:59:00,23:59:00,0:01:00,",
        ],
    ).calls.table
    assert table["waited_s"].tolist() == [30, 25, 0]
    assert table["answered"].tolist() == [True, False, True]
    assert table["served_s"].iloc[[0, 2]].tolist() == [100, 120]
    assert [str(day)[:10] for day in table["day"]] == ["2026-06-01", "2026-06-02", "2026-06-03"]


def test_what_runs_backwards_is_left_out_and_named(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        [
            "2026-06-01,9:00:00,9:00:20,9:02:00,",  # row 2, as it should be
            "2026-06-01,9:05:00,9:04:40,9:06:00,",  # row 3
            "2026-06-01,9:05:00,9:05:40,9:05:10,",  # row 4
            "2026-06-01,9:05:00,,9:04:59,",  # row 5
            "2026-06-01,9:05:00,soon,9:06:00,",  # row 6
            "2026-06-01,9:05:00,9:05:10,,",  # row 7
            "2026-06-01,9:05:00,,,",  # row 8
        ],
    )
    assert len(found.calls) == 1
    told = {one.what: [(row.row, row.field, row.value) for row in one.rows] for one in found.drops}
    assert told == {
        "answered before it queued": [(3, "up", "9:04:40")],
        "ended before it was answered": [(4, "out", "9:05:10")],
        "given up, but ended before it queued": [(5, "out", "9:04:59")],
        "answered, but at no time that we can read": [(6, "up", "soon")],
        "answered, but ended at no time that we can read": [(7, "out", "")],
        "given up, but ended at no time that we can read": [(8, "out", "")],
    }


def test_the_outcome_decides_where_a_wait_ends(tmp_path: Path) -> None:
    """Rang at 9:00:10, never answered, by its code: it waited until it ended, 40 s."""
    changes: dict[str, object] = {
        "columns": {**CLOCKS["columns"], "outcome": "end"},  # type: ignore[dict-item]
        "outcomes": {"A": "answered", "H": "abandoned"},
    }
    lines = ["2026-06-01,9:00:00,9:00:10,9:00:40,H", "2026-06-01,9:00:00,9:00:10,9:00:40,A"]
    table = _read(tmp_path, lines, **changes).calls.table
    assert table["waited_s"].tolist() == [40, 10]


@pytest.mark.parametrize("lacks", ["served_from", "served_to"])
def test_half_of_the_stamps_is_not_enough(lacks: str) -> None:
    columns = {"queued": "in", "served_from": "up", "served_to": "out", "agent": "who"}
    kept = "".join(f", {key}: {name}" for key, name in columns.items() if key != lacks)
    text = f"{{name: half, columns: {{served: talk{kept}}}}}"
    with pytest.raises(BadInput, match="`left_queue`, or `served_from` and `served_to`"):
        log_mapping(parse_tree(text, "mapping"))
