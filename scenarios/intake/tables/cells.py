"""Cells as people and switchboards write them: numbers, spans of time, shares."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final, Literal

TimeUnit = Literal["s", "min", "h", "day"]
ShareUnit = Literal["percent", "share"]
Decimal = Literal["point", "comma"]

SECONDS: Final[dict[str, float]] = {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86_400.0}
#: What stands where there is nothing to say, such as the mean of no calls.
BLANK: Final = frozenset(
    {"", "-", "--", "—", "–", "/", "n/a", "na", "null", "none", "nan", "无", "#div/0!", "#n/a"}
)

#: What spreadsheets show where there is no value, and what stands for it here.
_ERROR: Final = re.compile(
    r"#(?:ref!|value!|name\?|num!|null!|n/a|div/0!|spill!|calc!|field!|blocked!|connect!|unknown!"
    r"|unsaved|unreadable)"
)

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII)
_THOUSANDS: Final = {
    "point": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII),
    "comma": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII),
}
_COUNTED: Final = re.compile(r"\s*(?:次|通|个|人|calls?)$")
_SPAN: Final = re.compile(r"(?:(\d+):)?(\d{1,3}):([0-5]?\d(?:\.\d+)?)", re.ASCII)
_WORDS: Final = re.compile(
    r"(?:(\d+) ?(?:h|hrs?|小时|时))? ?(?:(\d+(?:\.\d+)?) ?(?:m|min|mins|分钟|分))? ?"
    r"(?:(\d+(?:\.\d+)?) ?(?:s|sec|secs|seconds|秒钟|秒))?",
    re.ASCII,
)


def tidy(text: str) -> str:
    """Return a text with full-width signs made plain, blanks made one, in small letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing."""
    return tidy(text) in BLANK


def is_error(text: str) -> bool:
    """Tell whether a cell is one that a spreadsheet could not work out: `#REF!`."""
    return text.startswith("#") and _ERROR.fullmatch(tidy(text)) is not None


def read_number(text: str, decimal: Decimal = "point") -> float | None:
    """Return the number that a cell holds, or None: `1,234`, `12.5`, `12 次`."""
    plain = _COUNTED.sub("", tidy(text))
    if _THOUSANDS[decimal].fullmatch(plain):
        plain = plain.replace("," if decimal == "point" else ".", "")
    if decimal == "comma":
        plain = plain.replace(",", ".")
    plain = plain.replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if math.isfinite(number) else None


def read_span_s(text: str, unit: TimeUnit = "s", decimal: Decimal = "point") -> float | None:
    """Return the seconds that a cell holds, or None.

    `3:25` is minutes and seconds, `1:03:25` has hours, `3分25秒` and `205 s` say their units; a
    bare number is in `unit`.
    """
    plain = tidy(text)
    if match := _SPAN.fullmatch(plain):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
    number = read_number(plain, decimal)
    if number is not None:
        return number * SECONDS[unit]
    if (match := _WORDS.fullmatch(plain)) and any(match.groups()):
        return float(match[1] or 0) * 3600 + float(match[2] or 0) * 60 + float(match[3] or 0)
    return None


def has_span_unit(text: str) -> bool:
    """Tell whether a cell says its own unit of time: `3:25`, `205 s`."""
    plain = tidy(text)
    words = _WORDS.fullmatch(plain)
    return bool(_SPAN.fullmatch(plain) or (words and any(words.groups())))


def read_share(text: str, unit: ShareUnit = "share", decimal: Decimal = "point") -> float | None:
    """Return the share that a cell holds, or None; what ends in `%` is per cent in any case."""
    plain = tidy(text)
    is_percent = plain.endswith("%") or unit == "percent"
    number = read_number(plain.removesuffix("%").strip(), decimal)
    if number is None:
        return None
    return number / 100 if is_percent else number
