"""Queues: the lines that customers wait in, and the desks that work waits on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.channels.channel import Channel, strange_to
from scenarios.schema.channels.chat import Silence
from scenarios.schema.channels.outbound import CallList, Dial, Pause
from scenarios.schema.channels.self_service import Announcement, SelfService
from scenarios.schema.channels.work import Grade, Ticket
from scenarios.schema.distribution import ConstantTime, NeverTime, Patience, Time, TimeLimit
from scenarios.schema.opening import Hours
from scenarios.schema.returns import Redial, Repeat
from scenarios.schema.section import Section
from scenarios.schema.segment import Priority, Weight
from scenarios.schema.target import Target
from scenarios.schema.volume import PerHour, Volume
from scenarios.units import MIN_FACTOR, Duration, Flag, Name, Number, Share, Text, Whole

Factor = Annotated[Number, Field(ge=0, le=1000)]


class Queue(Section):
    """A line with its volume, its times and its rules.

    Customer classes (VIP, senior, complaint) are queues of their own. Phone, chat and message
    queues are live: somebody waits. Email, ticket and outbound queues hold work, which is done when
    nothing live waits, and lies over closed hours and nights.
    """

    title: Text = ""
    """What people call the line."""
    channel: Channel = "phone"
    """How customers come. An agent has one call, or one piece of work, at a time; of chats and
    messages several, where the group's `concurrency` says so."""
    volume: Volume = PerHour(per_h=0)
    """First attempts by interval, in one of four ways: a list (of one day, which repeats daily,
    or of all days), `{per_h}`, `{total, profile}`, or `{file, column}`. Needed, but of a ticket or
    outbound queue, to which nothing comes of itself where it is left out."""
    volume_factor: Factor = 1.0
    """Multiplies the volume; what a promotion sets."""
    talk: Time
    """How long agent and customer talk, or write; of work, how long it takes."""
    wrap_up: Time = ConstantTime(distribution="constant", value=0)
    """After-call work: the customer is gone, the agent not yet free."""
    handling_factor: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)] = 1.0
    """Multiplies talk and wrap-up."""
    patience: Patience = NeverTime(distribution="never")
    """How long a customer waits before hanging up. Live queues only."""
    priority: Priority = 0
    """Of the waiting contacts of equal rank, those of higher priority are taken first."""
    weight: Weight = 1.0
    """At equal rank and priority, the longest weight x wait is taken first."""
    head_start: Duration = 0.0
    """Counts as time already waited when contacts are compared."""
    capacity: Annotated[Whole, Field(ge=0)] | None = None
    """Waiting places; further contacts are blocked. Absent: no limit."""
    open: Hours = None
    """Opening hours of every day: `always`, `08:00-20:00`, or a list of such hours. Work comes at
    any time, and is worked on in these hours."""
    at_close: Literal["serve", "clear"] = "serve"
    """Whether contacts that wait at closing are served out or cleared (turned away). Work stays."""
    redial: Redial = Redial()
    """Who calls again after not being answered."""
    repeat: Repeat | None = None
    """Who calls again after being answered; of work, what is reopened."""
    day_factor_cv: Share = 0.0
    """Standard deviation of this queue's own part of the day factor."""
    short_abandon: Duration | None = None
    """Who hangs up within this time did not really try (t0 of SL5 and SL6). Absent: the
    scenario's."""
    self_service: SelfService | None = None
    """An IVR or bot in front of the queue. Live queues only."""
    announcement: Announcement | None = None
    """A message that turns some of those who wait to self-service. Live queues only."""
    call_back: CallBack | None = None
    """A call-back that is offered to those who wait. Live queues only."""
    silence: Silence | None = None
    """Customers who fall silent. Chats and messages only."""
    first_reply: Duration = 0.0
    """How long an agent takes to write the first line: service levels and the speed of answer count
    the wait for it. Chats and messages only."""
    ticket: Ticket | None = None
    """Work that answered contacts leave behind. Not for outbound."""
    due: TimeLimit | None = None
    """Work only: within what time of its entry it is to be done. Email and ticket need `due` or
    `grades`. Nights and closed hours count."""
    grades: Annotated[dict[Name, Grade], Field(min_length=1, max_length=100)] | None = None
    """Work only: grades by name, in place of one `due`, whose shares add up to 100 %."""
    order: Literal["due", "come"] = "due"
    """Work only: `due`, first due is done first; `come`, first come."""
    interruptible: Flag = False
    """Work only, not outbound: whether it is put aside for a live contact that would wait else, to
    be resumed later."""
    backlog: Annotated[Whole, Field(ge=0)] = 0
    """Work only: pieces that are there at the start (of the warm-up, where there is one)."""
    customers: CallList | None = Field(default=None, alias="list")
    """Outbound only, which needs it: customers to call each day, from the opening of that day on
    (from midnight where it never closes); one number, or a list of one for each of `days`."""
    dial: Dial | None = None
    """Outbound only: how they are called. Absent: everybody answers at once."""
    pause: Pause | None = None
    """Work only: stops it while live service is below a level."""
    target: Target | None = None
    """What the queue is to achieve."""

    @model_serializer(mode="wrap")
    def _say_nothing_of_other_channels(
        self, write: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        """Leave out the defaults of what a queue of this channel cannot have."""
        fields = type(self).model_fields
        strange = {
            fields[name].alias or name
            for name, _ in strange_to(self.channel)
            if getattr(self, name) == fields[name].default
        }
        written: dict[str, Any] = write(self)
        return {key: value for key, value in written.items() if key not in strange}
