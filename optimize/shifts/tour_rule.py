"""Tours: what one agent's week of shifts must be like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TourRule:
    """The rule of a week of shifts.

    An agent works `days_on` days of seven (any of these numbers, each a kind of tour of its own),
    and has at least `off_in_a_row` of the others together (the week is taken as a circle). With
    `start_within` 0 all shifts of a tour begin at the same slot and are of one pattern and length;
    with more, they begin within so many slots of each other ("rotating start"), still of one
    length. Between two shifts there are at least `rest` slots. A tour has at most `paid_most` paid
    slots. Those beyond `paid_plain` cost `premium_overtime` over the wage; the shifts' own
    overtime is left out of the sum, for their costs hold its premium.
    At most `nights_most` of the shifts are night shifts: `night` is the (from, to) in slots that
    makes one of a shift that works in it; None: none does.
    """

    days_on: tuple[int, ...] = (5,)
    off_in_a_row: int = 2
    start_within: int = 0
    rest: int = 0
    paid_most: int | None = None
    paid_plain: int | None = None
    nights_most: int | None = None
    night: tuple[int, int] | None = None
    premium_overtime: float = 0.5
