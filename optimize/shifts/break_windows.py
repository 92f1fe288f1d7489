"""Windows of breaks inside a shift: what a planner asks for, cut to what the shift has room for.

Windows that follow one another are what makes breaks countable apart, so they are not left to
overlap. Where a window only reaches too far, into the next break's or beyond the end of the part of
the shift it lies in, it is trimmed there, for whatever is left of it was asked for; where nothing
would be left, or two parts of a split shift would, it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from optimize.shifts.finding import Finding, Path, write_span
from optimize.shifts.shift_type import BreakWindow


@dataclass(frozen=True)
class BreakRule:
    """A break of a pattern: it begins between `from_s` and `to_s` after the shift's start."""

    length_s: float
    from_s: float
    to_s: float
    paid: bool


@dataclass(frozen=True)
class Windows:
    """Windows counted from the shift's start, in order of time, and what was found about them."""

    windows: tuple[BreakWindow, ...]
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class _Placed:
    """A break with the slots at which it may begin, and the number of its rule."""

    number: int
    window: BreakWindow


def fit_breaks(
    rules: Sequence[BreakRule], parts: Sequence[tuple[int, int]], slot_s: int, path: Path
) -> Windows:
    """Return the windows of a shift whose parts are (from, to) in slots from its start.

    Times are on the grid of `slot_s`. Findings have paths below `path`.
    """
    fitting = _Fitting(rules, parts, slot_s, path)
    found = [fitting.place(number) for number in range(len(rules))]
    placed = [item for item in found if item is not None]
    if not fitting.faults:
        placed = fitting.apart(placed)
    windows = tuple(item.window for item in placed)
    return Windows(windows, tuple(fitting.faults), tuple(fitting.notes))


class _Fitting:
    """The fitting of one shift's breaks: collects what it finds."""

    def __init__(
        self, rules: Sequence[BreakRule], parts: Sequence[tuple[int, int]], slot_s: int, path: Path
    ) -> None:
        self.rules, self.parts, self.slot_s, self.path = rules, parts, slot_s, path
        self.shift = f"a shift of {self._span(sum(end - start for start, end in parts))}"
        self.faults: list[Finding] = []
        self.notes: list[Finding] = []

    def place(self, number: int) -> _Placed | None:
        """Return a break inside one part of the shift, or None and a fault."""
        rule = self.rules[number]
        length = round(rule.length_s / self.slot_s)
        earliest, latest = round(rule.from_s / self.slot_s), round(rule.to_s / self.slot_s)
        longest = max(end - start for start, end in self.parts)
        if length >= longest:
            wanted = f"shorter than {self._span(longest)}, the longest work of {self.shift}"
            self._refuse(number, "length", write_span(rule.length_s), wanted)
            return None
        room = [
            (max(earliest, start), min(latest, end - length))
            for start, end in self.parts
            if max(earliest, start) <= min(latest, end - length)
        ]
        if len(room) != 1:
            wanted = "a window inside one part of" if room else "a break inside"
            self._refuse(number, "from", self._window(rule), f"{wanted} {self.shift}")
            return None
        placed = _Placed(number, BreakWindow(length, *room[0], rule.paid))
        if room[0] != (earliest, latest):
            self._note(placed)
        return placed

    def apart(self, placed: list[_Placed]) -> list[_Placed]:
        """Return breaks in order of time, each over before the next one's window begins."""
        placed = sorted(placed, key=lambda item: (item.window.earliest, item.window.latest))
        kept = [self._before(*both) for both in pairwise(placed)]
        return kept + placed[-1:]

    def _before(self, item: _Placed, following: _Placed) -> _Placed:
        window, end = item.window, following.window.earliest
        if window.earliest + window.length > end:
            wanted = f"a break that is over before another's window begins ({self._span(end)})"
            self._refuse(item.number, "from", self._window(self.rules[item.number]), wanted)
        elif window.latest + window.length > end:
            item = replace(item, window=replace(window, latest=end - window.length))
            self._note(item)
        return item

    def _refuse(self, number: int, field: str, value: str, wanted: str) -> None:
        self.faults.append(Finding((*self.path, "breaks", number, field), value, wanted))

    def _note(self, item: _Placed) -> None:
        value = f"{self._window(self.rules[item.number])} in {self.shift}"
        kept = f"from {self._span(item.window.earliest)} to {self._span(item.window.latest)}"
        wanted = f"{kept}, as it was trimmed"
        self.notes.append(Finding((*self.path, "breaks", item.number), value, wanted))

    def _window(self, rule: BreakRule) -> str:
        span = f"from {write_span(rule.from_s)} to {write_span(rule.to_s)}"
        return f"{write_span(rule.length_s)} {span}"

    def _span(self, slots: int) -> str:
        return write_span(slots * self.slot_s)
