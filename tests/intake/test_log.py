"""Reading the files: what is no log is refused in words, ragged rows are counted."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.intake.log import log_paths, read_log
from tests.intake.small_log import HEADER, mapping, row, write_log

ONE = row("2026-06-01 09:00:00")


def test_rows_keep_their_lines_and_ragged_ones_are_dropped(tmp_path: Path) -> None:
    path = write_log(tmp_path, [ONE, "too,few", "", ONE, ONE + ",more"])
    log = read_log([path], mapping())
    assert log.places["line"].tolist() == [2, 5]
    assert log.rows_read == 4  # the blank line is no row
    assert [(drop.count, drop.examples) for drop in log.drops] == [(2, ("log.csv:3", "log.csv:6"))]


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(gzip.compress(f"{HEADER}\n{ONE}\n".encode()))
    assert len(read_log([path], mapping()).table) == 1


def test_several_files_become_one_table(tmp_path: Path) -> None:
    write_log(tmp_path, [ONE], "b.csv")
    write_log(tmp_path, [ONE, ONE], "a.csv")
    log = read_log(log_paths(tmp_path), mapping())
    assert log.places["file"].tolist() == ["a.csv", "a.csv", "b.csv"]
    assert log.files == ("a.csv", "b.csv")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (HEADER.encode(), "no rows"),
        (b"\x00\x01\x02\x03binary", "binary"),
        (b"\x1f\x8bnot gzip at all", "gzip"),
        (gzip.compress(HEADER.encode() * 99, mtime=0)[:-9], "gzip"),
        (f"{HEADER}\n{ONE}".replace("ann", "ann\xe9").encode("latin-1"), "text in utf-8"),
        (b"when,who\n1,2\n", "a column of this name"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_log([path], mapping())


def test_every_missing_column_of_every_file_is_named(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("queued,wait,talk\n1,2,3\n", encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        read_log(log_paths(tmp_path), mapping())
    assert [fault.field for fault in bad.value.faults] == ["agent", "end", "line"] * 2


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        log_paths([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert len(bad.value.faults) == 2
    with pytest.raises(BadInput, match="no files"):
        log_paths(tmp_path)
