"""How a command ends: its exit code, and what is said on the way out."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable
from enum import IntEnum

from crewline.cli.streams import give_up_output, print_json, remark
from scenarios.faults import Fault


class ExitCode(IntEnum):
    """What a shell, or a nightly batch, is told."""

    WELL = 0
    TARGET_MISSED = 1  # only where --strict asks for it
    ENGINES_DIFFER = 1
    BAD_INPUT = 2  # a scenario, a log or an option
    CRASHED = 3  # a fault of this program
    NO_SCHEDULE = 4  # rules and limits leave none
    WORKERS_LOST = 69  # as sysexits.h has it of a service that is gone
    OUTPUT_LOST = 74  # as sysexits.h has it of input and output
    INTERRUPTED = 130  # as shells say it of Ctrl-C
    PIPE_CLOSED = 141  # as shells say it of a reader that has seen enough


def report_faults(faults: Iterable[Fault], as_json: bool) -> ExitCode:
    """Say every fault, one a line, and nothing of where in the program it was found."""
    faults = list(faults)
    if as_json:
        print_json({"ok": False, "faults": [fault.as_dict() for fault in faults]})
    else:
        for fault in faults:
            remark(str(fault))
    return ExitCode.BAD_INPUT


def report_misuse(message: str, as_json: bool) -> ExitCode:
    """Say what is wrong with the command line itself."""
    if as_json:
        print_json({"ok": False, "faults": [Fault("command line", 0, "", "", message).as_dict()]})
    else:
        remark(f"command line: {message}")
        remark("See crewline --help.")
    return ExitCode.BAD_INPUT


def report_crash(crash: Exception, as_json: bool, with_traceback: bool) -> ExitCode:
    """Say what went wrong in the program itself, and what to do about it."""
    if as_json:
        print_json({"ok": False, "error": f"{type(crash).__name__}: {crash}"})
    if with_traceback:
        import traceback

        remark("".join(traceback.format_exception(crash)).rstrip())
    remark(f"Crewline failed: {type(crash).__name__}: {crash}")
    remark(
        "This is a fault of the program, not of your input. Please report it to its maintainers,"
        " with the scenario and what the same command prints with --debug."
    )
    return ExitCode.CRASHED


def report_interrupt() -> ExitCode:
    """Say that the user's wish to stop was heard."""
    remark("Interrupted; nothing half-written is left behind.")
    return ExitCode.INTERRUPTED


def is_lost_output(crash: Exception) -> bool:
    """Tell whether a crash is that nothing more can be printed.

    Files are no matter of this: who writes them says in a BadInput that they cannot be written.
    """
    unwritable = (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EBADF)
    return isinstance(crash, OSError) and crash.errno in unwritable


def leave(work: Callable[[], int]) -> int:
    """Return the exit code of `work`, or another where what it printed could not be written."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        code = ExitCode.PIPE_CLOSED
    except OSError as error:
        remark(f"Standard output cannot be written ({error.strerror or error}).")
        code = ExitCode.OUTPUT_LOST
    if code in (ExitCode.PIPE_CLOSED, ExitCode.OUTPUT_LOST):
        give_up_output()
    return code
