"""Tours: what one agent's week of shifts is like."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from scenarios.schema.section import Section
from scenarios.units import Duration, Whole, expected

DaysOn: TypeAlias = Annotated[Whole, Field(ge=1, le=7)]


class StartWithin(Section):
    """Shifts of a week that begin near each other."""

    within: Duration
    """How far apart the starts of a week's shifts lie, at most."""


def _known(value: Any) -> Any:
    if value != "same" and not isinstance(value, dict | StartWithin):
        raise expected("same, or {within: 2 h}")
    return value


def _kind(value: Any) -> str:
    return "<same>" if isinstance(value, str) else "<within>"


TourStart: TypeAlias = Annotated[
    Annotated[Literal["same"], Tag("<same>")] | Annotated[StartWithin, Tag("<within>")],
    Discriminator(_kind),
    BeforeValidator(_known),
]


def _number_or_list(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<number>"


class TourPlan(Section):
    """A week of work: how many days, how the days off lie, when shifts begin."""

    days_on: Annotated[
        Annotated[DaysOn, Tag("<number>")]
        | Annotated[tuple[DaysOn, ...], Field(min_length=1), Tag("<list>")],
        Discriminator(_number_or_list),
    ] = 5
    """Days worked of seven: a number, or a list of those there may be, such as `[4, 5]`."""
    off_in_a_row: Annotated[Whole, Field(ge=0, le=6)] = 2
    """How many of the days off lie together, at least."""
    start: TourStart = "same"
    """`same`: all shifts of a week begin at one time; `{within: 2 h}`: not further apart."""

    @property
    def numbers_on(self) -> tuple[int, ...]:
        """The days worked of seven that there may be, in order."""
        given = self.days_on if isinstance(self.days_on, tuple) else (self.days_on,)
        return tuple(sorted(set(given)))
