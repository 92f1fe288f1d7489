"""What the workbook reckons: each row a formula over the inputs, and its value worked out here.

The values are stored beside the formulas, so that a reader that does not calculate shows them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crewline.reports.xlsx.inputs import Form, Input, Inputs
from crewline.words import Words

#: What stands where a figure is not known.
UNKNOWN: Final = "–"

Value = float | str


@dataclass(frozen=True)
class Reckoned:
    """A row of results: its formula for the column of an option, and the values of all options."""

    key: str
    name: str
    form: Form
    formula: Callable[[str], str]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Places:
    """Where things stand: the inputs' sheet, the row of each input, and of each result.

    `first` is the column of the first option, in which a figure of all options stands.
    """

    sheet: str
    first: str
    inputs: dict[str, int]
    results: dict[str, int]

    def of(self, row: Input, column: str) -> str:
        """Return the cell of an input, quoted with its sheet."""
        if row.is_common:
            return f"'{self.sheet}'!${self.first}${self.inputs[row.key]}"
        return f"'{self.sheet}'!{column}{self.inputs[row.key]}"

    def rows(self, rows: tuple[Input, ...], column: str) -> str:
        """Return the cells of inputs that stand below each other."""
        first, last = (self.inputs[row.key] for row in (rows[0], rows[-1]))
        return f"'{self.sheet}'!{column}{first}:{column}{last}"


#: The results, in their order; a gap is to the first option.
KEYS: Final = (
    "wages",
    "telephony",
    "fixed",
    "cost",
    "cost_gap",
    "cost_ratio",
    "lost",
    "lost_gap",
    "value_lost",
    "total",
    "total_gap",
    "per_contact",
    "service_gap",
    "to_promise",
    "price_contact",
    "price_point",
)


def reckoned(inputs: Inputs, places: Places, say: Words) -> tuple[Reckoned, ...]:
    """Return all rows of results."""
    formulas = _Formulas(inputs, places)
    columns = _columns(inputs)
    names = _names(say)
    return tuple(
        Reckoned(
            key,
            *names[key],
            formula=getattr(formulas, key),
            values=tuple(column[key] for column in columns),
        )
        for key in KEYS
    )


def _names(say: Words) -> dict[str, tuple[str, Form]]:
    return {
        "wages": (say("Wages with premiums"), Form.MONEY),
        "telephony": (say("Telephony"), Form.MONEY),
        "fixed": (say("Actions and other costs"), Form.MONEY),
        "cost": (say("Cost"), Form.MONEY),
        "cost_gap": (say("Cost beside the first option"), Form.MONEY),
        "cost_ratio": (say("Cost over that of the first option"), Form.SHARE),
        "lost": (say("Contacts lost"), Form.NUMBER),
        "lost_gap": (say("Contacts lost beside the first option"), Form.NUMBER),
        "value_lost": (say("Value of the contacts lost"), Form.MONEY),
        "total": (say("Cost and value lost together"), Form.MONEY),
        "total_gap": (say("Together, beside the first option"), Form.MONEY),
        "per_contact": (say("Cost per contact offered"), Form.MONEY),
        "service_gap": (say("Answered in time beside the first option, points"), Form.POINTS),
        "to_promise": (say("Answered in time less the promised level, points"), Form.POINTS),
        "price_contact": (say("Price of each contact that is not lost"), Form.MONEY),
        "price_point": (say("Price of one more point of service"), Form.MONEY),
    }


class _Formulas:
    """One method a row: its formula for a column. What is not a number stays `–`."""

    def __init__(self, inputs: Inputs, places: Places) -> None:
        self._inputs = inputs
        self._places = places
        self._first = places.first

    def wages(self, at: str) -> str:
        """Hours times wage times one and the premium, summed over the groups."""
        inputs, places = self._inputs, self._places
        if not inputs.hours:
            return f'="{UNKNOWN}"'
        hours, wage, premium = (
            places.rows(rows, at) for rows in (inputs.hours, inputs.wages, inputs.premiums)
        )
        paid = f"SUMPRODUCT({hours},{wage},1+{premium})"
        return f'=IF(SUM({wage})>0,{paid},"{UNKNOWN}")'

    def telephony(self, at: str) -> str:
        """Contacts times the minutes of each times what a minute costs."""
        contacts, minutes = self._input("contacts", at), self._input("line_min", at)
        price = self._input("per_min", at)
        return _of_numbers(contacts, minutes, f"{contacts}*{minutes}*{price}")

    def fixed(self, at: str) -> str:
        """As it was put in."""
        put_in = self._input("fixed", at)
        return _of_numbers(put_in, put_in, put_in)

    def cost(self, at: str) -> str:
        """Wages, telephony and all else; not known where nothing is paid."""
        parts = "+".join(f"N({self._own(key, at)})" for key in ("wages", "telephony", "fixed"))
        return f'=IF({parts}>0,{parts},"{UNKNOWN}")'

    def cost_gap(self, at: str) -> str:
        """Less the first option's."""
        return self._beside("cost", at)

    def cost_ratio(self, at: str) -> str:
        """Over the first option's."""
        own, base = self._own("cost", at), self._base("cost")
        return f'=IF(AND(ISNUMBER({own}),N({base})>0),{own}/{base},"{UNKNOWN}")'

    def lost(self, at: str) -> str:
        """Contacts times the share of them that is lost."""
        return self._product("contacts", "lost_share", at)

    def lost_gap(self, at: str) -> str:
        """Less the first option's."""
        return self._beside("lost", at)

    def value_lost(self, at: str) -> str:
        """Contacts lost times what each is worth."""
        lost = self._own("lost", at)
        return f'=IF(ISNUMBER({lost}),{lost}*{self._input("worth", at)},"{UNKNOWN}")'

    def total(self, at: str) -> str:
        """Cost, and the value of what is lost."""
        value, cost = self._own("value_lost", at), self._own("cost", at)
        return _of_numbers(value, cost, f"{cost}+{value}")

    def total_gap(self, at: str) -> str:
        """Less the first option's."""
        return self._beside("total", at)

    def per_contact(self, at: str) -> str:
        """Cost over contacts."""
        contacts = self._input("contacts", at)
        own = self._own("cost", at)
        return f'=IF(AND(N({contacts})>0,ISNUMBER({own})),{own}/{contacts},"{UNKNOWN}")'

    def service_gap(self, at: str) -> str:
        """Service less the first option's, in percentage points."""
        return self._points(self._input("service", at), self._input("service", self._first))

    def to_promise(self, at: str) -> str:
        """Service less what was promised, in percentage points."""
        return self._points(self._input("service", at), self._input("promised", at))

    def price_contact(self, at: str) -> str:
        """What is dearer over how many fewer are lost, where both are so."""
        return self._price("lost_gap", "-", at)

    def price_point(self, at: str) -> str:
        """What is dearer over the points by which service is better, where both are so."""
        return self._price("service_gap", "", at)

    def _input(self, name: str, at: str) -> str:
        return self._places.of(getattr(self._inputs, name), at)

    def _own(self, key: str, at: str) -> str:
        return f"{at}{self._places.results[key]}"

    def _base(self, key: str) -> str:
        return f"${self._first}{self._places.results[key]}"

    def _beside(self, key: str, at: str) -> str:
        own, base = self._own(key, at), self._base(key)
        return _of_numbers(own, base, f"{own}-{base}")

    def _product(self, one: str, other: str, at: str) -> str:
        cells = self._input(one, at), self._input(other, at)
        return _of_numbers(*cells, "*".join(cells))

    @staticmethod
    def _points(own: str, base: str) -> str:
        return _of_numbers(own, base, f"100*({own}-{base})")

    def _price(self, key: str, sign: str, at: str) -> str:
        gap, cost = self._own(key, at), self._own("cost_gap", at)
        worth_it = f'IF(AND({sign}{gap}>0,{cost}>0),{cost}/({sign}{gap}),"{UNKNOWN}")'
        return _of_numbers(gap, cost, worth_it)


def _of_numbers(one: str, other: str, formula: str) -> str:
    """Return a formula that holds where two cells are numbers."""
    return f'=IF(AND(ISNUMBER({one}),ISNUMBER({other})),{formula},"{UNKNOWN}")'


def _columns(inputs: Inputs) -> list[dict[str, Value]]:
    """Return the results of each option, worked out as the formulas do."""
    found: list[dict[str, Value]] = []
    for at in range(len(inputs.contacts.values)):
        own = _plain(inputs, at)
        base = found[0] if found else own
        own |= {
            "cost_gap": _less(own["cost"], base["cost"]),
            "cost_ratio": _ratio(own["cost"], base["cost"]),
            "lost_gap": _less(own["lost"], base["lost"]),
            "total_gap": _less(own["total"], base["total"]),
            "service_gap": _points(inputs.service.values[at], inputs.service.values[0]),
        }
        own |= {
            "price_contact": _price(own["cost_gap"], own["lost_gap"], -1),
            "price_point": _price(own["cost_gap"], own["service_gap"], 1),
        }
        found.append(own)
    return found


def _plain(inputs: Inputs, at: int) -> dict[str, Value]:
    """Return what is reckoned of one option alone."""
    contacts, share = inputs.contacts.values[at], inputs.lost_share.values[at]
    wages = sum(
        hours.values[at] * wage.values[at] * (1 + premium.values[at])
        for hours, wage, premium in zip(inputs.hours, inputs.wages, inputs.premiums, strict=True)
        if math.isfinite(wage.values[at])
    )
    has_wages = any(wage.values[at] > 0 for wage in inputs.wages)
    telephony = contacts * inputs.line_min.values[at] * inputs.per_min.values[at]
    fixed = inputs.fixed.values[at]
    cost = sum(each for each in (wages, telephony, fixed) if math.isfinite(each))
    cost = cost if cost > 0 else math.nan
    lost = contacts * share
    value = lost * inputs.worth.values[at]
    return {
        "wages": wages if has_wages else UNKNOWN,
        "telephony": _told(telephony),
        "fixed": _told(fixed),
        "cost": _told(cost),
        "lost": _told(lost),
        "value_lost": _told(value),
        "total": _told(cost + value),
        "per_contact": _told(cost / contacts) if contacts > 0 else UNKNOWN,
        "to_promise": _points(inputs.service.values[at], inputs.promised.values[at]),
    }


def _told(value: float) -> Value:
    return value if math.isfinite(value) else UNKNOWN


def _less(own: Value, base: Value) -> Value:
    return UNKNOWN if isinstance(own, str) or isinstance(base, str) else own - base


def _ratio(own: Value, base: Value) -> Value:
    return UNKNOWN if isinstance(own, str) or isinstance(base, str) or base <= 0 else own / base


def _points(own: float, base: float) -> Value:
    return _told(100 * (own - base))


def _price(cost: Value, gap: Value, sign: int) -> Value:
    if isinstance(cost, str) or isinstance(gap, str) or cost <= 0 or sign * gap <= 0:
        return UNKNOWN
    return cost / (sign * gap)
