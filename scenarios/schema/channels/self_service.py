"""Self-service: an IVR or bot in front of a queue, and the message that sends people to it."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from scenarios.schema.distribution import Time
from scenarios.schema.section import Section
from scenarios.units import Duration, Share


def _kind(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<number>"


Shares: TypeAlias = Annotated[
    Annotated[Share, Tag("<number>")] | Annotated[tuple[Share, ...], Tag("<list>")],
    Discriminator(_kind),
]


class SelfService(Section):
    """An IVR or bot that every new contact of the queue meets first.

    It contains a share of them; some give up in it; the rest fails over to people, and only then
    waits for them.
    """

    contained: Shares
    """Share of contacts that it serves to their end: one number, or a list by interval (of one day,
    which repeats daily, or of all days). While it is 0, self-service is off and contacts go to
    people at once."""
    gives_up: Share = 0.0
    """Share of contacts that leave it unserved. What is neither contained nor gives up goes on to
    people."""
    time: Time
    """How long a contact spends in it, however that ends."""

    @property
    def shares(self) -> tuple[float, ...]:
        """The contained shares as a list, of one item where it is one number."""
        return self.contained if isinstance(self.contained, tuple) else (self.contained,)


class Announcement(Section):
    """A message to those who wait, which turns some of them to self-service."""

    after: Duration
    """How long they have waited when they hear it."""
    share: Share
    """Share of those still waiting then who leave the queue for self-service."""
