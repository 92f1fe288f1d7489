"""Units as planners write them, read into the units that the code counts in.

Each type reads text (all that comes from YAML is text) or a plain number that already has the
type's own unit (what Python code passes), and is written back as a planner would write it.

    Duration   "20 s", "3 min", "1.5 h", "500 ms", "2 d"    seconds
    Clock      "09:30"                                      seconds after midnight
    EndClock   as Clock, and "24:00"                        seconds after midnight
    Moment     "10:00", "day 2 10:00"                       seconds after the start of day 1
    Share      "80 %", "0.8"                                0 to 1
    Number     "1.5"                                        a finite number
    Whole      "3"                                          a whole number
    Flag       "true", "no"                                 yes or no
    Name       "card_loans"                                 a name that paths can hold
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

DAY_S: Final = 86_400
MAX_DURATION_S: Final = 400 * DAY_S
MAX_WHOLE: Final = 10**18 - 1
#: Factors on handling count in thousandths: less would round to nothing.
MIN_FACTOR: Final = 0.001

_UNITS_S: Final = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": DAY_S}
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_DURATION: Final = re.compile(rf"({_NUMBER}) ?(ms|s|min|h|d)", re.ASCII)
_CLOCK: Final = re.compile(r"(\d\d?):(\d\d)", re.ASCII)
_MOMENT: Final = re.compile(r"(?:day (\d{1,3}) )?(\d\d?:\d\d)", re.ASCII)
_SHARE: Final = re.compile(rf"({_NUMBER}) ?%", re.ASCII)
_NAME: Final = re.compile(r"\w[\w-]*")

A_DURATION: Final = "a duration with its unit (ms, s, min, h, d), such as 20 s or 3 min"
A_SHARE: Final = "a share from 0 to 1, such as 80 % or 0.8"
A_CLOCK: Final = "a time of day from 00:00 to 23:59, such as 09:30"
AN_END: Final = "a time of day from 00:00 to 24:00, such as 17:30"
A_MOMENT: Final = "a time such as 10:00 or day 2 10:00"


def expected(what: str) -> PydanticCustomError:
    """Return the error that says what was expected; raise it where a value is read."""
    return PydanticCustomError("expected", "{what}", {"what": what})


def near(name: str, names: Iterable[str]) -> str:
    """Return a hint at the name that was probably meant, or an empty string."""
    found = difflib.get_close_matches(name, list(names), 1)
    return f" (did you mean {found[0]}?)" if found else ""


def one_of(kind: str, name: str, names: Iterable[str]) -> str:
    """Return the words for a name that is none of `names`, with a hint."""
    known = list(names)
    listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
    return f"one of the {kind}: {listed or 'none here'}{near(name, known)}"


def _plain_number(value: object) -> float | None:
    """Return a finite number that is not text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _text_number(value: object, pattern: str = _NUMBER) -> float | None:
    """Return the finite number that text stands for, or None."""
    if not isinstance(value, str) or not re.fullmatch(pattern, value.strip(), re.ASCII):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def read_number(value: object) -> float:
    """Return a finite number. Raises when `value` is none (`nan` and `inf` are none)."""
    for number in (_plain_number(value), _text_number(value)):
        if number is not None:
            return number
    raise expected("a number")


def read_whole(value: object) -> int:
    """Return a whole number of at most 18 digits. Raises when `value` is none."""
    number: int | None = None
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    elif isinstance(value, str) and re.fullmatch(r"[+-]?\d+", value.strip(), re.ASCII):
        number = int(value) if len(value.strip()) <= 40 else MAX_WHOLE + 1
    if number is None:
        raise expected("a whole number")
    if abs(number) > MAX_WHOLE:
        raise expected("a whole number of at most 18 digits")
    return number


def read_flag(value: object) -> bool:
    """Return yes or no. Raises when `value` is neither."""
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise expected("true or false")


def read_duration(value: object) -> float:
    """Return seconds; a plain number is seconds. Raises for text that carries no unit."""
    seconds = _plain_number(value)
    if isinstance(value, str) and (match := _DURATION.fullmatch(value.strip())):
        seconds = _plain_number(float(match[1]) * _UNITS_S[match[2]])
        if match[2] == "ms":
            seconds = _plain_number(float(match[1]) / 1000)
    if seconds is None:
        raise expected(A_DURATION)
    if not 0 <= seconds <= MAX_DURATION_S:
        raise expected("a duration from 0 s to 400 d")
    return seconds


def write_duration(seconds: float) -> str:
    """Return seconds in the largest unit that holds them in whole numbers."""
    for unit in ("d", "h", "min"):
        if seconds and seconds % _UNITS_S[unit] == 0:
            return f"{int(seconds / _UNITS_S[unit])} {unit}"
    return f"{int(seconds)} s" if seconds == int(seconds) else f"{seconds!r} s"


def read_share(value: object) -> float:
    """Return a share from 0 to 1, from a percentage or a fraction. Raises for anything else."""
    share = _plain_number(value)
    if isinstance(value, str):
        match = _SHARE.fullmatch(value.strip())
        share = _plain_number(float(match[1]) / 100) if match else _text_number(value)
    if share is None or not 0 <= share <= 1:
        raise expected(A_SHARE)
    return share


def write_share(share: float) -> str:
    """Return a share as a percentage where that loses nothing, else as a fraction."""
    percent = f"{share * 100:.10g}"
    return f"{percent} %" if float(percent) / 100 == share else repr(share)


def _clock_s(text: str) -> int | None:
    """Return the seconds after midnight of `hh:mm` up to 24:00, or None."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or int(match[2]) > 59:
        return None
    seconds = int(match[1]) * 3600 + int(match[2]) * 60
    return seconds if seconds <= DAY_S else None


def read_clock(value: object, *, is_end: bool = False) -> int:
    """Return seconds after midnight. Raises for 24:00 unless it is an end, and for no clock."""
    seconds = _clock_s(value) if isinstance(value, str) else None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DAY_S:
        seconds = value
    if seconds is None:
        raise expected(AN_END if is_end else A_CLOCK)
    if seconds == DAY_S and not is_end:
        raise expected(f"{A_CLOCK}; 24:00 stands only as an end")
    return seconds


def write_clock(seconds: int) -> str:
    """Return seconds after midnight as `hh:mm`."""
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def read_end_clock(value: object) -> int:
    """Return seconds after midnight, up to 24:00. Raises for no clock."""
    return read_clock(value, is_end=True)


def read_moment(value: object) -> int:
    """Return seconds after the start of day 1. Raises for what is no moment."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    seconds = _clock_s(match[2]) if match else None
    day = int(match[1] or 1) if match else 0
    if seconds is None or day < 1:
        raise expected(A_MOMENT)
    return (day - 1) * DAY_S + seconds


def write_moment(seconds: int) -> str:
    """Return seconds after the start of day 1 as `day N hh:mm`."""
    return f"day {seconds // DAY_S + 1} {write_clock(seconds % DAY_S)}"


def read_name(value: object) -> str:
    """Return a name. Raises for text that a path (`queues.card.talk`) could not hold."""
    if isinstance(value, str) and len(value) <= 60 and _NAME.fullmatch(value):
        return value
    raise expected("a name of letters, digits, _ and -, at most 60")


def read_text(value: object) -> str:
    """Return text. Raises for a list, a mapping or nothing."""
    if isinstance(value, str):
        return value
    raise expected("text")


def _schema(kind: str | list[str], pattern: str = "", **more: Any) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": kind, **more}
    return WithJsonSchema({**schema, "pattern": f"^{pattern}$"} if pattern else schema)


def _write_number(number: float) -> float | int:
    """Return a whole number without its `.0`."""
    return int(number) if number == int(number) and abs(number) < 1e15 else number


Number = Annotated[
    float, BeforeValidator(read_number), PlainSerializer(_write_number), _schema("number")
]
Whole = Annotated[int, BeforeValidator(read_whole), _schema("integer")]
Flag = Annotated[bool, BeforeValidator(read_flag), _schema("boolean")]
Text = Annotated[str, BeforeValidator(read_text), _schema("string")]
Name = Annotated[str, BeforeValidator(read_name), _schema("string", r"\w[\w-]*")]
Duration = Annotated[
    float,
    BeforeValidator(read_duration),
    PlainSerializer(write_duration),
    _schema("string", r"\d*\.?\d+ ?(ms|s|min|h|d)", examples=["20 s", "3 min"]),
]
Share = Annotated[
    float,
    BeforeValidator(read_share),
    PlainSerializer(write_share),
    _schema(["string", "number"], r"\d*\.?\d+( ?%)?", minimum=0, maximum=1, examples=["80 %"]),
]
Clock = Annotated[
    int,
    BeforeValidator(read_clock),
    PlainSerializer(write_clock),
    _schema("string", r"\d\d?:\d\d", examples=["09:30"]),
]
EndClock = Annotated[
    int,
    BeforeValidator(read_end_clock),
    PlainSerializer(write_clock),
    _schema("string", r"\d\d?:\d\d", examples=["17:30", "24:00"]),
]
Moment = Annotated[
    int,
    BeforeValidator(read_moment),
    PlainSerializer(write_moment),
    _schema("string", r"(day \d+ )?\d\d?:\d\d", examples=["10:00", "day 2 10:00"]),
]


def above_zero(number: float) -> float:
    """Return a number above 0. Raises for others."""
    if number <= 0:
        raise expected("more than 0")
    return number


def at_least_1_ms(seconds: float) -> float:
    """Return a duration that is one in whole milliseconds. Raises for less."""
    if seconds < 0.001:
        raise expected("at least 1 ms")
    return seconds


def not_negative(number: float) -> float:
    """Return a number of at least 0. Raises for others."""
    if number < 0:
        raise expected("at least 0")
    return number
