"""A mixed-integer linear program as plain arrays, and its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from optimize.schedule.problem import Numbers

Whole = NDArray[np.bool_]
Numbering = NDArray[np.int64]
RowKey = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Program:
    """Minimise `cost @ x` where rows and columns keep their bounds and `whole` columns are whole.

    `columns` give the column numbers of each variable of the model (-1 where nothing depends on
    it), `rows` the row number of each rule and key.
    """

    cost: Numbers
    lower: Numbers
    upper: Numbers
    whole: Whole
    matrix: csc_matrix
    row_lower: Numbers
    row_upper: Numbers
    columns: dict[str, Numbering]
    rows: dict[RowKey, int]

    def bounded(self, lower: Numbers | None = None, upper: Numbers | None = None) -> Program:
        """Return the program with other bounds of its columns."""
        return replace(
            self,
            lower=self.lower if lower is None else lower,
            upper=self.upper if upper is None else upper,
        )

    def values_of(self, name: str, values: Numbers) -> Numbers:
        """Return the values of a variable of the model, 0 where nothing depends on it."""
        numbers = self.columns[name]
        found = np.zeros(len(numbers))
        found[numbers >= 0] = values[numbers[numbers >= 0]]
        return found

    def chosen(self, *names: str) -> Numbering:
        """Return the column numbers of some variables of the model."""
        numbers = np.concatenate([self.columns[name] for name in names])
        return numbers[numbers >= 0]
