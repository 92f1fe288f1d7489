"""`--help` answers at once: nothing that computes is imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.process import ROOT, environment

HEAVY = {"numpy", "pandas", "scipy", "pyarrow", "simpy", "streamlit", "plotly", "yaml"}
COMMANDS = ("check", "run", "compare", "import", "app", "schema")

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
    assert "crewline" in ended.stdout
    return set(ended.stderr.split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_command_line_itself_imports_nothing_heavy(option: str) -> None:
    assert modules_of(option).isdisjoint(HEAVY | {"pydantic"})


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_imports_nothing_heavy(name: str) -> None:
    """Pydantic is Typer's own here: it reads a command's options with it."""
    assert modules_of(name, "--help").isdisjoint(HEAVY)
