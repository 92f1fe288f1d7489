"""The compiled kernel alone: contacts a second without the director's clock, draws and KPIs.

Contacts are all that come, those of self-service and of lists included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import simpy

from benchmarks.bank import (
    FULL,
    SHOP,
    Day,
    emergency,
    everything,
    plain,
    scaled,
    staffed,
    struck,
    unwatched,
)
from benchmarks.layout import Target, laid_out, million
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine, prepare
from sim.engines.director import Director
from sim.engines.log import LOG
from sim.plan import Change

if TYPE_CHECKING:
    from sim.engines.compiled.floor import CompiledFloor

Make = Callable[[Day], Day]


def as_it_is(day: Day) -> Day:
    """Return the day itself."""
    return day


#: The days by scenario and the row's name: in words, how they are made, and what is to be reached.
DAYS: Final[Mapping[str, Mapping[str, tuple[str, Make, Target]]]] = {
    FULL: {
        "kernel-plain": ("plain", plain, Target(8e6)),
        "kernel-everything": ("with everything", as_it_is, Target(3.5e6)),
        "kernel-understaffed": ("with everything, 70 % of the staff", partial(staffed, factor=0.7),
            Target(2.5e6)),
    },
    SHOP: {
        "kernel-shop": ("with every channel", as_it_is, Target(2e6)),
        "kernel-shop-unwatched": ("nothing watched", unwatched, Target(2e6)),
    },
}  # fmt: skip
#: Days of the bank's on which playbooks answer to what goes wrong, the same.
PLAYED: Final[Mapping[str, tuple[str, Callable[[], Day], Target]]] = {
    "kernel-storm": ("social-media storm", partial(struck, FULL, "social_media_storm"),
        Target(2e6)),
    "kernel-lost": ("half the site lost", partial(struck, FULL, "site_loss"), Target(2e6)),
    "kernel-emergency": ("surge, part of the site lost", partial(emergency, FULL), Target(2e6)),
}  # fmt: skip
TITLES: Final = {FULL: "the bank", SHOP: "the shop"}


def kernel(name: str, make: Make, scale: float) -> Measurement:
    """Advance the compiled floor through a day, from change to change of its plan."""
    from sim.engines.compiled.floor import CompiledFloor

    prepare(Engine.COMPILED)
    centre, contacts = _drawn(name, make, scale)
    changes = centre.plan.changes(contacts.absent)

    def once(watch: Stopwatch) -> tuple[int, int]:
        floor = CompiledFloor(centre.floor, contacts, centre.plan.horizon_ms)
        with watch.step("simulate"):
            direct(floor, centre, changes)
            outcomes = floor.outcomes(np.zeros(0, LOG))
        return len(contacts), len(outcomes)

    return repeated(once)


def reference(name: str, make: Make, scale: float) -> Measurement:
    """Let the reference engine simulate the same."""
    return _whole(*_drawn(name, make, scale), Engine.REFERENCE)


def played(make: Callable[[], Day], engine: Engine, scale: float) -> Measurement:
    """Simulate a day on which something goes wrong, the director's clock included."""
    prepare(engine)
    day = make()
    day = day if scale == 1 else scaled(day, scale)
    return _whole(day.centre, day.centre.contacts(day.seed), engine)


def _whole(centre: Centre, contacts: Contacts, engine: Engine) -> Measurement:
    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("simulate"):
            outcomes = centre.run(contacts, engine)
        return len(contacts), len(outcomes)

    return repeated(once)


def direct(floor: CompiledFloor, centre: Centre, changes: Sequence[Change]) -> None:
    """Make each change at its instant, and react: the director's work without its clock."""
    director = Director(simpy.Environment(), floor, centre.floor, centre.plan)
    floor.watch(director.watches, centre.plan.watch_ms)
    for change in changes:
        _advance(floor, change.at_ms, director)
        director.make(change)
    _advance(floor, centre.plan.horizon_ms, director)


def _advance(floor: CompiledFloor, until_ms: int, director: Director) -> None:
    while (crossing := floor.advance(until_ms)) is not None:
        director.react(crossing)


def _drawn(name: str, make: Make, scale: float) -> tuple[Centre, Contacts]:
    day = everything(name)
    day = make(day if scale == 1 else scaled(day, scale))
    return day.centre, day.centre.contacts(day.seed)


def _rows() -> Iterator[tuple[str, Row]]:
    for name, (_, make_day, _) in PLAYED.items():
        yield name, partial(played, make_day, Engine.COMPILED)
        yield f"{name}-reference", partial(played, make_day, Engine.REFERENCE)
    for scenario, days in DAYS.items():
        for name, (_, make, _) in days.items():
            yield name, partial(kernel, scenario, make)
            yield f"{name}-reference", partial(reference, scenario, make)


ROWS: Final[Mapping[str, Row]] = dict(_rows())


def table(rounds: Rounds) -> list[str]:
    """Return the kernel's speed on each day, beside its target."""
    header = "contacts", "legs", "x reference", "legs/s", "contacts/s", "target", "", "best"
    rows: list[Sequence[str]] = [("Kernel alone", *header)]
    for scenario, days in DAYS.items():
        rows.append((TITLES[scenario],))
        rows += [_row(rounds, name, *day) for name, day in days.items()]
    rows.append(("the bank, with playbooks",))
    rows += [_row(rounds, name, *day) for name, day in PLAYED.items()]
    return laid_out(rows)


def _row(rounds: Rounds, name: str, words: str, _: object, target: Target) -> Sequence[str]:
    run, speed = rounds.first(name), rounds.per_s(name)
    return (
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
