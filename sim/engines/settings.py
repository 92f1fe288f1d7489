"""Settings: what each thing on a floor is set to, of what the plan and the plays say together.

Each is worked out from all that bears on it, so that what is taken back leaves no trace, in
whatever order. The floor hears of a setting when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sim.clock import MILLI, NEVER
from sim.codes import Kind, LineState
from sim.engines.dropping import next_drops
from sim.floor import SURE, Floor, below
from sim.plan import Change, Plan
from sim.playbooks import (
    Announce,
    CloseLine,
    Does,
    OfferCallBack,
    RaiseSelfService,
    Serve,
    StopOverflow,
)

if TYPE_CHECKING:
    from sim.engines.director import DirectedFloor


class Settings:
    """The lines, self-service, messages and skills of a floor: mutable for the length of one run.

    `in_force` are the actions that have begun and not ended, in the order of their beginning; of
    those that say one thing in different ways the last one holds.
    """

    def __init__(self, moving: DirectedFloor, floor: Floor, plan: Plan) -> None:
        self._moving, self._floor = moving, floor
        n_queues = len(floor.queue_names)
        self._in_force: list[Does] = []
        self._is_open = [True] * n_queues
        self._is_down = [False] * n_queues
        self._paused = [False] * n_queues
        self._contained = [0] * n_queues
        self._works = [MILLI] * n_queues
        self._states = [LineState.OPEN] * n_queues
        self._contained_now = [0] * n_queues
        drops = enumerate(plan.drops)
        self._drops = {n: drop for n, drop in drops if drop.at_ms < plan.horizon_ms}  # to come
        self._next_drops = [NEVER] * n_queues
        self._await_drops()
        self._is_live = (floor.queues["kind"] != Kind.WORK).tolist()
        self._clears = floor.queues["clears_at_close"].tolist()
        self._by_plan: Final[Mapping[str, Callable[[int, int], None]]] = {
            "line": self._open_or_close,
            "down": self._break_down,
            "drop": self._drop,
            "self_service": self._contain,
            "works": self._let_work,
            "repeat": self._send_back,
            "handling": self._handle,
        }

    def change(self, change: Change) -> None:
        """Do what the plan says, but for people."""
        self._by_plan[change.what](change.which, change.value)

    def pause(self, queue: int, *, is_paused: bool) -> None:
        """Let deferrable work be done only while its line is open and not paused."""
        self._paused[queue] = is_paused
        self._set_line(queue)

    def begin(self, does: Does) -> None:
        """Put an action in force that is not about people."""
        self._in_force.append(does)
        self._set(does)

    def end(self, does: Does) -> None:
        """Take an action back; of two that are equal, one."""
        self._in_force.remove(does)
        self._set(does)

    # What the plan says ------------------------------------------------------------------------

    def _open_or_close(self, queue: int, is_open: int) -> None:
        self._is_open[queue] = bool(is_open)
        self._set_line(queue)
        if not is_open and self._clears[queue] and self._is_live[queue]:
            self._moving.clear(queue)

    def _break_down(self, queue: int, is_down: int) -> None:
        """Let a line break down: who is on it is cut off (rule 15)."""
        self._is_down[queue] = bool(is_down)
        self._set_line(queue)
        if is_down and self._is_live[queue]:
            self._moving.clear(queue)

    def _drop(self, number: int, _: int) -> None:
        drop = self._drops.pop(number)
        self._moving.drop(drop.queue, drop.group, round(drop.share * MILLI))
        self._await_drops()

    def _await_drops(self) -> None:
        """Let the floor know whose contacts are cut off next."""
        for queue, at_ms in enumerate(next_drops(self._floor, list(self._drops.values()))):
            if at_ms != self._next_drops[queue]:
                self._next_drops[queue] = at_ms
                self._moving.await_drop(queue, at_ms)

    def _contain(self, queue: int, contained_below: int) -> None:
        self._contained[queue] = contained_below
        self._set_self_service(queue)

    def _let_work(self, queue: int, factor_milli: int) -> None:
        self._works[queue] = factor_milli
        self._set_self_service(queue)

    def _send_back(self, queue: int, more: int) -> None:
        repeat: int = self._floor.queues["repeat_below"][queue].item() + more
        self._moving.set_repeat(queue, min(max(repeat, 0), SURE))

    def _handle(self, queue: int, factor_milli: int) -> None:
        self._moving.set_handling(queue, factor_milli)

    # What is so, all in all --------------------------------------------------------------------

    def _set(self, does: Does) -> None:
        """Set what an action is about."""
        match does:
            case CloseLine():
                self._set_line(does.queue)
            case RaiseSelfService():
                self._set_self_service(does.queue)
            case OfferCallBack():
                self._set_offer(does.queue)
            case Announce():
                self._set_announcement(does.queue)
            case Serve() | StopOverflow():
                self._set_skill(does.group, does.queue)
            case _:
                raise TypeError(f"{does} is about people")

    def _set_line(self, queue: int) -> None:
        is_closed = any(isinstance(d, CloseLine) and d.queue == queue for d in self._in_force)
        state = LineState.OPEN
        if is_closed or self._paused[queue] or not self._is_open[queue]:
            state = LineState.CLOSED
        if self._is_down[queue]:
            state = LineState.DOWN
        if state != self._states[queue]:
            self._states[queue] = state
            self._moving.set_line(queue, int(state))

    def _set_self_service(self, queue: int) -> None:
        raised = [
            below(d.share)
            for d in self._in_force
            if isinstance(d, RaiseSelfService) and d.queue == queue
        ]
        contained = max([self._contained[queue], *raised]) * self._works[queue] // MILLI
        if contained != self._contained_now[queue]:
            self._contained_now[queue] = contained
            self._moving.set_self_service(queue, contained)

    def _set_offer(self, queue: int) -> None:
        row = self._floor.queues[queue]
        after_ms = int(row["offered_ms"])
        accepts = int(row["accepts_below"]) if after_ms < NEVER else 0
        for d in self._in_force:
            if isinstance(d, OfferCallBack) and d.queue == queue:
                after_ms, accepts = d.after_ms, below(d.share)
        self._moving.set_offer(queue, after_ms, accepts)

    def _set_announcement(self, queue: int) -> None:
        row = self._floor.queues[queue]
        after_ms = int(row["announced_ms"])
        diverted = int(row["diverted_below"]) if after_ms < NEVER else 0
        for d in self._in_force:
            if isinstance(d, Announce) and d.queue == queue:
                after_ms, diverted = d.after_ms, below(d.share)
        self._moving.set_announcement(queue, after_ms, diverted)

    def _set_skill(self, group: int, queue: int) -> None:
        delay_ms = int(self._floor.skills[group, queue]["delay_ms"])
        about = [
            d
            for d in self._in_force
            if isinstance(d, Serve | StopOverflow) and (d.group, d.queue) == (group, queue)
        ]
        if any(isinstance(d, StopOverflow) for d in about):
            delay_ms = NEVER
        elif about:
            delay_ms = 0
        self._moving.set_delay(group, queue, delay_ms)
