"""The simulations that several pages ask for."""

from __future__ import annotations

from dataclasses import dataclass

from crewline.charts.answer import Answer
from crewline.ui.draft.draft import Draft
from crewline.ui.work.task import Task, Tell
from crewline.words.words import N_
from scenarios.load import Loaded
from scenarios.studies.comparison import compare
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study


@dataclass(frozen=True)
class AnswerTask(Task[Answer]):
    """Simulate a scenario, and beside it another to tell the difference on the same random days.

    `base` is the unchanged scenario, None where nothing is changed.
    """

    loaded: Loaded
    base: Loaded | None
    replications: int
    seed: int | None = None

    @classmethod
    def of(cls, draft: Draft) -> AnswerTask:
        """Return the task of a draft, beside what it is without its settings. Raises BadInput."""
        loaded, plain = draft.loaded(), draft.plain()
        changed = loaded.scenario != plain.scenario
        return cls(loaded, plain if changed else None, draft.replications, draft.seed)

    @property
    def content(self) -> str:
        """The scenarios, how often and with which seed."""
        both = (self.loaded, self.base)
        described = (scenario_content(one) if one is not None else "" for one in both)
        return "\0".join((*described, str(self.replications), str(self.seed)))

    @property
    def size(self) -> float:
        """About how many first attempts are simulated."""
        both = [one for one in (self.loaded, self.base) if one is not None]
        return sum(contacts(one) for one in both) * self.replications

    def carry_out(self, tell: Tell) -> Answer:
        """Simulate, and compare where there is something to compare with."""
        if self.base is None:
            return Answer(simulated(self.loaded, self, tell, (0.0, 1.0)))
        base = simulated(self.base, self, tell, (0.0, 0.5))
        asked = simulated(self.loaded, self, tell, (0.5, 1.0))
        comparison = compare([base, asked])
        _ = comparison.differences  # made here, so that the page need not wait
        return Answer(asked, comparison)


def simulated(loaded: Loaded, task: AnswerTask, tell: Tell, span: tuple[float, float]) -> Study:
    """Return a study made on one core; `span` is its part of the whole task, from and to."""
    first, last = span

    def report(label: str, done: int, planned: int) -> None:
        share = first + (last - first) * done / planned
        tell(share, N_("Replication {done} of {planned}"), done=done, planned=planned)

    options = RunOptions(
        replications=task.replications,
        seed=task.seed,
        jobs=1,
        on_progress=report,
        on_compile=tell.compiling,
    )
    found = study(loaded, options)
    # Made here, so that the page need not wait.
    _ = found.kpis, found.groups, found.intervals, found.days, found.flows
    return found


def contacts(loaded: Loaded) -> float:
    """Return about how many first attempts one replication simulates."""
    scenario = loaded.scenario
    counted = sum(float(scenario.volumes(queue).sum()) for queue in scenario.queues)
    return counted * (1 + scenario.warm_up_intervals / scenario.intervals)


def scenario_content(loaded: Loaded) -> str:
    """Return all of a scenario, and its variant's name, which is in a study's label."""
    return f"{loaded.variant or ''}\0{loaded.scenario.model_dump_json()}"
