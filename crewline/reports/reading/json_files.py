"""JSON that a results folder holds, read with care: whatever is wrong is a fault with its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from scenarios.faults import BadInput, Fault
from scenarios.yaml_file import shown

Plain = Mapping[str, Any]


def read_json(file: Path, expected: str) -> Plain:
    """Return the section that a file holds; `expected` says what it should be.

    Raises BadInput where it cannot be read, is no JSON, nested without end, or no section; OSError
    where there is no such file.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise _bad(file, 0, "bytes that are no text in UTF-8", expected) from None
    except ValueError as error:
        raise _bad(file, getattr(error, "lineno", 0), "what is no JSON", expected) from None
    except RecursionError:
        raise _bad(file, 0, "sections nested without end", expected) from None
    if not isinstance(found, dict):
        raise _bad(file, 0, shown(found), expected)
    return found


def _refuse(constant: str) -> NoReturn:
    """Refuse a number that JSON does not have, and no command writes."""
    raise ValueError(constant)


def _bad(file: Path, line: int, value: str, expected: str) -> BadInput:
    return BadInput([Fault(str(file), line, "", value, expected)])
