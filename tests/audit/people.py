"""How many agents are on duty: of the plan, and of actions that are about people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sim.playbooks import BringBack, CallIn, Move, SendHome
from tests.audit.case import Case

Moving: TypeAlias = CallIn | Move | SendHome | BringBack


@dataclass
class Moved:
    """People whom an action moves, since when, and how many at last count."""

    play: int
    action: int
    does: Moving
    since_ms: int
    people: int = 0


@dataclass
class Planned:
    """What the plan says of one group."""

    on_duty: int = 0
    lost: int = 0
    off_phone: int = 0


class People:
    """All numbers from the plan's on, in the order in which actions began."""

    def __init__(self, case: Case) -> None:
        self.planned = [Planned() for _ in case.skills]
        self.moved: list[Moved] = []

    def count(self, now: int) -> tuple[list[int], list[int]]:
        """Return agents on duty by group, and people by action."""
        numbers = [planned.on_duty for planned in self.planned]
        return numbers, [self._move(moved, now, numbers) for moved in self.moved]

    def _move(self, moved: Moved, now: int, numbers: list[int]) -> int:
        does, group = moved.does, moved.does.group
        if isinstance(does, Move):
            people = min(does.people, numbers[group])
            numbers[group] -= people
            numbers[does.to] += people
            return people
        if isinstance(does, CallIn):
            meant = does.people
        elif isinstance(does, BringBack):
            meant = _part(self.planned[group].off_phone, does.share)
        else:
            of = self.planned[group].lost if does.lost else numbers[group]
            meant = _part(of, does.share)
        elapsed_ms = now - moved.since_ms
        is_over = elapsed_ms >= does.ramp_ms
        people = meant if is_over else math.floor(Fraction(meant * elapsed_ms, does.ramp_ms))
        if isinstance(does, SendHome):
            numbers[group] -= 0 if does.lost else people
            numbers[does.to] += people
        else:
            numbers[group] += people
        return people


def _part(people: int, share: float) -> int:
    """Return a share, given to a millionth, of people, rounded half up."""
    return math.floor(people * Fraction(round(share * 10**6), 10**6) + Fraction(1, 2))
