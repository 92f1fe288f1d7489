"""The scenario: everything a planner says about a centre, in one frozen value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_serializer,
    field_validator,
    model_validator,
)

from scenarios.schema.chosen import some
from scenarios.schema.costs import Costs, Effort
from scenarios.schema.disruption import Disruption, those_active
from scenarios.schema.group import Group
from scenarios.schema.inherited import of_segments, of_stages, without_unsaid
from scenarios.schema.planning.planning import Planning
from scenarios.schema.playbook.elsewhere import groups_elsewhere
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.queue import Queue
from scenarios.schema.section import Section
from scenarios.schema.segment import Segment
from scenarios.schema.stages import HOUSE, Stage, Stages
from scenarios.schema.volume import Calendar, Count
from scenarios.schema.window import WATCHED_S
from scenarios.units import (
    DAY_S,
    Duration,
    Name,
    Share,
    Text,
    Whole,
    expected,
)

MAX_DAYS = 31
MAX_QUEUES = 200
MAX_GROUPS = 200
MAX_PLAYBOOKS = 50


def _divides_day(interval_s: float) -> float:
    if interval_s < 60 or DAY_S % interval_s:
        raise expected("a divisor of a day of at least 1 min, such as 15, 30 or 60 min")
    return interval_s


def _divides_minute(watch_s: float) -> float:
    if watch_s < 1 or WATCHED_S % watch_s:
        raise expected("a divisor of a minute of at least 1 s, such as 10, 20, 30 or 60 s")
    return watch_s


def read_version(value: object) -> object:
    return 1 if value == "1" else value


def read_date(value: object) -> object:
    """Return a date from `yyyy-mm-dd`. Raises for a date that is none, and other ways to write."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass
    raise expected("a date such as 2026-06-15")


class Variant(Section):
    """The ordinary day with named overrides."""

    title: Text = ""
    """What people call it."""
    overrides: tuple[Name, ...]
    """Names of the overrides that make it. Two that set one key are refused."""


class Scenario(Section):
    """A contact centre over one or more days."""

    schema_version: Annotated[Literal[1], BeforeValidator(read_version)]
    """Version of this format: 1."""
    name: Name
    """Short name, used in file names and reports."""
    title: Text = ""
    """What people call the scenario."""
    description: Text = ""
    """Free text."""
    seed: Annotated[Whole, Field(ge=0)] = 1
    """Seed of all random draws; the same seed gives the same result."""
    first_day: Annotated[date, BeforeValidator(read_date)] | None = None
    """Date of day 1, for labels, and for the statutory holidays that a schedule pays for."""
    days: Annotated[Whole, Field(ge=1, le=MAX_DAYS)] = 1
    """Counted days, which follow each other without a break."""
    interval: Annotated[Duration, AfterValidator(_divides_day)] = 1800.0
    """Length of an interval of volumes, numbers and KPIs: 15, 30 or 60 min, or another divisor of
    a day."""
    warm_up: Duration = 0.0
    """Simulated before day 1 and not counted, so that the floor does not start empty. Whole
    intervals, at most `days`; it takes its volumes and staff from the end of the last day."""
    currency: Text = ""
    """Currency of wages and costs, such as CNY."""
    confidence: Annotated[Share, Field(ge=0.5, le=0.9999)] = 0.95
    """Level of the confidence intervals."""
    tries: Annotated[Whole, Field(ge=1, le=20)] = 4
    """How often one contact tries at most, redials and repeats together, the first included."""
    day_factor_cv: Share = 0.0
    """Standard deviation of the day factor (mean 1) that all queues share: busy days are busy
    everywhere and all day."""
    arrivals: Literal["poisson", "exact"] = "poisson"
    """`poisson`: volumes are means. `exact`: they are counts, at random times inside their
    intervals; parts of a contact are carried on to the next interval, and no day factor applies.
    The extra contacts of a disruption stay random."""
    short_abandon: Duration = 5.0
    """Who hangs up within this time did not really try (t0 of SL5 and SL6)."""
    profiles: dict[Name, tuple[Count, ...]] = Field(default_factory=dict)
    """Named shapes of a day: one weight for each interval of a day; only their proportions
    matter."""
    stages: Stages = Field(default=dict(HOUSE))
    """Stages of service by name, which groups are mixes of: the six stages of the house, what is
    left out of them as we assume it, and others of one's own."""
    segments: dict[Name, Segment] = Field(default_factory=dict)
    """Segments of customers by value and risk, and what their queues get."""
    queues: Annotated[dict[Name, Queue], Field(max_length=MAX_QUEUES), AfterValidator(some)]
    """The queues by name, in the order of their tie-breaks."""
    groups: Annotated[dict[Name, Group], Field(max_length=MAX_GROUPS), AfterValidator(some)]
    """The skill groups by name, in the order of their tie-breaks."""
    costs: Costs = Costs()
    """Costs other than plain wages."""
    effort: Effort = Effort()
    """Weights of the customer-effort index."""
    planning: Planning | None = None
    """How a schedule is made. Absent: by the house's rules."""
    watch: Annotated[Duration, AfterValidator(_divides_minute)] = WATCHED_S
    """How often figures are sampled that playbooks, pauses and fatigue watch."""
    disruptions: Annotated[tuple[Disruption, ...], AfterValidator(those_active)] = ()
    """What disturbs the days."""
    playbooks: Annotated[dict[Name, Playbook], Field(max_length=MAX_PLAYBOOKS)] = Field(
        default_factory=dict
    )
    """What the centre does when it goes wrong, by name."""
    overrides: dict[Name, dict[str, Any]] = Field(default_factory=dict)
    """Named partial scenarios. Mappings merge key by key, anything else (lists, numbers, text) is
    replaced, nothing (`null`) goes back to the default. A volume, distribution or coverage of
    another kind replaces the one before; `agents` replaces `shifts` and the other way round, and so
    do `due` and `grades`."""
    scenarios: dict[Name, Variant] = Field(default_factory=dict)
    """Variants of the ordinary day by name: lists of overrides."""

    @property
    def variants(self) -> dict[str, Variant]:
        """The variants by name."""
        return self.scenarios

    @property
    def all_groups(self) -> dict[str, Group]:
        """The groups of the floor: those of `groups`, and behind them those that playbooks make."""
        return {**self.groups, **groups_elsewhere(self)} if self.playbooks else self.groups

    @property
    def pays_wages(self) -> bool:
        """Whether any wages are given: without them nothing is known of what the centre costs."""
        return any(group.wage_per_h > 0 for group in self.groups.values())

    @property
    def intervals_per_day(self) -> int:
        """How many intervals a day has."""
        return round(DAY_S / self.interval)

    @property
    def intervals(self) -> int:
        """How many intervals are counted."""
        return self.days * self.intervals_per_day

    @property
    def warm_up_intervals(self) -> int:
        """How many intervals are simulated before those that count."""
        return round(self.warm_up / self.interval)

    @property
    def calendar(self) -> Calendar:
        """What the volumes are laid out over."""
        return Calendar(self.interval, self.days, self.profiles)

    def volumes(self, queue: str) -> NDArray[np.float64]:
        """Return the mean first attempts of a queue by counted interval, its factor applied."""
        one = self.queues[queue]
        return self.calendar.lay_out(one.volume) * one.volume_factor

    def with_warm_up(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values by counted interval with those of the warm-up, the last ones, in front."""
        return np.concatenate([values[len(values) - self.warm_up_intervals :], values])

    def to_call(self, queue: str) -> tuple[int, ...]:
        """Return how many customers of a queue's list are to be called on each day."""
        customers = self.queues[queue].customers or 0
        return customers if isinstance(customers, tuple) else (customers,) * self.days

    def agents(self, group: str) -> NDArray[np.int64] | None:
        """Return the agents of a group by counted interval; None where it works in shifts."""
        agents = self.groups[group].agents
        match agents:
            case None:
                return None
            case int():
                return np.full(self.intervals, agents, np.int64)
            case tuple():
                return np.tile(np.array(agents, np.int64), self.intervals // len(agents))
        raise ValueError(f"the table {agents.file} has not been read; see scenarios.load")

    def resolved(self) -> Scenario:
        """Return the scenario with every volume as numbers by interval."""
        queues = {}
        for name, queue in self.queues.items():
            volumes = self.calendar.lay_out(queue.volume)
            days = volumes.reshape(self.days, self.intervals_per_day)
            if (days == days[0]).all():
                volumes = days[0]
            queues[name] = queue.model_copy(update={"volume": tuple(volumes.tolist())})
        return self.model_copy(update={"queues": queues})

    def with_overrides(self, names: Sequence[str]) -> Scenario:
        """Return the scenario with named overrides applied, and without those still to apply.

        Raises BadInput where a name is unknown, two overrides set one key, or the result is no
        scenario.
        """
        from scenarios.load import overridden

        return overridden(self, names)

    def written(self) -> dict[str, Any]:
        """Return plain data as a planner would write it, defaults left out."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"schema_version": 1}

    @field_validator("queues")
    @classmethod
    def _of_segments(cls, queues: dict[str, Queue], info: ValidationInfo) -> dict[str, Queue]:
        return of_segments(queues, info.data.get("segments", {}))

    @field_validator("groups")
    @classmethod
    def _of_stages(cls, groups: dict[str, Group], info: ValidationInfo) -> dict[str, Group]:
        return of_stages(groups, info.data.get("stages", {}))

    @field_serializer("stages", mode="wrap")
    def _say_what_is_not_the_houses(
        self, stages: dict[str, Stage], write: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        """Write the stages that groups have, and those that are not as the house assumes."""
        used = {stage for group in self.groups.values() for stage in group.stages or ()}
        written: dict[str, Any] = write(stages)
        return {
            name: stage
            for name, stage in written.items()
            if name in used or stages[name] != HOUSE.get(name)
        }

    @field_serializer("queues", mode="wrap")
    def _say_what_queues_say(
        self, queues: dict[str, Queue], write: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        heirs = {name for segment in self.segments.values() for name in segment.queues}
        return without_unsaid(write(queues), queues, heirs)

    @field_serializer("groups", mode="wrap")
    def _say_what_groups_say(
        self, groups: dict[str, Group], write: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        heirs = {name for name, group in groups.items() if group.stages}
        return without_unsaid(write(groups), groups, heirs)

    @model_validator(mode="after")
    def _cross_check(self) -> Scenario:
        from scenarios.schema.checks import refuse_faults
        from scenarios.schema.checks.draft import Draft

        refuse_faults(Draft.of_scenario(self))
        return self
