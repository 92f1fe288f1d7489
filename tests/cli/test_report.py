"""`crewline report`: results as one page, from a shell."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.process import CORNER_BANK, QUICK, crewline


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs; only read, but for the reports beside them."""
    folder = tmp_path_factory.mktemp("results")
    for name, sets in (("now", ()), ("more", ("--set", "groups.juniors.wage_per_h=70"))):
        ended = crewline("run", CORNER_BANK, *sets, *QUICK, "--out", name, cwd=folder)
        assert ended.code == 0, ended.err
    return folder


@pytest.fixture
def place(results: Path, tmp_path: Path) -> Path:
    for name in ("now", "more"):
        shutil.copytree(results / name, tmp_path / name)
    return tmp_path


def test_a_page_is_written_beside_the_results(place: Path) -> None:
    ended = crewline("report", "now", cwd=place)
    assert (ended.code, ended.out) == (0, "")
    assert "now-decision-en.html" in ended.err
    text = (place / "now-decision-en.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in text


def test_nothing_is_overwritten_by_default(place: Path) -> None:
    (place / "now-decision-en.html").write_text("mine", encoding="utf-8")
    ended = crewline("report", "now", cwd=place)
    assert ended.code == 0
    assert (place / "now-decision-en.html").read_text(encoding="utf-8") == "mine"
    assert (place / "now-decision-en-2.html").is_file()


def test_two_runs_in_chinese_as_a_workbook(place: Path) -> None:
    options = ("--format", "xlsx", "--language", "zh", "--question", "涨工资吗？")
    ended = crewline("report", "now", "more", *options, "--out", "决策.xlsx", "--json", cwd=place)
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["ok"] is True
    assert (ended.json["format"], ended.json["language"]) == ("xlsx", "zh")
    assert ended.json["report"] == "决策.xlsx"
    assert len(ended.json["options"]) == 2
    (advice,) = ended.json["advice"]
    assert advice["among"] == ended.json["options"]
    assert advice["take"] in {None, *ended.json["options"]}
    book = openpyxl.load_workbook(place / "决策.xlsx", data_only=True)
    assert book.sheetnames == ["决策", "方案", "输入", "全部指标"]
    assert book["决策"]["A1"].value == "涨工资吗？"


def test_a_file_that_is_there_is_refused(place: Path) -> None:
    (place / "taken.html").write_text("mine", encoding="utf-8")
    ended = crewline("report", "now", "--out", "taken.html", "--json", cwd=place)
    assert ended.code == 2
    (fault,) = ended.json["faults"]
    assert (fault["field"], fault["value"]) == ("--out", "taken.html")
    assert (place / "taken.html").read_text(encoding="utf-8") == "mine"


def test_a_place_that_is_none_is_refused(place: Path) -> None:
    ended = crewline("report", "now", "--out", "nowhere/page.html", cwd=place)
    assert ended.code == 2
    assert "no such folder" in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing",), "nothing: got no such folder; expected a folder of results"),
        (("now", "nothing"), "nothing"),
        (("now", "--language", "fr"), "'en', 'zh'"),
        (("now", "--format", "pdf"), "'html', 'xlsx'"),
        ((), "RESULTS"),
    ],
)
def test_misuse_is_told(place: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = crewline("report", *arguments, cwd=place)
    assert ended.code == 2
    assert words in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "place_told", "words"),
    [
        (("x" * 300,), "x" * 300, "file name too long"),
        (("now/summary.json",), "now/summary.json", "a file"),
        (("now", "--out", "x" * 300), "command line: --out", "File name too long"),
        (("now", "--question", os.fsdecode(b"\xff?")), "--question", "text in UTF-8"),
        (("now", "--question", "one\ntwo"), "--question", "in one line"),
        (("now", "--question", "why? " * 200), "--question", "at most 500 characters"),
    ],
    ids=["folder", "file", "out", "bytes", "lines", "length"],
)
def test_names_and_texts_that_are_none_are_told(
    place: Path, arguments: tuple[str, ...], place_told: str, words: str
) -> None:
    before = sorted(place.iterdir())
    ended = crewline("report", *arguments, cwd=place)
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert place_told in line
    assert words in line
    assert sorted(place.iterdir()) == before


def test_a_folder_whose_name_is_no_text_is_reported_on(place: Path) -> None:
    """Names of files are bytes; a report is text."""
    (place / "now").rename(place / os.fsdecode(b"n\xffw"))
    shutil.copytree(place / "more", place / "now")
    pair = (os.fsdecode(b"n\xffw"), os.fsdecode(b"n\xffw/../n\xffw"))
    ended = crewline("report", *pair, "--out", "page.html", cwd=place)
    assert (ended.code, "Traceback" in ended.err) == (0, False)
    assert "(n?w)" in (place / "page.html").read_text("utf-8")


def test_a_report_that_fails_leaves_an_older_one_as_it_was(place: Path) -> None:
    assert crewline("report", "now", cwd=place).code == 0
    older = (place / "now-decision-en.html").read_bytes()
    (place / "now" / "summary.json").write_text("[" * 100_000, encoding="utf-8")
    before = sorted(place.iterdir())
    for out in ((), ("--out", "now-decision-en.html")):
        ended = crewline("report", "now", *out, cwd=place)
        assert (ended.code, "Traceback" in ended.err) == (2, False)
    assert sorted(place.iterdir()) == before
    assert (place / "now-decision-en.html").read_bytes() == older


def test_a_broken_folder_leaves_nothing_behind(place: Path) -> None:
    (place / "now" / "days.parquet").write_bytes(b"no table")
    before = sorted(place.iterdir())
    ended = crewline("report", "now", cwd=place)
    assert ended.code == 2
    assert "days.parquet" in ended.err
    assert sorted(place.iterdir()) == before


def test_a_broken_summary_is_a_fault_with_its_line(place: Path) -> None:
    (place / "now" / "summary.json").write_text("{\n  'ok'\n}", encoding="utf-8")
    ended = crewline("report", "now", "--json", cwd=place)
    assert ended.code == 2
    (fault,) = ended.json["faults"]
    assert fault["file"].endswith("summary.json")
    assert fault["line"] == 2
