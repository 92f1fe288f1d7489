"""`crewline import` without a mapping: guessed, shown, written, confirmed, and gone on with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.intake.opening.nasty import workbook
from tests.intake.small_log import row, write_log, write_mapping
from tests.intake.tables.made_up_table import Dialect, Figures, days_of, written

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an interval table in GBK: a week of mornings."""
    monkeypatch.chdir(tmp_path)
    figures = [
        Figures(day, slot * 1800, "个人", 20, 19, 200, 16)
        for day in days_of(7)
        for slot in (18, 19)
    ]
    file = tmp_path / "daily.csv"
    file.write_bytes(written(figures, Dialect(encoding="gbk")))
    return file


def test_a_mapping_is_guessed_written_and_taken_when_given_again(
    table: Path, capsys: Captured
) -> None:
    assert answer(["import", table.name]) == 0
    out, err = capsys.readouterr()
    assert "to be confirmed:" in out
    assert "service_level.counts = SL3" in out
    assert "--mapping daily_mapping.yaml" in err
    assert Path("daily_mapping.yaml").read_text("utf-8").startswith("# Guessed by crewline import")
    given = ["--mapping", "daily_mapping.yaml", "--out", "centre", "--rows", "rows.csv"]
    assert answer(["import", table.name, *given]) == 0
    out, err = capsys.readouterr()
    assert "offered calls: 280" in out
    assert "crewline run centre/daily.yaml" in err
    assert "left out, as a total" in Path("rows.csv").read_text("utf-8")
    assert answer(["check", "centre/daily.yaml"]) == 0


def test_a_written_mapping_is_never_overwritten(table: Path, capsys: Captured) -> None:
    Path("daily_mapping.yaml").write_text("mine", "utf-8")
    assert answer(["import", table.name]) == 2
    assert "daily_mapping.yaml" in capsys.readouterr().err
    assert Path("daily_mapping.yaml").read_text("utf-8") == "mine"


def test_accepting_goes_on_and_tells_what_was_not_confirmed(table: Path, capsys: Captured) -> None:
    assert answer(["import", table.name, "--accept"]) == 2
    assert "--out" in capsys.readouterr().err
    assert answer(["import", table.name, "--accept", "--out", "centre"]) == 0
    assert "not confirmed: service_level.counts" in capsys.readouterr().err
    assert not Path("daily_mapping.yaml").exists()


def test_a_machine_gets_mapping_doubts_and_report(table: Path, capsys: Captured) -> None:
    assert answer(["import", table.name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["kind"], told["mapping_file"]) == (
        True,
        "intervals",
        "daily_mapping.yaml",
    )
    assert {one["field"] for one in told["doubts"]} == {"service_level.counts"}
    assert answer(["import", table.name, "--accept", "--out", "made", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["quality"]["counts"][0]["rows"] == [18]
    assert told["quality"]["by_line"][0]["offered"] == 280


def test_a_sheet_of_a_workbook_is_chosen(table: Path, capsys: Captured) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook([["nothing"], ["here"]])))
    page = book.create_sheet("日报")
    for cells in [["日期", "时段", "来电量"], ["2026-06-01", "9:00", 5], ["2026-06-01", "9:30", 6]]:
        page.append(cells)
    book.save("book.xlsx")
    assert answer(["import", "book.xlsx"]) == 2
    assert "an interval table" in capsys.readouterr().err
    assert answer(["import", "book.xlsx", "--sheet", "日报", "--accept", "--out", "made"]) == 0
    assert "offered calls: 11" in capsys.readouterr().out


def test_an_image_is_refused_as_other_input_is(table: Path, capsys: Captured) -> None:
    Path("photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert answer(["import", "photo.csv", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["faults"][0]["value"] == "a PNG image"


def test_a_table_cannot_be_checked_against_calls(table: Path, capsys: Captured) -> None:
    """It is refused before anything is written: the folder is free for the next try."""
    asked = ["import", table.name, "--accept", "--save-mapping", "kept.yaml"]
    assert answer([*asked, "--out", "made", "--check"]) == 2
    assert "a call log" in capsys.readouterr().err
    assert not Path("made").exists()
    assert answer([*asked, "--out", "made"]) == 0
    given = ["import", table.name, "--mapping", "kept.yaml", "--out", "centre"]
    assert answer([*given, "--rows", "rows.csv", "--check"]) == 2
    assert not Path("centre").exists()
    assert not Path("rows.csv").exists()


def test_what_import_says_is_said_in_chinese(table: Path, capsys: Captured) -> None:
    asked = ["import", table.name, "--language", "zh"]
    assert answer(asked) == 0
    out, err = capsys.readouterr()
    assert "待确认：" in out
    assert "列映射在 daily_mapping.yaml" in err
    assert answer([*asked, "--mapping", "daily_mapping.yaml", "--out", "centre"]) == 0
    out, err = capsys.readouterr()
    assert "来电：280" in out
    assert not re.search(r"\b(the|of|rows|calls)\b", out + err), out + err
    assert answer([*asked, "--accept", "--out", "other"]) == 0
    assert "猜测而未确认" in capsys.readouterr().err


def test_what_is_wrong_is_said_in_chinese_but_to_machines(table: Path, capsys: Captured) -> None:
    Path("bad.csv").write_text('a,b\n1,"2\n', "utf-8")
    asked = ["import", "bad.csv", "--language", "zh"]
    assert answer(asked) == 2
    assert capsys.readouterr().err == (
        "bad.csv:2：给出 引号一直没有闭合；应为第二个引号以结束单元格\n"
    )
    assert answer([*asked, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["faults"][0]["value"] == "a quote that is never closed"


def test_a_log_and_its_check_are_told_in_chinese(tmp_path: Path, capsys: Captured) -> None:
    rows = [
        row(f"2026-06-{day:02d} 09:{call * 3:02d}:00", wait=call, talk=40 + call, agent="ann")
        for day in range(1, 9)
        for call in range(20)
    ]
    rows.append(row("no time"))
    log, given = write_log(tmp_path, rows), write_mapping(tmp_path)
    wanted = [str(log), "--mapping", str(given), "--out", str(tmp_path / "made"), "--check"]
    assert answer(["import", *wanted, "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "无法使用的行：1" in out
    assert "日志与场景对照" in out
    told = re.sub(
        r"\b(log\.csv|general|handling\.wrap_up|staffing|agents\.csv|seen|SL3)\b", "", out
    )
    assert not re.search(r"[A-Za-z]{3,}", told), told


def test_a_column_of_days_that_cannot_be_read_is_said(table: Path, capsys: Captured) -> None:
    lines = ["日期,时段,来电量,接通量", *(f"第三周,{hour}:00,20,19" for hour in range(9, 15))]
    Path("odd.csv").write_text("\n".join(lines), "utf-8")
    assert answer(["import", "odd.csv", "--accept", "--out", "made"]) == 0
    out, err = capsys.readouterr()
    assert "not confirmed: when.date is none: 日期 has no days that we know, such as 第三周" in err
    assert "日期 is not read, though its heading says days" in out
