"""Values on one line of YAML, as settings and cells of tables hold them."""

from __future__ import annotations

import json
import re
from typing import Any, Final

#: Text that YAML reads as itself wherever it stands, also in a list.
_BARE: Final = re.compile(r"(?:[\w.+]|-(?=[\w.]))(?:[\w .%/+-]*[\w%/+-])?")
_WORDED: Final = re.compile(r"\w")
_NOTHING: Final = frozenset({"null", "Null", "NULL"})


def flow(value: Any) -> str:
    """Return plain data (text, numbers, lists, mappings, None) as YAML on one line.

    `scenarios.yaml_file.parse_value` reads it back, numbers as text.
    """
    match value:
        case None:
            return "null"
        case dict():
            return f"{{{', '.join(f'{flow(key)}: {flow(one)}' for key, one in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(flow, value))}]"
        case str():
            return _text(value)
    return f"{value}"


def _text(text: str) -> str:
    if _BARE.fullmatch(text) and _WORDED.search(text) and text not in _NOTHING:
        return text
    return json.dumps(text, ensure_ascii=False)


def cell(value: Any) -> str:
    """Return a value as a cell of a table shows it: nothing is empty, and text is as written."""
    if value is None:
        return ""
    return value if isinstance(value, str) else flow(value)
