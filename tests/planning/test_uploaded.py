"""A schedule that somebody sends: opened within limits, read as a file of ours would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.planning.files.files import read_back, write_schedule
from scenarios.planning.files.schedule_table import schedule_table
from scenarios.planning.files.unlike_types import Why
from scenarios.planning.files.uploaded import LIMITS, rows_of, sheet_of, uploaded_sheet
from tests.planning.test_files import FULL, HEAD, PROBLEM, SCENARIO, everything


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_downloaded_comes_back_as_it_was(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"schedule.{kind}"
    write_schedule(PROBLEM, everything(), file)
    back = read_back(SCENARIO, PROBLEM, uploaded_sheet(file.read_bytes(), file.name))
    assert back.schedule == everything()


def test_rows_that_were_typed_are_numbered_from_one() -> None:
    table = schedule_table(PROBLEM, everything()).to_dict("records")
    rows = dict(enumerate(({str(name): value for name, value in row.items()} for row in table), 1))
    assert read_back(SCENARIO, PROBLEM, sheet_of(rows, "schedule")).schedule == everything()
    rows[2]["start"] = "25:00"
    with pytest.raises(BadInput) as error:
        read_back(SCENARIO, PROBLEM, sheet_of(rows, "schedule"))
    (fault,) = error.value.faults
    assert (fault.line, fault.field, fault.value) == (2, "start", "25:00")


def test_rows_of_a_file_keep_their_lines_and_what_may_be_left_out() -> None:
    rows = rows_of(uploaded_sheet(b"days,start,end,agents,group\n1,08:00,12:00,2,day\n", "a.csv"))
    assert rows == {
        2: {"group": "day", "days": "1", "start": "08:00", "end": "12:00", "agents": "2"}
    }


def test_a_file_without_what_a_row_must_have_is_refused() -> None:
    with pytest.raises(BadInput, match="agents"):
        rows_of(uploaded_sheet(b"group,days,start,end\nday,1,08:00,12:00\n", "a.csv"))


def test_a_file_beyond_the_limits_is_refused() -> None:
    with pytest.raises(BadInput, match="MB"):
        uploaded_sheet(b"x" * (LIMITS.file_bytes + 1), "schedule.csv")


def test_an_image_is_no_schedule() -> None:
    with pytest.raises(BadInput, match="PNG"):
        uploaded_sheet(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "schedule.csv")


def lines(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows)).encode()


def test_what_is_unlike_a_shift_is_told_in_values() -> None:
    """Shifts of the day's group begin at 08:00 or 09:30 and last 9 h; this one begins at 10:00."""
    row = FULL.replace("08:00", "10:00").replace("17:00", "19:00")
    row = row.replace("09:00 15", "11:00 15").replace("12:00 60", "14:00 60")
    back = read_back(SCENARIO, PROBLEM, uploaded_sheet(lines(FULL, row), "a.csv"))
    (broken,) = back.broken
    assert broken.rows == (3,)
    assert broken.unlike is not None
    assert broken.unlike.why is Why.START
    assert broken.unlike.allowed.starts_s == (8 * 3600, 9 * 3600 + 1800)


def test_a_break_that_is_missing_is_told_in_values() -> None:
    """The rest of 15 min may begin from 09:00 to 10:00: one to two hours after the start."""
    row = FULL.replace("09:00 15 min; ", "")
    back = read_back(SCENARIO, PROBLEM, uploaded_sheet(lines(row), "a.csv"))
    unlike = back.broken[0].unlike
    assert unlike is not None
    assert unlike.why is Why.BREAKS
    (missing,) = unlike.allowed.missing
    assert (missing.length_s, missing.paid) == (900, True)
    assert (missing.earliest_s, missing.latest_s) == (9 * 3600, 10 * 3600)
    assert unlike.allowed.beyond == ()
