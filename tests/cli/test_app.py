"""`crewline app` before the page is there: its folder and its port."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crewline.cli import answer
from crewline.cli.app_server import AppServer
from crewline.ui import FOLDER_VARIABLE


@dataclass
class Servers:
    """What servers would have been begun with, and how they end."""

    environments: list[Mapping[str, str]] = field(default_factory=list)
    code: int | None = None


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    """Begin nothing, and keep how it would have been begun."""
    kept = Servers()

    def run(server: AppServer) -> int | None:
        kept.environments.append(server.environment)
        return kept.code

    monkeypatch.setattr(AppServer, "run", run)
    return kept


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_folder_of_ones_own_is_told_to_the_page(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert answer(["app", "mine", "--no-browser", "--port", free_port()]) == 0
    assert servers.environments[0][FOLDER_VARIABLE] == str(tmp_path / "mine")


def test_without_a_folder_the_variable_is_left_as_it_is(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "elsewhere")
    assert answer(["app", "--no-browser", "--port", free_port()]) == 0
    assert servers.environments[0][FOLDER_VARIABLE] == "elsewhere"


@pytest.mark.parametrize(("ended", "code"), [(None, 0), (0, 0), (1, 3), (-9, 3)])
def test_to_be_told_to_end_is_no_crash(servers: Servers, ended: int | None, code: int) -> None:
    servers.code = ended
    assert answer(["app", "--no-browser", "--port", free_port()]) == code


def test_a_folder_that_is_none_is_bad_input(
    servers: Servers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["app", "nowhere"]) == 2
    assert "got nowhere; expected a folder that exists" in capsys.readouterr().err
    assert not servers.environments


def test_a_taken_port_is_all_that_is_said(
    servers: Servers, capsys: pytest.CaptureFixture[str]
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
    assert not servers.environments
