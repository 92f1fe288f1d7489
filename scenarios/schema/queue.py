"""Queues: the lines that customers wait in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.schema.distribution import ConstantTime, NeverTime, Patience, Time
from scenarios.schema.opening import Hours
from scenarios.schema.returns import Redial, Repeat
from scenarios.schema.section import Section
from scenarios.schema.target import Target
from scenarios.schema.volume import Volume
from scenarios.units import Duration, Number, Share, Text, Whole

Factor = Annotated[Number, Field(ge=0, le=1000)]


class Queue(Section):
    """A line with its volume, its times and its rules.

    Customer classes (VIP, senior, complaint) are queues of their own.
    """

    title: Text = ""
    """What people call the line."""
    volume: Volume
    """First attempts by interval, in one of four ways: a list (of one day, which repeats daily,
    or of all days), `{per_h}`, `{total, profile}`, or `{file, column}`."""
    volume_factor: Factor = 1.0
    """Multiplies the volume; what a promotion sets."""
    talk: Time
    """How long agent and customer talk."""
    wrap_up: Time = ConstantTime(distribution="constant", value=0)
    """After-call work: the customer is gone, the agent not yet free."""
    handling_factor: Annotated[Number, Field(gt=0, le=1000)] = 1.0
    """Multiplies talk and wrap-up."""
    patience: Patience = NeverTime(distribution="never")
    """How long a customer waits before hanging up."""
    priority: Annotated[Whole, Field(ge=-1000, le=1000)] = 0
    """Of the waiting contacts of equal rank, those of higher priority are taken first."""
    weight: Annotated[Number, Field(ge=0, le=100_000)] = 1.0
    """At equal rank and priority, the longest weight x wait is taken first."""
    head_start: Duration = 0.0
    """Counts as time already waited when contacts are compared."""
    capacity: Annotated[Whole, Field(ge=0)] | None = None
    """Waiting places; further contacts are blocked. Absent: no limit."""
    open: Hours = None
    """Opening hours of every day: `always`, `08:00-20:00`, or a list of such hours."""
    at_close: Literal["serve", "clear"] = "serve"
    """Whether contacts that wait at closing are served out or cleared (turned away)."""
    redial: Redial = Redial()
    """Who calls again after not being answered."""
    repeat: Repeat | None = None
    """Who calls again after being answered."""
    day_factor_cv: Share = 0.0
    """Standard deviation of this queue's own part of the day factor."""
    short_abandon: Duration | None = None
    """Who hangs up within this time did not really try (t0 of SL5 and SL6). Absent: the
    scenario's."""
    target: Target | None = None
    """What the queue is to achieve."""
