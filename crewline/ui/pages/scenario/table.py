"""Tables on the page whose cells are edited as text; a bad one is told beside its table.

An editor stays as it is while it is the one that changes the draft, so that who types down a column
keeps the place. When the draft is changed elsewhere, it is drawn anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

import pandas as pd
import streamlit as st

from crewline.ui.pages.scenario.edits import apply
from crewline.words import Words, plain
from scenarios.editing.settings import Keys
from scenarios.faults import Fault

#: What the first column, which names the rows, is called inside.
_LABEL: Final = "label"
_MOST_FAULTS: Final = 12
_ROW_PX: Final = 35


@dataclass(frozen=True)
class Heading:
    """A column of a table: its title, what it means, and what may be chosen, if that is all.

    `words` are how choices are shown, in their order. A column that is fixed is only read.
    """

    title: str
    meaning: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    is_number: bool = False
    is_fixed: bool = False


@dataclass(frozen=True)
class Change:
    """A cell of a table that somebody changed, and what was typed."""

    row: int
    column: int
    text: str


class Table(Protocol):
    """A table of the page: cells as text, and what their changes mean."""

    @property
    def corner(self) -> str:
        """What the rows are."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What each row is called."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns."""

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells by row."""

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return what is to be set."""

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the row and column of a fault; None where it is of no cell here."""


@dataclass(frozen=True)
class _Held:
    """What an editor began with, and how often it was drawn anew."""

    labels: tuple[str, ...]
    titles: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    revision: int

    @property
    def frame(self) -> pd.DataFrame:
        columns = {_LABEL: list(self.labels)}
        for number in range(len(self.titles)):
            columns[f"c{number}"] = [row[number] for row in self.cells]
        return pd.DataFrame(columns, dtype="object")


def show_table(
    table: Table, faults: Sequence[Fault], say: Words, key: str, *, most_rows: int = 16
) -> None:
    """Show a table to be edited, and beside it what is wrong with its cells."""
    if not table.labels or not table.headings:
        return
    held = _held(table, key)
    st.data_editor(
        held.frame,
        key=f"{key}_{held.revision}",
        hide_index=True,
        num_rows="fixed",
        height=_ROW_PX * (min(len(table.labels), most_rows) + 1) + 3,
        disabled=[_LABEL, *_fixed(table)],
        placeholder="",
        column_config=_config(table),
        on_change=_changed,
        args=(table, f"{key}_{held.revision}"),
        alt=", ".join(heading.title for heading in table.headings),
    )
    show_faults_of(table, faults, say)


def show_faults_of(table: Table, faults: Sequence[Fault], say: Words) -> None:
    """Show what is wrong with cells of a table: row, column, value, what was expected."""
    lines = []
    for fault in faults:
        place = table.place_of(fault)
        if place is not None:
            where = " · ".join(plain(part) for part in place if part)
            lines.append(f"- **{where}**: {plain(_said(fault, say))}")
    if lines:
        more = len(lines) - _MOST_FAULTS
        if more > 0:
            lines[_MOST_FAULTS:] = [f"- {say.count('and {n} more', 'and {n} more', more)}"]
        st.error("\n".join(lines), icon=":material/error:")


def _said(fault: Fault, say: Words) -> str:
    expected = say.sentence(fault.expected)
    if not fault.value:
        return say("expected {expected}", expected=expected)
    return say("got {value}; expected {expected}", value=fault.value, expected=expected)


def _fixed(table: Table) -> list[str]:
    return [f"c{number}" for number, one in enumerate(table.headings) if one.is_fixed]


def _config(table: Table) -> dict[str, Any]:
    config: dict[str, Any] = {
        _LABEL: st.column_config.TextColumn(table.corner, pinned=True, disabled=True)
    }
    for number, heading in enumerate(table.headings):
        config[f"c{number}"] = _column(heading, {row[number] for row in table.cells})
    return config


def _column(heading: Heading, there: set[str]) -> Any:
    if not heading.choices:
        side: Literal["left", "right"] = "right" if heading.is_number else "left"
        return st.column_config.TextColumn(heading.title, help=heading.meaning, alignment=side)
    words = dict(zip(heading.choices, heading.words or heading.choices, strict=True))
    strange = sorted(there - set(heading.choices))
    return st.column_config.SelectboxColumn(
        heading.title,
        help=heading.meaning,
        options=[*strange, *heading.choices],
        format_func=lambda one: words.get(str(one), str(one)),
    )


def _held(table: Table, key: str) -> _Held:
    """Return what the editor shows: as it began, where its edits made the table what it is."""
    slot = f"{key}_held"
    held: _Held | None = st.session_state.get(slot)
    titles = tuple(heading.title for heading in table.headings)
    now = _Held(table.labels, titles, table.cells, 0)
    if held is not None and _with_edits(held, key) == replace(now, revision=held.revision):
        return held
    fresh = replace(now, revision=held.revision + 1 if held else 0)
    st.session_state[slot] = fresh
    return fresh


def _with_edits(held: _Held, key: str) -> _Held:
    rows = [list(row) for row in held.cells]
    for change in _changes(f"{key}_{held.revision}"):
        if change.row < len(rows) and change.column < len(rows[change.row]):
            rows[change.row][change.column] = change.text
    return replace(held, cells=tuple(map(tuple, rows)))


def _changes(key: str) -> list[Change]:
    state = st.session_state.get(key) or {}
    return [
        Change(int(row), int(column[1:]), "" if value is None else str(value))
        for row, changed in state.get("edited_rows", {}).items()
        for column, value in changed.items()
        if column != _LABEL
    ]


def _changed(table: Table, key: str) -> None:
    new = [one for one in _changes(key) if table.cells[one.row][one.column] != one.text]
    if new:
        apply(table.edits(new))
