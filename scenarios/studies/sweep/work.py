"""The work on one cell: replications of a scenario that comes as a text, to the numbers kept.

A task holds all that its result depends on, so it may be done in any process of any machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import numpy as np

from scenarios.build import centre, service_clock
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import weights_of
from scenarios.studies.sweep.kept import Kept, Layout
from sim.engines.choice import Engine
from sim.kpis.definitions import kpis
from sim.kpis.features import features_of
from sim.kpis.tally import tally

#: What must be the same everywhere for the numbers to be the same.
PARTS: Final = ("crewline", "numpy", "scipy", "numba")


@dataclass(frozen=True)
class Task:
    """Replications `first` to `first + number - 1` of a cell, by the program's own `version`."""

    digest: str
    scenario: str
    first: int
    number: int
    engine: Engine
    version: str


class CrewLost(Exception):  # noqa: N818  (an event, and a sentence)
    """Raised where nobody is left to work, or the same cell ends whoever works on it."""


class OtherVersion(CrewLost):
    """Raised where a task comes from another version of the program than works on it."""


def own_version() -> str:
    """Return the version of the program that runs."""
    return version("crewline")


def versions_of_parts(parts: tuple[str, ...] = PARTS) -> dict[str, str]:
    """Return the versions of what the numbers depend on, as they are installed here."""
    versions = {}
    for part in parts:
        try:
            versions[part] = version(part)
        except PackageNotFoundError:
            versions[part] = "none"
    return versions


def listed(versions: Mapping[str, str]) -> str:
    """Return versions as words."""
    return ", ".join(f"{part} {number}" for part, number in versions.items())


_versions_here: Final = cache(versions_of_parts)  # what is installed under a worker stays


def simulate_alike(task: Task, versions: Mapping[str, str]) -> Kept:
    """Return the numbers of a task where this machine has the versions that it is to have.

    Raises OtherVersion: a worker that joins late has not been asked before.
    """
    if versions != _versions_here():
        raise OtherVersion(
            f"A worker has {listed(_versions_here())}, the sweep {listed(versions)}; they must be"
            " the same. Finished cells are kept, and the same command goes on."
        )
    return simulate(task)


def simulate(task: Task) -> Kept:
    """Return the numbers of a task's replications. Raises OtherVersion."""
    if task.version != own_version():
        raise OtherVersion(
            f"A worker has crewline {own_version()}, the sweep {task.version}; they must be the"
            " same. Finished cells are kept, and the same command goes on."
        )
    scenario = Scenario.model_validate_json(task.scenario)
    built, clock = centre(scenario), service_clock(scenario)
    features = features_of(built.floor, built.plan)
    layout, every = Layout.of(scenario, features), kpis(weights_of(scenario)).values()
    numbers = np.empty((task.number, layout.width))
    for row in range(task.number):
        contacts = built.contacts(scenario.seed, task.first + row)
        outcomes = built.run(contacts, task.engine)
        counted = tally(outcomes, built, contacts.absent, clock)
        del outcomes  # so that two replications' legs are never held at a time
        numbers[row] = layout.reduced(counted, every)
    return Kept(layout, numbers)
