"""Measuring: steps timed over repetitions in one process, and what comes of several rounds."""

from __future__ import annotations

import gc
import math
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter, process_time

#: A process repeats what it measures for about so long, slow things once.
FOR_S = 1.0


@dataclass(frozen=True)
class Measurement:
    """What one process found: contacts drawn, legs simulated, seconds by step, peak memory.

    Seconds are medians over repetitions, but for `best_s`, the least CPU seconds: what is left when
    nobody else keeps the machine busy. The peak is that of the process, interpreter and libraries
    included. `figures` are what else was found, by name, such as a cost.
    """

    contacts: int
    legs: int
    cpu_s: dict[str, float]
    wall_s: dict[str, float]
    best_s: dict[str, float]
    peak_mb: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)

    def per_s(self, step: str = "simulate") -> float:
        """Return contacts a CPU second."""
        return self.contacts / self.cpu_s[step]


#: One row of a table at a size: 1 is the full size, less is for trying.
Row = Callable[[float], Measurement]


@dataclass
class Stopwatch:
    """Seconds by step of each repetition so far."""

    cpu_s: list[dict[str, float]] = field(default_factory=list)
    wall_s: list[dict[str, float]] = field(default_factory=list)

    def repeat(self) -> None:
        """Begin another repetition, with a swept floor."""
        gc.collect()
        self.cpu_s.append({})
        self.wall_s.append({})

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; steps may lie within others."""
        wall, cpu = perf_counter(), _cpu_s()
        yield
        self.cpu_s[-1][name] = _cpu_s() - cpu
        self.wall_s[-1][name] = perf_counter() - wall


def repeated(once: Callable[[Stopwatch], tuple[int, int]]) -> Measurement:
    """Return the medians of `once`, which times its steps and returns its contacts and legs."""
    watch, start, sizes = Stopwatch(), perf_counter(), (0, 0)
    while not watch.cpu_s or perf_counter() - start < FOR_S:
        watch.repeat()
        sizes = once(watch)
    return Measurement(
        *sizes,
        cpu_s=_by_step(median, watch.cpu_s),
        wall_s=_by_step(median, watch.wall_s),
        best_s=_by_step(min, watch.cpu_s),
    )


@dataclass(frozen=True)
class Rounds:
    """What rounds found, each by the row's name; a figure is the median of the rounds' figures.

    A ratio is taken within a round, in which both rows were measured one soon after the other.
    """

    found: Sequence[Mapping[str, Measurement]]

    def first(self, name: str) -> Measurement:
        """Return a row of the first round, for what is the same in all."""
        return self.found[0][name]

    def per_s(self, name: str, step: str = "simulate") -> float:
        """Return contacts a CPU second."""
        return median(each[name].per_s(step) for each in self.found)

    def ratio(self, name: str, other: str, step: str = "simulate") -> float:
        """Return how many times as fast as another row, simulating, a row's step is."""
        return median(each[name].per_s(step) / each[other].per_s() for each in self.found)

    def cpu_s(self, name: str, step: str) -> float:
        """Return the CPU seconds of a step."""
        return median(each[name].cpu_s[step] for each in self.found)

    def best_s(self, name: str, step: str) -> float:
        """Return the least CPU seconds of a step in any round."""
        return min(each[name].best_s[step] for each in self.found)

    def wall_s(self, name: str, step: str) -> float:
        """Return the seconds of a step by the clock on the wall."""
        return median(each[name].wall_s[step] for each in self.found)

    def gain(self, name: str, slow: str, fast: str) -> float:
        """Return how many times as long as another a step of the same row takes."""
        return median(each[name].wall_s[slow] / each[name].wall_s[fast] for each in self.found)

    def figure(self, name: str, figure: str) -> float:
        """Return a figure that is no time; not a number where there is none."""
        return median(each[name].figures.get(figure, math.nan) for each in self.found)

    def peak_mb(self, name: str) -> float:
        """Return the peak memory of a row's process."""
        return median(each[name].peak_mb for each in self.found)


def _cpu_s() -> float:
    """Return the CPU seconds of this process so far, and of those that it started and saw end."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _by_step(
    of: Callable[[Iterable[float]], float], repetitions: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    return {step: of(each[step] for each in repetitions) for step in repetitions[0]}
