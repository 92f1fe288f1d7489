"""Calls that a centre makes: dialling, and the call-backs that it offers to those who wait."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from scenarios.schema.section import Section
from scenarios.units import Duration, Share, Whole

Calls: TypeAlias = Annotated[Whole, Field(ge=1, le=20)]

#: How long after it was accepted an appointment is, unless it says so.
APPOINTMENT_S: Final = 3600.0
#: How long after a call in vain the next one is made.
RETRY_S: Final = 1800.0


class CallBack(Section):
    """An offer to those who wait: hang up, and be called.

    Who accepts is an outcome of its own, and no longer waits as far as service levels go.
    """

    after: Duration
    """How long they have waited when it is offered."""
    accepted: Share
    """Share of those still waiting then who accept it."""
    how: Literal["place", "appointment"] = "place"
    """`place`: the call-back keeps the customer's place in the queue. `appointment`: it joins the
    queue anew, `delay` after it was accepted."""
    delay: Duration | None = None
    """How long after accepting an appointment is; 1 h unless given. For `how: appointment` only."""
    reached: Share = 1.0
    """Share of the calls at which the customer answers."""
    dial: Duration = 0.0
    """How long the agent dials, whether the customer answers or not."""
    calls: Calls = 1
    """How often the customer is called at most."""
    retry: Duration = RETRY_S
    """How long after a call in vain the next one joins the queue."""

    @property
    def appointment_s(self) -> float | None:
        """How long after it is accepted a call-back joins the queue; None where it has a place."""
        if self.how == "place":
            return None
        return APPOINTMENT_S if self.delay is None else self.delay
