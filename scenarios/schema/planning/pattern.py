"""Patterns: the shifts that may be worked, by starts, lengths and breaks."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from scenarios.schema.distribution import PositiveTime
from scenarios.schema.section import Finding, Section, refuse
from scenarios.schema.shift import Days
from scenarios.units import DAY_S, Clock, Duration, EndClock, Flag, expected, write_duration


def _a_day_at_most(seconds: float) -> float:
    if seconds > DAY_S:
        raise expected("at most 24 h")
    return seconds


def _a_minute_at_least(seconds: float) -> float:
    if seconds < 60:
        raise expected("at least 1 min")
    return seconds


Length: TypeAlias = Annotated[PositiveTime, AfterValidator(_a_day_at_most)]
Step: TypeAlias = Annotated[Duration, AfterValidator(_a_minute_at_least)]


class StartSeries(Section):
    """Starts one after the other."""

    first: Clock = Field(alias="from")
    """The first start."""
    last: EndClock = Field(alias="to")
    """The last start. Before `from` it is on the next morning."""
    every: Step
    """From one start to the next."""

    @property
    def starts_s(self) -> tuple[int, ...]:
        """The starts, seconds after midnight."""
        last = self.last if self.last >= self.first else self.last + DAY_S
        steps = int((last - self.first) // self.every)
        starts = [self.first + round(step * self.every) for step in range(steps + 1)]
        return tuple(start % DAY_S for start in starts)


class LengthSeries(Section):
    """Lengths one after the other."""

    shortest: Length = Field(alias="from")
    """The shortest length."""
    longest: Length = Field(alias="to")
    """The longest length."""
    every: Step
    """From one length to the next."""

    @model_validator(mode="after")
    def _rises(self) -> LengthSeries:
        if self.longest < self.shortest:
            words = f"{write_duration(self.shortest)} (from) or longer"
            refuse("lengths", [Finding(("to",), write_duration(self.longest), words)])
        return self

    @property
    def lengths_s(self) -> tuple[float, ...]:
        """The lengths in seconds, rising."""
        steps = int((self.longest - self.shortest) // self.every)
        return tuple(self.shortest + step * self.every for step in range(steps + 1))


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "<list>"
    return "<series>" if isinstance(value, dict | Section) else "<one>"


def _each_once(values: tuple[float, ...]) -> tuple[float, ...]:
    if not values or len(set(values)) != len(values):
        raise expected("one or more, each once")
    return values


def _known_starts(value: Any) -> Any:
    if isinstance(value, bool | float) or value is None:
        raise expected("a start such as 08:00, a list of starts, or {from, to, every}")
    return value


def _known_lengths(value: Any) -> Any:
    if value is None:
        raise expected("a length such as 9 h, a list of lengths, or {from, to, every}")
    return value


Starts: TypeAlias = Annotated[
    Annotated[Clock, Tag("<one>")]
    | Annotated[tuple[Clock, ...], AfterValidator(_each_once), Tag("<list>")]
    | Annotated[StartSeries, Tag("<series>")],
    Discriminator(_kind),
    BeforeValidator(_known_starts),
]
Lengths: TypeAlias = Annotated[
    Annotated[Length, Tag("<one>")]
    | Annotated[tuple[Length, ...], AfterValidator(_each_once), Tag("<list>")]
    | Annotated[LengthSeries, Tag("<series>")],
    Discriminator(_kind),
    BeforeValidator(_known_lengths),
]


class BreakRule(Section):
    """A break that everybody on a shift takes once, at a time that the schedule chooses."""

    length: PositiveTime
    """How long it is."""
    earliest: Duration = Field(alias="from")
    """When it begins at the earliest, counted from the shift's start."""
    latest: Duration = Field(alias="to")
    """When it begins at the latest, counted from the shift's start."""
    paid: Flag = True
    """Whether it is paid."""


class Pattern(Section):
    """A kind of shift: every start goes with every length."""

    starts: Starts
    """When its shifts begin: a time, a list of times, or `{from, to, every}`."""
    lengths: Lengths
    """How long they are from the first hour to the last, breaks included, but not the `gap`: a
    duration, a list of durations, or `{from, to, every}`."""
    breaks: tuple[BreakRule, ...] = ()
    """Breaks, in their order. A break is over before the next may begin."""
    gap: PositiveTime | None = None
    """Split shifts: unpaid time between the two parts."""
    first: PositiveTime | None = None
    """Split shifts: how long the first part is."""
    days: Days | None = None
    """The days it may be worked, counted from 1. Absent: every day."""

    @property
    def starts_s(self) -> tuple[int, ...]:
        """When its shifts begin, seconds after midnight, in order."""
        match self.starts:
            case StartSeries():
                return tuple(sorted(set(self.starts.starts_s)))
            case tuple():
                return tuple(sorted(self.starts))
            case _:
                return (self.starts,)

    @property
    def lengths_s(self) -> tuple[float, ...]:
        """How long its shifts are without the gap, in seconds, rising."""
        match self.lengths:
            case LengthSeries():
                return self.lengths.lengths_s
            case tuple():
                return tuple(sorted(self.lengths))
            case _:
                return (self.lengths,)
