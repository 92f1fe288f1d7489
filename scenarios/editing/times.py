"""Times that are drawn, as the cells of a table: which distribution, its mean, its spread."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

from scenarios.editing.flow import cell
from scenarios.editing.settings import Keys

#: What a cell of a time says.
Part: TypeAlias = Literal["distribution", "mean", "spread", "zero_share"]

#: The distributions that have a mean; what is observed has points instead.
KINDS: Final = ("constant", "exponential", "weibull", "lognormal", "gamma", "never")

_SPREADS: Final = {"lognormal": "cv", "gamma": "cv", "weibull": "shape"}


def time_cell(value: Any, part: Part) -> str:
    """Return what a table shows of a time as it is written; empty where it has no such part."""
    if value is None:
        return ""
    key = _key(value, part)
    if isinstance(value, dict):
        return cell(value.get(key)) if key else ""
    if part == "distribution":
        return "never" if value == "never" else "constant"
    return cell(value) if part == "mean" and value != "never" else ""


def time_edit(keys: Keys, value: Any, part: Part, text: str) -> tuple[Keys, Any]:
    """Return what is to be set, and where, when a cell of the time at `keys` is edited.

    `value` is the time as it is written. Another distribution keeps the mean; a spread that it
    needs is 1, the exponential's.
    """
    if part == "distribution":
        return keys, _of_kind(text, value)
    key = _key(value, part)
    if isinstance(value, dict) and key:
        return (*keys, key), text or None
    if part == "mean":
        return keys, _with_mean(value, text)
    name = "cv" if part == "spread" else part
    return keys, {**_spelt_out(value), name: text}  # where it has no spread, the schema says so


def _key(value: Any, part: Part) -> str:
    kind = value.get("distribution") if isinstance(value, dict) else None
    match part:
        case "mean":
            return "value" if kind == "constant" else "" if kind == "empirical" else "mean"
        case "spread":
            return _SPREADS.get(str(kind), "")
    return part


def _of_kind(kind: str, value: Any) -> Any:
    """Return a time of a kind with the mean, the spread and the zeros of another."""
    if not kind:
        return None
    mean = time_cell(value, "mean") or "1 min"
    zeros = time_cell(value, "zero_share")
    if kind in ("never", "constant") and not zeros:
        return "never" if kind == "never" else mean
    made: dict[str, str] = {"distribution": kind}
    if kind != "never":
        made["value" if kind == "constant" else "mean"] = mean
    if kind in _SPREADS:
        made[_SPREADS[kind]] = time_cell(value, "spread") or "1"
    return made | ({"zero_share": zeros} if zeros else {})


def _with_mean(value: Any, text: str) -> Any:
    if value == "never" and text:  # who has a mean wait gives up at some time
        return {"distribution": "exponential", "mean": text}
    return text or None


def _spelt_out(value: Any) -> dict[str, Any]:
    """Return a time as a mapping."""
    if isinstance(value, dict):
        return value
    if value == "never":
        return {"distribution": "never"}
    return {"distribution": "constant", "value": value or "0 s"}
