"""A mixed-integer linear program as plain arrays, and its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from optimize.schedule.problem import Numbers

Flags = NDArray[np.bool_]
Numbering = NDArray[np.int64]
Names = NDArray[np.str_]
RowKey = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Program:
    """Minimise `cost @ x` where rows and columns keep their bounds and `whole` columns are whole.

    `kinds` name the variable of the model that each column is of, `rules` the rule of each row.
    """

    cost: Numbers
    lower: Numbers
    upper: Numbers
    whole: Flags
    matrix: csc_matrix
    row_lower: Numbers
    row_upper: Numbers
    kinds: Names
    rules: Names

    @cached_property
    def by_row(self) -> csr_matrix:
        """The matrix, quick to read by rows."""
        return self.matrix.tocsr()

    def bounded(self, lower: Numbers, upper: Numbers) -> Program:
        """Return the program with other bounds of its columns."""
        return replace(self, lower=lower, upper=upper)

    def with_whole(self, columns: Numbering) -> Program:
        """Return the program with more columns that must be whole."""
        whole = self.whole.copy()
        whole[columns] = True
        return replace(self, whole=whole)

    def rows_of(self, columns: Numbering) -> Numbering:
        """Return the rows that any of the columns stands in."""
        return np.unique(self.matrix[:, columns].indices)

    def columns_of(self, rows: Numbering) -> Numbering:
        """Return the columns that stand in any of the rows."""
        return np.unique(self.by_row[rows].indices)

    def part(self, columns: Numbering, values: Numbers) -> Program:
        """Return the program of some columns, where all others keep their values."""
        rows = self.rows_of(columns)
        inside = csc_matrix(self.matrix[:, columns][rows])
        rest = self.by_row[rows] @ values - inside @ values[columns]
        return Program(
            self.cost[columns],
            self.lower[columns],
            self.upper[columns],
            self.whole[columns],
            inside,
            self.row_lower[rows] - rest,
            self.row_upper[rows] - rest,
            self.kinds[columns],
            self.rules[rows],
        )


@dataclass(frozen=True)
class Places:
    """Where a model's variables and rules stand in its program.

    `columns` give the column numbers of each variable (-1 where nothing depends on it), `rows` the
    row number of each rule and key.
    """

    columns: dict[str, Numbering]
    rows: dict[RowKey, int]

    def values_of(self, name: str, values: Numbers) -> Numbers:
        """Return the values of a variable of the model, 0 where nothing depends on it."""
        numbers = self.columns[name]
        found = np.zeros(len(numbers))
        found[numbers >= 0] = values[numbers[numbers >= 0]]
        return found

    def columns_of(self, *names: str) -> Numbering:
        """Return the column numbers of some variables of the model."""
        numbers = np.concatenate([self.columns[name] for name in names])
        return numbers[numbers >= 0]
