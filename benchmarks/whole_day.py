"""The bank's whole day on one core: draw, simulate with the director, count; and on two threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Final

from benchmarks.bank import Day, everything, plain, scaled
from benchmarks.layout import Target, laid_out, ms
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from sim.engines.choice import Engine, prepare
from sim.kpis.tally import tally

Step = Callable[[str], AbstractContextManager[None]]

STEPS: Final = ("draw", "simulate", "count", "whole")
#: By the row's name: in words, how the day is made, which engine, and the target in seconds.
DAYS: Final[dict[str, tuple[str, Callable[[Day], Day], Engine, Target | None]]] = {
    "day-plain": ("plain", plain, Engine.COMPILED, Target(0.060, at_least=False)),
    "day-everything": (
        "with everything", lambda day: day, Engine.COMPILED, Target(0.090, at_least=False)
    ),
    "day-reference": ("with everything, reference", lambda day: day, Engine.REFERENCE, None),
}  # fmt: skip
MEMORY: Final = Target(250, at_least=False)
TWO_THREADS: Final = Target(1.7)
#: How many days each of two threads simulates.
DAYS_A_THREAD: Final = 4


def whole_day(make: Callable[[Day], Day], engine: Engine, scale: float) -> Measurement:
    """Take a day through its steps, again and again in one warm process."""
    _warm_up(engine)
    day = _day(make, scale)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("whole"):
            return _through(day, engine, watch.step)

    return repeated(once)


def two_threads(make: Callable[[Day], Day], scale: float) -> Measurement:
    """Take days through their steps one after the other, then as many by two threads."""
    _warm_up(Engine.COMPILED)
    day = _day(make, scale)
    contacts = day.centre.contacts(day.seed)

    def steps(_: int) -> None:
        _through(day, Engine.COMPILED, lambda _: nullcontext())

    def engine_alone(_: int) -> None:
        day.centre.run(contacts, Engine.COMPILED)

    def once(watch: Stopwatch) -> tuple[int, int]:
        for words, work in (("day", steps), ("engine", engine_alone)):
            for threads in (1, 2):
                with watch.step(f"{words} {threads}"), ThreadPoolExecutor(threads) as pool:
                    list(pool.map(work, range(2 * DAYS_A_THREAD)))
        return len(contacts), len(contacts)

    return repeated(once)


def _warm_up(engine: Engine) -> None:
    """Take a small day through its steps, so that all is imported and compiled."""
    prepare(engine)
    _through(scaled(everything(), 0.001), engine, lambda _: nullcontext())


def _day(make: Callable[[Day], Day], scale: float) -> Day:
    return make(everything() if scale == 1 else scaled(everything(), scale))


def _through(day: Day, engine: Engine, step: Step) -> tuple[int, int]:
    with step("draw"):
        contacts = day.centre.contacts(day.seed)
    with step("simulate"):
        outcomes = day.centre.run(contacts, engine)
    with step("count"):
        tally(outcomes, day.centre, contacts.absent, day.clock)
    return len(contacts), len(outcomes)


ROWS: Final[Mapping[str, Row]] = {
    name: partial(whole_day, make, engine) for name, (_, make, engine, _) in DAYS.items()
} | {
    "threads-plain": partial(two_threads, plain),
    "threads-everything": partial(two_threads, lambda day: day),
}


def table(rounds: Rounds) -> list[str]:
    """Return the steps of each day, its memory, and what a second thread is worth."""
    rows: list[Sequence[str]] = [
        ("The bank's whole day, CPU ms", *STEPS, "target", "", "best", "wall", "MB", "at most", "")
    ]
    rows += [_day_row(rounds, name) for name in DAYS]
    threads: list[Sequence[str]] = [("Two threads, times one", "ratio", "target", "")]
    for name in ("threads-plain", "threads-everything"):
        for work in ("engine", "day"):
            gain = rounds.gain(name, f"{work} 1", f"{work} 2")
            words = f"  {name.removeprefix('threads-')}, {work}"
            threads.append(
                (words, f"{gain:.2f}", f"{TWO_THREADS.value}", TWO_THREADS.verdict(gain))
            )
    return [*laid_out(rows), "", *laid_out(threads)]


def _day_row(rounds: Rounds, name: str) -> list[str]:
    words, _, _, target = DAYS[name]
    cpu_s = [rounds.cpu_s(name, step) for step in STEPS]
    clocks = [ms(rounds.best_s(name, "whole")), ms(rounds.wall_s(name, "whole"))]
    peak_mb = rounds.peak_mb(name)
    row = [f"  {words}", *map(ms, cpu_s)]
    if target is None:
        return [*row, "", "", *clocks, f"{peak_mb:.0f}"]
    aim = [ms(target.value), target.verdict(cpu_s[-1])]
    memory = [f"{peak_mb:.0f}", f"{MEMORY.value:.0f}", MEMORY.verdict(peak_mb)]
    return [*row, *aim, *clocks, *memory]
