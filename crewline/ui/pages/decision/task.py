"""The work behind the page: options on the same random days, made into a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crewline.ui.work.task import Task, Tell
from crewline.ui.work.tasks import contacts, scenario_content
from crewline.words.words import N_
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded

if TYPE_CHECKING:
    from crewline.reports import Decision
    from scenarios.studies.study import Study


@dataclass(frozen=True)
class DecisionTask(Task["Decision"]):
    """Simulate options on the same random days, the first of them the present one.

    All take the seed of the first unless given one.
    """

    loaded: tuple[Loaded, ...]
    replications: int
    seed: int | None = None

    @property
    def content(self) -> str:
        """The scenarios, how often and with which seed; what was set is in the reports."""
        described = (scenario_content(one) for one in self.loaded)
        applied = ("\1".join(one.applied) for one in self.loaded)
        return "\0".join((*described, *applied, str(self.replications), str(self.seed)))

    @property
    def size(self) -> float:
        """About how many first attempts are simulated."""
        return sum(contacts(one) for one in self.loaded) * self.replications

    def carry_out(self, tell: Tell) -> Decision:
        """Simulate one after the other, and weigh them. Raises BadInput."""
        from crewline.reports import decision_of_studies

        refuse_unlike(self.loaded)
        return decision_of_studies([self._study(at, tell) for at in range(len(self.loaded))])

    def _study(self, at: int, tell: Tell) -> Study:
        from scenarios.studies.options import RunOptions
        from scenarios.studies.study import study

        count = len(self.loaded)

        def report(_: str, done: int, planned: int) -> None:
            tell(
                (at + done / planned) / count,
                N_("Option {number} of {count}: replication {done} of {planned}"),
                number=at + 1,
                count=count,
                done=done,
                planned=planned,
            )

        options = RunOptions(
            replications=self.replications,
            seed=self.loaded[0].scenario.seed if self.seed is None else self.seed,
            jobs=1,
            on_progress=report,
            on_compile=tell.compiling,
        )
        return study(self.loaded[at], options)


def refuse_unlike(loaded: tuple[Loaded, ...]) -> None:
    """Raise BadInput where options have other money, days or confidence than the first."""
    first = loaded[0].scenario
    faults = [
        Fault(one.source, 0, field, str(getattr(one.scenario, field)), str(getattr(first, field)))
        for one in loaded[1:]
        for field in ("currency", "days", "confidence")
        if getattr(one.scenario, field) != getattr(first, field)
    ]
    if faults:
        raise BadInput(faults)
