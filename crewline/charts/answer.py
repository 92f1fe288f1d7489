"""What a picture of a day is drawn from: a study, and the unchanged scenario's beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.studies.comparison import Comparison
from scenarios.studies.study import Study


@dataclass(frozen=True)
class Answer:
    """The study that was asked for, and how it differs from the unchanged scenario's."""

    study: Study
    comparison: Comparison | None = None

    def about(self, row: tuple[str, str]) -> Answer:
        """Return the answer for a row of the tables: nothing is compared that only one side has."""
        if self.base is None:
            return self
        table = self.base.kpis
        is_there = ((table["kind"] == row[0]) & (table["name"] == row[1])).any()
        return self if is_there else Answer(self.study)

    @property
    def base(self) -> Study | None:
        """The study of the unchanged scenario, where something was changed."""
        return None if self.comparison is None else self.comparison.base
