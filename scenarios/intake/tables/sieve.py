"""Rows on their way from text to figures, and what is noted of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.opening.sheet import UNSAVED
from scenarios.intake.row_notes import Notebook
from scenarios.intake.said import Said, said
from scenarios.intake.tables.cells import is_blank
from scenarios.intake.tables.columns import LongTable

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]
Read = TypeVar("Read")

LEFT_OUT: Final = said("left out")


class Sieve:
    """Rows on their way: each is caught for the first thing that is wrong with it."""

    def __init__(self, long: LongTable, notebook: Notebook) -> None:
        self.long = long
        self.notebook = notebook
        self.left = np.ones(len(long.lines), np.bool_)

    def take_out(self, mask: Bools, field: str, expected: Said, done: Said = LEFT_OUT) -> None:
        """Catch those of `mask` that are left, and note what stands in a field."""
        caught = mask & self.left
        self.note(caught, field, expected, done)
        self.left &= ~caught

    def note(self, mask: Bools, field: str, expected: Said, done: Said) -> None:
        """Note those of `mask` that are left."""
        places = np.flatnonzero(mask & self.left)
        if not len(places):
            return
        name = self.long.names.get(field, "") or field
        values = self._texts(field).iloc[places[:1000]]
        rows = self.long.lines[places].tolist()
        self.notebook.add(rows, name, map(str, values), expected, done)

    def _texts(self, field: str) -> pd.Series[str]:
        for frame in (self.long.keys, self.long.measures):
            if field in frame:
                return frame[field]
        return self.long.first


def each(
    texts: pd.Series[str], read: Callable[[str], Read]
) -> tuple[NDArray[np.int64], list[Read]]:
    """Return what each row's text reads as: places in a list; texts recur, and are read once."""
    codes, uniques = pd.factorize(texts)
    return np.asarray(codes, np.int64), [read(str(text)) for text in uniques]


def at(codes: Places, values: list[float]) -> Floats:
    """Return the value of each row, by the place of its text."""
    return np.array(values, np.float64)[codes]


def blanks(texts: pd.Series[str]) -> Bools:
    """Return which cells say nothing."""
    codes, found = each(texts, is_blank)
    return np.array(found, np.bool_)[codes]


def unsaved(texts: pd.Series[str]) -> Bools:
    """Return which cells are formulas without a saved value."""
    return (texts == UNSAVED).to_numpy(np.bool_)
