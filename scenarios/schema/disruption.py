"""What happens to a centre between two times: a surge, a failure, a lost site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.schema.chosen import Channels, Names
from scenarios.schema.drops import Drops
from scenarios.schema.points import Points
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import (
    DAY_S,
    MIN_FACTOR,
    Duration,
    Flag,
    Moment,
    Number,
    Share,
    Text,
    write_duration,
    write_moment,
)

Factor = Annotated[Number, Field(ge=0, le=1000)]


class Disruption(Section):
    """What is otherwise than usual for a while, for some queues and groups.

    Of several at one time factors multiply, and points and chances add up. A disruption strikes the
    counted days only, never the warm-up.
    """

    name: Text
    """What happened."""
    title: Text = ""
    """What people call it. Absent: its name."""
    active: Flag = True
    """Whether it happens: `no` takes it out of the days, and leaves it in the file."""
    start: Moment = Field(default=0, alias="from")
    """When it begins: `10:00` (on day 1) or `day 2 10:00`. Absent: as day 1 begins."""
    end: Moment | None = Field(default=None, alias="to")
    """When it is over, such as `14:00` (on day 1) or `day 2 24:00`. Absent: after `lasts`, or at
    the end of the last day."""
    lasts: Duration | None = None
    """How long it lasts; instead of `to`."""
    queues: Names | None = None
    """The queues that it strikes. Absent: those of `channels`, or all."""
    channels: Channels | None = None
    """The channels whose queues it strikes; instead of `queues`."""
    groups: Names | None = None
    """The groups that it strikes. Absent: those of `sites`, or all."""
    sites: Names | None = None
    """The sites whose groups it strikes; instead of `groups`."""
    volume: Factor = 1.0
    """Multiplies the first attempts of the queues."""
    shape: Literal["sudden", "ramp", "decaying"] = "sudden"
    """How the volume gets there. `sudden`: at once, and back at once. `ramp`: it grows evenly from
    the usual until `peak`, and stays. `decaying`: it begins at once, and falls evenly to the usual
    until the end. It changes by the minute, where the disruption lasts longer than a day by the
    interval."""
    peak: Moment | None = None
    """When a ramp is at its top. Absent: half-way. For `shape: ramp` only."""
    handling: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)] = 1.0
    """Multiplies talk and wrap-up of contacts of the queues answered meanwhile."""
    resolution: Points = 0.0
    """Points on the share of the queues' contacts that are settled at first contact: `-20 %` has
    20 % more of those answered meanwhile come back, by the queue's `repeat`, up to all."""
    agents: Factor = 1.0
    """Multiplies the agents on duty of the groups, rounded to whole agents: 0 where all are lost,
    and with them, for instance, the site."""
    no_shows: Share = 0.0
    """Share of the groups' agents who do not come, of those whose shift (or first interval on duty
    that day) begins meanwhile. They are paid, as absent agents are."""
    drops: Drops = False
    """Which live contacts in progress are cut off as it begins, of the queues that are in the
    groups' hands: `true` has those of the agents that are lost, or all where none is; or a share
    of them. Where it is the telephony that is down, calls alone. They redial as `redial.dropped`
    of their queue says."""
    telephony: Literal["up", "down"] = "up"
    """`down`: nobody gets through on the phone queues among the queues. Who waits there is cleared,
    who calls is blocked, call-backs are not dialled; who talks goes on, unless `drops` says
    otherwise."""
    self_service: Share = 1.0
    """Multiplies the share that the queues' self-service contains: at 0 it is down, and its
    customers come to people."""

    def span_s(self, days: int) -> tuple[float, float]:
        """Return when it begins and ends, in seconds after the start of day 1, of so many days."""
        if self.lasts is not None:
            return self.start, self.start + self.lasts
        return self.start, days * DAY_S if self.end is None else self.end

    @property
    def changes_nothing(self) -> bool:
        """Whether it leaves all as it is."""
        factors = {self.volume, self.handling, self.agents, self.self_service}
        others = self.resolution == self.no_shows == 0 and self.telephony == "up"
        return factors == {1} and others and not self.drops

    @model_validator(mode="after")
    def _check(self) -> Disruption:
        refuse("disruption", [*self._twice_said(), *self._times()])
        return self

    def _twice_said(self) -> Iterator[Finding]:
        for one, other in (("to", "lasts"), ("queues", "channels"), ("groups", "sites")):
            field = "end" if one == "to" else one
            if getattr(self, field) is not None and getattr(self, other) is not None:
                yield Finding((other,), "both", f"either {one} or {other}")

    def _times(self) -> Iterator[Finding]:
        begins = write_moment(self.start)
        if self.end is not None and self.end <= self.start:
            words = f"a time after {begins} (name the day where it is not day 1)"
            yield Finding(("to",), write_moment(self.end), words)
        if self.lasts == 0:
            yield Finding(("lasts",), write_duration(self.lasts), "more than 0 s")
        if self.peak is None:
            return
        if self.shape != "ramp":
            words = f"no peak, or shape: ramp; {self.shape} has none"
            yield Finding(("peak",), write_moment(self.peak), words)
        elif not self.start < self.peak:
            yield Finding(("peak",), write_moment(self.peak), f"a time after {begins}")
        elif (ends := self._known_end_s()) is not None and self.peak > ends:
            words = f"a time until {write_moment(int(ends))}, when it is over"
            yield Finding(("peak",), write_moment(self.peak), words)

    def _known_end_s(self) -> float | None:
        return self.end if self.lasts is None else self.start + self.lasts


def those_active(disruptions: tuple[Disruption, ...]) -> tuple[Disruption, ...]:
    """Return the disruptions that happen."""
    return tuple(one for one in disruptions if one.active)
