"""The command line, as a shell sees it: a process with an exit code and two streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CORNER_BANK = str(ROOT / "tests" / "corner_bank.yaml")

#: The least that is a run: two days, in this process.
QUICK = ("--replications", "2", "--jobs", "1")


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The whole of standard output as JSON, which it must be."""
        return json.loads(self.out)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "crewline", *arguments]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def crewline(*arguments: str, cwd: Path) -> Ended:
    """Run a command in `cwd` to its end."""
    ended = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)
