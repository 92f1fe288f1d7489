"""What a schedule may do with a group."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.schema.section import AS_WRITTEN, Finding, Section, refuse
from scenarios.units import Flag, Name, Whole

AgentsMost = Annotated[Whole, Field(ge=0, le=1_000_000)]


class GroupPlan(Section):
    """What a schedule may do with a group."""

    shifts: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Names of the patterns that it may work. Absent: all."""
    tour: Name | None = None
    """Name of the tour that its agents work. Absent: every day is staffed by itself."""
    least: AgentsMost = 0
    """Agents at least: of tours, where it works tours, else on every day."""
    most: AgentsMost | None = None
    """Agents at most; all of them together then keep the hours of a week and the overtime of a
    month as well. Absent: no limit."""
    fixed: Flag = False
    """Whether it keeps the agents or shifts that it has."""

    @model_validator(mode="after")
    def _check(self) -> GroupPlan:
        if self.most is not None and self.most < self.least:
            words = f"at least {self.least}, as least says"
            refuse("group", [Finding(("most",), self.most, words)])
        if self.fixed:
            words = "no such key beside fixed: true; the group keeps what it has"
            given = [key for key in _CHOICES if getattr(self, key) != _default(key)]
            refuse("group", [Finding((key,), AS_WRITTEN, words) for key in given])
        return self


_CHOICES = ("shifts", "tour", "least", "most")


def _default(key: str) -> object:
    return GroupPlan.model_fields[key].default
