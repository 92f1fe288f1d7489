"""Premiums over the wage, which may be more than the wage itself."""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from scenarios.units import expected, read_number, write_share

MOST: Final = 10
A_PREMIUM: Final = "a premium over the wage from 0 to 1000 %, such as 50 % or 200 %"
_PERCENT: Final = re.compile(r"([^%]+)%")


def read_premium(value: object) -> float:
    """Return a premium as a share of the wage, from a percentage or a number. Raises for others."""
    match = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        premium = read_number(match[1]) / 100 if match else read_number(value)
    except ValueError:
        raise expected(A_PREMIUM) from None
    if not 0 <= premium <= MOST:
        raise expected(A_PREMIUM)
    return premium


#: A premium over the wage: `50 %` pays one and a half times.
OverWage: TypeAlias = Annotated[
    float,
    BeforeValidator(read_premium),
    PlainSerializer(write_share),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": r"^\d*\.?\d+( ?%)?$",
            "minimum": 0,
            "maximum": MOST,
            "examples": ["50 %", "200 %"],
        }
    ),
]
