"""Random playbooks: every figure, every kind of action, several on one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from sim.clock import NEVER, to_ms
from sim.floor import Group, Queue
from sim.playbooks import (
    Action,
    Announce,
    BringBack,
    CallIn,
    CloseLine,
    Does,
    Move,
    OfferCallBack,
    Play,
    RaiseSelfService,
    SendHome,
    Serve,
    StopOverflow,
)
from sim.watches import Figure, Trigger
from tests.strategies.choices import Choices, Feature

Drawer: TypeAlias = Callable[[Choices, Sequence[Queue], Sequence[Group]], Does]

#: Pairs of a level and a way back.
SHARES: Final = ((0.5, 0.5), (0.3, 0.3), (0.5, 0.2), (1.0, 0.6))
LEVELS: Final = {
    Figure.QUEUE_LENGTH: ((1, 1), (2, 1), (2, 2), (4, 2)),
    Figure.OLDEST_WAIT: ((2, 2), (1, 1), (3, 1), (5, 2)),  # of the case's units
    Figure.SERVICE_LEVEL: ((0.8, 0.8), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)),
    Figure.ABANDONMENT: SHARES,
    Figure.OCCUPANCY: SHARES,
    Figure.LOAD: ((1.0, 1.0), (0.5, 0.5), (2.0, 1.0), (0.2, 0.1)),
}


def draw_plays(
    choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]
) -> tuple[Play, ...]:
    """Draw plays, some by the clock."""
    if Feature.PLAYS not in choose.features:
        return ()
    return tuple(_play(choose, f"play {n}", queues, groups) for n in range(choose.one((2, 1, 3))))


def _play(choose: Choices, name: str, queues: Sequence[Queue], groups: Sequence[Group]) -> Play:
    actions = tuple(_action(choose, queues, groups) for _ in range(choose.one((1, 2, 3))))
    most = choose.one((20, 1, 2))
    if choose.seldom():
        return Play(name, actions, spans_ms=_spans(choose), most=most)
    return Play(name, actions, _trigger(choose, len(queues), len(groups)), most=most)


def _spans(choose: Choices) -> tuple[tuple[int, int], ...]:
    """Draw spans, of which one may begin as another ends."""
    edges = [choose.seconds((2, 0, 5))]
    for _ in range(choose.one((1, 3, 2))):
        edges.append(edges[-1] + choose.seconds((10, 3, 20)))
    return tuple((to_ms(start), to_ms(end)) for start, end in pairwise(edges))


def _trigger(choose: Choices, n_queues: int, n_groups: int) -> Trigger:
    figure = choose.one(tuple(Figure))
    level, back = choose.one(LEVELS[figure])
    if figure is Figure.OLDEST_WAIT:
        level, back = (to_ms(waits * choose.unit_s) for waits in (level, back))
    queues = tuple(choose.some(range(n_queues))) or (0,)
    return Trigger(
        figure,
        level,
        back,
        queues,
        tuple(choose.some(range(n_groups))) or (0,),
        hold_ms=_held(choose),
        back_hold_ms=_held(choose),
        over_ms=choose.one((1, 2, 3, 5)) * choose.watch_ms,
        within_ms=choose.within_ms,
        handling_ms=tuple(choose.ms((3, 1, 0)) for _ in queues) if figure is Figure.LOAD else (),
        **choose.one(({}, {}, {"from_ms": choose.ms((5,)), "lasts_ms": choose.ms((10, 20))})),
    )


def _held(choose: Choices) -> int:
    """Draw a holding time; one that ends between two looks is one to the later of them."""
    return choose.one((0, 0, 1, 2, 3)) * choose.watch_ms // 2


def _action(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Action:
    does = choose.one(DRAWERS)(choose, queues, groups)
    return Action(does, lead_ms=choose.ms((0, 0, 1, 3)), at_least_ms=choose.ms((0, 0, 2, 5)))


def _call_in(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return CallIn(_one_of(choose, groups), choose.one((1, 2, 3, 0)), choose.ms((0, 0, 3, 7)))


def _move(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return Move(_one_of(choose, groups), _one_of(choose, groups), choose.one((1, 2, 0)))


def _send_home(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return SendHome(
        _one_of(choose, groups),
        _one_of(choose, groups),
        choose.one((1.0, 0.5, 0.7)),
        choose.one((False, True)),
        choose.ms((0, 0, 3, 7)),
    )


def _bring_back(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return BringBack(_one_of(choose, groups), choose.one((1.0, 0.5, 0.9)), choose.ms((0, 0, 3, 7)))


def _serve(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    """Draw a skill to begin with, of those that nobody has yet if there are any."""
    skills = [
        (number, skill.queue)
        for number, group in enumerate(groups)
        for skill in group.skills
        if skill.delay_ms == NEVER
    ]
    names = [queue.name for queue in queues]
    if not skills:
        return Serve(_one_of(choose, groups), _one_of(choose, queues))
    group, queue = choose.one(skills)
    return Serve(group, names.index(queue))


def _stop_overflow(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return StopOverflow(_one_of(choose, groups), _one_of(choose, queues))


def _close_line(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    return CloseLine(_one_of(choose, queues))


def _offer(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    share = choose.one((1.0, 0.5, 0.3, 0.0))
    return OfferCallBack(_one_of(choose, queues), choose.ms((1, 0, 2, 4)), share)


def _announce(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    share = choose.one((1.0, 0.5, 0.3, 0.0))
    return Announce(_one_of(choose, queues), choose.ms((1, 0, 2, 4)), share)


def _raise_self_service(choose: Choices, queues: Sequence[Queue], groups: Sequence[Group]) -> Does:
    place = _one_of(choose, queues)
    self_service = queues[place].self_service
    most = 1 - (self_service.gives_up if self_service else 0)
    return RaiseSelfService(place, choose.one((1.0, 0.5, 0.2)) * most)


def _one_of(choose: Choices, options: Sequence[Queue] | Sequence[Group]) -> int:
    return choose.one(range(len(options)))


#: What changes eligibility comes in more often, as it has most to do with ties.
DRAWERS: Final[tuple[Drawer, ...]] = (
    _call_in,
    _move,
    _send_home,
    _bring_back,
    _serve,
    _serve,
    _stop_overflow,
    _stop_overflow,
    _close_line,
    _offer,
    _announce,
    _raise_self_service,
)
