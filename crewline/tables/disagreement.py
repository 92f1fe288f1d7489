"""Where two engines part: the first leg that differs, field by field, and its contact's others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.leg_words import LegRecord
from scenarios.studies.verification import Parting, Verification
from sim.clock import MS_PER_DAY, MS_PER_H, MS_PER_MIN, MS_PER_S, to_ms
from sim.engines.agreement import FIELDS

#: Fields that are instants; others in milliseconds are lengths of time.
_INSTANTS: Final = ("queued_ms", "answered_ms", "left_ms", "freed_ms")
#: What is told of the contact's other legs.
_SHORT: Final = (
    "cause",
    "queue",
    "queued_ms",
    "answered_ms",
    "group",
    "agent",
    "left_ms",
    "freed_ms",
    "outcome",
)
_DIFFERS: Final = "bold red"


def print_disagreement(console: Console, found: Verification) -> None:
    """Print where the engines part; nothing where they agree."""
    if found.parting is None:
        return
    clock = _Clock(to_ms(found.scenario.warm_up))
    parting, leg = found.parting, found.parting.first.leg
    console.print(
        f"{found.label}: the engines differ in replication {parting.replication}, seed"
        f" {found.scenario.seed}, first in leg {leg}, at {clock.exactly(parting.first.at_ms)}.",
        style="bold",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    for sentence in _counts(parting):
        console.print(sentence, markup=False, highlight=False)
    console.print()
    records = [run.record(leg, found.scenario) for run in parting.runs]
    columns = [
        Column(run.engine.value, [_cell(record, field, parting, clock) for field in FIELDS])
        for run, record in zip(parting.runs, records, strict=True)
    ]
    marks = ["differs" if field in parting.first.fields else "" for field in FIELDS]
    print_sheet(console, "", Column("field", FIELDS), [*columns, Column("", marks, words=True)])
    _print_others(console, found, parting, clock)


class _Clock:
    """Milliseconds of a run as a time of day, with the day where it is not the first."""

    def __init__(self, warm_up_ms: int) -> None:
        self._warm_up_ms = warm_up_ms

    def at(self, ms: int) -> str:
        """Return an instant, such as `10:03:12.345`."""
        day, of_day = divmod(ms - self._warm_up_ms, MS_PER_DAY)
        hours, rest = divmod(of_day, MS_PER_H)
        minutes, rest = divmod(rest, MS_PER_MIN)
        seconds, thousandths = divmod(rest, MS_PER_S)
        clock = f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
        if day == 0:
            return clock
        return f"{'warm-up' if day < 0 else f'day {day + 1}'} {clock}"

    def exactly(self, ms: int) -> str:
        """Return an instant with what the engine has for it: `10:03:12.345 (36192345 ms)`."""
        return f"{self.at(ms)} ({ms} ms)"


def _counts(parting: Parting) -> Iterator[str]:
    """Give a sentence where one engine has more legs, or the leg alone."""
    numbers = {run.engine.value: len(run.outcomes) for run in parting.runs}
    if len(set(numbers.values())) == 1:
        return
    yield "Legs: " + ", ".join(f"{name} {number}" for name, number in numbers.items()) + "."
    having = [name for name, number in numbers.items() if parting.first.leg < number]
    if len(having) == 1:
        yield f"Only the {having[0]} engine has leg {parting.first.leg}."


def _cell(record: LegRecord | None, field: str, parting: Parting, clock: _Clock) -> Text:
    style = _DIFFERS if field in parting.first.fields else ""
    return Text(_value(record, field, clock.exactly), style)


def _value(record: LegRecord | None, field: str, instant: Callable[[int], str]) -> str:
    """Return a field in words; a dash where the leg or the fact is not there."""
    value = None if record is None else record[field]
    if value is None or value == -1:
        return UNDEFINED
    if isinstance(value, str) or not field.endswith("_ms"):
        return str(value)
    return instant(value) if field in _INSTANTS else f"{value} ms"


def _print_others(console: Console, found: Verification, parting: Parting, clock: _Clock) -> None:
    """Print the other legs of the contact, once where both engines tell the same of them."""
    rows = list(_others(found, parting))
    if not rows:
        console.print("The contact has no other leg.")
        return
    columns = [
        Column(field, [_value(record, field, clock.at) for _, _, record in rows])
        for field in _SHORT
    ]
    names = Column("leg", [str(leg) for leg, _, _ in rows])
    engines = Column("engine", [name for _, name, _ in rows], words=True)
    print_sheet(console, "The contact's other legs", names, [engines, *columns])


def _others(found: Verification, parting: Parting) -> Iterator[tuple[int, str, LegRecord | None]]:
    others = parting.other_legs
    for leg in sorted({leg for legs in others.values() for leg in legs}):
        told: Sequence[tuple[str, LegRecord | None]] = [
            (run.engine.value, run.record(leg, found.scenario))
            for run in parting.runs
            if leg in others[run.engine]
        ]
        if len(told) == len(parting.runs) and all(record == told[0][1] for _, record in told):
            yield leg, "both", told[0][1]
        else:
            yield from ((leg, name, record) for name, record in told)
