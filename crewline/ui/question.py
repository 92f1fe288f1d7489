"""A question to the simulation: which scenario, what is changed, how often, with which seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from crewline import __version__
from crewline.ui.changes import Changes
from scenarios.load import Loaded


@dataclass(frozen=True)
class Question:
    """What is to be simulated: the scenario as chosen, and as changed where it is."""

    plain: Loaded
    changed: Loaded | None
    changes: Changes
    replications: int
    seed: int

    @property
    def asked(self) -> Loaded:
        """The scenario that the question is about."""
        return self.plain if self.changed is None else self.changed

    @property
    def wanted(self) -> tuple[Loaded, ...]:
        """All that has to be simulated, the unchanged scenario first."""
        return (self.plain,) if self.changed is None else (self.plain, self.changed)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """For each wanted scenario what tells its study from every other: its whole content."""
        return tuple(self._key(loaded) for loaded in self.wanted)

    def contacts(self, loaded: Loaded) -> float:
        """Return about how many first attempts a study of `loaded` simulates."""
        scenario = loaded.scenario
        counted = sum(float(scenario.volumes(queue).sum()) for queue in scenario.queues)
        with_warm_up = 1 + scenario.warm_up_intervals / scenario.intervals
        return counted * with_warm_up * self.replications

    def _key(self, loaded: Loaded) -> str:
        # The variant's name is no part of the content, and yet of the study: in its label.
        parts = (
            __version__,
            loaded.variant or "",
            str(self.seed),
            str(self.replications),
            loaded.scenario.model_dump_json(),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
