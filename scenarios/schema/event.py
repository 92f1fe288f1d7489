"""Events: a day that goes wrong, apart from any centre: what happens, and what is done about it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from scenarios.schema.disruption import Disruption
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.scenario import read_version
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import Duration, Name, Text, expected


def _some_playbooks(value: Any) -> Any:
    if value is None:
        raise expected("playbooks on lines below it, further in; or no such key")
    return value


def read_dates(value: Any) -> Any:
    """Return a list of dates, of one where there is one."""
    return [value] if isinstance(value, str) else value


class Event(Section):
    """What happens on a day and what is done about it, to be composed with any scenario.

    It is written for one day: times without a day are of the day that it strikes. Queues are best
    chosen by `channels`, groups by `serving`, people by `share`, so that it fits every centre; what
    is named must be there.
    """

    schema_version: Annotated[Literal[1], BeforeValidator(read_version)] = 1
    """Version of this format: 1."""
    name: Name
    """Short name, used in reports."""
    title: Text = ""
    """What people call it."""
    description: Text = ""
    """Free text."""
    date: Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(read_dates)] | None = (
        None
    )
    """The day that it strikes, where the scenario has it: a name of the calendar, such as
    `double_11`, or a date, such as `2026-11-11`; or a list of them, of which the first day counts.
    Absent, or not among the days: day 1."""
    watch: Duration | None = None
    """How often figures are sampled. The shortest holds of the scenario's and its events'."""
    disruptions: tuple[Disruption, ...] = ()
    """What happens."""
    playbooks: Annotated[dict[Name, Playbook], BeforeValidator(_some_playbooks)] = Field(
        default_factory=dict
    )
    """What is done about it, by name."""

    @model_validator(mode="after")
    def _says_something(self) -> Event:
        if not self.disruptions and not self.playbooks:
            refuse("event", [Finding((), "neither", "disruptions, or playbooks, or both")])
        return self
