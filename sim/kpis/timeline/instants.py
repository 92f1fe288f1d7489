"""Instants at which a floor is looked at, and what is so just before each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.clock import NEVER
from sim.kpis.grid import Flags, Integers


class Spans(NamedTuple):
    """Stretches of time, each of a row: from `begin_ms` until `end_ms`."""

    row: Integers
    begin_ms: Integers
    end_ms: Integers

    def where(self, kept: Flags) -> Spans:
        """Return some of them."""
        return Spans(self.row[kept], self.begin_ms[kept], self.end_ms[kept])


@dataclass(frozen=True)
class Instants:
    """The ends of `number` steps of `step_ms` from `start_ms` on.

    A step holds its beginning and not its end: what happens at an instant is not yet seen there.
    """

    start_ms: int
    step_ms: int
    number: int

    @property
    def at_ms(self) -> Integers:
        """The instants, shape (number,)."""
        return self.start_ms + self.step_ms * np.arange(1, self.number + 1)

    def came(self, rows: Integers, at_ms: Integers, n_rows: int) -> Integers:
        """Return how many of `at_ms` fall into each step, shape (n_rows, number)."""
        step = (at_ms - self.start_ms) // self.step_ms
        counted = (step >= 0) & (step < self.number)
        cells = rows[counted] * self.number + step[counted]
        found = np.bincount(cells, minlength=n_rows * self.number)
        return found.reshape(n_rows, self.number)

    def under_way(self, spans: Spans, n_rows: int) -> Integers:
        """Return how many spans have begun before each instant and do not end before it.

        The shape is (n_rows, number).
        """
        width = self.number + 1
        began, ended = (
            np.bincount(spans.row * width + self._first(at), minlength=n_rows * width)
            for at in (spans.begin_ms, spans.end_ms)
        )
        return (began - ended).reshape(n_rows, width).cumsum(axis=1)[:, :-1]

    def earliest_ms(self, spans: Spans, n_rows: int) -> Integers:
        """Return when the first of the spans under way began, NEVER where there is none.

        The shape is (n_rows, number). Each span is put down twice, for two stretches of instants
        as long as the greatest power of two that it holds; long stretches are then halved.
        """
        first, behind = self._first(spans.begin_ms), self._first(spans.end_ms)
        is_seen = first < behind
        spans, first, behind = spans.where(is_seen), first[is_seen], behind[is_seen]
        levels = np.frexp(behind - first)[1] - 1  # the powers of two
        earliest = np.full((n_rows, self.number), NEVER, np.int64)
        for level in range(int(levels.max(initial=0)), -1, -1):
            here, length = levels == level, 1 << level
            for starts in (first[here], behind[here] - length):
                np.minimum.at(earliest, (spans.row[here], starts), spans.begin_ms[here])
            if level:
                earliest = _halved(earliest, length >> 1)
        return earliest

    def _first(self, at_ms: Integers) -> Integers:
        """Return the first instant after each of `at_ms`, by its number."""
        return np.clip((at_ms - self.start_ms) // self.step_ms, 0, self.number)


def _halved(least: Integers, half: int) -> Integers:
    """Return the least of stretches half as long: each long one is two of them."""
    halved = least.copy()
    np.minimum(halved[:, half:], least[:, :-half], out=halved[:, half:])
    return halved
