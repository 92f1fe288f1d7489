"""Skill groups: agents who serve the same queues, what they are like, and when they are on duty."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from scenarios.schema.fatigue import Fatigue
from scenarios.schema.section import Finding, Section, refuse
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill
from scenarios.schema.volume import Table, kind_of
from scenarios.units import MIN_FACTOR, Name, Number, Share, Text, Whole, expected, not_negative

MAX_AGENTS = 1_000_000
MAX_AT_ONCE = 20
Headcount: TypeAlias = Annotated[Whole, Field(ge=0, le=MAX_AGENTS)]
AtOnce: TypeAlias = Annotated[Number, Field(ge=MIN_FACTOR, le=1000)]


def _kind(value: Any) -> str:
    return kind_of(value) or "<number>"


def _known(value: Any) -> Any:
    if isinstance(value, dict) and kind_of(value) != "<file>":
        raise expected("a list of numbers by interval, one number, or {file, column}")
    return value


Agents: TypeAlias = Annotated[
    Annotated[tuple[Headcount, ...], Tag("<list>")]
    | Annotated[Headcount, Tag("<number>")]
    | Annotated[Table, Tag("<file>")],
    Discriminator(_kind),
    BeforeValidator(_known),
]


def _spelt_out(serves: Any) -> Any:
    """Let `general:` with nothing behind it mean all defaults."""
    if isinstance(serves, dict):
        return {queue: {} if skill is None else skill for queue, skill in serves.items()}
    return serves


class Group(Section):
    """A skill group."""

    title: Text = ""
    """What people call the group."""
    site: Name | None = None
    """Where it works: a name that groups of one place share, for disruptions of that place."""
    serves: Annotated[dict[Name, Skill], Field(min_length=1), BeforeValidator(_spelt_out)]
    """The queues it serves, by name, and how."""
    agents: Agents | None = None
    """Agents on duty by interval: a list (of one day, which repeats daily, or of all days), one
    number for all times, or `{file, column}`. Either this or `shifts`."""
    shifts: Annotated[dict[Name, Shift], Field(min_length=1)] | None = None
    """Shifts by name. Either this or `agents`."""
    absence: Annotated[Share, Field(lt=1)] = 0.0
    """Unplanned absence: the chance that an agent stays away on a day. Absent agents are paid.
    Absent from the file, that of the group's `stages`, if it has any."""
    off_phone: Annotated[Share, Field(lt=1)] = 0.0
    """Planned time off the phone, such as training and meetings: the share of their working time
    that agents are not there for contacts. It is paid. In a run, so many agents are missing on a
    day, beside those who stay away."""
    concurrency: Annotated[Whole, Field(ge=1, le=MAX_AT_ONCE)] = 1
    """How many chats and messages an agent has at once. Calls and work are done one at a time."""
    parallel: tuple[AtOnce, ...] | None = None
    """Factors on the handling time of a contact that an agent accepts as the first, second, third
    at once: as many as `concurrency`, none below the one before. Absent: all 1."""
    works_on: Literal["one", "both"] = "one"
    """`one`: while an agent has chats, no call and no work, and the other way round. `both`: chats
    beside one call or one piece of work, `concurrency` contacts in all."""
    stages: Annotated[dict[Name, Share], Field(min_length=1)] | None = None
    """The mix of agents by stage of service, such as `{onboarding: 20 %, skilled: 80 %}`; the
    shares add up to 100 %. On a day, those who stay away are missing from each stage as its absence
    says. Absent: all are alike, and take the queue's times."""
    fatigue: Fatigue | None = None
    """Longer handling after a long stretch of work. Absent: never."""
    wage_per_h: Annotated[Number, AfterValidator(not_negative)] = 0.0
    """Wage of one paid hour, in the scenario's currency."""

    @property
    def factors_at_once(self) -> tuple[float, ...]:
        """The factors on handling time of a contact accepted as the first, second, ... at once."""
        return self.parallel or (1.0,) * self.concurrency

    @model_validator(mode="after")
    def _check(self) -> Group:
        if (self.agents is None) == (self.shifts is None):
            found = "neither" if self.agents is None else "both"
            refuse("group", [Finding(("agents",), found, "either agents or shifts")])
        return self
