"""`crewline app` before the page is there: its folder and its port."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crewline.cli import answer
from crewline.ui import FOLDER_VARIABLE


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Start nothing, and keep how it would have been started."""
    kept: list[dict[str, Any]] = []

    def start(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        kept.append({"command": command, **how})
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("crewline.cli.open_app.subprocess.run", start)
    return kept


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_folder_of_ones_own_is_told_to_the_page(
    started: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert answer(["app", "mine", "--port", free_port()]) == 0
    assert started[0]["env"][FOLDER_VARIABLE] == str(tmp_path / "mine")


def test_without_a_folder_the_variable_is_left_as_it_is(
    started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "elsewhere")
    assert answer(["app", "--port", free_port()]) == 0
    assert started[0]["env"][FOLDER_VARIABLE] == "elsewhere"


def test_a_folder_that_is_none_is_bad_input(
    started: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["app", "nowhere"]) == 2
    assert "got nowhere; expected a folder that exists" in capsys.readouterr().err
    assert not started


def test_a_taken_port_is_all_that_is_said(
    started: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert answer(["app", "--port", str(port)]) == 2
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        f"command line: --port: got {port}; expected a port that is free;"
        " perhaps the app is running already"
    ]
    assert out == ""
    assert not started
