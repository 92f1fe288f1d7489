"""What work and telephony cost, and what effort costs the customer."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from scenarios.schema.opening import Span
from scenarios.schema.section import Section
from scenarios.units import Number, Share, not_negative

Amount: TypeAlias = Annotated[Number, AfterValidator(not_negative)]


class Premium(Section):
    """A premium on wages at certain hours; premiums at one time add up."""

    between: Span
    """The hours, such as `22:00-06:00`."""
    share: Share
    """Premium over wage, such as `30 %`."""


class Costs(Section):
    """Costs, in the scenario's currency."""

    premiums: tuple[Premium, ...] = ()
    """Premiums on wages by the clock."""
    telephony_per_min: Amount = 0.0
    """Cost of one minute that a customer waits or talks."""


class Effort(Section):
    """Weights of the customer-effort index: points a contact collects."""

    per_min_waited: Amount = 1.0
    """For each minute of waiting."""
    per_transfer: Amount = 3.0
    """For each transfer."""
    per_return: Amount = 5.0
    """For each further attempt (redial or repeat)."""
