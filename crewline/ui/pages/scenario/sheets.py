"""Tables of sections: a row for each queue, group, skill or shift, a column for each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from crewline.ui.pages.scenario.columns import CHOICES, WHOLE, Column, Rows, Sheet
from crewline.ui.pages.scenario.edits import typed
from crewline.ui.pages.scenario.table import Change, Heading
from crewline.ui.pages.scenario.written import Written
from crewline.words import N_, Words
from crewline.words.keys import key_meaning
from scenarios.editing.flow import cell
from scenarios.editing.keys import Key, keys_of_scenario
from scenarios.editing.settings import Keys, value_at
from scenarios.editing.times import KINDS, time_cell, time_edit
from scenarios.faults import Fault
from scenarios.schema.channels.channel import CHATS, DEFERRABLE, LIVE

_CHANNELS: Final[Mapping[Rows, frozenset[Any]]] = {
    "live": LIVE,
    "chats": CHATS,
    "work": DEFERRABLE,
}


@dataclass(frozen=True)
class Row:
    """A row of a sheet: what it is called, and where its section stands."""

    label: str
    keys: Keys


@dataclass(frozen=True)
class SheetTable:
    """A sheet filled in from a scenario."""

    corner: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    headings: tuple[Heading, ...]
    defaults: tuple[str, ...]
    data: Mapping[str, Any]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in any cell."""
        return not any(
            value_at(self.data, keys_at(row, column))
            for row in self.rows
            for column in self.columns
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """What each row is called."""
        return tuple(row.label for row in self.rows)

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells: what is written, else what may be chosen and holds by default, else empty."""
        return tuple(
            tuple(
                _cell(self.data, keys_at(row, column), column) or default
                for column, default in zip(self.columns, self.defaults, strict=True)
            )
            for row in self.rows
        )

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return what is to be set; several cells of one time are one edit after the other."""
        edits: dict[Keys, Any] = {}
        times: dict[Keys, Any] = {}
        for change in changes:
            column = self.columns[change.column]
            keys = keys_at(self.rows[change.row], column)
            if column.part is None:
                is_default = change.text == self.defaults[change.column] != ""
                edits[keys] = None if is_default else _typed(column, change.text)
                continue
            before = times.get(keys, value_at(self.data, keys))
            at, value = time_edit(keys, before, column.part, change.text.strip())
            times[keys] = value if at == keys else {**before, at[-1]: value}
            edits |= {at: value} if keys not in edits else {keys: times[keys]}
        return edits

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the row and column of a fault; of a time, the one whose part it is."""
        at = tuple(fault.field.split("."))
        for row in self.rows:
            if at[: len(row.keys)] == row.keys:
                inside = at[len(row.keys) :]
                found = [column for column in self.columns if _holds(column, inside)]
                if found:
                    title = self.headings[self.columns.index(_nearest(found, inside))].title
                    return row.label, title
        return None


@dataclass(frozen=True)
class WholeTable:
    """The keys of the scenario as a whole, one a row."""

    corner: str
    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    headings: tuple[Heading, ...]
    meanings: tuple[str, ...]
    data: Mapping[str, Any]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The value of each key, and what it means."""
        return tuple(
            (_cell(self.data, tuple(column.key.split(".")), column), meaning)
            for column, meaning in zip(self.columns, self.meanings, strict=True)
        )

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return what is to be set; meanings stay what they are."""
        return {
            tuple(self.columns[change.row].key.split(".")): typed(change.text)
            for change in changes
            if change.column == 0
        }

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the row of a fault."""
        for column, label in zip(self.columns, self.labels, strict=True):
            if fault.field == column.key:
                return label, ""
        return None


def sheet_table(sheet: Sheet, written: Written, say: Words) -> SheetTable:
    """Return a sheet of a draft; no rows where it has none of the kind."""
    rows = tuple(_rows(sheet.rows, written, say))
    corner = say(_CORNERS.get(sheet.rows, _LINE))
    described = _described(written)
    headings = tuple(_heading(column, rows, described, say) for column in sheet.columns)
    defaults = tuple(_default(column, rows, described) for column in sheet.columns)
    return SheetTable(corner, rows, sheet.columns, headings, defaults, written.data)


def whole_table(written: Written, say: Words) -> WholeTable:
    """Return the table of what holds for the scenario as a whole."""
    described = _described(written)
    keys = [tuple(column.key.split(".")) for column in WHOLE]
    return WholeTable(
        say("Key"),
        WHOLE,
        tuple(say(column.title) for column in WHOLE),
        (Heading(say("Value")), Heading(say("Meaning"), is_fixed=True)),
        tuple(meaning(described[key], say) for key in keys),
        written.data,
    )


def meaning(key: Key, say: Words) -> str:
    """Return what a key means, and what holds where it is left out."""
    said = key_meaning(key.meaning, say)
    if key.default == "required":
        return f"{said} {say('Needed.')}"
    default = key.default.strip("`")
    return f"{said} {say('Left empty: {default}.', default=default)}" if default else said


def keys_at(row: Row, column: Column) -> Keys:
    """Return where a cell stands."""
    return (*row.keys, *column.key.split("."))


def described(written: Written) -> dict[Keys, Key]:
    """Return all keys that a draft may have, by where they stand."""
    return _described(written)


_CORNERS: Final[Mapping[Rows, str]] = {
    "groups": N_("Group"),
    "skills": N_("Group and line"),
    "shifts": N_("Group and shift"),
    "segments": N_("Segment"),
}
_LINE: Final = N_("Line")


def _described(written: Written) -> dict[Keys, Key]:
    return _keys(_Same(written))


class _Same:
    """A draft by identity, so that what follows from it is found once."""

    def __init__(self, written: Written) -> None:
        self.written = written

    def __hash__(self) -> int:
        return id(self.written)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.written is self.written


@lru_cache(maxsize=8)
def _keys(same: _Same) -> dict[Keys, Key]:
    return {key.keys: key for key in keys_of_scenario(same.written.data)}


def _default(column: Column, rows: Sequence[Row], described: Mapping[Keys, Key]) -> str:
    """Return what holds where a choice is not made; of a part of what may be absent, nothing."""
    key = described.get(keys_at(rows[0], column)) if rows else None
    if key is None or "." in column.key or not key.choices:
        return ""
    return key.default.strip("`")


def _heading(
    column: Column, rows: Sequence[Row], described: Mapping[Keys, Key], say: Words
) -> Heading:
    found = (described.get(keys_at(row, column)) for row in rows)
    key = next((one for one in found if one is not None), None)
    choices = key.choices if key else ()
    if column.part == "distribution":
        choices = KINDS
    return Heading(
        say(column.title),
        meaning(key, say) if key else "",
        choices,
        tuple(say(CHOICES[one]) if one in CHOICES else one for one in choices),
        is_number=not choices and column.key not in _TEXTS,
    )


_TEXTS: Final = ("title", "site", "breaks", "queues", "transfer.to", "open")


def _rows(kind: Rows, written: Written, say: Words) -> list[Row]:
    match kind:
        case "groups" | "queues":
            return [
                Row(_title(written, kind, one, say), (kind, one)) for one in written.names(kind)
            ]
        case "segments":
            return [Row(name, (kind, name)) for name in written.names(kind)]
        case "skills" | "shifts":
            return [
                row
                for group in written.names("groups")
                for row in _inside(kind, group, written, say)
            ]
    return [
        row
        for row in _rows("queues", written, say)
        if (written.tree.get((*row.keys, "channel")) or "phone") in _CHANNELS[kind]
    ]


def _inside(kind: Rows, group: str, written: Written, say: Words) -> list[Row]:
    """Return the rows of a group's skills or shifts."""
    inner = "serves" if kind == "skills" else "shifts"
    found = written.tree.get(("groups", group, inner))
    of = _title(written, "groups", group, say)
    rows = []
    for name in found if isinstance(found, dict) else ():
        title = _title(written, "queues", name, say) if kind == "skills" else name
        rows.append(Row(f"{of} · {title}", ("groups", group, inner, name)))
    return rows


def _title(written: Written, kind: str, name: str, say: Words) -> str:
    return say.title(written.title_of(kind, name))


def _cell(data: Any, keys: Keys, column: Column) -> str:
    value = value_at(data, keys)
    return time_cell(value, column.part) if column.part else cell(value)


def _typed(column: Column, text: str) -> Any:
    if column.is_list and "," in text and text.strip()[0] not in "[{":
        return [one.strip() for one in text.split(",")]
    return typed(text)


def _holds(column: Column, inside: Keys) -> bool:
    key = tuple(column.key.split("."))
    return inside[: len(key)] == key or (bool(inside) and key[: len(inside)] == inside)


_PARTS: Final = {"mean": "mean", "value": "mean", "cv": "spread", "shape": "spread"}


def _nearest(columns: Sequence[Column], inside: Keys) -> Column:
    """Return the column of a time's part, where the fault is of one; else the first."""
    part = _PARTS.get(inside[-1], inside[-1])
    return next((one for one in columns if one.part == part), columns[0])
