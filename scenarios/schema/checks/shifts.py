"""Shifts: worked on days that there are, in hours in which there is something to do."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.checks.draft import Draft
from scenarios.schema.section import Finding
from scenarios.schema.shift import Shift
from scenarios.units import DAY_S


def shift_days_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse shifts on days that the scenario does not have."""
    for path, _, shift in draft.shifts():
        for index, day in enumerate(shift.days or ()):
            if draft.days is not None and not 1 <= day <= draft.days:
                words = f"a day from 1 to {draft.days}"
                yield Finding((*path, "days", index), day, words)


def shifts_meet_opening_hours(draft: Draft) -> Iterator[Finding]:
    """Refuse shifts in which all that the group serves is closed."""
    for path, group, shift in draft.shifts():
        served = [draft.queues.get(queue) for queue in group.serves]
        queues = [queue for queue in served if queue is not None]
        if len(queues) == len(served) and not any(meets(shift.span_s, q.open) for q in queues):
            words = "hours in which a queue that the group serves is open"
            yield Finding(path, _hours(shift), words)


def _hours(shift: Shift) -> str:
    written = shift.model_dump(mode="json")
    return f"{written['start']}-{written['end']}"


def meets(span: tuple[int, int], opening: tuple[tuple[int, int], ...] | None) -> bool:
    """Tell whether a span of a day overlaps daily opening hours."""
    if opening is None:
        return True
    return any(
        span[0] < end + shift and start + shift < span[1]
        for start, end in opening
        for shift in (-DAY_S, 0, DAY_S)
    )
