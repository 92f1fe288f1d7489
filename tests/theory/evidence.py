"""Replications of a centre, and what they say for or against a figure.

**False alarms.** Every figure is compared inside a t interval over independent replications, whose
confidence is such that all FIGURES comparisons of this folder together would raise a false alarm
with probability 1e-4 (Bonferroni), were the seeds drawn anew. Replications are independent days,
so that waits that depend on each other do no harm; they are many and long enough for their sums to
be nearly normal. Where the figure itself was simulated, its own error is added in quadrature.

**Power.** An interval that is wide enough holds anything, so each comparison also states how
sharp it must be: half the interval's width may not exceed `sharp` x figure. A theory that is
wrong by more than twice that is refused whatever is drawn.

**Steady states** are started in the steady state: the calls in the centre at time 0 are drawn
from the exact distribution, which is possible because what is left of an exponential time is
exponential. Nothing is biased by the start, and no warm-up has to be guessed. Where this is not
possible, a warm-up of many relaxation times is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.engines.choice import Engine
from sim.kpis.counts import GroupCount, QueueCount
from sim.kpis.definitions import KPIS, Kpi, Scope, Unit
from sim.kpis.estimates import Estimate, ratio_of_means
from sim.kpis.tally import Tally

#: The comparisons in this folder, on both engines, are fewer than this; together they alarm falsely
#: once in 10,000.
FIGURES: Final = 600
ALARM: Final = 1e-4 / FIGURES

#: Where a figure comes from, unless a formula is named.
CHAIN: Final = "Markov chain, solved"
PEER: Final = "another simulator"

#: Which intervals count.
Intervals = slice | NDArray[np.int64]


def of_calls(name: str, *top: QueueCount, bottom: tuple[tuple[QueueCount, float], ...]) -> Kpi:
    """Return a figure of our own."""
    return Kpi(name, Unit.SHARE, Scope.QUEUE, name, tuple((count, 1.0) for count in top), bottom)


_ACCEPTED = ((QueueCount.OFFERED, 1.0), (QueueCount.BLOCKED, -1.0))
_OFFERED = ((QueueCount.OFFERED, 1.0),)
WAIT_OF_ACCEPTED = of_calls("wait of accepted", QueueCount.WAIT_S, bottom=_ACCEPTED)
SL_OF_ACCEPTED = of_calls("SL of accepted", QueueCount.ANSWERED_WITHIN, bottom=_ACCEPTED)
ABANDONED_WITHIN = of_calls("abandoned in T", QueueCount.ABANDONED_WITHIN, bottom=_OFFERED)
#: Handling over time on duty: what overtime adds is not in the denominator.
BUSY = Kpi(
    "busy",
    Unit.SHARE,
    Scope.GROUP,
    "handling / on duty",
    tuple(
        (count, 1.0)
        for count in (
            GroupCount.TALK_S,
            GroupCount.HOLD_S,
            GroupCount.HANDOVER_S,
            GroupCount.WRAP_UP_S,
        )
    ),
    ((GroupCount.ON_DUTY_S, 1.0),),
)


@dataclass(frozen=True)
class Sample:
    """How much to simulate, and how: about `calls` calls in all."""

    engine: Engine
    calls: int
    replications: int
    seed: int
    audited: bool = True  # the auditor sees the first replication

    @property
    def calls_each(self) -> float:
        """Calls a replication."""
        return self.calls / self.replications


@dataclass(frozen=True)
class Evidence:
    """Tallies of independent replications, and who was answered at once.

    `at_once` holds numbers of shape (1 + queues, intervals), row 0 the centre. `gauged` are figures
    read off the legs of each replication: numerators and denominators.
    """

    tallies: Sequence[Tally]
    at_once: Sequence[NDArray[np.float64]]
    counted: Intervals
    gauged: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    contacts: int = 0

    def estimate(
        self, kpi: Kpi | str, row: int = 0, intervals: Intervals | None = None
    ) -> Estimate:
        """Estimate a figure over the counted intervals, as a ratio of means."""
        chosen = KPIS[kpi] if isinstance(kpi, str) else kpi
        parts = [chosen.parts(tally) for tally in self.tallies]
        return self._ratio([part[0] for part in parts], [part[1] for part in parts], row, intervals)

    def not_waiting(self, row: int = 0, intervals: Intervals | None = None) -> Estimate:
        """Estimate the share of the offered that are answered at once."""
        offered = [tally.queues[:, :, QueueCount.OFFERED] for tally in self.tallies]
        return self._ratio(self.at_once, offered, row, intervals)

    def gauge(self, name: str) -> Estimate:
        """Estimate a figure that was read off the legs, as a ratio of means."""
        top, bottom = np.array(self.gauged[name]).T
        return ratio_of_means(top, bottom, 1 - ALARM).at()

    def calls(self, row: int = 0) -> int:
        """Return how many calls were offered in the counted intervals."""
        span = self.counted
        return round(sum(t.queues[row, span, QueueCount.OFFERED].sum() for t in self.tallies))

    def _ratio(
        self,
        tops: Sequence[NDArray[np.float64]],
        bottoms: Sequence[NDArray[np.float64]],
        row: int,
        intervals: Intervals | None,
    ) -> Estimate:
        span = self.counted if intervals is None else intervals
        top = np.array([each[row, span].sum() for each in tops])
        bottom = np.array([each[row, span].sum() for each in bottoms])
        return ratio_of_means(top, bottom, 1 - ALARM).at()


@dataclass(frozen=True)
class Comparison:
    """A figure as it should be, and as it was found.

    `theirs` is the standard error of a figure that was itself simulated; `rounding` half a unit of
    its last digit. Waits, queues and rare events are `loose`: they need more calls for one
    precision than shares of order one.
    """

    figure: str
    theory: float
    source: str
    found: Estimate
    theirs: float = 0.0
    rounding: float = 0.0
    loose: bool = False

    @property
    def reach(self) -> float:
        """How far the two may be apart."""
        z = float(stats.norm.isf(ALARM / 2))
        return math.hypot(self.found.half_width, z * self.theirs) + self.rounding

    @property
    def holds(self) -> bool:
        return abs(self.found.value - self.theory) <= self.reach

    @property
    def sharpness(self) -> float:
        """Half the width that is allowed, as a share of the figure."""
        return self.reach / self.theory

    @property
    def errors_off(self) -> float:
        """How many standard errors the two are apart."""
        return (self.found.value - self.theory) / math.hypot(self.found.se, self.theirs)

    def __str__(self) -> str:
        return (
            f"{self.figure}: simulated {self.found.value:.6g}, expected {self.theory:.6g}"
            f" +- {self.reach:.2g} ({self.source})"
        )


def exact(
    figure: str, theory: float, found: Estimate, *, loose: bool = False, source: str = CHAIN
) -> Comparison:
    return Comparison(figure, theory, source, found, loose=loose)


def simulated(
    figure: str,
    theory: float,
    found: Estimate,
    interval: tuple[float, float],
    digit: float = 0.0,
    *,
    loose: bool = False,
) -> Comparison:
    """Compare with what another simulator found: its 95 % interval, its last digit."""
    theirs = (interval[1] - interval[0]) / 2 / float(stats.norm.ppf(0.975))
    return Comparison(figure, theory, PEER, found, theirs, digit / 2, loose)


@dataclass(frozen=True)
class Findings:
    """What a case came to: its comparisons, and the calls that were simulated for them."""

    comparisons: Sequence[Comparison]
    calls: int


@dataclass(frozen=True)
class Case:
    """A system with known figures, and how much of it is simulated on the compiled engine."""

    name: str
    run: Callable[[Sample], Findings]
    seed: int
    calls: int = 1_000_000
    replications: int = 100

    @property
    def compiled(self) -> Sample:
        return Sample(Engine.COMPILED, self.calls, self.replications, self.seed)

    def reference(self, calls: int = 20_000, replications: int = 40) -> Sample:
        """Return a small sample for the reference engine, of other random numbers."""
        return Sample(Engine.REFERENCE, calls, replications, self.seed + 10_000)
