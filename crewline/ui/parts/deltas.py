"""What a card says of a difference: how far, which way, and whether it is real."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, Literal

from crewline.words import Words
from crewline.words.figures import figure, gap, within_reach
from crewline.words.verdicts import verdict_word
from sim.kpis.definitions import Unit

__all__ = ["against", "delta", "plain_delta", "within_reach"]

_COLOURS: Final[dict[str, Literal["green", "red", "blue"]]] = {
    "better": "green",
    "worse": "red",
    "higher": "blue",
    "lower": "blue",
}
#: What is smaller than a figure's last digit is no difference.
_LEAST: Final = 0.05
_LEAST_SHARE: Final = 0.0005


def delta(row: Mapping[str, Any], currency: str, say: Words) -> dict[str, Any]:
    """Return a metric's delta from a row of a comparison's table; grey where it is not real."""
    verdict = str(row["verdict"])
    if verdict not in _COLOURS:
        return {"delta": verdict_word(verdict, say), "delta_color": "gray", "delta_arrow": "off"}
    moved = gap(row["difference"], str(row["unit"]), say, currency)
    return {
        "delta": f"{moved}, {verdict_word(verdict, say)}",
        "delta_color": _COLOURS[verdict],
        "delta_arrow": "up" if row["difference"] > 0 else "down",
    }


def against(row: Mapping[str, Any], currency: str, say: Words) -> str:
    """Return the unchanged value, and the interval of the difference to it."""
    unit = str(row["unit"])
    of_money = currency if unit == Unit.MONEY else ""
    low, high = (gap(row[bound], unit, say, of_money) for bound in ("low", "high"))
    base = figure(row["base"], unit, say, of_money)
    return say("Unchanged: {base}; difference {low} to {high}", base=base, low=low, high=high)


def plain_delta(now: float, before: float, unit: str, say: Words, better: str) -> dict[str, Any]:
    """Return a metric's delta of two figures that are exact; `better` is "up", "down" or ""."""
    moved = now - before
    if math.isnan(moved):
        return {}
    if abs(moved) < (_LEAST_SHARE if unit == Unit.SHARE else _LEAST):
        return {"delta": say("the same"), "delta_color": "gray", "delta_arrow": "off"}
    way = "up" if moved > 0 else "down"
    colour = "blue" if not better else "green" if way == better else "red"
    return {"delta": gap(moved, unit, say), "delta_color": colour, "delta_arrow": way}
