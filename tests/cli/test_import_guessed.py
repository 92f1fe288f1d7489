"""`crewline import` without a mapping: guessed, shown, written, confirmed, and gone on with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.intake.opening.nasty import workbook
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
    for row in [["日期", "时段", "来电量"], ["2026-06-01", "9:00", 5], ["2026-06-01", "9:30", 6]]:
        page.append(row)
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
