"""Which contacts in progress are cut off: none, those that lose their agent, or a share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from scenarios.units import expected, read_flag, read_share, write_share


def read_drops(value: object) -> bool | float:
    """Return yes, no, or a share. Raises for anything else."""
    for read in (read_flag, read_share):
        try:
            return read(value)
        except ValueError:
            continue
    raise expected("true, false or a share, such as 50 %")


def write_drops(drops: bool | float) -> bool | str:
    """Return yes or no as it is, a share as a percentage."""
    return drops if isinstance(drops, bool) else write_share(drops)


Drops: TypeAlias = Annotated[
    bool | float,
    BeforeValidator(read_drops),
    PlainSerializer(write_drops),
    WithJsonSchema({"type": ["boolean", "string", "number"], "minimum": 0, "maximum": 1}),
]
