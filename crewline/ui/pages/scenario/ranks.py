"""Who serves which line: groups down, lines across, in each cell the rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crewline.ui.pages.scenario.table import Change, Heading
from crewline.ui.pages.scenario.written import Written
from crewline.words import Words
from scenarios.editing.settings import Keys, value_at
from scenarios.faults import Fault


@dataclass(frozen=True)
class RankTable:
    """The ranks of all groups for all lines; an empty cell is a line that it does not serve."""

    corner: str
    groups: tuple[str, ...]
    lines: tuple[str, ...]
    labels: tuple[str, ...]
    headings: tuple[Heading, ...]
    data: Mapping[str, Any]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The ranks; 1 where a line is served and nothing else is said."""
        return tuple(tuple(self._cell(group, line) for line in self.lines) for group in self.groups)

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return what is to be set: a rank, or that the group does not serve the line."""
        edits: dict[Keys, Any] = {}
        for change in changes:
            keys = ("groups", self.groups[change.row], "serves", self.lines[change.column])
            text = change.text.strip()
            if not text:
                edits[keys] = None
            elif isinstance(value_at(self.data, keys), dict):
                edits[(*keys, "rank")] = text
            else:
                edits[keys] = {"rank": text}
        return edits

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the group and line of a fault of a rank, or of all that a group serves."""
        for group, label in zip(self.groups, self.labels, strict=True):
            if fault.field == f"groups.{group}.serves":
                return label, ""
            for line, heading in zip(self.lines, self.headings, strict=True):
                path = f"groups.{group}.serves.{line}"
                if fault.field in (path, f"{path}.rank"):
                    return label, heading.title
        return None

    def _cell(self, group: str, line: str) -> str:
        serves = value_at(self.data, ("groups", group, "serves"))
        if not isinstance(serves, dict) or line not in serves:
            return ""
        rank = value_at(serves, (line, "rank"))
        return "1" if rank is None else str(rank)


def rank_table(found: Written, say: Words) -> RankTable:
    """Return the ranks of a draft."""
    groups, lines = found.names("groups"), found.names("queues")
    return RankTable(
        say("Group"),
        tuple(groups),
        tuple(lines),
        tuple(say.title(found.title_of("groups", name)) for name in groups),
        tuple(Heading(say.title(found.title_of("queues", one)), is_number=True) for one in lines),
        found.data,
    )
