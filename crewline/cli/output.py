"""What commands print tables and warnings with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from crewline.cli.streams import remark
from scenarios.faults import Fault

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of a table that is written to a file or a pipe, unless COLUMNS says otherwise.
_WIDTH: Final = 132


def console() -> Console:
    """Return what tables are printed to: the terminal, or a file of a sensible width."""
    from rich.console import Console

    is_told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(width=None if is_told else _WIDTH)


def print_notes(notes: Iterable[str]) -> None:
    """Say what was made of events, each thing once."""
    for note in dict.fromkeys(notes):
        remark(f"note: {note}.")


def print_playbooks(names: Iterable[str]) -> None:
    """Say which playbooks answer in what is simulated, each once, and how to leave them out."""
    listed = ", ".join(dict.fromkeys(names))
    if listed:
        remark(f"note: with playbooks: {listed}. Without them: --set playbooks=null.")


def print_warnings(warnings: Iterable[Fault]) -> None:
    """Say what is doubtful, one a line."""
    for warning in warnings:
        remark(f"warning: {warning}")
