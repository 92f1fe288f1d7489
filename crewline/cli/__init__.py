"""The command line: one command a file, and one way out for everything that goes wrong.

Only light modules are imported here and at the top of the commands' files, so that `--help`
answers at once; what computes is imported when a command has been understood.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from crewline.cli.exits import (
    ExitCode,
    is_lost_output,
    leave,
    report_crash,
    report_faults,
    report_interrupt,
    report_misuse,
)
from crewline.cli.streams import speak_any_encoding
from scenarios.faults import BadInput


def main() -> NoReturn:
    """Run the command line of this process, and leave with its exit code."""
    speak_any_encoding()
    sys.exit(leave(lambda: answer(sys.argv[1:])))


def answer(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code; see `ExitCode`."""
    import typer

    from crewline.cli.application import application

    as_json = "--json" in arguments  # asked before parsing: a wrong option is reported so too
    try:
        code = application()(list(arguments), prog_name="crewline", standalone_mode=False)
    except BadInput as bad:
        return report_faults(bad.faults, as_json)
    except typer.TyperException as wrong:
        return report_misuse(wrong.format_message(), as_json)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except SystemExit:  # so click leaves when the reader of a pipe has gone
        code = ExitCode.PIPE_CLOSED
    except Exception as crash:  # whatever it is, a person reads it
        if is_lost_output(crash):
            raise  # told by `leave`
        return report_crash(crash, as_json, with_traceback="--debug" in arguments)
    if code == ExitCode.INTERRUPTED:
        return report_interrupt()
    return int(code or ExitCode.WELL)
