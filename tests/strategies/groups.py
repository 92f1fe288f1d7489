"""Random groups, and how they serve the queues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sim.clock import NEVER
from sim.codes import Kind
from sim.floor import Group, Queue, Skill, Stage, Transfer, refuse_loops
from tests.strategies.choices import Choices, Feature
from tests.strategies.queues import SHARES, Sketch

#: Factors on the handling of the first, second and third contact at once.
PARALLEL: Final = {
    1: ((1.0,), (1.5,)),
    2: ((1.0, 1.0), (1.0, 1.5), (0.5, 2.0)),
    3: ((1.0, 1.0, 1.0), (1.0, 1.25, 1.6), (1.0, 1.0, 3.0)),
}

MIXES: Final = (
    (Stage(1.0, 1.5, 2.0, 1.6),),
    (Stage(0.5, 1.5, 2.0, 2.0), Stage(0.5)),
    (Stage(0.3, 2.0, 0.0, 1.5), Stage(0.3, 1.0, 1.5, 0.0), Stage(0.4, 0.5, 3.0, 3.0)),
)


def draw_group(choose: Choices, name: str, sketches: Sequence[Sketch]) -> Group:
    group = Group(name, _skills(choose, sketches))
    if choose.has(Feature.PARALLEL):
        concurrency = choose.one((2, 3, 1))
        group = replace(
            group,
            concurrency=concurrency,
            parallel=choose.one(PARALLEL[concurrency]),
            mixes=choose.one((False, True)),
        )
    if Feature.STAGES in choose.features and choose.seldom():
        group = replace(group, stages=choose.one(MIXES))
    return group


def _skills(choose: Choices, sketches: Sequence[Sketch]) -> tuple[Skill, ...]:
    served = choose.some(range(len(sketches)))
    return tuple(_skill(choose, sketches[place], sketches[place + 1 :]) for place in served)


def _skill(choose: Choices, sketch: Sketch, onward: Sequence[Sketch]) -> Skill:
    return Skill(
        sketch.name,
        rank=choose.one((1, 1, 2)),
        pick_rank=choose.one((None, 1, 2)),
        delay_ms=_delay(choose),
        handling_factor=choose.one((1.0, 1.0, 0.5, 1.25)),
        transfer=_transfer(choose, sketch, onward) if onward and choose.often() else None,
    )


def _delay(choose: Choices) -> int:
    """Draw from which wait on the queue is served; what a play may begin with is never so."""
    if Feature.PLAYS in choose.features and choose.seldom():
        return NEVER
    return choose.ms((0, 0, 0, 1, 2, 4))


def _transfer(choose: Choices, sketch: Sketch, onward: Sequence[Sketch]) -> Transfer:
    """Draw a transfer: warm only from call to call."""
    share, to = choose.one(SHARES), choose.one(onward)
    calls = sketch.kind is Kind.CALL and to.kind is Kind.CALL
    warm = choose.often() and calls
    return Transfer(share, to.name, warm, handover_ms=choose.ms((0, 1, 2)))


def without_waiting_for_itself(queues: list[Queue], groups: list[Group]) -> list[Group]:
    """Return the groups, with cold transfers where warm ones would be refused."""
    try:
        refuse_loops(queues, groups)
    except ValueError:
        return [
            replace(group, skills=tuple(_with_cold_transfer(skill) for skill in group.skills))
            for group in groups
        ]
    return groups


def _with_cold_transfer(skill: Skill) -> Skill:
    if skill.transfer is None:
        return skill
    return replace(skill, transfer=replace(skill.transfer, warm=False))
