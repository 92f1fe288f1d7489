"""What a queue is to achieve."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_serializer,
    field_validator,
    model_validator,
)

from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import (
    A_DURATION,
    Duration,
    Share,
    expected,
    read_duration,
    read_share,
    write_duration,
    write_share,
)

KpiName = Literal[
    "SL1", "SL2", "SL3", "SL4", "SL5", "SL6", "asa", "abandonment", "answer_rate", "on_time"
]

_LEVEL = {"type": ["string", "number"], "examples": ["80 %", "30 s"]}


class Target(Section):
    """A level that a KPI is to reach (service level, answer rate, on time) or not to exceed."""

    kpi: KpiName = "SL3"
    """One of the six service levels, the average speed of answer, abandonment or answer rate; for
    deferrable work the share done on time, and no other."""
    within: Duration | None = None
    """The threshold T of the service levels, which need it. For `asa`, `within: 45 s` says the same
    as `level: 45 s`."""
    level: Annotated[float, WithJsonSchema(_LEVEL)]
    """The share to reach, such as `80 %`, or (abandonment) not to exceed; for `asa` the time not to
    exceed, such as `45 s`."""
    scope: Literal["interval", "day", "week"] = "day"
    """What must meet it: every interval, each day as a whole, or the whole week. Always weighted
    by volume, never a mean of intervals."""
    odds: Annotated[Share, Field(gt=0, lt=1)] | None = None
    """The share of simulated days that must meet it; absent: the mean over days must."""

    @model_validator(mode="before")
    @classmethod
    def _asa_within(cls, data: Any) -> Any:
        """Let `{kpi: asa, within: 45 s}` set the level."""
        if not isinstance(data, dict) or data.get("kpi") != "asa" or data.get("within") is None:
            return data
        if data.get("level") is not None:
            words = "only one of level and within, for asa"
            refuse("target", [Finding(("within",), data["within"], words)])
        rest = {key: value for key, value in data.items() if key != "within"}
        return rest | {"level": _seconds(data["within"], "within")}

    @field_validator("level", mode="before")
    @classmethod
    def _read_level(cls, value: Any, info: ValidationInfo) -> float:
        return _seconds(value) if info.data.get("kpi") == "asa" else read_share(value)

    @field_serializer("level")
    def _write_level(self, level: float) -> str:
        return write_duration(level) if self.kpi == "asa" else write_share(level)

    @model_validator(mode="after")
    def _needs_threshold(self) -> Target:
        if self.kpi.startswith("SL") and self.within is None:
            words = f"a threshold such as 20 s, for {self.kpi}"
            refuse("target", [Finding(("within",), "", words)])
        if self.kpi == "on_time" and self.within is not None:
            words = "no threshold, for on_time; what is due, and when, is the queue's"
            refuse("target", [Finding(("within",), write_duration(self.within), words)])
        return self


def _seconds(value: Any, *path: str) -> float:
    try:
        return read_duration(value)
    except ValueError:
        words = f"{A_DURATION}, for asa"
        refuse("target", [Finding(path, value, words)] if path else [])
        raise expected(words) from None
