"""The mapping: what the columns and codes of a call-by-call log mean.

A small YAML file in the words of the trade; `docs/import.md` explains each key by an example.
"""

from __future__ import annotations

import codecs
import csv
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from scenarios.faults import BadInput, Fault
from scenarios.units import DAY_S, Duration, Flag, Name, Number, Share, Text, Whole, near
from scenarios.yaml_file import KeyPath, Tree, dotted, is_there, read_tree, shown

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Meaning = Literal["answered", "abandoned", "not_offered", "ignored"]
StaffingMethod = Literal["seen", "saturated"]

_SEPARATORS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


def _known_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise ValueError("expected a text encoding such as utf-8") from error


def _known_format(text: str) -> str:
    """Return a format of instants. Raises for what `strptime` does not know, and for time zones."""
    if "%z" in text or "%Z" in text:
        raise ValueError("expected a format of local times, without a time zone")
    try:
        datetime.strptime("", text)
    except ValueError as error:
        if "does not match" not in str(error):
            raise ValueError("expected a format such as %Y-%m-%d %H:%M:%S") from error
    return text


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileFormat(_Part):
    """How the file is written. Gzip and XLSX are recognised by themselves."""

    separator: Text = Field(
        "comma", description="tab, comma, semicolon, pipe, space or a character"
    )
    encoding: Annotated[Text, AfterValidator(_known_encoding)] = "utf-8"
    sheet: Text | None = Field(None, description="of a workbook; absent: the first with any row")
    header_row: Whole = Field(1, ge=1, description="row of the column names, as the file counts")

    @property
    def delimiter(self) -> str:
        """The separating character."""
        return _SEPARATORS.get(self.separator, self.separator)

    @model_validator(mode="after")
    def _one_character(self) -> FileFormat:
        try:
            csv.reader([], delimiter=self.delimiter)
        except (TypeError, ValueError) as error:
            raise ValueError("expected a separator of one character, or its name") from error
        return self


class Columns(_Part):
    """Which column holds what. Each call needs its queueing, its wait and its service time.

    Instants tell waits and services too: who is answered waited until `served_from`, who is not
    until the call ended (`served_to`), and a service lasts from the one to the other.
    """

    queued: Text = Field(description="when the call joined the queue")
    waited: Text | None = Field(None, description="seconds in the queue")
    left_queue: Text | None = Field(None, description="when it left the queue; without `waited`")
    served_from: Text | None = Field(None, description="when service began; absent: after the wait")
    served: Text | None = Field(None, description="seconds of service")
    served_to: Text | None = Field(
        None, description="when the call ended, answered or not; without `served`"
    )
    entered: Text | None = Field(
        None, description="when the call entered, anchor of the other times"
    )
    date: Text | None = Field(None, description="the day; where times hold none")
    outcome: Text | None = Field(
        None, description="the outcome code; absent: calls with a service were answered"
    )
    kind: Text | None = Field(None, description="the kind of call, one line each")
    customer_class: Text | None = Field(None, description="the customer's class")
    agent: Text | None = Field(None, description="who served")

    @property
    def wait_follows(self) -> bool:
        """Whether waits follow from when calls were answered and ended."""
        return self.waited is None and self.left_queue is None

    @model_validator(mode="after")
    def _enough(self) -> Columns:
        if self.wait_follows and (self.served_from is None or self.served_to is None):
            raise ValueError("expected `waited`, `left_queue`, or `served_from` and `served_to`")
        if self.served is None and self.served_to is None:
            raise ValueError("expected one of `served` and `served_to`")
        if not any((self.outcome, self.served, self.served_from, self.agent)):
            raise ValueError("expected `outcome`, as no other column tells who was answered")
        return self


Format = Annotated[Text, AfterValidator(_known_format)]


class Times(_Part):
    """How instants are written."""

    written: Literal["clock", "seconds", "timestamp"] = Field(
        "timestamp", description="clock times h:mm[:ss], seconds since midnight, or date and time"
    )
    date_format: Format = Field("%Y-%m-%d", description="of the `date` column")
    timestamp_format: Format = Field("ISO8601", description="of timestamps")


class Kind(_Part):
    """One kind of call: the name of its queue, and its title."""

    name: Name
    title: Text = ""
    priority: Whole = Field(0, description="of its queues; higher is served first")


class CustomerClass(_Part):
    """A class of customers that has a queue of its own beside the ordinary one."""

    codes: tuple[Text, ...] = Field(min_length=1)
    suffix: Name
    head_start: Duration = 0.0
    kinds: tuple[Name, ...] | None = Field(None, description="kinds that have it; absent: all")


class Classes(_Part):
    """Classes of customers, and which codes say that the class was not known."""

    unknown: tuple[Text, ...] = ()
    known_only_if_waited: Flag = Field(
        False, description="the class of calls answered at once is not in the log: it is imputed"
    )
    classes: tuple[CustomerClass, ...] = ()


class Agents(_Part):
    """Names of agents: which mean nobody, and which are misspelt."""

    nobody: tuple[Text, ...] = ("",)
    aliases: dict[Text, Text] = Field(default_factory=dict)


class RowRule(_Part):
    """Rows to drop, or to count as odd: where a column equals, is below or above something."""

    column: Text
    equals: tuple[Text, ...] | None = None
    below: Number | None = None
    above: Number | None = None
    action: Literal["drop", "count"] = "drop"
    why: Text = Field(min_length=1)

    @model_validator(mode="after")
    def _one_test(self) -> RowRule:
        if sum(test is not None for test in (self.equals, self.below, self.above)) != 1:
            raise ValueError("expected one of `equals`, `below` and `above`")
        return self


class Days(_Part):
    """Which days are used."""

    interval: Duration = 1800.0
    week_starts: Weekday = "monday"
    leave_out: dict[date, Text] = Field(default_factory=dict, description="day: why")
    leave_out_abnormal: Flag = True
    abnormal_ratio: Share = Field(
        0.6, description="a day is abnormal below this share of its weekday's median, or above 1/it"
    )


class Handling(_Part):
    """How service times are read."""

    at_most: Duration = Field(3600.0, description="longer ones say nothing about handling")
    short_below: Duration = Field(10.0, description="shorter ones are counted as odd")
    wrap_up: Duration = Field(0.0, description="assumed mean after-call work; 0: none")


class Patience(_Part):
    """How patience is estimated."""

    fewest_abandoned: Whole = Field(
        50, ge=2, description="queues with fewer take the patience of all queues together"
    )
    zero_within: Duration = Field(1.0, description="who gives up within this counts as balking")
    use: Literal["empirical", "fitted"] = "empirical"


class Staffing(_Part):
    """How agents on duty are inferred from the agents seen serving."""

    method: StaffingMethod = "seen"
    longest_gap: Duration = Field(1800.0, description="away, if not seen for longer than this")
    least_waiting: Duration = Field(
        60.0, description="an interval is saturated where somebody waits at least this long"
    )
    skill_share: Share = Field(
        0.25, description="skilled: whose share of a kind is this much of an average agent's"
    )
    most_groups: Whole = Field(4, ge=1, le=20)


class Target(_Part):
    """The service level that the imported scenario is judged by."""

    within: Duration = 20.0
    level: Share = 0.8


class LogMapping(_Part):
    """What a call-by-call log means."""

    name: Name
    title: Text = ""
    source: Text = Field("", description="whose data this is, and on what terms")
    format: FileFormat = FileFormat()
    columns: Columns
    times: Times = Times()
    outcomes: dict[Text, Meaning] = Field(
        default_factory=dict, description="what each code of the column `outcome` means"
    )
    abandoned_at_once: Literal["offered", "not_offered"] = "offered"
    kinds: dict[Text, Kind] = Field(default_factory=dict, description="absent: one queue for all")
    classes: Classes = Classes()
    agents: Agents = Agents()
    rows: tuple[RowRule, ...] = ()
    days: Days = Days()
    handling: Handling = Handling()
    patience: Patience = Patience()
    staffing: Staffing = Staffing()
    target: Target = Target()
    currency: Text = "CNY"
    seed: Whole = Field(618, ge=0)

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The columns that the log must have, each once."""
        named = [name for name in self.columns.model_dump().values() if name is not None]
        return tuple(dict.fromkeys(named + [rule.column for rule in self.rows]))

    @model_validator(mode="after")
    def _consistent(self) -> LogMapping:
        if self.times.written != "timestamp" and self.columns.date is None:
            raise ValueError("columns.date: expected, as times are no timestamps")
        if self.columns.outcome is not None and not self.outcomes:
            raise ValueError("outcomes: expected at least 1 code, as there is a column of them")
        if DAY_S % self.days.interval or self.days.interval < 1:
            raise ValueError("days.interval: expected a divisor of a day")
        if self.classes.classes and self.columns.customer_class is None:
            raise ValueError("columns.customer_class: expected, as there are classes")
        names = [kind.name for kind in self.kinds.values()]
        if len(set(names)) < len(names):
            raise ValueError("kinds: expected names that differ")
        return self


def shipped_mappings() -> dict[str, Path]:
    """Return the mappings that come with Crewline, by name."""
    folder = Path(__file__).parent / "mappings"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_mapping(mapping: Path | str) -> LogMapping:
    """Return the mapping of a YAML file, or the shipped one of that name.

    Raises BadInput for a file that is no mapping, all faults at once.
    """
    shipped = shipped_mappings()
    path = shipped.get(str(mapping), Path(mapping))
    if not is_there(path):
        names = ", ".join(shipped)
        expected = f"a mapping's file, or a shipped mapping: {names}{near(str(mapping), shipped)}"
        raise BadInput([Fault(str(mapping), 0, "", "no such file", expected)])
    return log_mapping(read_tree(path))


def log_mapping(tree: Tree) -> LogMapping:
    """Return the mapping of a tree. Raises BadInput with all faults, each at its line."""
    try:
        return LogMapping.model_validate(tree.data)
    except ValidationError as error:
        raise BadInput(mapping_faults(error, tree, LogMapping)) from error


def mapping_faults(error: ValidationError, tree: Tree, kind: type[BaseModel]) -> list[Fault]:
    """Return the faults of a tree that is no mapping of a kind, each at its line."""
    faults = []
    for detail in error.errors():
        path: KeyPath = tuple(key for key in detail["loc"] if key != "[key]")
        place = tree.place(path)
        expected = detail["msg"].removeprefix("Value error, ").removeprefix("expected ")
        if detail["type"] == "extra_forbidden":
            expected = f"no such key{near(str(path[-1]), _keys_beside(path, kind))}"
        elif detail["type"] == "missing":
            expected = "this key, which must be given"
        faults.append(Fault(place.file, place.line, dotted(path), shown(tree.get(path)), expected))
    return faults


def _keys_beside(path: KeyPath, part: type[BaseModel]) -> list[str]:
    """Return the keys that the part at `path` may have, under a `part` as the root."""
    for key in path[:-1]:
        kind = part.model_fields[str(key)].annotation if str(key) in part.model_fields else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            break
        part = kind
    return list(part.model_fields)
