"""Random hours, shifts, disruptions, self-service over time, and watches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.clock import to_ms
from sim.codes import Kind
from sim.floor import Queue
from sim.plan import Drop
from sim.steps import Steps
from sim.watches import Fatigue, Pause
from tests.centres import Shift
from tests.strategies.choices import Choices, Feature


def draw_staff(choose: Choices) -> int | list[Shift]:
    if choose.one((True, False)):
        return choose.one((1, 2, 3, 0))
    return [(choose.one((1, 2)), *draw_spans(choose)) for _ in range(choose.one((1, 2, 3)))]


def draw_spans(choose: Choices) -> list[tuple[int, int]]:
    """Return one or two spans with a gap between them."""
    start = choose.seconds((0, 0, 2, 5, 20))
    end = start + choose.seconds((50, 30, 20, 8, 3))
    spans = [(start, end)]
    if choose.often():
        again = end + choose.seconds((1, 2, 5))
        spans.append((again, again + choose.seconds((20, 10, 4))))
    return spans


def draw_factor(choose: Choices) -> Steps:
    """Return a disruption's factor between two instants."""
    start = choose.seconds((0, 2, 5, 10))
    end = start + choose.seconds((3, 6, 20))
    return Steps.between(to_ms(start), to_ms(end), choose.one((1.5, 0.5, 0.0)))


def draw_contained(choose: Choices, queues: Sequence[Queue]) -> dict[str, Steps]:
    """Draw what self-service contains over time; with those who give up never more than all."""
    if Feature.SELF_SERVICE not in choose.features:
        return {}
    return {queue.name: _contained(choose, queue) for queue in queues if choose.often()}


def _contained(choose: Choices, queue: Queue) -> Steps:
    most = 1 - (queue.self_service.gives_up if queue.self_service else 0)
    share = choose.one((0.5, 0.2, most)) * most
    start = choose.seconds((0, 2, 5))
    end = start + choose.seconds((60, 10, 3))
    otherwise = choose.one((0.0, 0.4)) * most
    return Steps.between(to_ms(start), to_ms(end), share, otherwise)


def draw_disruptions(choose: Choices, queues: Sequence[Queue], n_groups: int) -> dict[str, Any]:
    """Draw what else goes wrong, as fields of the plan."""
    if Feature.DISRUPTIONS not in choose.features:
        return {}
    return {
        "down_ms": tuple(_down(choose) for _ in queues),
        "drops": tuple(_drop(choose, len(queues), n_groups) for _ in range(choose.one((1, 2, 3)))),
        "works": tuple(_between(choose, (0.0, 0.5), 1.0) for _ in queues),
        "repeat_more": tuple(_between(choose, (0.3, 1.0, -0.3), 0.0) for _ in queues),
    }


def _down(choose: Choices) -> tuple[tuple[int, int], ...]:
    if not choose.seldom():
        return ()
    return tuple((to_ms(start), to_ms(end)) for start, end in draw_spans(choose))


def _drop(choose: Choices, n_queues: int, n_groups: int) -> Drop:
    return Drop(
        choose.ms((6, 2, 10, 20)),
        queue=choose.one((-1, *range(-1, n_queues))),
        group=choose.one((-1, *range(-1, n_groups))),
        share=choose.one((1.0, 0.5, 0.7, 0.0)),
    )


def _between(choose: Choices, values: Sequence[float], otherwise: float) -> Steps:
    if not choose.seldom():
        return Steps.constant(otherwise)
    start = choose.seconds((0, 2, 5, 10))
    end = start + choose.seconds((20, 3, 6))
    return Steps.between(to_ms(start), to_ms(end), choose.one(values), otherwise)


def draw_watches(
    choose: Choices, queues: Sequence[Queue], n_groups: int
) -> tuple[Fatigue | Pause, ...]:
    if Feature.WATCHES not in choose.features:
        return ()
    watches: list[Fatigue | Pause] = [
        _fatigue(choose, group) for group in range(n_groups) if choose.often()
    ]
    live = [place for place, queue in enumerate(queues) if queue.kind is not Kind.WORK]
    work = [place for place, queue in enumerate(queues) if queue.kind is Kind.WORK]
    watched = choose.some(live)
    if work and watched:
        watches.append(_pause(choose, choose.one(work), tuple(watched)))
    return tuple(watches)


def _fatigue(choose: Choices, group: int) -> Fatigue:
    over_ms = choose.one((1, 2, 3, 5)) * choose.watch_ms
    return Fatigue(group, choose.one((0.5, 0.8, 1.0)), over_ms, choose.one((1.5, 2.0, 0.5)))


def _pause(choose: Choices, queue: int, watched: tuple[int, ...]) -> Pause:
    return Pause(
        queue,
        watched,
        level=choose.one((0.8, 0.5, 1.0)),
        within_ms=choose.within_ms,
        over_ms=choose.one((1, 2, 3, 5)) * choose.watch_ms,
    )
