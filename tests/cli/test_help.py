"""`--help` answers at once: nothing that computes is imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scenarios.studies.options import REPLICATIONS
from scenarios.studies.precision import CAP, FIRST_LOOK
from tests.cli.process import CORNER_BANK, ROOT, crewline, environment

HEAVY = {"numpy", "pandas", "scipy", "pyarrow", "simpy", "streamlit", "plotly", "yaml", "numba"}
COMMANDS = (
    *("list", "check", "run", "compare", "sweep", "verify", "import", "app", "schema"),
    *("staff", "schedule", "frontier"),
)

SCRIPT = """
import sys
from crewline.cli import answer
code = answer(sys.argv[1:])
sys.stderr.write(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def modules_of(*arguments: str) -> set[str]:
    """Return the top-level modules that a command line has imported in the end."""
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0
    assert ended.stdout
    return set(ended.stderr.split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_command_line_itself_imports_nothing_heavy(option: str) -> None:
    assert modules_of(option).isdisjoint(HEAVY | {"pydantic"})


def help_of(name: str) -> str:
    """Return a command's help as one line of words, without the frame."""
    return " ".join(crewline(name, "--help", cwd=ROOT).out.replace("│", " ").split())


@pytest.mark.parametrize("name", ["run", "compare"])
def test_help_says_what_is_done_unless_told_otherwise(name: str) -> None:
    said = help_of(name)
    assert "<bool>" not in said
    assert "<int range>" not in said
    numbers = f"{REPLICATIONS} unless given; with --precision the most, {CAP} unless given"
    assert numbers in said
    assert f"first look is after {FIRST_LOOK} replications" in said
    assert "the scenario's own unless given" in said


def test_help_says_which_columns_a_setting_changes() -> None:
    said = help_of("compare")
    assert "in every column" in said
    assert "one column: the first scenario with this value changed" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_imports_nothing_heavy(name: str) -> None:
    """Pydantic is Typer's own here: it reads a command's options with it."""
    assert modules_of(name, "--help").isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["check", CORNER_BANK], ["schema"]])
def test_what_does_not_simulate_compiles_nothing(arguments: list[str]) -> None:
    assert "numba" not in modules_of(*arguments)
