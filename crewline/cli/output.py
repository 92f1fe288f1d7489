"""Where a command's words go: results to standard output, remarks to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from scenarios.faults import Fault

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of a table that is written to a file or a pipe.
_WIDTH: Final = 132


def console() -> Console:
    """Return what tables are printed to: the terminal, or a file of a sensible width."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDTH)


def print_json(value: object) -> None:
    """Print plain data as JSON, and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_warnings(warnings: Iterable[Fault]) -> None:
    """Say what is doubtful, one a line."""
    for warning in warnings:
        remark(f"warning: {warning}")


def remark(line: str) -> None:
    """Say something beside the results."""
    sys.stderr.write(line + "\n")
