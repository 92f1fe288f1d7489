"""A decision as a value: the options, what each costs and delivers, and how sure that is.

Nothing here is in words: `crewline.reports.page` says it in the reader's language.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from scenarios.faults import Fault
from scenarios.planning.frontier.points import Series
from scenarios.schema.scenario import Scenario
from scenarios.schema.target import Target
from sim.kpis.compare import Direction
from sim.kpis.targets import Verdict

#: What options are weighed by: money, contacts lost, and the share answered in time.
COST: Final = "cost"
LOST: Final = "lost"
SERVICE: Final = "SL3"
MEASURES: Final = (COST, LOST, SERVICE)


class Kind(StrEnum):
    """What a decision was made from."""

    RUN = "run"
    COMPARE = "compare"
    SWEEP = "sweep"
    SCHEDULE = "schedule"
    FRONTIER = "frontier"
    PLAYBOOK = "playbook"


@dataclass(frozen=True)
class Known:
    """A figure with the interval of its mean; a bound is NaN where it is not known."""

    value: float
    low: float = math.nan
    high: float = math.nan

    @property
    def is_told(self) -> bool:
        """Whether there is a figure at all."""
        return math.isfinite(self.value)


@dataclass(frozen=True)
class Gap:
    """A figure less another's, with the interval of the difference, and whether it is real.

    `paired` says that both are of the same random days; other intervals are wider.
    """

    value: float
    low: float
    high: float
    direction: Direction
    paired: bool = True

    @property
    def is_real(self) -> bool:
        """Whether chance is no explanation."""
        return self.direction in {Direction.HIGHER, Direction.LOWER}


@dataclass(frozen=True)
class Promise:
    """A line's target and how it fared: `value` in its worst period, `days` the share that keep.

    `days` is the chance that a day meets the target, with its interval.
    """

    line: str
    target: Target
    verdict: Verdict
    holds: bool
    value: Known
    days: Known


@dataclass(frozen=True)
class Paid:
    """What a group is paid over the counted days: hours, and wages with all premiums."""

    group: str
    title: str
    hours: float
    wage_per_h: float
    wages: float

    @property
    def premium(self) -> float:
        """Premiums as a share of the plain wage; 0 where there is no wage."""
        plain = self.hours * self.wage_per_h
        return self.wages / plain - 1 if plain > 0 else 0.0


@dataclass(frozen=True)
class Spread:
    """How single days differ: one in ten is below `low`, one in ten above `high`."""

    low: float
    high: float


@dataclass(frozen=True)
class Option:
    """One thing that could be done.

    `label` names it as the command line does, `title` is what its author calls it. `applied` are
    overrides, events and settings as they were written; `scenario` is what was simulated, None
    where that is not on disk. `figures` and `gaps` (to the present option) are by KPI; `spreads`
    tell how days differ, `series` the replications, where they are known. `promised` and `kept`
    count the targets: of a schedule that is not in the results itself they are all that is known.
    """

    label: str
    title: str = ""
    applied: tuple[str, ...] = ()
    scenario: Scenario | None = None
    circumstances: str = ""
    figures: Mapping[str, Known] = field(default_factory=dict)
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    promised: int = 0
    kept: int = 0
    paid: tuple[Paid, ...] = ()
    seed: int | None = None
    replications: int = 0
    is_simulated: bool = True
    role: str = ""
    warnings: tuple[Fault, ...] = ()

    def figure(self, kpi: str) -> Known:
        """Return a figure; one that is not told where there is none."""
        return self.figures.get(kpi, Known(math.nan))

    @property
    def verdict(self) -> Verdict | None:
        """What can be said of all its promises together; None where there is none, or no word."""
        verdicts = {promise.verdict for promise in self.promises}
        if not verdicts:
            return None
        for worst in (Verdict.MISSED, Verdict.CANNOT_TELL):
            if worst in verdicts:
                return worst
        return Verdict.MET

    @property
    def weakest(self) -> Promise | None:
        """The promise that the fewest days keep."""
        told = [promise for promise in self.promises if promise.days.is_told]
        return min(told, key=lambda promise: promise.days.value, default=None)


class Reason(StrEnum):
    """Why an option is recommended, or none is."""

    KEEPS_ALL = "keeps all promises, at the least cost"
    BEATS = "costs no more and serves better"
    ACTIONS_EARN = "what it keeps is worth more than it costs"
    CHOSEN = "the cheapest point that keeps all promises"
    TIED = "several keep all promises, and their costs cannot be told apart"
    UNSURE = "whether promises are kept cannot be told"
    NONE_KEEPS = "none keeps all promises"
    TRADE = "one costs more and serves better: a matter of what a contact is worth"
    NOTHING_PROMISED = "nothing is promised, and none is better in all"
    NO_COSTS = "no wages are given, so costs cannot be compared"
    ALONE = "there is but one"
    NO_SCHEDULE = "there is no schedule"


@dataclass(frozen=True)
class Advice:
    """What the figures say of options on the same days: numbers of options.

    `among` are those that may be chosen from, `chosen` the one to take, None where the figures do
    not tell; `rivals` are those that cannot be told from each other. `gaps` are the differences of
    the others to the first of `among`, by number.
    """

    among: tuple[int, ...]
    chosen: int | None
    reason: Reason
    rivals: tuple[int, ...] = ()
    gaps: Mapping[int, Mapping[str, Gap]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A step of the bridge from Erlang to the proved schedule: `key` as `bridge.WORDS` has it."""

    key: str
    hours: float
    cost: float


@dataclass(frozen=True)
class Price:
    """What one more percentage point of service costs from one option to another, with bounds.

    `high` is infinite where the other may serve no better.
    """

    start: int
    end: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Earned:
    """What an action of a playbook was good for beside all others; `action` in English words.

    An empty action stands for all of them together.
    """

    action: str
    kept: Known
    paid: Known
    gain: Known
    word: str


@dataclass(frozen=True)
class Decision:
    """A question with its options, the first of which is the present one.

    `costs` is the KPI that stands for cost: "cost" of the centre, or "wages" alone where no more
    is known. `worth` is what a contact kept is worth, None where nobody said so. `warnings` are
    what is doubtful about the scenarios, `notes` English sentences of lower floors.
    """

    kind: Kind
    question: str
    options: tuple[Option, ...]
    advice: tuple[Advice, ...]
    currency: str
    confidence: float
    days: int
    versions: Mapping[str, str]
    engine: str = ""
    costs: str = COST
    service: str = SERVICE
    worth: float | None = None
    warnings: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    bridge: tuple[Step, ...] = ()
    prices: tuple[Price, ...] = ()
    earned: tuple[Earned, ...] = ()
    left_out: int = 0
    outcome: str = ""

    @property
    def present(self) -> Option:
        """The option that the others are compared with."""
        return self.options[0]

    @property
    def tells_costs(self) -> bool:
        """Whether the cost of any option is known."""
        return any(option.figure(self.costs).is_told for option in self.options)

    @property
    def same_days(self) -> bool:
        """Whether all differences are of the same random days."""
        return all(gap.paired for option in self.options for gap in option.gaps.values())

    @property
    def is_planned(self) -> bool:
        """Whether options are compared by their plans alone, in which there is no chance."""
        return self.costs != COST

    @property
    def same_seed(self) -> bool:
        """Whether all that was simulated met the same random days."""
        seeds = {option.seed for option in self.options if option.replications}
        return len(seeds) == 1

    @property
    def unpaired(self) -> bool:
        """Whether some options, the first aside, cannot be compared by pairs of random days."""
        others = [option for option in self.options[1:] if option.replications]
        return len(others) > 1 and any(not self._series_told <= set(each.series) for each in others)

    @property
    def _series_told(self) -> set[str]:
        """What options are weighed by, of what this decision tells."""
        weighed = {self.costs, LOST, self.service}
        return {kpi for kpi in weighed if any(kpi in each.gaps for each in self.options)}

    @property
    def situations(self) -> tuple[tuple[int, ...], ...]:
        """The options by what befalls them: what brings other customers is no choice."""
        found: dict[str, list[int]] = {}
        for number, option in enumerate(self.options):
            found.setdefault(option.circumstances, []).append(number)
        return tuple(map(tuple, found.values()))
