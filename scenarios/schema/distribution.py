"""Distributions of times, as planners describe them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import Duration, Number, Share, Text, above_zero, at_least_1_ms, expected

PositiveTime: TypeAlias = Annotated[Duration, AfterValidator(above_zero)]
#: A limit or a clock time, which counts in whole milliseconds.
TimeLimit: TypeAlias = Annotated[Duration, AfterValidator(at_least_1_ms)]
Positive: TypeAlias = Annotated[Number, Field(gt=0, le=100)]


class _WithZero(Section):
    zero_share: Share = 0.0
    """Share of times that are zero at once, such as customers who hang up rather than wait."""


class ConstantTime(_WithZero):
    """Always the same time. A bare duration, such as `talk: 3 min`, means this."""

    distribution: Literal["constant"]
    """`constant`"""
    value: Duration
    """The time."""


class ExponentialTime(_WithZero):
    """Exponential: many short times and some long ones."""

    distribution: Literal["exponential"]
    """`exponential`"""
    mean: PositiveTime
    """The mean."""


class WeibullTime(_WithZero):
    """Weibull: exponential where the shape is 1; patience often has a shape below 1."""

    distribution: Literal["weibull"]
    """`weibull`"""
    mean: PositiveTime
    """The mean."""
    shape: Annotated[Number, Field(ge=0.05, le=100)]
    """Below 1 the urge to hang up falls with the time waited, above 1 it rises."""


class LognormalTime(_WithZero):
    """Lognormal: what talk times usually look like."""

    distribution: Literal["lognormal"]
    """`lognormal`"""
    mean: PositiveTime
    """The mean."""
    cv: Positive
    """Coefficient of variation: standard deviation over mean."""


class GammaTime(_WithZero):
    """Gamma: less spread than lognormal in the tail. Erlang-k is a cv of 1 / sqrt(k)."""

    distribution: Literal["gamma"]
    """`gamma`"""
    mean: PositiveTime
    """The mean."""
    cv: Annotated[Number, Field(ge=0.01, le=100)]
    """Coefficient of variation: standard deviation over mean."""


class EmpiricalTime(_WithZero):
    """Observed: points of the distribution function, joined by straight lines."""

    distribution: Literal["empirical"]
    """`empirical`"""
    shares: tuple[Share, ...] = ()
    """Share of times up to each of `values`: from 0, rising. Below 1 at the end (patience only),
    the rest never comes."""
    values: tuple[Duration, ...] = ()
    """The times, as many as `shares`, never falling."""
    file: Text | None = None
    """Instead of `shares` and `values`: a CSV or XLSX file in the scenario's folder with columns
    `share` and `value` (seconds, or durations with a unit)."""
    sheet: Text | None = None
    """Sheet of an XLSX file; the first visible one unless given."""

    @model_validator(mode="after")
    def _check(self) -> EmpiricalTime:
        if self.file is None:
            refuse("empirical", self._faults())
        return self

    def _faults(self) -> list[Finding]:
        shares, values = self.shares, self.values
        if len(shares) < 2 or len(shares) != len(values):
            found = f"{len(shares)} shares and {len(values)} values"
            return [Finding(("shares",), found, "two or more shares, and as many values")]
        faults = []
        if shares[0] != 0:
            faults.append(Finding(("shares", 0), shares[0], "0 as the first share"))
        for index in range(1, len(shares)):
            if shares[index] <= shares[index - 1]:
                faults.append(Finding(("shares", index), shares[index], "shares that rise"))
            if values[index] < values[index - 1]:
                shown = f"{values[index]:g} s after {values[index - 1]:g} s"
                faults.append(Finding(("values", index), shown, "values that never fall"))
        return faults


class NeverTime(_WithZero):
    """A time that never comes: customers who wait for ever. A bare `never` means this."""

    distribution: Literal["never"]
    """`never`"""


def _spelt_out(value: Any) -> Any:
    """Spell out a bare duration, or `never`."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        if isinstance(value, str) and value.strip() == "never":
            return {"distribution": "never"}
        return {"distribution": "constant", "value": value}
    return value


def _tag(value: Any) -> str | None:
    """Return which distribution a value describes; None where it says none."""
    if isinstance(value, dict):
        name = value.get("distribution")
        return name if isinstance(name, str) else None
    return getattr(value, "distribution", None)


def read_time(value: Any) -> Any:
    """Return a time spelt out. Raises for what names no distribution."""
    value = _spelt_out(value)
    names = ("constant", "exponential", "weibull", "lognormal", "gamma", "empirical", "never")
    tag = _tag(value)
    if isinstance(value, dict) and tag not in names:
        text = f"one of constant, exponential, weibull, lognormal, gamma, empirical{OR_NEVER}"
        refuse("time", [Finding(("distribution",), value.get("distribution"), text)])
    if not isinstance(value, dict | Section):
        raise expected("a duration such as 40 s, or a mapping with the key distribution")
    return value


OR_NEVER = " (never: for patience only)"


def _comes(time: Any) -> Any:
    """Refuse a time that may never come where it must."""
    if isinstance(time, NeverTime):
        raise expected("a time that comes (never is for patience)")
    if isinstance(time, EmpiricalTime) and time.shares and time.shares[-1] < 1:
        refuse(
            "time",
            [Finding(("shares", len(time.shares) - 1), time.shares[-1], "1 as the last share")],
        )
    return time


AnyTime: TypeAlias = Annotated[
    ConstantTime
    | ExponentialTime
    | WeibullTime
    | LognormalTime
    | GammaTime
    | EmpiricalTime
    | NeverTime,
    Field(discriminator="distribution"),
]

#: A time that may never come: patience.
Patience: TypeAlias = Annotated[AnyTime, BeforeValidator(read_time)]
#: A time that comes: talk, wrap-up, the delay of a redial.
Time: TypeAlias = Annotated[AnyTime, BeforeValidator(read_time), AfterValidator(_comes)]
