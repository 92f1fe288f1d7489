"""The results table: one row for each cell, what it is about, and KPI; made cell by cell.

Figures are those of `crewline run` on the same cell, differences those of `crewline compare` with
the base: paired by replication, on the same random days.
"""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from scenarios.studies.comparison import verdict
from scenarios.studies.csv_files import harmless
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.sweep.cells import Cell
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.store import drafted
from sim.kpis.compare import differences
from sim.kpis.estimates import ratio_of_means
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts
from sim.kpis.targets import Verdict

TABLE: Final = "table"

#: How cells are ranked, best first; see `Standing.rank`.
RANKED_BY: Final = "targets met, then fewest missed, then lowest cost of the centre, then its SL3"

#: Cells that are put together before they are written.
_AT_A_TIME: Final = 200

#: Significant digits of the CSV; Parquet keeps all, and a night's table would be twice as long.
_DIGITS: Final = 10

_HOLDS: Final = "target_holds"
#: What pandas reads Parquet by: of the column that may be true, false or nothing, else as ever.
_FOR_PANDAS: Final = {
    "index_columns": [],
    "column_indexes": [],
    "columns": [
        {
            "name": _HOLDS,
            "field_name": _HOLDS,
            "pandas_type": "bool",
            "numpy_type": "boolean",
            "metadata": None,
        }
    ],
}

#: A cell's rows, column by column.
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Base:
    """What all cells are compared with: the base's numbers, and its figures by what they are."""

    kept: Kept
    rows: Mapping[tuple[str, str, str], int]

    @classmethod
    def of(cls, kept: Kept) -> Base:
        """Return a cell as a base."""
        return cls(kept, {_key(*figure): at for at, figure in enumerate(kept.layout.figures)})


@dataclass(frozen=True)
class Standing:
    """How a cell fares: the verdicts on its targets counted, the centre's cost and its SL3."""

    met: int
    missed: int
    cannot_tell: int
    cost: float
    sl3: float

    @property
    def rank(self) -> tuple[float, ...]:
        """What sorts cells, best first."""
        return -self.met, self.missed, self.cost, -self.sl3


@dataclass(frozen=True)
class CellResult:
    """What is known of a cell: its place in the sweep, its numbers, its values on the axes."""

    cell: Cell
    kept: Kept
    axes: Mapping[str, float | str]

    @property
    def standing(self) -> Standing:
        """How it fares among the cells."""
        verdicts = Counter(evaluation.verdict for evaluation in self.kept.evaluations)
        return Standing(
            met=verdicts[Verdict.MET],
            missed=verdicts[Verdict.MISSED],
            cannot_tell=verdicts[Verdict.CANNOT_TELL],
            cost=self._of_centre("cost"),
            sl3=self._of_centre("SL3"),
        )

    def _of_centre(self, wanted: str) -> float:
        """Return a KPI of the centre; 0 where it is undefined."""
        rows = self.kept.layout.figures
        at = next(
            row for row, (kind, _, kpi) in enumerate(rows) if (kind, kpi.id) == ("centre", wanted)
        )
        bottom = float(self.kept.whole.bottom[:, at].sum())
        return float(self.kept.whole.top[:, at].sum()) / bottom if bottom else 0.0


def cell_table(result: CellResult, base: Base, kpis: Sequence[str] | None = None) -> Frame:
    """Return the rows of one cell: of all KPIs, or of those chosen.

    Columns: cell, label, one for each axis, kind, name, kpi, unit, value, low, high, n, difference
    (to the base) with difference_low and difference_high, direction, verdict; and where the KPI is
    the row's target: target ("met", "missed", "cannot tell"), target_holds, target_level, odds,
    target_value (of its worst period, with target_low and target_high) and days_met.
    """
    columns = cell_columns(result, base, kpis)
    return pd.DataFrame(dict(columns)).astype({_HOLDS: "boolean"})


def cell_columns(result: CellResult, base: Base, kpis: Sequence[str] | None = None) -> Columns:
    """Return the rows of one cell as `cell_table` does, column by column."""
    kept, layout = result.kept, result.kept.layout
    size = len(layout.figures)
    whole = kept.whole
    found = ratio_of_means(whole.top, whole.bottom, layout.confidence)
    columns: dict[str, Any] = {
        "cell": np.full(size, result.cell.number, np.int32),
        "label": [result.cell.label] * size,
        **{name: [value] * size for name, value in result.axes.items()},
        "kind": [kind for kind, _, _ in layout.figures],
        "name": [name for _, name, _ in layout.figures],
        "kpi": [kpi.id for _, _, kpi in layout.figures],
        "unit": [kpi.unit.value for _, _, kpi in layout.figures],
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "n": np.full(size, found.n, np.int32),
        **_differences(kept, base),
        **_targets(kept),
    }
    if kpis is None:
        return columns
    chosen = [row for row, kpi in enumerate(columns["kpi"]) if kpi in kpis]
    return {
        name: column[chosen] if isinstance(column, np.ndarray) else [column[row] for row in chosen]
        for name, column in columns.items()
    }


def write_table(
    results: Iterable[CellResult],
    base: Base,
    axes: Mapping[str, bool],
    folder: Path,
    kpis: Sequence[str] | None,
) -> int:
    """Write the table as Parquet and CSV, a few cells at a time; return how many rows it has.

    `axes` tells of each axis whether its values are numbers. The CSV is for spreadsheets: its
    numbers have ten digits, and its text is no formula. Raises DiskFault.
    """
    schema = _schema(axes)
    rows = 0
    with ExitStack() as stack:
        as_parquet = stack.enter_context(drafted(folder / f"{TABLE}.parquet"))
        as_csv = stack.enter_context(drafted(folder / f"{TABLE}.csv"))
        writer = stack.enter_context(parquet.ParquetWriter(as_parquet, schema))
        lines = stack.enter_context(as_csv.open("wb"))
        lines.write(codecs.BOM_UTF8)  # spreadsheets need it for other letters
        for batch in _batches(cell_columns(result, base, kpis) for result in results):
            table = _arrow(batch, schema)
            writer.write_table(table)
            headings = csv.WriteOptions(include_header=not rows)
            csv.write_csv(_for_spreadsheets(table), lines, headings)
            rows += table.num_rows
    return rows


def _batches(cells: Iterator[Columns]) -> Iterator[list[Columns]]:
    batch: list[Columns] = []
    for columns in cells:
        batch.append(columns)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _schema(axes: Mapping[str, bool]) -> pa.Schema:
    """Return the columns' types; repeated words are kept once each."""
    word, number = pa.dictionary(pa.int32(), pa.string()), pa.float64()
    return pa.schema(
        [
            ("cell", pa.int32()),
            ("label", word),
            *((name, number if is_number else word) for name, is_number in axes.items()),
            *((name, word) for name in ("kind", "name", "kpi", "unit")),
            *((name, number) for name in ("value", "low", "high")),
            ("n", pa.int32()),
            *((name, number) for name in ("difference", "difference_low", "difference_high")),
            ("direction", word),
            ("verdict", word),
            ("target", word),
            (_HOLDS, pa.bool_()),
            *((name, number) for name in _TARGET_NUMBERS),
        ],
        metadata={"pandas": json.dumps(_FOR_PANDAS)},
    )


_TARGET_NUMBERS: Final = (
    "target_level",
    "odds",
    "target_value",
    "target_low",
    "target_high",
    "days_met",
)


def _arrow(batch: Sequence[Columns], schema: pa.Schema) -> pa.Table:
    arrays = []
    for field in schema:
        parts = [columns[field.name] for columns in batch]
        if all(isinstance(part, np.ndarray) for part in parts):
            arrays.append(pa.array(np.concatenate(parts), field.type, from_pandas=True))
            continue
        plain = pa.string() if pa.types.is_dictionary(field.type) else field.type
        array = pa.array(list(chain.from_iterable(parts)), plain, from_pandas=True)
        arrays.append(array.dictionary_encode() if plain != field.type else array)
    return pa.Table.from_arrays(arrays, schema=schema)


def _for_spreadsheets(table: pa.Table) -> pa.Table:
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        array = column.combine_chunks()
        if pa.types.is_dictionary(array.type):
            words = pa.array([harmless(word) for word in array.dictionary.to_pylist()], pa.string())
            array = pa.DictionaryArray.from_arrays(array.indices, words).dictionary_decode()
        elif pa.types.is_floating(array.type):
            array = pa.array(_rounded(array.to_numpy(zero_copy_only=False)), from_pandas=True)
        columns[name] = array
    return pa.table(columns)


def _rounded(numbers: Floats) -> Floats:
    """Return numbers of so many significant digits as a spreadsheet gets."""
    size = np.abs(np.where(np.isfinite(numbers) & (numbers != 0), numbers, 1.0))
    decimals = np.clip(_DIGITS - 1 - np.floor(np.log10(size)), -300, 300)
    scale = 10.0 ** np.abs(decimals)
    fine = np.round(numbers * scale) / scale
    coarse = np.round(numbers / scale) * scale
    rounded: Floats = np.where(decimals >= 0, fine, coarse)
    return rounded


def _differences(kept: Kept, base: Base) -> dict[str, Any]:
    """Return the columns of the differences to the base, undefined where the base has no such."""
    layout = kept.layout
    n = min(kept.replications, base.kept.replications)
    old, new = base.kept.first(n).whole, kept.first(n).whole
    at = [base.rows.get(_key(*figure), -1) for figure in layout.figures]
    found = differences(_picked(old, at), new, base.kept.layout.confidence)
    words = [found.verdict(row) if old_row >= 0 else None for row, old_row in enumerate(at)]
    figures = zip(layout.figures, words, strict=True)
    return {
        "difference": found.value,
        "difference_low": found.value - found.reach,
        "difference_high": found.value + found.reach,
        "direction": [None if word is None else word.value for word in words],
        "verdict": [None if word is None else verdict(kpi, word) for (*_, kpi), word in figures],
    }


def _picked(parts: Parts, at: Sequence[int]) -> Parts:
    """Return the parts of some figures, those of none undefined."""

    def pick(numbers: Floats) -> Floats:
        padded = np.concatenate([numbers, np.zeros((len(numbers), 1))], axis=1)
        return padded[:, list(at)]

    return Parts(pick(parts.top), pick(parts.bottom))


def _targets(kept: Kept) -> dict[str, Any]:
    layout = kept.layout
    rows = {_key(*figure): at for at, figure in enumerate(layout.figures)}
    size = len(layout.figures)
    words: dict[str, list[Any]] = {"target": [None] * size, "target_holds": [None] * size}
    numbers = {name: np.full(size, np.nan) for name in _TARGET_NUMBERS}
    for evaluation in kept.evaluations:
        target = evaluation.target
        row = rows["queue", layout.queues[target.row - 1], target.kpi.id]
        words["target"][row] = evaluation.verdict.value
        words["target_holds"][row] = evaluation.holds
        numbers["target_level"][row] = target.level
        numbers["odds"][row] = np.nan if target.odds is None else target.odds
        numbers["target_value"][row] = evaluation.estimate.value
        numbers["target_low"][row] = evaluation.estimate.low
        numbers["target_high"][row] = evaluation.estimate.high
        numbers["days_met"][row] = evaluation.share.value
    return words | numbers


def _key(kind: str, name: str, kpi: Any) -> tuple[str, str, str]:
    return kind, name, kpi.id
