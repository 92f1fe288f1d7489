"""What summaries must be like to be reported on: types and bounds of all that is read of them.

A folder may be another version's, cut short, or edited by hand. All its faults are told at once,
before anything is made of it; what a report does not read may be as it likes.
"""

from __future__ import annotations

from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from crewline.reports.reading.json_files import Plain
from scenarios.faults import BadInput, Fault
from scenarios.yaml_file import dotted, shown
from sim.kpis.definitions import KPIS
from sim.kpis.targets import Verdict

#: What pydantic refuses, in plain words; `{...}` is filled from the error's context.
_WORDS: Final = {
    "missing": "this field, which every such file has",
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number that is finite",
    "list_type": "a list",
    "dict_type": "a section",
    "model_type": "a section",
    "too_short": "at least {min_length}",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "value_error": "{error}",
}
#: Money, hours and counts beyond this are none.
_MOST: Final = 1e15


def _sayable(text: str) -> str:
    """Return text that can be written; halves of surrogate pairs cannot."""
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("text in Unicode") from None
    return text


def _verdict(word: str) -> str:
    if word not in {each.value for each in Verdict}:
        raise ValueError(f"one of {', '.join(each.value for each in Verdict)}")
    return word


def _kpi(word: str) -> str:
    if word not in KPIS:
        raise ValueError(f"one of {', '.join(KPIS)}")
    return word


Words = Annotated[str, AfterValidator(_sayable)]
Number = Annotated[float, Field(ge=-_MOST, le=_MOST)]
Maybe = Number | None
Count = Annotated[int, Field(ge=0, le=int(_MOST))]
Replications = Annotated[int, Field(ge=1, le=int(_MOST))]
Seed = Annotated[int, Field(ge=0, le=2**128)]
Confidence = Annotated[float, Field(gt=0, lt=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)


class _Record(_Shape):
    """A figure with its interval, and how single days differ."""

    value: Maybe
    low: Maybe = None
    high: Maybe = None
    p10: Maybe = None
    p90: Maybe = None


class _Cost(_Record):
    value: Number


class _Centre(_Shape):
    cost: _Cost
    lost: _Record | None = None
    offered: _Record | None = None
    SL3: _Record | None = None
    asa: _Record | None = None
    abandonment: _Record | None = None
    cost_per_contact: _Record | None = None
    playbook_cost: _Record | None = None


class _Target(_Shape):
    queue: Words
    verdict: Annotated[str, AfterValidator(_verdict)]
    holds: bool | None = None
    value: Maybe = None
    low: Maybe = None
    high: Maybe = None
    share_of_days: Maybe = None
    share_low: Maybe = None
    share_high: Maybe = None


class _Warning(_Shape):
    file: Words = ""
    line: int = 0
    field: Words = ""
    value: Words = ""
    expected: Words = ""


class _Made(_Shape):
    """How any results were made."""

    versions: dict[Words, Words] = {}
    engine: Words = ""
    notes: list[Words] | None = None
    warnings: list[_Warning] | None = None


class _Simulated(_Made):
    seed: Seed
    replications: Replications


class Run(_Simulated):
    """The summary of `run`."""

    scenario: Words
    title: Words | None = None
    overrides: list[Words]
    currency: Words
    confidence: Confidence
    centre: _Centre
    targets: list[_Target]


class Comparison(_Shape):
    """The summary of `compare`; its runs have summaries of their own."""

    studies: list[Any] = Field(min_length=1)


class _Outcome(_Shape):
    kind: str
    figure: str
    without: Maybe = None
    without_low: Maybe = None
    without_high: Maybe = None
    with_: Maybe = Field(None, alias="with")
    with_low: Maybe = None
    with_high: Maybe = None
    difference: Maybe = None
    low: Maybe = None
    high: Maybe = None


class _Earned(_Shape):
    action: Words | None = None
    kept: Maybe = None
    kept_low: Maybe = None
    kept_high: Maybe = None
    paid: Maybe = None
    paid_low: Maybe = None
    paid_high: Maybe = None
    gain: Maybe = None
    gain_low: Maybe = None
    gain_high: Maybe = None
    earned: Words | None = None


class Playbook(_Simulated):
    """The summary of `playbook`."""

    scenario: Words
    title: Words | None = None
    overrides: list[Words] | None = None
    currency: Words
    confidence: Confidence
    worth: Maybe = None
    outcomes: list[_Outcome] = Field(min_length=1)
    earned: list[_Earned]
    targets: list[_Target]


class _Point(_Shape):
    point: Count | None = None
    decision: Words | None = None
    level: Maybe = None
    headcount: Maybe = None
    shifts: Words | None = None
    cost: Maybe = None
    service: Maybe = None
    service_low: Maybe = None
    service_high: Maybe = None
    beaten_by: Maybe = None
    chosen: bool | None = None
    keeps_own: bool | None = None
    schedule: Words | None = None
    price_of_next: Maybe = None
    price_low: Maybe = None
    price_high: Maybe = None


class Frontier(_Simulated):
    """The summary of `frontier`."""

    currency: Words
    confidence: Confidence
    kpi: Annotated[str, AfterValidator(_kpi)]
    points: list[_Point]


class _Series(_Shape):
    top: list[Number] = Field(min_length=1)
    bottom: list[Number] = Field(min_length=1)

    @model_validator(mode="after")
    def _as_long(self) -> Self:
        if len(self.top) != len(self.bottom):
            raise ValueError(f"as many at the bottom as at the top, {len(self.top)}")
        return self


class PointNumbers(_Shape):
    """The numbers of a frontier's point, by replication."""

    cost: _Series | None
    service: _Series | None
    gap: Maybe


class _Group(_Shape):
    group: Words
    paid_h: Number
    wages: Maybe
    today_h: Maybe = None
    today_wages: Maybe = None


class _Plain(_Shape):
    cost: Number
    paid_h: Number
    targets: Count
    targets_that_hold: Count
    seed: Seed
    replications: Count


class _Proof(_Simulated):
    centre: _Centre
    targets: list[_Target]


class _Step(_Shape):
    step: Words
    hours: Maybe = None
    cost: Maybe = None


class Schedule(_Made):
    """The summary of `schedule` that found one."""

    scenario: Words
    currency: Words
    outcome: Words | None = None
    groups: list[_Group] | None
    plain_erlang_c: _Plain | None = None
    simulation: _Proof | None
    bridge: list[_Step] | None = None


class Sweep(_Simulated):
    """What was asked of `sweep`."""

    form: Words
    scenario: Words
    cells: Count
    vary: list[Words] | None = None
    variants: list[Any] | None = None


def refuse_other(summary: Plain, shape: type[BaseModel], file: Path) -> None:
    """Raise BadInput with all faults where a summary is not of a shape."""
    try:
        shape.model_validate(summary)
    except ValidationError as error:
        raise BadInput(
            Fault(str(file), 0, dotted(part["loc"]), _value(part), _expected(part, summary))
            for part in error.errors(include_url=False)
        ) from None


def _value(part: Any) -> str:
    return "nothing" if part["type"] == "missing" else shown(part["input"])


def _expected(part: Any, summary: Plain) -> str:
    words = _WORDS.get(part["type"], str(part["msg"])).format(**part.get("ctx", {}))
    return words + made_by_other(summary)


def made_by_other(summary: Plain) -> str:
    """Return a remark on results that another version of this program left; empty else."""
    versions = summary.get("versions")
    other = versions.get("crewline") if isinstance(versions, dict) else None
    own = version_of("crewline")
    if not isinstance(other, str) or other == own:
        return ""
    return f" (crewline {shown(other)} made these results, and this is crewline {own})"
