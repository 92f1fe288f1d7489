"""Days and intervals as tables write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from scenarios.intake.tables.cells import tidy

Order = Literal["ymd", "dmy", "mdy"]
DAY_S: Final = 86_400

_DAY_WORDS: Final = {
    **{f"{mark}{sign}": number for mark in ("周", "星期", "礼拜") for number, sign in
       enumerate("一二三四五六日")},
    "周天": 6, "星期天": 6,
    **{name[:length]: number for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ) for length in (3, len(name))},
}  # fmt: skip
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)

#: Blanks and brackets are looked at from the first of them only: else many take time by the square.
_SUFFIX: Final = re.compile(
    r"(?<![ ,(（\[])[ ,(（\[]*(?:周|星期|礼拜)[一二三四五六日天][)）\]]?$"
    r"|(?<![ ,(\[])[ ,(\[]+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[)\]]?$"
    r"|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,]+"
)
_YMD: Final = re.compile(r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_TWO: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)", re.ASCII)
_NAMED: Final = re.compile(r"(\d{1,2})[- ]([a-z]{3})[a-z]*[-, ]+(\d{4}|\d\d)", re.ASCII)
_NAMED_FIRST: Final = re.compile(r"([a-z]{3})[a-z]* (\d{1,2}),? (\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
#: Excel's day 0; serials of the years 1982 to 2119.
_EXCEL: Final = date(1899, 12, 30)
_SERIALS: Final = (30_000, 80_000)

_CLOCK: Final = (
    r"(上午|早上|凌晨|中午|下午|晚上)?\s*(\d{1,2})(?:[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?|"
    r"[时点](?:(\d{1,2})分?|(半))?)\s*(am|pm)?"
)
_ONE: Final = re.compile(_CLOCK, re.ASCII)
_BARE: Final = re.compile(r"(\d\d)(\d\d)", re.ASCII)
_HOUR: Final = re.compile(r"\d{1,2}", re.ASCII)
_APART: Final = re.compile(r"\s*(?:-|–|—|~|〜|至|到|\bto\b|→)\s*")
_FRACTION: Final = re.compile(r"0?\.\d+|0|1", re.ASCII)
_STAMP: Final = re.compile(
    r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[t ,]+(.+)", re.ASCII
)


@dataclass(frozen=True)
class Slot:
    """An interval as a cell says it: seconds after midnight, up to two days, and its day if told.

    `end_s` is None where only one time stands there.
    """

    start_s: int
    end_s: int | None = None
    day: date | None = None


def read_weekday(text: str) -> int | None:
    """Return the weekday (Monday is 0) that a cell names, or None."""
    return _DAY_WORDS.get(tidy(text))


def read_day(text: str, order: Order = "ymd") -> date | None:
    """Return the date that a cell holds, or None; `order` decides where the year is not first.

    Numbers such as 46174 are Excel's days. A weekday beside the date is passed over.
    """
    plain = _SUFFIX.sub("", tidy(text)).strip()
    plain = re.sub(r"[t ]00:00(?::00(?:\.0+)?)?$", "", plain)
    for pattern in (_YMD, _COMPACT):
        if match := pattern.fullmatch(plain):
            return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _TWO.fullmatch(plain):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        if order == "ymd" and len(match[3]) == 2:
            return _date(_year(match[1]), second, int(match[3]))
        return _date(year, second, first) if order == "dmy" else _date(year, first, second)
    return _named_day(plain) or _serial(plain)


def _named_day(plain: str) -> date | None:
    if match := _NAMED.fullmatch(plain):
        day, month, year = match[1], match[2], match[3]
    elif match := _NAMED_FIRST.fullmatch(plain):
        month, day, year = match[1], match[2], match[3]
    else:
        return None
    return _date(_year(year), _MONTHS.index(month) + 1, int(day)) if month in _MONTHS else None


def _serial(plain: str) -> date | None:
    match = _SERIAL.fullmatch(plain)
    if match and _SERIALS[0] <= int(match[1]) <= _SERIALS[1]:
        return _EXCEL + timedelta(days=int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def day_orders(text: str) -> set[Order]:
    """Return the orders in which a cell with two short numbers is a date; all where it is plain."""
    every: tuple[Order, ...] = ("ymd", "dmy", "mdy")
    plain = _SUFFIX.sub("", tidy(text)).strip()
    plain = plain.split(" ")[0] if _TWO.match(plain) else plain
    match = _TWO.fullmatch(plain)
    if match is None:
        return set(every)
    orders = {order for order in every if read_day(plain, order) is not None}
    return orders - {"ymd"} if len(match[3]) == 4 else orders


def read_slot(text: str, order: Order = "ymd") -> Slot | None:
    """Return the interval that a cell holds, or None.

    `9:00`, `09:00-09:30`, `9点30分`, `0930`, `9:00 PM`, a time stamp, two time stamps, Excel's part
    of a day, an hour alone. `23:59` as an end, and others a minute short of a round one, mean the
    round one.
    """
    plain = tidy(text)
    day, rest = _stamped(plain, order)
    if day is None and (match := re.fullmatch(r"(\d{5})(\.\d+)", plain)):
        day, rest = _serial(match[1]), f"0{match[2]}"
    parts = _APART.split(rest)
    start_s = _clock_s(parts[0])
    if start_s is None or len(parts) > 2:
        return None
    if len(parts) == 1:
        return Slot(start_s, None, day)
    end_s = _clock_s(_stamped(parts[1], order)[1])
    if end_s is None:
        return None
    if end_s % 300 in (240, 299):  # 9:29, and 9:29:59
        end_s += 300 - end_s % 300
    if end_s <= start_s:
        end_s += DAY_S
    return Slot(start_s, end_s, day)


def _stamped(plain: str, order: Order) -> tuple[date | None, str]:
    """Return the day in front of a time, and the time."""
    match = _STAMP.fullmatch(plain)
    if match is None:
        return None, plain
    day = read_day(match[1], order)
    return (day, match[2]) if day is not None else (None, plain)


def _clock_s(text: str) -> int | None:
    """Return the seconds after midnight that a text means, up to 48 hours, or None."""
    if match := _ONE.fullmatch(text.strip()):
        half, hour, minute, second, said_minute, half_past, pm = match.groups()
        minutes = 30 if half_past else int(minute or said_minute or 0)
        hours = _hours(int(hour), half, pm)
        found = hours * 3600 + minutes * 60 + int(second or 0)
        return found if minutes < 60 and int(second or 0) < 60 and found <= 2 * DAY_S else None
    if match := _BARE.fullmatch(text):
        found = int(match[1]) * 3600 + int(match[2]) * 60
        return found if int(match[2]) < 60 and found <= DAY_S else None
    if _FRACTION.fullmatch(text) and text not in ("0", "1"):
        return round(float(text) * DAY_S / 60) * 60
    if _HOUR.fullmatch(text) and int(text) <= 24:
        return int(text) * 3600
    return None


def _hours(hour: int, half: str | None, pm: str | None) -> int:
    """Return the hour of a day of 24, of twelve hours in the afternoon, or before noon."""
    if pm == "pm" or half in ("下午", "晚上"):
        return hour + 12 if hour < 12 else hour
    if (pm == "am" or half in ("上午", "早上", "凌晨")) and hour == 12:
        return 0
    return hour
