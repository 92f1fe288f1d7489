"""Bytes that choose, and what a case may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import TypeVar

from sim.clock import MS_PER_S
from sim.watches import WATCH_MS

T = TypeVar("T")


class Feature(Enum):
    """What a case may have beside telephones."""

    CHATS = auto()
    WORK = auto()
    PARALLEL = auto()
    SELF_SERVICE = auto()
    ANNOUNCEMENTS = auto()
    CALL_BACKS = auto()
    SILENCE = auto()
    TICKETS = auto()
    GRADES = auto()
    INTERRUPTIONS = auto()
    DIALLED = auto()
    BACKLOG = auto()
    STAGES = auto()
    WATCHES = auto()
    DISRUPTIONS = auto()
    PLAYS = auto()


class Choices:
    """Bytes that choose; when they are used up, always the first option.

    A case has some of the features and not others: one that had always all of them would show few
    faults, because each takes contacts from the others. Its times are multiples of `unit_s`. What
    is watched is looked at every `watch_ms`, and all waits that are watched have one limit.
    """

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)
        self.features: frozenset[Feature] = frozenset()
        self.unit_s = 1
        self.watch_ms = WATCH_MS
        self.within_ms = 0

    def one(self, options: Sequence[T]) -> T:
        return options[next(self._bytes, 0) % len(options)]

    def some(self, options: Sequence[T]) -> list[T]:
        """Return a part of the options, in order, all of them as likely as each."""
        return [option for option in options if self.one((True, False))]

    def few(self, options: Iterable[T]) -> list[T]:
        """Return a part of the options as `some` does, at its plainest none of them."""
        return [option for option in options if self.one((False, True))]

    def often(self) -> bool:
        return self.one((False, True, True))

    def seldom(self) -> bool:
        return self.one((False, False, False, True))

    def seconds(self, options: Sequence[int]) -> int:
        """Choose among numbers of units."""
        return self.one(options) * self.unit_s

    def ms(self, options: Sequence[int]) -> int:
        """Choose among numbers of units, in milliseconds."""
        return self.seconds(options) * MS_PER_S

    def has(self, feature: Feature) -> bool:
        """Tell whether this part of a case has a feature; most do where the case has it."""
        return feature in self.features and self.often()
