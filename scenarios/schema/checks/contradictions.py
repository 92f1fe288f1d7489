"""Contradictions: actions that cannot be meant together, of levels that may hold together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations

from scenarios.schema.checks.draft import Draft
from scenarios.schema.playbook.kinds import (
    AlsoServe,
    Announce,
    CloseLine,
    Kind,
    Move,
    OfferCallBack,
    RaiseSelfService,
    Suspend,
)
from scenarios.schema.playbook.playbook import Level
from scenarios.schema.section import Finding
from scenarios.units import DAY_S
from scenarios.yaml_file import KeyPath


@dataclass(frozen=True)
class _Done:
    """An action, and where it stands: place of the level, numbered from 1."""

    path: KeyPath
    playbook: str
    level: Level
    does: Kind

    @property
    def kind(self) -> str:
        return str(self.path[-1])

    @property
    def number(self) -> int:
        return int(self.path[3]) + 1


def actions_agree(draft: Draft) -> Iterator[Finding]:
    """Refuse actions that contradict each other where their levels may hold together."""
    every = [_Done(*one) for one in draft.actions()]
    blamed: set[KeyPath] = set()
    for earlier, later in combinations(every, 2):
        if later.path in blamed or not _may_hold_together(draft, earlier, later):
            continue
        about = _contradiction(draft, earlier, later)
        if about:
            blamed.add(later.path)
            where = f"{earlier.playbook}, level {earlier.number}"
            words = f"no {later.kind} {about}, beside {earlier.kind} of {where}: they contradict"
            yield Finding(later.path, later.kind, f"{words} each other")


def _may_hold_together(draft: Draft, one: _Done, other: _Done) -> bool:
    """Tell whether two levels may hold at one time; all may but those by the clock that are apart.

    A level that watches a figure may hold at any time.
    """
    if one.level.start is None or other.level.start is None:
        return True
    end_s = (draft.days or 1) * DAY_S
    ends = [end_s if level.end is None else level.end for level in (one.level, other.level)]
    return one.level.start < ends[1] and other.level.start < ends[0]


def _contradiction(draft: Draft, one: _Done, other: _Done) -> str:
    """Return in words what two actions contradict each other about; nothing where they agree."""
    there = _moved_against(draft, one.does, other.does)
    if there:
        return there
    is_one_level = one.path[:4] == other.path[:4]
    for queue in draft.queues:
        said = _said(draft, one.does, queue), _said(draft, other.does, queue)
        if None in said:
            continue
        if {one.kind, other.kind} & _CLOSING and {one.kind, other.kind} & _ON_OPEN_LINES:
            return f"of {queue}"
        is_larger_meant = one.kind == "self_service" and not is_one_level
        if one.kind == other.kind and said[0] != said[1] and not is_larger_meant:
            return f"of {queue} with other values"
    return ""


_CLOSING = {"close_line", "suspend"}
_ON_OPEN_LINES = {"offer_call_back", "also_serve", "announce"}


def _said(draft: Draft, does: Kind, queue: str) -> Hashable | None:
    """Return what an action says of a queue; None where it says nothing of it."""
    match does:
        case (
            Suspend()
            | CloseLine()
            | AlsoServe()
            | OfferCallBack()
            | Announce()
            | RaiseSelfService()
        ) if queue in does.queues_meant(draft.queues):
            return _values(does)
    return None


def _values(does: Kind) -> Hashable:
    match does:
        case OfferCallBack():
            return does.after, does.accepted
        case Announce():
            return does.after, does.share
        case RaiseSelfService():
            return does.contained
    return ()


def _moved_against(draft: Draft, one: Kind, other: Kind) -> str:
    """Return in words where people are moved who are moved back by the other; else nothing."""
    if not isinstance(one, Move) or not isinstance(other, Move):
        return ""
    left = one.groups_meant(draft.groups, draft.queues)
    against = other.groups_meant(draft.groups, draft.queues)
    if one.to in against and other.to in left:
        return f"from {one.to} to {other.to}"
    return ""
