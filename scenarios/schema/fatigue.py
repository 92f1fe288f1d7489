"""Fatigue: a group that slows down after a long stretch of work without a pause."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.schema.section import Section
from scenarios.schema.window import Window
from scenarios.units import MIN_FACTOR, Number, Share


class Fatigue(Section):
    """Longer handling after a stretch above an occupancy, until that is no longer so.

    Looked at every `watch`; agents with at least one contact are at work.
    """

    above: Share
    """The share of the agents present who were at work, on the mean of `over`, at which it sets
    in."""
    over: Window = 7200.0
    """How long a stretch, in whole minutes."""
    handling_factor: Annotated[Number, Field(ge=MIN_FACTOR, le=1000)]
    """Multiplies the handling time of what the tired group answers."""
