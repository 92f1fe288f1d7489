"""How a group serves a queue, and what it passes on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import MIN_FACTOR, Duration, Name, Number, Share, Whole

Rank = Annotated[Whole, Field(ge=1, le=1000)]


class Transfer(Section):
    """Passing a contact on to people of a higher skill, at the end of talk."""

    share: Share
    """Share of the contacts this group answers that are passed on."""
    to: Name
    """The queue they go to; they wait there with a patience of their own. Who gives up there and
    calls again calls the queue that was called first, by that queue's `redial`."""
    how: Literal["cold", "warm"] = "cold"
    """`cold`: the agent goes to wrap-up. `warm`: the agent holds the line until the next one
    answers, then hands over."""
    handover: Duration = 0.0
    """How long both agents are busy when a warm transfer is answered."""

    @model_validator(mode="after")
    def _check(self) -> Transfer:
        if self.how == "cold" and self.handover > 0:
            words = "no handover, or how: warm; a cold transfer has none"
            refuse("transfer", [Finding(("handover",), f"{self.handover:g} s", words)])
        return self


class Skill(Section):
    """One queue that a group serves."""

    rank: Rank = 1
    """The group's place when a contact of this queue chooses an agent: 1 is asked first."""
    pick_rank: Rank | None = None
    """The queue's place when a free agent of this group chooses a contact. Absent: as `rank`."""
    after: Duration = 0.0
    """Overflow: the group serves this queue's contacts only once they have waited so long."""
    handling_factor: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)] = 1.0
    """The group's handling time over the queue's: above 1 for novices."""
    transfer: Transfer | None = None
    """What is passed on to another queue. Absent: nothing."""
