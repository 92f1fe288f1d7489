"""Guessing units: seconds or minutes, per cent or shares, sums or means, point or comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.guess import Guess
from scenarios.intake.said import said
from scenarios.intake.tables.cells import (
    has_span_unit,
    is_blank,
    read_number,
    read_span_s,
    tidy,
)
from scenarios.intake.tables.headings import MEANS, SUMS, seconds_told, unit_told
from scenarios.intake.tables.mapping import SHARES, TIMES

if TYPE_CHECKING:
    from scenarios.intake.tables.guessing import Columns

Changes = tuple[dict[str, Any], list[Guess]]

_COMMA: Final = re.compile(r"\d+,\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+")
_WHAT_IS_USUAL: Final = said("numbers of this size are usually that")
#: Mean handling times and waits lie between these, seconds.
_USUAL_S: Final = (15.0, 1800.0)


def decimal_guess(columns: Columns, tree: dict[str, Any]) -> Changes:
    """Return whether decimals stand behind a comma."""
    del tree
    if columns.sheet.separator not in ("semicolon", "tab"):
        return {}, []
    texts = [text for name in columns.found.values() if name in columns.header.names
             for text in columns.cells(name).head(200)]  # fmt: skip
    commas = [text for text in texts if _COMMA.fullmatch(tidy(text).removesuffix("%").strip())]
    if not commas or all(_THOUSANDS.fullmatch(text) for text in commas):
        return {}, []
    why = said("numbers such as {text}", text=commas[0])
    return {"decimal": "comma"}, [Guess("decimal", "comma", why, "likely")]


def unit_guesses(columns: Columns, tree: dict[str, Any]) -> Changes:
    """Return units of times and shares, what times hold, and the threshold of the service level."""
    guesses: list[Guess] = []
    measures: dict[str, Any] = {}
    decimal = tree.get("decimal", "point")
    for field in tree["measures"]:
        name = columns.found[field]
        texts = _column(columns, name)
        if field in TIMES:
            measures[field] = _time(field, name, texts, _calls(columns, decimal), guesses)
        elif field in SHARES:
            measures[field] = _share(field, texts, decimal, guesses)
    changes: dict[str, Any] = {"measures": measures}
    if "service_level" in tree["measures"]:
        changes["service_level"] = _threshold(columns, guesses)
    return changes, guesses


def _column(columns: Columns, name: str) -> pd.Series[str]:
    """Return the cells of a column, or, of columns side by side, of the first that is called so."""
    header = columns.header
    names = header.names if name in header.names else header.lows
    return columns.sheet.rows.iloc[header.body :][names.index(name)]


def _calls(columns: Columns, decimal: Any) -> NDArray[np.float64]:
    name = columns.found.get("answered") or columns.found.get("offered")
    if name is None:
        return np.zeros(0)
    return _numbers(_column(columns, name), decimal)


def _numbers(texts: pd.Series[str], decimal: Any) -> NDArray[np.float64]:
    found = [read_number(str(text), decimal) for text in texts]
    return np.array([np.nan if one is None else one for one in found], np.float64)


def _time(
    field: str,
    name: str,
    texts: pd.Series[str],
    calls: NDArray[np.float64],
    guesses: list[Guess],
) -> dict[str, str]:
    path = f"measures.{field}"
    said_cells = [str(text) for text in texts.head(500) if not is_blank(str(text))]
    own = [has_span_unit(text) and read_number(text) is None for text in said_cells]
    unit = "s"
    if own and np.mean(own) > 0.9:
        why = said("its cells say so, such as {text}", text=said_cells[own.index(True)])
        guesses.append(Guess(f"{path}.unit", "mm:ss", why, "sure"))
    elif told := unit_told(name):
        unit = told
        guesses.append(Guess(f"{path}.unit", unit, said("its heading says so"), "sure"))
    else:
        unit = _usual_unit(path, said_cells, guesses)
    values = np.array(
        [np.nan if (one := read_span_s(str(text), unit)) is None else one for text in texts],  # type: ignore[arg-type]
        np.float64,
    )
    return {"unit": unit, "holds": _holds(path, name, values, calls, guesses)}


def _usual_unit(path: str, texts: list[str], guesses: list[Guess]) -> str:
    """Return the unit in which a mean is of a usual size."""
    numbers = np.array([one for text in texts if (one := read_number(text)) is not None and one])
    middle = float(np.median(numbers)) if len(numbers) else 100.0
    if middle < 0.02:
        why = said("numbers of this size are parts of a day, as spreadsheets keep times")
        guesses.append(Guess(f"{path}.unit", "day", why, "likely"))
        return "day"
    if middle < _USUAL_S[0] and not path.endswith((".asa", ".abandon_wait")):
        guesses.append(Guess(f"{path}.unit", "min", _WHAT_IS_USUAL, "asked"))
        return "min"
    sure = "likely" if middle >= _USUAL_S[0] else "asked"
    guesses.append(Guess(f"{path}.unit", "s", _WHAT_IS_USUAL, sure))  # type: ignore[arg-type]
    return "s"


def _holds(
    path: str,
    name: str,
    values: NDArray[np.float64],
    calls: NDArray[np.float64],
    guesses: list[Guess],
) -> str:
    """Return whether times are means a call or sums: by heading, else by how they go with calls."""
    plain = tidy(name).replace(" ", "")
    is_sum, is_mean = bool(SUMS.search(plain)), bool(MEANS.search(plain))
    if is_sum != is_mean:
        holds = "sum" if is_sum else "mean"
        guesses.append(Guess(f"{path}.holds", holds, said("its heading says so"), "sure"))
        return holds
    good = np.isfinite(values) & (values > 0)
    if len(calls) == len(values):
        good &= np.isfinite(calls) & (calls > 0)
        if good.sum() >= 8 and np.ptp(calls[good]) > 0 and np.ptp(values[good]) > 0:
            together = float(np.corrcoef(np.log(calls[good]), np.log(values[good]))[0, 1])
            if together > 0.8 and np.median(values[good]) > _USUAL_S[1] / 6:
                why = said("it grows with the calls")
                guesses.append(Guess(f"{path}.holds", "sum", why, "likely"))
                return "sum"
    middle = float(np.median(values[good])) if good.any() else 0.0
    if middle > _USUAL_S[1]:
        why = said("{minutes} min would be long for one call", minutes=round(middle / 60))
        guesses.append(Guess(f"{path}.holds", "sum", why, "asked"))
        return "sum"
    why = said("{seconds} s is usual for one call", seconds=round(middle))
    guesses.append(Guess(f"{path}.holds", "mean", why, "likely"))
    return "mean"


def _share(field: str, texts: pd.Series[str], decimal: Any, guesses: list[Guess]) -> dict[str, str]:
    path = f"measures.{field}.unit"
    shown = [str(text) for text in texts.head(2000) if not is_blank(str(text))]
    if shown and all(tidy(text).endswith("%") for text in shown):
        guesses.append(Guess(path, "percent", said("its cells end in %"), "sure"))
        return {"unit": "percent"}
    numbers = [
        one for text in shown
        if not tidy(text).endswith("%") and (one := read_number(text, decimal)) is not None
    ]  # fmt: skip
    if numbers and max(numbers) > 1.0005:
        why = said("its figures go up to {most}", most=f"{max(numbers):g}")
        guesses.append(Guess(path, "percent", why, "sure"))
        return {"unit": "percent"}
    guesses.append(Guess(path, "share", said("none of its figures is above 1"), "likely"))
    return {"unit": "share"}


def _threshold(columns: Columns, guesses: list[Guess]) -> dict[str, Any]:
    """Return within what time calls count, as a heading tells, else to be confirmed."""
    for field in ("service_level", "answered_within"):
        name = columns.found.get(field)
        told = seconds_told(name) if name else None
        if told is not None and 0 < told <= 600:
            why = said("its heading says so")
            guesses.append(Guess("service_level.within", f"{told:g} s", why, "sure"))
            return {"within": told}
    why = said("the table does not say within what time")
    guesses.append(Guess("service_level.within", "20 s", why, "asked"))
    return {"within": 20.0}
