"""Customers who call again."""

from __future__ import annotations

from scenarios.schema.distribution import ExponentialTime, Time
from scenarios.schema.section import Section
from scenarios.units import Share


class Redial(Section):
    """Calling again after not being answered, by how the attempt ended. Absent shares are 0.

    Who was passed on and then gave up calls the queue of the first call again.
    """

    abandoned: Share = 0.0
    """Share of those who hung up while waiting."""
    blocked: Share = 0.0
    """Share of those who found no waiting place."""
    closed: Share = 0.0
    """Share of those who called while the line was closed."""
    cleared: Share = 0.0
    """Share of those who were waiting when the line closed (with `at_close: clear`)."""
    dropped: Share = 0.0
    """Share of those who were cut off while they were being served."""
    left_bot: Share = 0.0
    """Share of those who gave up in self-service."""
    diverted: Share = 0.0
    """Share of those whom an announcement turned to self-service while they waited."""
    delay: Time = ExponentialTime(distribution="exponential", mean=600)
    """How long after that they call again."""


class Repeat(Section):
    """Calling again after being answered, because the matter was not settled.

    Of deferrable work: being reopened after it was done.
    """

    share: Share
    """Share of answered contacts that come back: 1 minus first-contact resolution."""
    delay: Time = ExponentialTime(distribution="exponential", mean=3600)
    """How long after the call they come back."""
