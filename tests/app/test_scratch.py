"""Folders of work that goes on: one a content, this server's alone, and not for ever."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from crewline.ui.work import scratch as module
from crewline.ui.work.scratch import scratch


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "_roots", [tmp_path])
    return tmp_path


def test_a_content_has_a_folder_of_its_own() -> None:
    assert scratch("sweep", "a") == scratch("sweep", "a")
    assert len({scratch("sweep", "a"), scratch("sweep", "b"), scratch("frontier", "a")}) == 3


def test_a_folder_is_for_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_roots", [])
    parent = scratch("sweep", "a").parent
    assert stat.S_IMODE(parent.stat().st_mode) == 0o700
    parent.rmdir()


def test_of_many_the_old_ones_go(root: Path) -> None:
    for number in range(70):
        folder = scratch("sweep", str(number))
        folder.mkdir()
        if number < 20:
            os.utime(folder, (1000 + number, 1000 + number))
    asked = scratch("sweep", "3")
    asked.mkdir(exist_ok=True)
    scratch("sweep", "new")
    assert len(list(root.iterdir())) <= 61
    assert scratch("sweep", "69").is_dir()
    assert not scratch("sweep", "0").is_dir()
