"""What a schedule is to achieve: full cover, cover at a price, or most service within a cap."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from scenarios.schema.costs import Amount
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import Whole, expected

COVERAGE: Final = "full, {under, over}, or {headcount, budget}"


class PricedCoverage(Section):
    """Least cost, where what is missing or too much has a price."""

    under: Amount
    """Price of an agent-hour that is required and not there, in the scenario's currency."""
    over: Amount = 0.0
    """Price of an agent-hour that is there and not required."""


class CappedCoverage(Section):
    """The most service that a headcount, a budget, or both allow; fixed groups come on top."""

    headcount: Annotated[Whole, Field(ge=0)] | None = None
    """Agents at most: of all tours together, where there are tours, else on any one day."""
    budget: Amount | None = None
    """Wages of all days at most, in the scenario's currency."""

    @model_validator(mode="after")
    def _has_a_cap(self) -> CappedCoverage:
        if self.headcount is None and self.budget is None:
            refuse("coverage", [Finding((), "no cap", "headcount, budget, or both")])
        return self


_KEYS: Final = {
    "under": "<priced>",
    "over": "<priced>",
    "headcount": "<capped>",
    "budget": "<capped>",
}
_BY_TYPE: Final[dict[type, str]] = {PricedCoverage: "<priced>", CappedCoverage: "<capped>"}


def coverage_kind(value: Any) -> str:
    """Return the kind of coverage that a value describes; an empty string for none."""
    if value == "full":
        return "<full>"
    if isinstance(value, dict):
        kinds = {_KEYS[key] for key in value if key in _KEYS}
        return kinds.pop() if len(kinds) == 1 else ""
    return _BY_TYPE.get(type(value), "")


def _known(value: Any) -> Any:
    if not coverage_kind(value):
        raise expected(COVERAGE)
    return value


Coverage: TypeAlias = Annotated[
    Annotated[Literal["full"], Tag("<full>")]
    | Annotated[PricedCoverage, Tag("<priced>")]
    | Annotated[CappedCoverage, Tag("<capped>")],
    Discriminator(coverage_kind),
    BeforeValidator(_known),
]
