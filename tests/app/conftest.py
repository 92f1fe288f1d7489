"""A server that the browser tests share, and a process that tests without one leave as it was."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import ROOT, served

#: Where the browser tests leave their pictures.
PICTURES = ROOT / "test-artifacts"


@pytest.fixture(autouse=True)
def _main_module_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what AppTest leaves: a main module of its own, which spawned processes would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def workspace_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenarios")
    shutil.copy(ROOT / "tests" / "corner_bank.yaml", folder)
    return folder


@pytest.fixture(scope="session")
def address(workspace_folder: Path) -> Iterator[str]:
    PICTURES.mkdir(exist_ok=True)
    with served(ROOT / "app.py", workspace_folder) as address:
        yield address
