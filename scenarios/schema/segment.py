"""Segments: customers by value and risk, and what a planner grants each of them."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field

from scenarios.schema.section import Section
from scenarios.schema.target import Target
from scenarios.units import Duration, Name, Number, Text, Whole, expected

Priority: TypeAlias = Annotated[Whole, Field(ge=-1000, le=1000)]
Weight: TypeAlias = Annotated[Number, Field(ge=0, le=100_000)]

#: What a segment gives its queues, where they do not say it themselves.
GIVEN: Final = ("priority", "weight", "head_start", "target")


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names or len(set(names)) != len(names):
        raise expected("one or more queues, each once")
    return names


class Segment(Section):
    """A field of the quadrant of value and risk: the queues of its customers, and what they get.

    `priority`, `weight`, `head_start` and `target` hold for its queues unless a queue says so
    itself.
    """

    title: Text = ""
    """What people call the segment."""
    value: Literal["high", "low"]
    """What its customers are worth to the house."""
    risk: Literal["high", "low"]
    """What may happen if they are served badly: complaints, losses, headlines."""
    queues: Annotated[tuple[Name, ...], AfterValidator(_each_once)]
    """Its queues. A queue is in one segment at most."""
    priority: Priority | None = None
    """As a queue's."""
    weight: Weight | None = None
    """As a queue's."""
    head_start: Duration | None = None
    """As a queue's."""
    target: Target | None = None
    """As a queue's."""
