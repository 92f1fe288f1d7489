"""The simulations behind the page: the same days, ordinary, with and without what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crewline.ui.draft.draft import Draft
from crewline.ui.work.task import Task, Tell
from crewline.ui.work.tasks import contacts, scenario_content
from crewline.words.words import N_
from scenarios.load import Loaded
from scenarios.studies.emergency.arms import LESS, ORDINARY, WITH, WITHOUT, written_actions
from scenarios.studies.emergency.emergency import Emergency, emergency
from scenarios.studies.options import RunOptions

#: What is said of the days under way.
_TELLING: Final = {
    ORDINARY: N_("The ordinary day: {done} of {planned}"),
    WITHOUT: N_("Without playbooks: {done} of {planned}"),
    WITH: N_("With playbooks: {done} of {planned}"),
}
_LEAVING_OUT: Final = N_("Leaving out action {number} of {actions}: {done} of {planned}")


@dataclass(frozen=True)
class EmergencyTask(Task[Emergency]):
    """Simulate a scenario with and without its playbooks, and less each of their actions.

    `worth` is what a contact kept is worth, None where nobody says so.
    """

    loaded: Loaded
    replications: int
    seed: int | None = None
    worth: float | None = None

    @classmethod
    def of(cls, draft: Draft, worth: float | None = None) -> EmergencyTask:
        """Return the task of a draft. Raises BadInput."""
        return cls(draft.loaded(), draft.replications, draft.seed, worth)

    @property
    def content(self) -> str:
        """The scenario, how often, with which seed, and what a contact is worth."""
        asked = (self.replications, self.seed, self.worth)
        return "\0".join((scenario_content(self.loaded), *map(str, asked)))

    @property
    def size(self) -> float:
        """About how many first attempts are simulated, where every action takes effect."""
        return contacts(self.loaded) * self.replications * self.arms

    @property
    def arms(self) -> int:
        """How many ways the days are simulated in, at most."""
        scenario = self.loaded.scenario
        return 2 + bool(scenario.disruptions) + len(written_actions(scenario))

    def carry_out(self, tell: Tell) -> Emergency:
        """Simulate all of it, and make the tables."""
        seen: list[str] = []
        actions = len(written_actions(self.loaded.scenario))

        def report(label: str, done: int, planned: int) -> None:
            if label not in seen:
                seen.append(label)
            share = (len(seen) - 1 + done / planned) / self.arms
            values = {"done": done, "planned": planned}
            if label.startswith(LESS):
                number = sum(one.startswith(LESS) for one in seen)
                tell(share, _LEAVING_OUT, number=number, actions=actions, **values)
            else:
                tell(share, _TELLING[label], **values)

        options = RunOptions(
            replications=self.replications,
            seed=self.seed,
            jobs=1,
            on_progress=report,
            on_compile=tell.compiling,
        )
        found = emergency(self.loaded, options, worth=self.worth, timeline=True, bare=True)
        _ = found.outcomes, found.recovery, found.events, found.earned, found.left_undone
        return found
