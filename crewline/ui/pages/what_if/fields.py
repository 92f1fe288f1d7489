"""What is often varied: fields of a scenario with their names in words, and sensible values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crewline.words import Words
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.distribution import NeverTime
from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Varied:
    """A field that may be varied: its path (with `*` where it is multiplied), and in words.

    `low` to `high` in `steps` values is what is offered first; `unit` stands behind a value.
    """

    path: str
    title: str
    low: float
    high: float
    steps: int = 5
    unit: str = ""
    is_whole: bool = False

    @property
    def is_factor(self) -> bool:
        """Whether values multiply what is there."""
        return self.path.endswith("*")


def varied_fields(scenario: Scenario, say: Words) -> list[Varied]:
    """Return the fields that are offered, lines first."""
    return [*_of_queues(scenario, say), *_of_groups(scenario, say)]


def axis_text(field: Varied, low: float, high: float, steps: int) -> str:
    """Return an axis as `--vary` takes it: a range, or of whole numbers each that lies in it."""
    if field.is_whole:
        step = (high - low) / max(steps - 1, 1)
        values = dict.fromkeys(round(low + step * number) for number in range(steps))
        return f"{field.path}={','.join(map(str, values))}"
    return f"{field.path}={low:g}{field.unit}..{high:g}{field.unit}:{steps}"


def title_of(path: str, fields: list[Varied]) -> str:
    """Return what a path is called; the path where it is none of those offered."""
    return next((one.title for one in fields if one.path == path), path)


def _of_queues(scenario: Scenario, say: Words) -> Iterator[Varied]:
    for name, queue in scenario.queues.items():
        line, path = say.title(queue.title or name), f"queues.{name}"
        yield Varied(f"{path}.volume_factor*", say("{of}: volume ×", of=line), 0.8, 1.4, 7)
        yield Varied(f"{path}.handling_factor*", say("{of}: handling time ×", of=line), 0.8, 1.2)
        if queue.channel in DEFERRABLE:
            continue
        if queue.patience is not None and not isinstance(queue.patience, NeverTime):
            yield Varied(f"{path}.patience*", say("{of}: patience ×", of=line), 0.5, 2.0, 4)
        if queue.capacity is not None:
            capacity = say("{of}: most who may wait", of=line)
            top = max(2 * queue.capacity, 4)
            yield Varied(f"{path}.capacity", capacity, 2, top, 5, is_whole=True)


def _of_groups(scenario: Scenario, say: Words) -> Iterator[Varied]:
    for name, group in scenario.groups.items():
        called, path = say.title(group.title or name), f"groups.{name}"
        if group.shifts is None:
            yield Varied(f"{path}.agents*", say("{of}: agents ×", of=called), 0.8, 1.2)
        else:
            for shift, one in group.shifts.items():
                title = say("{of}: agents of the shift {shift}", of=called, shift=shift)
                low = max(one.agents - 2, 0)
                yield Varied(
                    f"{path}.shifts.{shift}.agents", title, low, one.agents + 2, is_whole=True
                )
        yield Varied(f"{path}.absence", say("{of}: absence, %", of=called), 0, 20, 5, " %")
