"""The work behind the trade-off: schedules searched, proved and weighed in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from crewline.charts.weighed import Weighed
from crewline.ui.work.task import Task, Tell
from crewline.ui.work.tasks import contacts, scenario_content
from crewline.words.words import N_
from scenarios.load import Loaded
from scenarios.studies.options import RunOptions

if TYPE_CHECKING:
    from scenarios.planning.frontier.frontier import Asked, Found, Frontier
    from scenarios.planning.frontier.points import Point
    from scenarios.planning.proof.trial import Effort

#: The targets as they are, among the levels.
OWN: Final = "own"


@dataclass(frozen=True)
class Pains:
    """How hard schedules are searched: see `scenarios.planning.proof.trial.Effort`."""

    time_s: float
    gap: float
    rounds: int
    replications: int
    fresh: int
    growth: int
    confirmations: int
    trims: int

    @property
    def most_steps(self) -> int:
        """How many schedules are made and simulated for a point at most, about."""
        return self.rounds + self.trims + 2 * self.confirmations


PAINS: Final[Mapping[str, Pains]] = MappingProxyType(
    {
        "quick": Pains(5, 0.01, 2, 10, 20, 1, 1, 2),
        "usual": Pains(15, 0.005, 4, 20, 40, 2, 3, 6),
        "thorough": Pains(60, 0.001, 8, 20, 60, 4, 5, 10),
    }
)

#: Searches of a step, and contacts simulated in a second, as far as that can be told beforehand.
_SEARCHES: Final = 1.5
_CONTACTS_PER_S: Final = 50_000

#: Of all the work, what the points take; the rest are the small changes.
_OF_POINTS: Final = 0.85


@dataclass(frozen=True)
class FrontierTask(Task[Weighed]):
    """Cost against service of a scenario: of the centre, or of a line.

    `levels` are texts as `--targets` takes them. Finished points are kept in `folder`, from where
    the same task goes on; it makes no difference to the result.
    """

    loaded: Loaded
    line: str | None
    levels: tuple[str, ...]
    pains: str
    seed: int | None
    folder: str = ""

    @property
    def content(self) -> str:
        """The scenario, the decisions, and how hard they are searched."""
        said = (self.line, self.levels, sorted(asdict(PAINS[self.pains]).items()), self.seed)
        return f"{scenario_content(self.loaded)}\0{said}"

    @property
    def size(self) -> float:
        """About how much is searched and simulated: the seconds of searches at most."""
        pains = PAINS[self.pains]
        simulated = contacts(self.loaded) * pains.replications / _CONTACTS_PER_S
        return len(self.levels) * pains.most_steps * (_SEARCHES * pains.time_s + simulated)

    def carry_out(self, tell: Tell) -> Weighed:
        """Find every point that is not there yet, and weigh small changes of the chosen one."""
        from scenarios.planning.frontier.frontier import frontier
        from scenarios.planning.frontier.standing import point_as_it_is
        from sim.kpis.ready import prepare

        prepare(on_compile=tell.compiling)
        progress = _Progress(tell, len(self.levels))
        options = RunOptions(
            replications=self._pains.fresh,
            seed=self.seed,
            jobs=1,
            on_progress=lambda _, done, planned: progress.simulating(done / planned),
        )
        today = point_as_it_is(self.loaded, options, self.line)
        asked = replace(self._asked(), options=options)
        found = frontier(
            self.loaded, asked, self._prover(progress), Path(self.folder), progress.on_point
        )
        return Weighed(found, today, _texts(found), len(asked.decisions))

    def so_far(self) -> Weighed:
        """Return the points that are finished; quick, and nothing is searched."""
        from scenarios.planning.frontier.frontier import kept_frontier

        asked = self._asked()
        found = kept_frontier(self.loaded, asked, Path(self.folder))
        return Weighed(found, None, _texts(found), len(asked.decisions))

    @property
    def _pains(self) -> Pains:
        return PAINS[self.pains]

    def _asked(self) -> Asked:
        from scenarios.planning.frontier.decisions import decisions
        from scenarios.planning.frontier.frontier import Asked

        return Asked(
            decisions=decisions(self.loaded.scenario, ",".join(self.levels)),
            options=RunOptions(replications=self._pains.fresh, seed=self.seed, jobs=1),
            line=self.line,
            solving=asdict(self._pains),
        )

    def _effort(self, progress: _Progress) -> Effort:
        from optimize.schedule import Limits
        from scenarios.planning.proof.trial import Effort

        plain: dict[str, Any] = asdict(self._pains)
        limits = Limits(plain.pop("time_s"), plain.pop("gap"))
        return Effort(**plain, jobs=1, limits=limits, compares=False, on_progress=progress.on_step)

    def _prover(self, progress: _Progress) -> Any:
        from scenarios.planning.frontier.prover import found_of
        from scenarios.planning.proof.proof import prove

        effort = self._effort(progress)
        planned = self._pains.most_steps

        def proved(loaded: Loaded) -> Found:
            return found_of(prove(loaded, effort, lambda _: progress.on_round(planned)))

        return proved


class _Progress:
    """How far a frontier is, told as points, and schedules within a point, are finished."""

    def __init__(self, tell: Tell, points: int) -> None:
        self._tell = tell
        self._points = points
        self._done = 0
        self._within = 0.0
        self._weighed = 0

    def on_point(self, number: int, of: int, point: Point, was_there: bool) -> None:
        """Hear that a point is finished."""
        self._points, self._done, self._within = of, number, 0.0
        self._say(N_("Schedule {number} of {count} is there"))

    def on_round(self, planned: int) -> None:
        """Hear that a schedule was simulated on the way to a point."""
        self._within = min(self._within + 1 / planned, 0.95)

    def on_step(self, what: str, done: int, planned: int) -> None:
        """Hear what is being done for a point."""
        if what == "schedule":
            self._say(N_("Schedule {number} of {count}: searching"))
        else:
            self._say(N_("Schedule {number} of {count}: simulating"))

    def simulating(self, share: float) -> None:
        """Hear of a simulation that is not on the way to a point: today's, a small change."""
        if self._done < self._points:
            self._say(N_("Schedule {number} of {count}: simulating"))
        else:
            # How many changes there are is found on the way: each takes an eighth of what is left.
            left = (1 - _OF_POINTS) * (7 / 8) ** (self._weighed + share)
            self._weighed += share >= 1
            self._tell(1 - left, N_("Weighing one more of each thing"))

    def _say(self, text: str) -> None:
        share = _OF_POINTS * (self._done + self._within) / max(self._points, 1)
        number = min(self._done + 1, self._points)
        self._tell(min(share, _OF_POINTS), text, number=number, count=self._points)


def _texts(found: Frontier) -> tuple[str | None, ...]:
    """Return the scheduled scenarios as YAML, so that they outlive the folder."""
    return tuple(None if file is None else file.read_text("utf-8") for file in found.schedules)
