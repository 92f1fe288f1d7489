"""Points: what is added to a share or taken from it, such as `-20 %`."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from scenarios.units import expected, read_number, write_share

A_DIFFERENCE = "points from -100 % to 100 %, such as -20 % or -0.2"


def read_points(value: object) -> float:
    """Return a difference of shares. Raises for what is none, and for more than all."""
    try:
        points = _points(value)
    except ValueError:
        points = None
    if points is None or not -1 <= points <= 1:
        raise expected(A_DIFFERENCE)
    return points


def _points(value: object) -> float | None:
    if isinstance(value, str) and value.strip().endswith("%"):
        return read_number(value.strip()[:-1].rstrip()) / 100
    return read_number(value)


_PATTERN = re.compile(r"^[+-]?\d*\.?\d+( ?%)?$")
_SCHEMA = {"type": ["string", "number"], "pattern": _PATTERN.pattern, "minimum": -1, "maximum": 1}

Points: TypeAlias = Annotated[
    float,
    BeforeValidator(read_points),
    PlainSerializer(write_share),
    WithJsonSchema({**_SCHEMA, "examples": ["-20 %"]}),
]
