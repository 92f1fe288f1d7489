"""The mapping of an interval table: what its columns, units and rows mean.

A frozen value that is guessed from a table, written as YAML, confirmed or edited, and given again.
`docs/import.md` explains each key.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scenarios.faults import BadInput
from scenarios.intake.mapping import Days, Target, Weekday, mapping_faults
from scenarios.intake.tables.cells import Decimal
from scenarios.intake.tables.clocks import Order
from scenarios.units import DAY_S, Duration, Name, Number, Share, Text, Whole
from scenarios.yaml_file import Tree

Unit = Literal["s", "min", "h", "day", "percent", "share"]
Holds = Literal["mean", "sum"]
By = Literal["queue", "interval", "date"]

#: What a table may count, what it may time, and what shares it may have.
COUNTS: Final = ("offered", "answered", "abandoned", "answered_within", "agents")
TIMES: Final = ("handle", "talk", "hold", "wrap_up", "asa", "abandon_wait")
SHARES: Final = ("service_level", "abandonment", "answer_rate")
MEASURES: Final = COUNTS + TIMES + SHARES


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """Where the table stands in its file."""

    sheet: Text | None = Field(None, description="of a workbook; absent: the first with any row")
    header_row: Whole = Field(1, ge=1, description="row of the headings, as the file counts rows")
    header_rows: Whole = Field(1, ge=1, le=2, description="2: groups of columns stand above")


class When(_Part):
    """Which columns say when, and how it is written."""

    date: Text | None = Field(None, description="the day, or a weekday")
    interval: Text | None = Field(None, description="the interval, or a time stamp")
    interval_end: Text | None = None
    order: Order = Field("ymd", description="of day, month and year, where the year is not first")
    labels: Literal["start", "end"] = Field("start", description="what a single time means")


class Measure(_Part):
    """One column of figures. `unit` is of bare numbers; what says its own unit keeps it."""

    column: Text
    unit: Unit | None = Field(None, description="of times and shares")
    holds: Holds = Field("mean", description="of times: a mean a call, or the sum of all calls")


class Wide(_Part):
    """A table with columns side by side for each queue, interval or day."""

    by: By
    measure: Text | None = Field(
        None, description="what the figures are; absent: the second row of headings says so"
    )
    columns: tuple[Text, ...] = Field((), description="the columns; absent: all that read so")

    @model_validator(mode="after")
    def _known(self) -> Wide:
        if self.measure is not None and self.measure not in MEASURES:
            raise ValueError(f"measure: expected one of {', '.join(MEASURES)}")
        if self.measure is None and self.by != "queue":
            raise ValueError("measure: expected, as headings are times")
        return self


class Rows(_Part):
    """Rows that are no figures of one interval, and what to do with those that recur."""

    totals: tuple[Text, ...] = Field(
        (), description="words of totals rows, beside those that are known"
    )
    total_queues: tuple[Text, ...] = Field((), description="queues that add up others")
    fill_down: tuple[Text, ...] = Field((), description="columns of which merged cells are empty")
    twice: Literal["first", "sum"] = Field(
        "first", description="of rows of one queue and interval that differ"
    )


class Assumed(_Part):
    """What no interval table says, and a scenario needs."""

    handle: Duration = Field(180.0, description="mean handling time, where the table has none")
    handle_cv: Number = Field(1.0, gt=0, le=10, description="spread of handling times")
    patience: Duration = Field(180.0, gt=0, description="where it cannot be estimated")
    day_factor_cv: Share = Field(0.05, description="where there are too few days")


class ServiceLevel(_Part):
    """How the table's service level is counted."""

    within: Duration = 20.0
    counts: Literal["SL1", "SL2", "SL3", "SL4", "SL5", "SL6"] = "SL3"


class TablePatience(_Part):
    """When patience is estimated."""

    fewest_abandoned: Whole = Field(
        50, ge=1, description="lines with fewer take the patience of all lines together"
    )


class TableStaffing(_Part):
    """Where the agents on duty come from."""

    source: Literal["table", "served", "target"] = Field(
        "target",
        alias="from",
        description="table: its column `agents`; served: as many as give the service that it tells;"
        " target: as many as the target needs",
    )

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class IntervalMapping(_Part):
    """What an interval table means."""

    table: Literal["intervals"]
    name: Name
    title: Text = ""
    source: Text = Field("", description="whose data this is, and on what terms")
    place: Place = Place()
    decimal: Decimal = "point"
    when: When = When()
    queue: Text | None = Field(None, description="column of the queue; absent: one queue for all")
    measures: dict[Text, Measure] = Field(default_factory=dict)
    wide: Wide | None = None
    queues: dict[Text, Name] = Field(
        default_factory=dict, description="names of queues whose own are no names"
    )
    rows: Rows = Rows()
    interval: Duration = Field(1800.0, description="of the scenario; shorter rows are added up")
    service_level: ServiceLevel = ServiceLevel()
    days: Days = Days()
    patience: TablePatience = TablePatience()
    assumed: Assumed = Assumed()
    staffing: TableStaffing = TableStaffing()
    target: Target = Target()
    currency: Text = "CNY"
    seed: Whole = Field(618, ge=0)

    @property
    def week_starts(self) -> Weekday:
        """The first day of the scenario's week."""
        return self.days.week_starts

    @model_validator(mode="after")
    def _consistent(self) -> IntervalMapping:
        unknown = [name for name in self.measures if name not in MEASURES]
        if unknown:
            raise ValueError(f"measures: expected {', '.join(MEASURES)}, not {', '.join(unknown)}")
        if DAY_S % self.interval or self.interval < 60:
            raise ValueError("interval: expected a divisor of a day")
        counted = {*self.measures, *([self.wide.measure] if self.wide else [])}
        if not {"offered", "answered"} & counted:
            raise ValueError("measures: expected offered, or answered and abandoned")
        if self.when.interval is None and (self.wide is None or self.wide.by != "interval"):
            raise ValueError("when.interval: expected, as columns are no intervals")
        if self.staffing.source == "table" and "agents" not in counted:
            raise ValueError("measures.agents: expected, as staffing is from the table")
        return self

    def written(self) -> dict[str, Any]:
        """Return plain data, as YAML holds it; what is as usual is left out."""
        return {
            "table": self.table,
            **self.model_dump(mode="json", exclude_defaults=True, by_alias=True),
            "interval": self.model_dump(mode="json")["interval"],
        }

    def yaml(self) -> str:
        """Return the mapping as YAML text."""
        return yaml.safe_dump(
            self.written(), sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
        )


def interval_mapping(tree: Tree) -> IntervalMapping:
    """Return the mapping of a tree. Raises BadInput with all faults, each at its line."""
    try:
        return IntervalMapping.model_validate(tree.data)
    except ValidationError as error:
        raise BadInput(mapping_faults(error, tree, IntervalMapping)) from error
