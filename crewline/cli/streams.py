"""Standard output and error as they come: of any encoding, or closed."""

from __future__ import annotations

import io
import json
import os
import sys


def speak_any_encoding() -> None:
    """Write what a stream's encoding lacks as escapes, and into nothing where it is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nothing())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_output() -> None:
    """Write no more to standard output, not even as the interpreter leaves."""
    sys.stdout = _nothing()


def print_json(value: object) -> None:
    """Print plain data as JSON, and nothing else; valid in the stream's encoding."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    sys.stdout.write(json.dumps(value, ensure_ascii=plain, indent=2, allow_nan=False) + "\n")


def remark(line: str) -> None:
    """Say something beside the results, on standard error."""
    sys.stderr.write(line + "\n")


def _nothing() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  (lives as long as we do)
