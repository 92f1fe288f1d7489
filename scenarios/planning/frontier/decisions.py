"""Decisions: target levels, headcounts and sets of shifts, read and laid over a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.planning.frontier.points import Decision
from scenarios.planning.need.promises import with_promises
from scenarios.schema.planning.coverage import CappedCoverage
from scenarios.schema.planning.planning import Planning
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.units import one_of, read_share, read_whole
from scenarios.yaml_file import shown

#: What is looked at where nothing is asked.
USUAL: Final = "own,70%,75%,80%,85%,90%"
#: Each point is a schedule that is solved and proved.
MOST: Final = 100

#: The targets as the scenario has them, among levels.
_OWN: Final = "own"

_A_LEVEL: Final = "own, or service levels above 0 % and below 100 %, such as own,70%,80%,90%"
_A_HEADCOUNT: Final = "numbers of agents from 1 on, such as 100,110,120"
_SOME_SHIFTS: Final = "names of shift patterns, such as full,part"
#: The patterns of the house, where a scenario names none.
_HOUSE: Final = ("full", "part", "night")


def decisions(
    scenario: Scenario,
    targets: str | None = None,
    headcounts: str | None = None,
    shifts: Sequence[str] = (),
) -> tuple[Decision, ...]:
    """Return what is to be decided: every level and every headcount with every set of shifts.

    `targets` and `headcounts` are lists of values (of targets also `own`: as they are), each of
    `shifts` is a set of patterns. With none of them the usual levels are decided on; with shifts
    alone the scenario's own targets hold.

    Raises BadInput with all that cannot be read, or is no pattern of the scenario.
    """
    faults: list[Fault] = []
    levels = _levels(targets, faults)
    counts = _headcounts(headcounts, faults)
    sets: list[tuple[str, ...] | None] = [_shift_set(scenario, each, faults) for each in shifts]
    if targets is None and headcounts is None and not shifts:
        levels = _levels(USUAL, faults)
    ways = [Decision(level=level) for level in levels]
    ways += [Decision(headcount=count) for count in counts]
    found = [
        Decision(way.level, way.headcount, chosen)
        for chosen in sets or [None]
        for way in ways or [Decision()]
    ]
    found = list(dict.fromkeys(found))
    if len(found) > MOST:
        words = f"at most {MOST} decisions; each is a schedule that is solved and simulated"
        faults.append(Fault("command line", 0, "", f"{len(found)}", words))
    if faults:
        raise BadInput(set(faults))
    return tuple(found)


def decided(scenario: Scenario, decision: Decision, line: str | None = None) -> Scenario:
    """Return the scenario as it is where a decision is taken.

    A level is set as that of all service-level targets, or of the one line's; lines without a
    target have the house's usual one. A headcount is the cap of the planning's coverage; shifts are
    those of all groups that are scheduled.
    """
    changed = with_promises(scenario)
    if decision.level is not None:
        queues = {
            name: _aimed(queue, decision.level) if line in {None, name} else queue
            for name, queue in changed.queues.items()
        }
        changed = changed.model_copy(update={"queues": queues})
    planning = changed.planning or Planning()
    if decision.headcount is not None:
        cap = CappedCoverage(headcount=decision.headcount)
        planning = planning.model_copy(update={"coverage": cap})
    if decision.shifts is not None:
        planning = planning.model_copy(update={"groups": _limited(changed, decision.shifts)})
    return changed.model_copy(update={"planning": planning})


def _aimed(queue: Queue, level: float) -> Queue:
    target = queue.target
    if target is None or not target.kpi.startswith("SL"):
        return queue
    return queue.model_copy(update={"target": target.model_copy(update={"level": level})})


def _limited(scenario: Scenario, shifts: tuple[str, ...]) -> dict[str, Any]:
    """Return the planning's groups, with the patterns of each that is not fixed set."""
    planning = scenario.planning or Planning()
    own = {name: planning.group(name) for name in scenario.groups}
    return {
        name: one if one.fixed else one.model_copy(update={"shifts": shifts})
        for name, one in own.items()
    }


def _levels(text: str | None, faults: list[Fault]) -> list[float | None]:
    def read(value: str) -> float | None:
        if value == _OWN:
            return None
        level = read_share(value)
        if not 0 < level < 1:
            raise ValueError
        return level

    return list(_each(text, "--targets", read, _A_LEVEL, faults))


def _headcounts(text: str | None, faults: list[Fault]) -> list[int]:
    def read(value: str) -> int:
        count = read_whole(value)
        if count < 1:
            raise ValueError
        return count

    return list(_each(text, "--headcount", read, _A_HEADCOUNT, faults))


def _each(
    text: str | None, option: str, read: Any, words: str, faults: list[Fault]
) -> Iterator[Any]:
    """Give the values of a list, and remember those that cannot be read."""
    for value in [] if text is None else text.split(","):
        try:
            yield read(value.strip())
        except ValueError:
            faults.append(Fault("command line", 0, option, shown(value) or "nothing", words))


def _shift_set(scenario: Scenario, text: str, faults: list[Fault]) -> tuple[str, ...]:
    """Return a set of patterns, those that the scenario does not have remembered as faults."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        faults.append(Fault("command line", 0, "--shifts", shown(text) or "nothing", _SOME_SHIFTS))
    faults += _strangers(names, _patterns(scenario))
    return names


def _strangers(names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    known = list(known)
    for name in names:
        if name not in known:
            words = one_of("shift patterns", name, known)
            yield Fault("command line", 0, "--shifts", shown(name), words)


def _patterns(scenario: Scenario) -> Iterable[str]:
    planning = scenario.planning
    return _HOUSE if planning is None or planning.shifts is None else planning.shifts
