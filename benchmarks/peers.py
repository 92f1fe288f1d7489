"""Five ways to simulate one line, and the two that can simulate the bank; all on the same calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Final

from benchmarks.bank import FULL, TENTH, everything, scaled
from benchmarks.calls import Calls, Fates
from benchmarks.layout import Target, laid_out
from benchmarks.line import NEAR_TARGET, OVERLOADED, Line
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from benchmarks.with_crewline import centre_of
from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine, prepare

SEED: Final = 1
CALLS: Final = 40_000
TUTORIAL: Final = "tutorial"
COMPILED: Final = str(Engine.COMPILED)
REFERENCE: Final = str(Engine.REFERENCE)

#: The peers in the order of the table; those of other modules by the module that has them.
PEERS: Final = {
    TUTORIAL: "SimPy, the tutorial's way",
    "with_ciw": "Ciw",
    REFERENCE: "Crewline, reference",
    "heap_loop": "heapq loop",
    COMPILED: "Crewline, compiled",
}
LINES: Final = {"near": NEAR_TARGET, "overloaded": OVERLOADED}
BANKS: Final = {"tenth": TENTH, "full": FULL}
PLACES: Final = {
    "near": "M/M/100+M near its target",
    "overloaded": "M/M/70+M, overloaded",
    "tenth": "the bank, a tenth",
    "full": "the bank",
}
#: How many times as fast as the tutorial's way the compiled engine is to be.
TO_TUTORIAL: Final = 100


def on_line(peer: str, line: Line, scale: float) -> Measurement:
    """Let a peer simulate the calls of a line; ours also draw them."""
    centre = centre_of(line, line.hours_for(round(scale * CALLS)))
    if peer in set(Engine):
        return _ours(centre, SEED, Engine(peer))
    calls = Calls.of(centre.contacts(SEED), centre.plan.horizon_ms)
    return repeated(partial(_theirs, simulate_of(peer), calls, line.agents))


def on_bank(peer: str, name: str, scale: float) -> Measurement:
    """Let one of our engines simulate a day of the bank."""
    day = everything(name)
    if scale != 1:
        day = scaled(day, scale)
    return _ours(day.centre, day.seed, Engine(peer))


def simulate_of(peer: str) -> Callable[[Calls, int], Fates]:
    """Return what simulates the line in a module of this folder."""
    found: Callable[[Calls, int], Fates] = import_module(f"benchmarks.{peer}").simulate
    return found


def _theirs(
    simulate: Callable[[Calls, int], Fates], calls: Calls, agents: int, watch: Stopwatch
) -> tuple[int, int]:
    with watch.step("simulate"):
        simulate(calls, agents)
    return len(calls), len(calls)


def _ours(centre: Centre, seed: int, engine: Engine) -> Measurement:
    prepare(engine)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with watch.step("with draws"):
            with watch.step("draw"):
                contacts: Contacts = centre.contacts(seed)
            with watch.step("simulate"):
                outcomes = centre.run(contacts, engine)
        return len(contacts), len(outcomes)

    return repeated(once)


ROWS: Final[Mapping[str, Row]] = {
    f"{place}-{peer}": partial(on_line, peer, line)
    for place, line in LINES.items()
    for peer in PEERS
} | {
    f"{place}-{peer}": partial(on_bank, peer, name)
    for place, name in BANKS.items()
    for peer in (REFERENCE, COMPILED)
}


def table(rounds: Rounds) -> list[str]:
    """Return the table of all peers in all places."""
    rows: list[Sequence[str]] = [
        (
            "Same contacts for all",
            "contacts",
            "contacts/s",
            "x tutorial",
            "MB",
            "compiled is",
            "target",
            "",
        )
    ]
    for place, words in PLACES.items():
        rows.append((words,))
        rows += [_row(rounds, place, peer) for peer in PEERS]
        if place in LINES:
            rows.append(_with_draws(rounds, place))
    return laid_out(rows)


def _row(rounds: Rounds, place: str, peer: str) -> list[str]:
    name, ours, tutorial = f"{place}-{peer}", f"{place}-{COMPILED}", f"{place}-{TUTORIAL}"
    words = f"  {PEERS[peer]}"
    if name not in ROWS:
        return [words, *"-----"]
    row = [
        words,
        f"{rounds.first(name).contacts:,}",
        f"{rounds.per_s(name):,.0f}",
        f"{rounds.ratio(name, tutorial):,.1f}" if tutorial in ROWS else "-",
        f"{rounds.peak_mb(name):.0f}",
        f"{rounds.ratio(ours, name):,.1f} x",
    ]
    if peer == TUTORIAL:
        target = Target(TO_TUTORIAL)
        row += [f"{target.value:.0f} x", target.verdict(rounds.ratio(ours, name))]
    return row


def _with_draws(rounds: Rounds, place: str) -> list[str]:
    """Count the draws of ours, though the tutorial got its calls for nothing."""
    ours = f"{place}-{COMPILED}"
    ratio = rounds.ratio(ours, f"{place}-{TUTORIAL}", "with draws")
    speed = rounds.per_s(ours, "with draws")
    return ["    its draws counted", "", f"{speed:,.0f}", f"{ratio:,.1f}"]
