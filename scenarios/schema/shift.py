"""Shifts with breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from scenarios.schema.distribution import PositiveTime
from scenarios.schema.premium import OverWage
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import DAY_S, Clock, EndClock, Flag, Whole, expected, write_clock


def _distinct(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days) or not days:
        raise expected("one or more days, each once")
    return days


#: Days counted from 1.
Days: TypeAlias = Annotated[tuple[Whole, ...], AfterValidator(_distinct)]


class Break(Section):
    """Time off the phone inside a shift, taken in waves so that not all go at once."""

    start: Clock
    """When the first wave goes."""
    length: PositiveTime
    """How long each agent is away."""
    waves: Annotated[Whole, Field(ge=1, le=100)] = 1
    """The shift's agents are split evenly into so many waves; each goes when the one before is
    back."""
    paid: Flag = True
    """Whether the break is paid."""


class Shift(Section):
    """Agents who come and go together."""

    start: Clock
    """When the shift begins."""
    end: EndClock
    """When it ends. At or before `start` it crosses midnight; the night shift of the last day is
    then also on duty in the first morning, for the days follow each other in a circle."""
    agents: Annotated[Whole, Field(ge=0, le=1_000_000)]
    """How many agents work it."""
    days: Days | None = None
    """The days it is worked, counted from 1. Absent: every day."""
    breaks: tuple[Break, ...] = ()
    """Breaks; calls in progress are finished first."""
    premium: OverWage = 0.0
    """Premium over the wage for all its paid time, such as `50 %` for overtime; added to those of
    `costs.premiums`."""

    @property
    def span_s(self) -> tuple[int, int]:
        """Start and end, seconds after midnight of the day it begins; the end may exceed a day."""
        return self.start, self.end if self.end > self.start else self.end + DAY_S

    def break_start_s(self, number: int) -> int:
        """Return the start of a break's first wave, on the same clock as `span_s`."""
        start = self.breaks[number].start
        return start if start >= self.start else start + DAY_S

    def waves_of(self, seat: int) -> tuple[int, ...]:
        """Return the wave that an agent goes in, for each break; both count from 0."""
        return tuple(seat * item.waves // self.agents for item in self.breaks)

    def wave_firsts(self) -> list[int]:
        """Return the first seats of the runs of agents who take all breaks together."""
        firsts = {0}
        for item in self.breaks:
            firsts |= {-(-wave * self.agents // item.waves) for wave in range(item.waves)}
        return sorted(seat for seat in firsts if seat < self.agents)

    def breaks_s(self, seat: int) -> list[tuple[float, float, bool]]:
        """Return an agent's breaks as (start, end, paid), in order, on the clock of `span_s`."""
        spans = []
        for number, (item, wave) in enumerate(zip(self.breaks, self.waves_of(seat), strict=True)):
            start = self.break_start_s(number) + wave * item.length
            spans.append((start, start + item.length, item.paid))
        return sorted(spans)

    @model_validator(mode="after")
    def _check(self) -> Shift:
        faults = self._breaks_outside()
        if not faults:
            faults = self._breaks_overlap()
        refuse("shift", faults)
        return self

    def _breaks_outside(self) -> list[Finding]:
        start, end = self.span_s
        hours = f"{write_clock(start)}-{write_clock(self.end)}"
        return [
            Finding(
                ("breaks", number),
                f"{write_clock(item.start)} for {item.waves} x {item.length / 60:g} min",
                f"a break whose waves all lie inside the shift ({hours})",
            )
            for number, item in enumerate(self.breaks)
            if self.break_start_s(number) + item.waves * item.length > end
        ]

    def _breaks_overlap(self) -> list[Finding]:
        for seat in self.wave_firsts():
            spans = self.breaks_s(seat)
            if any(span[1] > after[0] for span, after in pairwise(spans)):
                words = "breaks that do not overlap for any agent"
                return [Finding(("breaks",), f"an overlap for agent {seat + 1}", words)]
        return []
