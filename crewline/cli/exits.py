"""How a command ends: its exit code, and what is said on the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import IntEnum

from scenarios.faults import Fault


class ExitCode(IntEnum):
    """What a shell, or a nightly batch, is told."""

    WELL = 0
    TARGET_MISSED = 1  # only where --strict asks for it
    BAD_INPUT = 2  # a scenario, a log or an option
    CRASHED = 3  # a fault of this program
    INTERRUPTED = 130  # as shells say it of Ctrl-C


def report_faults(faults: Iterable[Fault], as_json: bool) -> ExitCode:
    """Say every fault, one a line, and nothing of where in the program it was found."""
    faults = list(faults)
    if as_json:
        _print_json({"ok": False, "faults": [fault.as_dict() for fault in faults]})
    else:
        for fault in faults:
            _complain(str(fault))
    return ExitCode.BAD_INPUT


def report_misuse(message: str, as_json: bool) -> ExitCode:
    """Say what is wrong with the command line itself."""
    if as_json:
        _print_json({"ok": False, "faults": [Fault("command line", 0, "", "", message).as_dict()]})
    else:
        _complain(f"command line: {message}")
        _complain("See crewline --help.")
    return ExitCode.BAD_INPUT


def report_crash(crash: Exception, as_json: bool, with_traceback: bool) -> ExitCode:
    """Say what went wrong in the program itself, and what to do about it."""
    if as_json:
        _print_json({"ok": False, "error": f"{type(crash).__name__}: {crash}"})
    if with_traceback:
        import traceback

        _complain("".join(traceback.format_exception(crash)).rstrip())
    _complain(f"Crewline failed: {type(crash).__name__}: {crash}")
    _complain(
        "This is a fault of the program, not of your input. Please report it to its maintainers,"
        " with the scenario and what the same command prints with --debug."
    )
    return ExitCode.CRASHED


def report_interrupt() -> ExitCode:
    """Say that the user's wish to stop was heard."""
    _complain("Interrupted; nothing half-written is left behind.")
    return ExitCode.INTERRUPTED


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")
