"""How scenarios are to be simulated: what a user may ask for beside the scenario itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.schema.scenario import Scenario
from scenarios.studies.precision import CAP, HalfWidth, half_width_of
from scenarios.units import MAX_WHOLE, one_of
from scenarios.yaml_file import shown
from sim.engines.choice import Engine

#: How many replications a study has unless told otherwise.
REPLICATIONS: Final = 20

#: Hears of a study's label, the replications done, and how many are planned at present.
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunOptions:
    """What holds for all scenarios of a run, a comparison or a sweep; None leaves it to us.

    With `precision` (a half-width with its unit, `"0.5 %"` or `"2 s"`) a study goes on until every
    target of that unit is known so well (see `scenarios.studies.precision`), at most `replications`
    times (200 unless given). Without, it runs `replications` times (20 unless given). `seed` takes
    the place of the scenario's. `jobs` is how many replications are simulated at a time, all of the
    machine's processors unless given; the result is the same for one or many, by either `engine`.
    `on_compile` hears that an engine must be compiled first, before the wait begins.
    """

    replications: int | None = None
    precision: str | None = None
    jobs: int | None = None
    seed: int | None = None
    engine: Engine = Engine.AUTO
    on_progress: OnProgress | None = None
    on_compile: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        """Raise BadInput with everything that is no such thing."""
        faults = set(self._faults())
        if faults:
            raise BadInput(faults)

    @cached_property
    def half_width(self) -> HalfWidth | None:
        """The precision that was asked, read; None where none was."""
        return None if self.precision is None else half_width_of(self.precision)

    @property
    def most_replications(self) -> int:
        """How many replications to run; with a precision, at most."""
        if self.replications is None:
            return REPLICATIONS if self.precision is None else CAP
        return self.replications

    def seeded(self, scenario: Scenario) -> Scenario:
        """Return a scenario with the seed that was asked, or its own."""
        if self.seed is None:
            return scenario
        return scenario.model_copy(update={"seed": self.seed})

    def report(self, label: str, done: int, planned: int) -> None:
        """Tell of progress, if anybody wants to hear of it."""
        if self.on_progress is not None:
            self.on_progress(label, done, planned)

    def _faults(self) -> Iterator[Fault]:
        least = 1 if self.precision is None else 2
        if self.replications is not None and self.replications < least:
            words = f"at least {least}" + (" with --precision" if least > 1 else "")
            yield Fault("command line", 0, "--replications", shown(self.replications), words)
        if self.jobs is not None and self.jobs < 1:
            yield Fault("command line", 0, "--jobs", shown(self.jobs), "at least 1")
        if self.seed is not None and not 0 <= self.seed <= MAX_WHOLE:
            words = f"a whole number from 0 to {MAX_WHOLE}"
            yield Fault("command line", 0, "--seed", shown(self.seed), words)
        try:
            _ = self.half_width
        except BadInput as bad:
            yield from bad.faults


def engine_of(name: str) -> Engine:
    """Return the engine of a name. Raises BadInput where it is none."""
    names = [engine.value for engine in Engine]
    if name not in names:
        words = one_of("engines", name, names)
        raise BadInput([Fault("command line", 0, "--engine", shown(name), words)])
    return Engine(name)
