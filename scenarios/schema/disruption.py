"""What happens to a centre between two times: a surge, a failure, a lost site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import MIN_FACTOR, Moment, Name, Number, Text, write_moment

Factor = Annotated[Number, Field(ge=0, le=1000)]


class Disruption(Section):
    """Factors on volume, handling time and agents for a while.

    Several at one time multiply. A disruption strikes the counted days only, never the warm-up.
    """

    name: Text
    """What happened."""
    start: Moment = Field(alias="from")
    """When it begins: `10:00` (on day 1) or `day 2 10:00`."""
    end: Moment = Field(alias="to")
    """When it is over, such as `14:00` (on day 1) or `day 2 24:00`."""
    volume: Factor = 1.0
    """Multiplies the first attempts of the queues."""
    handling: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)] = 1.0
    """Multiplies talk and wrap-up of contacts answered meanwhile."""
    agents: Factor = 1.0
    """Multiplies the agents on duty of the groups, rounded to whole agents."""
    queues: tuple[Name, ...] | None = None
    """The queues whose volume and handling change. Absent: all."""
    groups: tuple[Name, ...] | None = None
    """The groups whose agents change. Absent: all."""

    @model_validator(mode="after")
    def _check(self) -> Disruption:
        if self.end <= self.start:
            words = f"a time after {write_moment(self.start)} (name the day where it is not day 1)"
            refuse("disruption", [Finding(("to",), write_moment(self.end), words)])
        return self
