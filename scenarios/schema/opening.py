"""Opening hours of a line."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from scenarios.schema.section import Finding, refuse
from scenarios.units import DAY_S, expected, read_clock, write_clock

#: Spans of one day in seconds after midnight; the end of one that crosses midnight is above a day.
Spans: TypeAlias = tuple[tuple[int, int], ...]

HOURS: Final = "always, hours such as 08:00-20:00, or a list of such hours"


def read_span(value: object) -> tuple[int, int]:
    """Return (start, end) in seconds after midnight.

    The end lies above a day where the hours cross midnight. Raises for what is no span of hours.
    """
    if isinstance(value, tuple):
        return value
    start_text, dash, end_text = str(value).partition("-")
    if not isinstance(value, str) or not dash:
        raise expected("hours such as 08:00-20:00")
    start, end = read_clock(start_text), read_clock(end_text, is_end=True)
    if start == end:
        raise expected("hours with an end after their start")
    return start, end if end > start else end + DAY_S


def write_span(span: tuple[int, int]) -> str:
    """Return a span as `hh:mm-hh:mm`."""
    start, end = span
    return f"{write_clock(start)}-{write_clock(end - DAY_S if end > DAY_S else end)}"


def read_hours(value: Any) -> Any:
    """Return spans, or None for a line that never closes."""
    if value is None or value == "always":
        return None
    if isinstance(value, str):
        return (read_span(value),)
    if not isinstance(value, list | tuple) or not value:
        raise expected(HOURS)
    if all(isinstance(item, tuple) for item in value):
        return tuple(value)
    spans = tuple(sorted(read_span(item) for item in value))
    refuse("open", _overlaps(spans))
    return spans


def _overlaps(spans: Spans) -> list[Finding]:
    """Return the spans that run into the next one, the first of the next day included."""
    following = [*spans[1:], (spans[0][0] + DAY_S, spans[0][1] + DAY_S)]
    return [
        Finding((), write_span(span), "hours that do not overlap")
        for span, after in zip(spans, following, strict=True)
        if span[1] > after[0]
    ]


def _write_hours(spans: Spans | None) -> str | list[str]:
    if spans is None:
        return "always"
    return write_span(spans[0]) if len(spans) == 1 else [write_span(span) for span in spans]


_SPAN = {"type": "string", "pattern": r"^\d\d?:\d\d-\d\d?:\d\d$"}

Span: TypeAlias = Annotated[
    tuple[int, int],
    BeforeValidator(read_span),
    PlainSerializer(write_span),
    WithJsonSchema({**_SPAN, "examples": ["22:00-06:00"]}),
]
Hours: TypeAlias = Annotated[
    Spans | None,
    BeforeValidator(read_hours),
    PlainSerializer(_write_hours),
    WithJsonSchema({"anyOf": [{"const": "always"}, _SPAN, {"type": "array", "items": _SPAN}]}),
]
