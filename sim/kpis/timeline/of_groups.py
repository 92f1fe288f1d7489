"""Groups by the minute: who is on duty, at what, idle, or finishing after a shift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.engines.legs import Outcomes
from sim.kpis.counting.at_once import BusySpans, work_end_ms
from sim.kpis.grid import Flags, Floats, Integers
from sim.kpis.timeline.instants import Instants, Spans
from sim.kpis.timeline.states import GroupState
from sim.steps import Steps

#: What an agent with several contacts is at: the first of these that any of them is at.
_WORK: Final = (GroupState.TALKING, GroupState.HOLDING, GroupState.WRAPPING_UP)


def group_states(
    outcomes: Outcomes, on_duty: Sequence[Steps], parallel: Flags, instants: Instants
) -> Floats:
    """Return the states, shape (1 + groups, instants, len(GroupState)), row 0 all groups.

    `parallel` tells which groups' agents have several contacts at once.
    """
    n_groups = len(on_duty)
    there = np.zeros((n_groups, instants.number), np.int64)
    for group, steps in enumerate(on_duty):
        there[group] = steps.at(instants.at_ms - 1)  # a change of that instant is not yet seen
    work = _Work(outcomes, parallel)
    # Each has those before it, too.
    at_work = np.stack([instants.under_way(spans, n_groups) for spans in work.so_far()], axis=2)
    states = np.zeros((n_groups, instants.number, len(GroupState)))
    states[:, :, GroupState.ON_DUTY] = there
    states[:, :, _WORK] = np.diff(at_work, axis=2, prepend=0)
    beyond = at_work[:, :, -1] - there
    states[:, :, GroupState.FINISHING] = np.maximum(beyond, 0)
    states[:, :, GroupState.IDLE] = np.maximum(-beyond, 0)
    states[:, :, GroupState.CONTACTS] = instants.under_way(work.contacts, n_groups)
    return np.concatenate([states.sum(axis=0)[None], states])


class _Work:
    """The work on answered legs: talk, the hold of a warm transfer, its hand-over, wrap-up."""

    def __init__(self, outcomes: Outcomes, parallel: Flags) -> None:
        legs = outcomes.legs
        answered = np.flatnonzero(legs["answered_ms"] >= 0)
        end = work_end_ms(legs, outcomes.horizon_ms)[answered]

        def of(field: str) -> Integers:
            """Return a field of the answered legs; to take whole rows would take longer."""
            values: Integers = legs[field][answered]
            return values

        self._parallel = parallel
        self._group, self._agent = of("group"), of("agent")
        self._begin, self._left, self._end = of("answered_ms"), of("left_ms"), end
        is_known = of("freed_ms") >= 0
        self._held: Integers = np.where(is_known, self._left + of("held_ms"), end)
        self._handed_over: Integers = np.where(is_known, self._held + of("handover_ms"), end)

    @property
    def contacts(self) -> Spans:
        """When contacts were in hand, by group."""
        return Spans(self._group, self._begin, self._end)

    def so_far(self) -> list[Spans]:
        """Return when agents talked; when they talked or held; when they did anything."""
        return [
            self._agents((self._begin, self._left), (self._held, self._handed_over)),
            self._agents((self._begin, self._handed_over)),
            self._agents((self._begin, self._end)),
        ]

    def _agents(self, *stretches: tuple[Integers, Integers]) -> Spans:
        """Return when agents were in any of some stretches of their contacts, by group."""
        begin, end = (np.concatenate(ends) for ends in zip(*stretches, strict=True))
        group, agent = (np.tile(each, len(stretches)) for each in (self._group, self._agent))
        spans, several = Spans(group, begin, end), self._parallel[group]
        if not several.any():
            return spans
        alone, others = spans.where(~several), spans.where(several)
        joined = BusySpans.joined(others.row, agent[several], others.begin_ms, others.end_ms)
        return Spans(
            np.concatenate([alone.row, joined.group]),
            np.concatenate([alone.begin_ms, joined.begin_ms]),
            np.concatenate([alone.end_ms, joined.end_ms]),
        )
