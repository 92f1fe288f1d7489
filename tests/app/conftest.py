"""A browser and a server that the browser tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.browser import ROOT, browsing, chromium, served

#: Where the browser tests leave their pictures.
PICTURES = ROOT / "test-artifacts"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium here, and CI must have one")
        pytest.skip("no Chromium on this machine")
    with browsing(executable) as found:
        yield found


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
