"""How wide tables are that nobody reads on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.process import CORNER_BANK, QUICK, crewline


@pytest.mark.parametrize("command", ["run", "compare"])
def test_piped_tables_fit_the_columns_asked_for(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = crewline(command, CORNER_BANK, *QUICK, cwd=tmp_path)
    assert ended.code == 0
    assert max(map(cell_len, ended.out.splitlines())) <= 80
    assert "…" not in ended.out


def test_piped_tables_are_wide_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    ended = crewline("run", CORNER_BANK, *QUICK, cwd=tmp_path)
    assert 100 < max(map(cell_len, ended.out.splitlines())) <= 132
    assert "SL6" in ended.out
    assert ended.out.count("(continued)") == 0
