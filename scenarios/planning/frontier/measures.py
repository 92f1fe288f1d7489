"""What a frontier measures service by: the centre's share answered in time, or one line's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.planning.frontier.points import Series
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import Study
from scenarios.units import one_of
from sim.kpis.definitions import KPIS
from sim.kpis.periods import Parts, Period, parts

#: What is counted where a line has no service level of its own as its target.
_USUAL: Final = "SL3"


@dataclass(frozen=True)
class Measure:
    """A service level over the whole horizon: its KPI, and of which line (None: the centre).

    The centre counts each contact of a live line by the T of that line.
    """

    kpi: str
    line: str | None

    @classmethod
    def of(cls, scenario: Scenario, line: str | None) -> Measure:
        """Return what service is measured by; a line's is that of its target.

        Raises BadInput where there is no such line, or nobody waits in it.
        """
        if line is None:
            return cls(_USUAL, None)
        if line not in scenario.queues:
            words = one_of("lines", line, scenario.queues)
            raise BadInput([Fault("command line", 0, "--line", line, words)])
        queue = scenario.queues[line]
        if queue.channel in DEFERRABLE:
            words = f"a line in which somebody waits; {line} is {queue.channel}"
            raise BadInput([Fault("command line", 0, "--line", line, words)])
        is_level = queue.target is not None and queue.target.kpi.startswith("SL")
        return cls(queue.target.kpi if queue.target and is_level else _USUAL, line)

    @property
    def words(self) -> str:
        """What is measured, with its denominator."""
        return f"{self.line or 'centre'}: {self.kpi}, {KPIS[self.kpi].formula}"

    def service(self, study: Study) -> Series:
        """Return the service of a study by replication."""
        row = 0 if self.line is None else 1 + list(study.scenario.queues).index(self.line)
        return _series(parts(KPIS[self.kpi], study.tallies, Period.ALL).row(row))


def cost(study: Study) -> Series:
    """Return the centre's cost of a study by replication: wages and telephony."""
    return _series(parts(study.counted.kpis["cost"], study.tallies, Period.ALL).row(0))


def lost(study: Study) -> Series:
    """Return the centre's share abandoned of a study, by replication."""
    return _series(parts(KPIS["abandonment"], study.tallies, Period.ALL).row(0))


def _series(found: Parts) -> Series:
    return Series(tuple(found.top[:, 0].tolist()), tuple(found.bottom[:, 0].tolist()))
