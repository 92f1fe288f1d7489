"""The house: floors import downwards only, and the lock names versions and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import crewline

ROOT = Path(__file__).parents[2]


def test_floors_import_downwards_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_lock_pins_every_package_and_names_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 50
    pinned = re.compile(r"[a-z0-9][a-z0-9.-]*==[\w.+!]+( ; .+)?")
    assert [line for line in lines if not pinned.fullmatch(line)] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["app"],
        *project["dependency-groups"]["dev"],
        *project["dependency-groups"]["bench"],
    ]
    names = {re.split(r"[<>=~! ]", requirement)[0].lower() for requirement in asked}
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert names <= {line.split("==")[0] for line in locked}


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert crewline.__version__ == project["project"]["version"]


def test_all_that_is_promised_is_there() -> None:
    assert sorted(crewline.__all__) == crewline.__all__
    assert all(hasattr(crewline, name) for name in crewline.__all__)
