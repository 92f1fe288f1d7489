"""Promotion days: a small table of our own, by name, and the dates of each in a year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationError, model_validator

from scenarios.blame import faults_of
from scenarios.faults import BadInput
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import Text, Whole, expected
from scenarios.yaml_file import read_tree

_TABLE: Final = Path(__file__).with_name("promotions.yaml")
_LEAP_YEAR: Final = 2000


def _month_day(text: str) -> str:
    if re.fullmatch(r"\d\d-\d\d", text, re.ASCII):
        try:
            date.fromisoformat(f"{_LEAP_YEAR}-{text}")
        except ValueError:
            pass
        else:
            return text
    raise expected("a month and a day, such as 11-11")


_MonthDay = Annotated[Text, AfterValidator(_month_day)]
_Before = Annotated[Whole, Field(ge=0, le=60)]
_OfMonth = Annotated[Whole, Field(ge=-1, le=31)]


class Promotion(Section):
    """Days that customers make busy, every year: of one of three kinds."""

    title: Text
    """What people call them."""
    on: _MonthDay | None = None
    """The first day, such as `11-11`."""
    to: _MonthDay | None = None
    """The last day. Absent: the first."""
    monthly: tuple[_OfMonth, ...] | None = None
    """Days of every month; -1 is the last."""
    before_new_year: tuple[_Before, _Before] | None = None
    """How many days before Chinese New Year it begins, and ends."""

    def days(self, year: int) -> tuple[date, ...]:
        """Return its days in a year, in order.

        Raises ValueError for a year whose Chinese New Year is not known.
        """
        if self.monthly is not None:
            return tuple(sorted(_of_months(self.monthly, year)))
        if self.before_new_year is not None:
            spring = _chinese_new_year(year)
            first, last = (spring - timedelta(days=days) for days in self.before_new_year)
        else:
            first, last = (_in_year(text, year) for text in (self.on, self.to or self.on))
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))

    @model_validator(mode="after")
    def _is_one(self) -> Promotion:
        given = [self.on, self.monthly, self.before_new_year]
        if sum(one is not None for one in given) != 1:
            words = "one of on, monthly and before_new_year"
            refuse("promotion", [Finding((), "none or several", words)])
        return self


@cache
def promotions() -> Mapping[str, Promotion]:
    """Return the table. Raises BadInput where it is at fault."""
    tree = read_tree(_TABLE, _TABLE.name)
    try:
        return MappingProxyType(
            {name: Promotion.model_validate(one) for name, one in tree.data.items()}
        )
    except ValidationError as error:
        raise BadInput(set(faults_of(error, tree))) from None


def _in_year(text: str | None, year: int) -> date:
    month, day = map(int, (text or "").split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _of_months(numbers: tuple[int, ...], year: int) -> Iterator[date]:
    """Give days of every month; what a month has not is left out."""
    for month in range(1, 13):
        last = calendar.monthrange(year, month)[1]
        for number in {last if number == -1 else number for number in numbers}:
            if 1 <= number <= last:
                yield date(year, month, number)


def _chinese_new_year(year: int) -> date:
    from optimize.shifts.statutory_holidays import statutory_holidays

    return min(day for day, name in statutory_holidays(year).items() if "Spring Festival" in name)
