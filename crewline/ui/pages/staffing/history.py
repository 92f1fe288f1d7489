"""Edits of a table, so that each can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

#: A table's rows by their numbers.
Rows = Mapping[int, Mapping[str, object]]
#: So many edits can be undone.
_MOST = 100


@dataclass(frozen=True)
class History:
    """What a table was, from the first to the last, and of which schedule it is.

    `shown` is the table that the editor began with: it goes on counting edits from there until it
    is given another, which `version` tells.
    """

    origin: str
    first: Rows
    before: tuple[Rows, ...]
    now: Rows
    shown: Rows
    version: int = 0

    @classmethod
    def of(cls, origin: str, rows: Rows, version: int = 0) -> History:
        """Begin with a table."""
        return cls(origin, rows, (), rows, rows, version)

    @property
    def is_edited(self) -> bool:
        """Whether the table is not what it was at first."""
        return self.now != self.first

    def typed(self, rows: Rows) -> History:
        """Return what it is after an edit in the editor, which knows of it.

        Where rows came or went they are numbered anew, and the editor is given them.
        """
        if rows == self.now:
            return self
        before = (*self.before, self.now)[-_MOST:]
        found = replace(self, before=before, now=dict(enumerate(rows.values(), 1)))
        if list(rows) == list(self.now):
            return found
        return replace(found, shown=found.now, version=self.version + 1)

    def replaced(self, rows: Rows) -> History:
        """Return what it is with another table in place of all, which the editor is given."""
        found = self.typed(rows)
        return replace(found, shown=found.now, version=self.version + 1)

    def undone(self) -> History:
        """Return what it was before the last edit."""
        if not self.before:
            return self
        last = self.before[-1]
        return replace(
            self, before=self.before[:-1], now=last, shown=last, version=self.version + 1
        )
