"""Columns laid out one figure a column: tables with columns side by side are made long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening import Sheet
from scenarios.intake.tables.clocks import Order, read_day, read_slot, read_weekday
from scenarios.intake.tables.header import Header, header_at
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.units import near

#: The texts of a row that say what it is of.
KEYS = ("date", "interval", "interval_end", "queue")


@dataclass(frozen=True)
class LongTable:
    """One row an interval and queue, all as text. `lines` are the rows' numbers in the file.

    Rows of the file with one digest are the same in every column.

    `keys` has a column for each of KEYS ("" where the table has none), `measures` one for each
    measure, `first` the first text of the row; `names` says what the file calls each column, and
    `rows_read` how many rows the file has below its headings.
    """

    lines: NDArray[np.int64]
    digests: NDArray[np.uint64]
    keys: pd.DataFrame
    measures: pd.DataFrame
    first: pd.Series[str]
    names: dict[str, str]
    rows_read: int


def long_table(sheet: Sheet, mapping: IntervalMapping) -> LongTable:
    """Return the rows of a table as the mapping has them, text still.

    Raises BadInput where a column that the mapping names is not there.
    """
    header = header_at(sheet, mapping.place.header_row, mapping.place.header_rows)
    _refuse_missing(sheet, header, mapping)
    body = sheet.rows.iloc[header.body :].reset_index(drop=True)
    lines = sheet.lines[header.body :]
    digests = pd.util.hash_pandas_object(body, index=False).to_numpy(np.uint64)
    names = header.names
    for name in mapping.rows.fill_down:
        if name in names:
            column = body[names.index(name)]
            body[names.index(name)] = column.where(column != "").ffill().fillna("")
    parts = list(_parts(body, header, mapping))
    keys = pd.concat([part[0] for part in parts], ignore_index=True)
    measures = pd.concat([part[1] for part in parts], ignore_index=True)
    first = _first_texts(body)
    return LongTable(
        np.tile(lines, len(parts)),
        np.tile(digests, len(parts)),
        keys,
        measures,
        pd.concat([first] * len(parts), ignore_index=True).astype(str),
        _column_names(mapping),
        len(body),
    )


def _first_texts(body: pd.DataFrame) -> pd.Series[str]:
    """Return the first text of each row; column by column, as most rows have one in the first."""
    first: pd.Series[str] = body[0]
    for place in range(1, body.shape[1]):
        empty = first == ""
        if not empty.any():
            break
        first = first.where(~empty, body[place])
    return first


def _column_names(mapping: IntervalMapping) -> dict[str, str]:
    when = mapping.when
    keys = (when.date, when.interval, when.interval_end, mapping.queue)
    names = {key: name or "" for key, name in zip(KEYS, keys, strict=True)}
    if mapping.wide is not None and mapping.wide.measure is not None:
        names[mapping.wide.measure] = mapping.wide.measure
    return names | {field: one.column for field, one in mapping.measures.items()}


def _refuse_missing(sheet: Sheet, header: Header, mapping: IntervalMapping) -> None:
    keys = [mapping.when.date, mapping.when.interval, mapping.when.interval_end, mapping.queue]
    wanted = [name for name in keys if name]
    known = set(header.names)
    by_group = mapping.wide is not None and mapping.wide.measure is None
    measures = [one.column for one in mapping.measures.values()]
    listed = list(mapping.wide.columns) if mapping.wide else []
    missing = [name for name in [*wanted, *([] if by_group else [*measures, *listed])]
               if name not in known]  # fmt: skip
    if by_group:
        missing += [name for name in measures if name not in header.lows]
    if missing:
        shown = ", ".join(header.names)[:200]
        raise BadInput(
            Fault(
                sheet.file,
                header.row,
                name,
                f"columns {shown}",
                f"a column of this name{near(name, header.names)}",
            )
            for name in missing
        )


def _parts(
    body: pd.DataFrame, header: Header, mapping: IntervalMapping
) -> Iterable[tuple[pd.DataFrame, pd.DataFrame]]:
    """Give the keys and the measures of the table, or of each of its columns side by side."""
    names = header.names

    def column(name: str | None) -> pd.Series[str]:
        if name is None:
            return pd.Series([""] * len(body), dtype=str)
        return body[names.index(name)]

    when = mapping.when
    keys = pd.DataFrame(
        {
            "date": column(when.date),
            "interval": column(when.interval),
            "interval_end": column(when.interval_end),
            "queue": column(mapping.queue),
        }
    )
    fields = {field: one.column for field, one in mapping.measures.items()}
    wide = mapping.wide
    if wide is None:
        yield keys, pd.DataFrame({field: column(name) for field, name in fields.items()})
        return
    if wide.measure is None:
        for group in dict.fromkeys(header.tops):
            places: dict[str, int] = {}
            for place, (top, low) in enumerate(zip(header.tops, header.lows, strict=True)):
                if top == group:
                    places.setdefault(low, place)  # the first of those that are alike
            if group and set(fields.values()) & set(places):
                yield (
                    keys.assign(queue=group),
                    pd.DataFrame(
                        {
                            field: body[places[name]] if name in places else column(None)
                            for field, name in fields.items()
                        }
                    ),
                )
        return
    for name in wide.columns or side_by_side(names, wide.by, when.order):
        plain = {field: column(one) for field, one in fields.items()}
        yield (
            keys.assign(**{wide.by: name}),
            pd.DataFrame({**plain, wide.measure: column(name)}),
        )


def side_by_side(names: tuple[str, ...], by: str, order: Order) -> tuple[str, ...]:
    """Return the columns whose headings are intervals, or days of dates or weekdays."""
    if by == "interval":
        return tuple(name for name in names if read_slot(name, order) is not None)
    if by == "date":
        return tuple(name for name in names if _is_day(name, order))
    return ()


def _is_day(name: str, order: Order) -> bool:
    return read_day(name, order) is not None or read_weekday(name) is not None
