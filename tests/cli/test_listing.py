"""`crewline list`, and --with, as a shell sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crewline.cli import answer
from scenarios.events.files import event_library
from scenarios.load import library
from tests.cli.process import CORNER_BANK, Ended


class Shell:
    """Answers command lines in this process: nothing here depends on how one begins."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Ended:
        code = answer(list(arguments))
        said = self._capsys.readouterr()
        return Ended(code, said.out, said.err)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("COLUMNS", "132")
    return Shell(capsys)


def test_everything_that_ships_is_listed(shell: Shell) -> None:
    listed = shell("list")
    assert listed.code == 0
    for name in (*library(), *event_library()):
        assert sum(line.startswith(f"{name} ") for line in listed.out.splitlines()) >= 1
    found = shell("list", "--json").json
    assert [one["name"] for one in found["scenarios"]] == list(library())
    assert [one["name"] for one in found["events"]] == list(event_library())
    (service,) = [one for one in found["scenarios"] if one["name"] == "bank_service"]
    assert (service["days"], service["queues"]["ticket"]) == (5, 2)


def test_a_file_is_printed_to_be_copied(shell: Shell, tmp_path: Path) -> None:
    text = shell("list", "double11").out
    assert text == event_library()["double11"].read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    checked = shell("check", f"{CORNER_BANK}+{tmp_path / 'mine.yaml'}", "--json")
    assert checked.json["scenarios"][0]["scenario"] == "corner_bank+double11"
    assert checked.json["scenarios"][0]["events"] == ["double11"]


def test_a_calendar(shell: Shell) -> None:
    found = shell("list", "--calendar", "2026", "--json").json
    assert {"from": "2026-11-11", "to": "2026-11-11", "kind": "promotion"}.items() <= next(
        one for one in found["calendar"] if one["name"] == "double_11"
    ).items()
    assert "2026-11-11 Wed" in shell("list", "--calendar", "2026").out


def test_what_cannot_be_listed(shell: Shell) -> None:
    wrong = shell("list", "duoble11")
    assert wrong.code == 2
    assert "did you mean double11?" in wrong.err


def test_events_are_noted_and_faults_told(shell: Shell) -> None:
    checked = shell("check", CORNER_BANK, "--with", "typhoon", "--with", "bot_outage")
    assert checked.code == 0
    assert "note: typhoon strikes on day 1" in checked.err
    assert "corner_bank+typhoon+bot_outage is sound" in checked.out
    wrong = shell("check", CORNER_BANK, "--with", "typhon")
    assert wrong.code == 2
    assert "did you mean typhoon?" in wrong.err
