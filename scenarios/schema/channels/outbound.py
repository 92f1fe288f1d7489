"""Outbound: customers of a list who are called when nothing else is to be done."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag

from scenarios.schema.channels.call_back import RETRY_S, Calls
from scenarios.schema.section import Section
from scenarios.schema.window import Window
from scenarios.units import Duration, Name, Share, Whole, expected


def _kind(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<number>"


Customers: TypeAlias = Annotated[Whole, Field(ge=0)]
#: How many customers to call: each day alike, or day by day.
CallList: TypeAlias = Annotated[
    Annotated[Customers, Tag("<number>")] | Annotated[tuple[Customers, ...], Tag("<list>")],
    Discriminator(_kind),
]


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names or len(set(names)) != len(names):
        raise expected("one or more queues, each once")
    return names


class Dial(Section):
    """How customers of a list are called."""

    reached: Share = 1.0
    """Share of the calls at which the customer answers."""
    time: Duration = 0.0
    """How long the agent dials, whether the customer answers or not."""
    calls: Calls = 1
    """How often a customer is called at most."""
    retry: Duration = RETRY_S
    """How long after a call in vain the customer is on the list again."""


class Pause(Section):
    """Work that stops while live service is below a level, looked at every `watch`.

    Service is the share answered `within`, of all waits that ended in the last `over`: answered,
    given up, blocked, closed or cleared.
    """

    queues: Annotated[tuple[Name, ...], AfterValidator(_some)]
    """The live queues that are watched, taken together."""
    below: Annotated[Share, Field(gt=0)]
    """The service below which no more of this work is begun."""
    within: Duration
    """The wait that counts as service. Pauses that watch one queue name one time."""
    over: Window = 1800.0
    """The stretch of time that service is taken over, in whole minutes."""
