"""Tables of a results folder, read with care: a file that is none, or has other columns, is told.

What stands in a table is checked before anything is reckoned of it: columns that are missing, and
columns that hold something else than they should.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from scenarios.faults import BadInput, Fault
from scenarios.studies.kpi_tables import Frame
from scenarios.yaml_file import shown


@dataclass(frozen=True)
class Columns:
    """What a table must have: columns of text, of whole numbers, and of numbers; `what` it is.

    `others` must be there and may hold anything, `optional` are of numbers where they are there.
    `remark` is said behind what was expected, such as that another version made it.
    """

    what: str
    worded: Collection[str] = ()
    whole: Collection[str] = ()
    numbers: Collection[str] = ()
    others: Collection[str] = ()
    optional: Collection[str] = ()
    remark: str = ""


def read_table(file: Path, columns: Columns) -> Frame:
    """Return a table. Raises BadInput where it is missing, broken, empty or of another shape."""
    expected = f"{columns.what} in Parquet{columns.remark}"
    if not file.is_file():
        raise _bad(file, "", "no such file", expected)
    try:
        with file.open("rb") as stream:  # pyarrow opens no file whose name is no text
            table = pd.read_parquet(stream)
    # Of a broken file pyarrow and pandas raise nearly anything, if not errors of their own.
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        NotImplementedError,
        pa.ArrowException,
    ):
        raise _bad(file, "", "cannot be read", expected) from None
    faults = [*_lacking(table, columns, file), *_strange(table, columns, file)]
    if faults:
        raise BadInput(faults)
    if table.empty:
        raise _bad(file, "", "no rows", expected)
    return table


def _lacking(table: Frame, columns: Columns, file: Path) -> list[Fault]:
    wanted = [*columns.worded, *columns.whole, *columns.numbers, *columns.others]
    words = f"a column of {columns.what}{columns.remark}"
    return [
        Fault(str(file), 0, name, "nothing", words) for name in wanted if name not in table.columns
    ]


def _strange(table: Frame, columns: Columns, file: Path) -> list[Fault]:
    kinds = [
        (columns.worded, "text"),
        (columns.whole, "whole numbers"),
        ((*columns.numbers, *columns.optional), "numbers"),
    ]
    return [
        Fault(str(file), 0, name, _held(table[name]), f"{kind}{columns.remark}")
        for names, kind in kinds
        for name in names
        if name in table.columns and not _is(table[name], kind)
    ]


def _is(column: pd.Series, kind: str) -> bool:
    """Tell whether a column holds what it should; nothing at all is anything."""
    if kind == "text":
        values = column.cat.categories if hasattr(column, "cat") else column.dropna()
        return all(isinstance(each, str) for each in values)
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        return bool(column.isna().all()) and kind == "numbers"
    return kind == "numbers" or pd.api.types.is_integer_dtype(column)


def _held(column: pd.Series) -> str:
    held = column.dropna()
    return shown(held.iloc[0]) if len(held) else "nothing"


def _bad(file: Path, field: str, value: str, expected: str) -> BadInput:
    return BadInput([Fault(str(file), 0, field, value, expected)])
