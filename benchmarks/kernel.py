"""The compiled kernel alone: contacts a second without the director's clock, draws and KPIs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from benchmarks.bank import Day, everything, plain, scaled, staffed
from benchmarks.layout import Target, laid_out, million
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from sim.engines.choice import Engine, prepare
from sim.engines.director import DirectedFloor
from sim.plan import Change

#: The days, by the row's name: in words, how they are made, and what is to be reached.
DAYS: Final[dict[str, tuple[str, Callable[[Day], Day], Target]]] = {
    "kernel-plain": ("plain", plain, Target(8e6)),
    "kernel-everything": ("with everything", lambda day: day, Target(3.5e6)),
    "kernel-understaffed": ("with everything, 70 % of the staff", partial(staffed, factor=0.7),
        Target(2.5e6)),
}  # fmt: skip


def kernel(make: Callable[[Day], Day], scale: float) -> Measurement:
    """Advance the compiled floor through a day, from change to change of its plan."""
    from sim.engines.compiled.floor import CompiledFloor

    prepare(Engine.COMPILED)
    day = make(scaled(everything(), scale) if scale != 1 else everything())
    centre, contacts = day.centre, day.centre.contacts(day.seed)
    changes = centre.plan.changes(contacts.absent)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("lay out"):
            floor = CompiledFloor(centre.floor, contacts, centre.plan.horizon_ms)
        with watch.step("simulate"):
            direct(floor, changes)
            outcomes = floor.outcomes()
        return len(contacts), len(outcomes)

    return repeated(once)


def direct(floor: DirectedFloor, changes: Sequence[Change]) -> None:
    """Make each change at its instant: the director's work without its clock."""
    actions = {
        "line": floor.set_line,
        "handling": floor.set_handling,
        "on_duty": floor.set_on_duty,
    }
    for change in changes:
        floor.advance(change.at_ms)
        actions[change.what](change.which, change.value)


ROWS: Final[dict[str, Row]] = {name: partial(kernel, make) for name, (_, make, _) in DAYS.items()}


def table(rounds: Rounds) -> list[str]:
    """Return the kernel's speed on each day, beside its target."""
    rows: list[Sequence[str]] = [
        ("Kernel alone, the bank's day", "contacts", "legs", "contacts/s", "legs/s", "target", "")
    ]
    for name, (words, _, target) in DAYS.items():
        run, speed = rounds.first(name), rounds.per_s(name)
        rows.append(
            (
                f"  {words}",
                f"{run.contacts:,}",
                f"{run.legs:,}",
                million(speed),
                million(speed * run.legs / run.contacts),
                million(target.value),
                target.verdict(speed),
            )
        )
    return laid_out(rows)
