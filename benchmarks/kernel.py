"""The compiled kernel alone: contacts a second without the director's clock, draws and KPIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from benchmarks.bank import Day, everything, plain, scaled, staffed
from benchmarks.layout import Target, laid_out, million
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from sim.centre import Centre
from sim.demand.contacts import Contacts
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
    centre, contacts = _drawn(make, scale)
    changes = centre.plan.changes(contacts.absent)

    def once(watch: Stopwatch) -> tuple[int, int]:
        floor = CompiledFloor(centre.floor, contacts, centre.plan.horizon_ms)
        with watch.step("simulate"):
            direct(floor, changes)
            outcomes = floor.outcomes()
        return len(contacts), len(outcomes)

    return repeated(once)


def reference(make: Callable[[Day], Day], scale: float) -> Measurement:
    """Let the reference engine simulate the same."""
    centre, contacts = _drawn(make, scale)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("simulate"):
            outcomes = centre.run(contacts, Engine.REFERENCE)
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


def _drawn(make: Callable[[Day], Day], scale: float) -> tuple[Centre, Contacts]:
    day = make(everything() if scale == 1 else scaled(everything(), scale))
    return day.centre, day.centre.contacts(day.seed)


ROWS: Final[Mapping[str, Row]] = {
    name: partial(kernel, make) for name, (_, make, _) in DAYS.items()
} | {f"{name}-reference": partial(reference, make) for name, (_, make, _) in DAYS.items()}


def table(rounds: Rounds) -> list[str]:
    """Return the kernel's speed on each day, beside its target."""
    header = "contacts", "legs", "x reference", "legs/s", "contacts/s", "target", "", "best"
    rows: list[Sequence[str]] = [("Kernel alone, the bank's day", *header)]
    for name, (words, _, target) in DAYS.items():
        run, speed = rounds.first(name), rounds.per_s(name)
        rows.append(
            (
                f"  {words}",
                f"{run.contacts:,}",
                f"{run.legs:,}",
                f"{rounds.ratio(name, f'{name}-reference'):.0f}",
                million(speed * run.legs / run.contacts),
                million(speed),
                million(target.value),
                target.verdict(speed),
                million(run.contacts / rounds.best_s(name, "simulate")),
            )
        )
    return laid_out(rows)
