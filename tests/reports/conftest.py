"""Folders of results for tests of reports: made once, and only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports import folders


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a comparison and three of its runs."""
    folder = tmp_path_factory.mktemp("reports")
    folders.compared(folder)
    for number in range(3):
        folders.ran(folder, number)
    return folder
