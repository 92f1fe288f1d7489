"""A picture with its title, its note and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go

from scenarios.studies.kpi_tables import Frame


@dataclass(frozen=True)
class Chart:
    """A picture under its title, with the table it was drawn from.

    `name` is short, for keys and file names; `title`, `note` and `alt` (what a screen reader says
    of it; the title where empty) are in the reader's language. `sheet` makes the table when it is
    looked at.
    """

    name: str
    title: str
    figure: go.Figure
    sheet: Callable[[], Frame]
    note: str = ""
    alt: str = ""
