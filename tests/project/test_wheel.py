"""The built wheel, installed into an empty environment, works there without this repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: One process of pytest-xdist for all, so that there is one environment.
pytestmark = pytest.mark.xdist_group("wheel")

CORNER_BANK = ROOT / "tests" / "corner_bank.yaml"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    arguments = ["--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    _run([sys.executable, "-m", "build", *arguments], folder)
    return next(folder.glob("crewline-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of a new environment that holds the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(home, with_pip=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    pinned = ["--constraint", str(ROOT / "requirements.lock")]
    ended = subprocess.run(
        [*pip, "install", "--no-compile", *pinned, str(wheel)],
        cwd=home,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode and _without_registry(ended.stderr):
        pytest.skip("no package registry can be reached to install the wheel's dependencies from")
    assert ended.returncode == 0, ended.stderr
    return home / "bin" / "crewline"


def test_it_holds_scenarios_mappings_and_pages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, ending in (
        ("scenarios/library", "**/*.yaml"),
        ("scenarios/events", "*.yaml"),
        ("scenarios/intake/mappings", "*.yaml"),
        ("crewline/ui", "*.py"),
        ("sim", "**/*.py"),
    ):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).glob(ending)}
        assert here
        assert here <= names


def test_it_holds_no_tests_and_no_results(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        floors = {name.split("/")[0] for name in archive.namelist()}
    assert floors <= {"sim", "optimize", "scenarios", "crewline", _metadata(wheel)}


@pytest.mark.slow
def test_its_command_runs_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    sound = _run([str(installed), "check", "bank_hotline_tenth"], tmp_path)
    assert "bank_hotline_tenth:promotion is sound" in sound
    ended = _run(
        [str(installed), "run", str(CORNER_BANK), "--replications", "2", "--json"], tmp_path
    )
    assert json.loads(ended)["replications"] == 2
    assert (tmp_path / "results" / "corner_bank-001" / "kpis.parquet").is_file()


@pytest.mark.slow
def test_without_the_app_it_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    ended = subprocess.run(
        [installed, "app"],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "pip install 'crewline[app]'" in ended.stderr


def _metadata(wheel: Path) -> str:
    return "-".join(wheel.name.split("-")[:2]) + ".dist-info"


def _environment() -> dict[str, str]:
    """Return an environment in which nothing of this repository is to be found."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def _run(command: list[str], cwd: Path) -> str:
    ended = subprocess.run(
        command,
        cwd=cwd,
        env=_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def _without_registry(said: str) -> bool:
    return any(
        words in said
        for words in ("NewConnectionError", "NameResolutionError", "No matching distribution")
    )
