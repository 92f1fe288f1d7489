"""Work that nobody waits for on the line: grades with time limits, and how contacts open it."""

from __future__ import annotations

from scenarios.schema.distribution import TimeLimit
from scenarios.schema.section import Section
from scenarios.units import Duration, Name, Share


class Grade(Section):
    """A share of a queue's work, with a time limit of its own."""

    share: Share
    """Share of the queue's work; the grades' shares add up to 100 %."""
    due: TimeLimit
    """Within what time of its entry it is to be done. Nights and closed hours count."""
    reminder: Duration | None = None
    """How long after its entry a reminder puts it in front of all that has none. Absent: never."""
    escalate: Name | None = None
    """The queue of work (email, ticket) that it goes to when it is due and still waits. Absent: it
    stays, and is late."""


class Ticket(Section):
    """Work that an answered contact leaves behind, such as a complaint to be looked into."""

    share: Share
    """Share of the answered contacts (not of those passed on) that open one."""
    to: Name
    """The queue of work (email, ticket) that it goes to."""
