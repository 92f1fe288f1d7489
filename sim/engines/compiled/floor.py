"""The compiled floor: tables and a state for the length of one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.codes import Kind, LineState
from sim.demand.contacts import Contacts
from sim.engines.compiled import figures, kernel, tables
from sim.engines.compiled.events import EVENTS_A_LEG, KEY_BITS, MOMENT_BITS, NO_EVENT, SENTINELS
from sim.engines.compiled.state import State, lay, new_state, numbers
from sim.engines.compiled.tables import AGENT, EVENT, IDLER, NOTE, Table
from sim.engines.director import Director
from sim.engines.legs import LEG, Outcomes
from sim.engines.watching import Crossing, limits
from sim.floor import Floor, below
from sim.plan import Plan
from sim.playbooks import Announce, OfferCallBack, Play
from sim.watches import Watch

#: Legs that there is room for at first, beside the contacts and a fifth more. Room is not free: a
#: table above 32 MiB has new pages in every run, which the system clears one after the other.
_ROOM: Final = 4096
#: Whoever waits and is answered makes at most this many legs where not all queues are plain: what
#: is put aside for it, a ticket and a repeat. On a plain floor, one.
_LEGS_OF_ONE: Final = 3


def simulate(floor: Floor, contacts: Contacts, plan: Plan) -> Outcomes:
    """Return what becomes of `contacts` on `floor` under `plan`, up to the plan's horizon.

    Raises ValueError for more legs than an event's key can number; see `CompiledFloor`.
    """
    env = simpy.Environment()
    goes_wrong = bool(plan.plays or plan.drops)
    compiled = CompiledFloor(floor, contacts, plan.horizon_ms, many_return=goes_wrong)
    director = Director(env, compiled, floor, plan)
    compiled.watch(director.watches, plan.watch_ms)
    compiled.await_messages(plan.plays)
    env.process(director.direct(plan.changes(contacts.absent, contacts.off_phone)))
    _take_turns(env, compiled, director, plan.horizon_ms)
    return compiled.outcomes(director.log())


def _take_turns(
    env: simpy.Environment, compiled: CompiledFloor, director: Director, horizon_ms: int
) -> None:
    """Let whoever has the next event go on: the floor, or the director on SimPy's clock."""
    while True:
        due_ms = int(min(env.peek(), horizon_ms))
        crossing = compiled.advance(due_ms)
        if crossing is not None:
            if crossing.at_ms > env.now:
                env.run(until=crossing.at_ms)
            director.react(crossing)
        elif due_ms < horizon_ms:
            env.step()
        else:
            return


class CompiledFloor:
    """Queues and agents in motion: mutable for the length of one run, and for one thread.

    Kernels never make room. They stop where the next event might need more legs than there is room
    for, and are called again when there is more.
    """

    def __init__(
        self, floor: Floor, contacts: Contacts, horizon_ms: int, *, many_return: bool = False
    ) -> None:
        """Make room for contacts and for those that come again, of whom there may be many.

        Raises ValueError when times, weights or contacts are too large to be counted.
        """
        n, n_groups = len(contacts), len(floor.group_names)
        self._floor = floor
        self._horizon_ms = horizon_ms
        is_work = floor.queues["kind"] == Kind.WORK
        self._is_work = is_work.tolist()
        self._has_self_service = floor.queues["has_self_service"].tolist()
        self._has_lists = (floor.groups["concurrency"] > 1).tolist()
        self._state: State = new_state()
        self._run: Any = numbers(self._state)
        self._run.horizon_ms = horizon_ms
        self._run.tries = floor.tries
        self._run.leg_bits = KEY_BITS - MOMENT_BITS - horizon_ms.bit_length()
        self._run.n_queues = len(floor.queue_names)
        self._run.n_contacts = self._run.n_legs = n
        self._run.aside = -1
        self._run.interrupts = int(floor.queues["interruptible"].any())
        self._run.look_ms = NEVER
        self._tables: dict[str, Table] = {}
        lines = tables.lines(floor)
        self._run.legs_of_one = 1 if lines["plain"].all() else _LEGS_OF_ONE
        self._lay(
            contacts=np.ascontiguousarray(contacts.rows),
            lines=lines,
            lanes=tables.lanes(floor),
            queues=floor.queues.copy(),
            grades=np.ascontiguousarray(floor.grades),
            redials=tables.redials(floor),
            teams=tables.teams(floor),
            idlers=np.zeros((n_groups, 1), IDLER),
            agents=np.zeros((n_groups, 1), AGENT),
            stands=tables.stands(floor),
            parallel=tables.parallel(floor),
            factors=np.ascontiguousarray(floor.factors),
            skills=np.ascontiguousarray(floor.skills),
            routes=tables.routes(floor),
            picks=tables.picks(floor),
            timers=tables.timers(floor),
            draws=tables.draws(contacts.pools),
        )
        # A contact that goes through self-service to people has two legs.
        more = n if self._run.legs_of_one > 1 else n // 2 if many_return else n // 5
        self._make_room(n + more + _ROOM)
        _refuse_long_claims(floor, horizon_ms)

    # The clock ---------------------------------------------------------------------------------

    def watch(self, watches: Sequence[Watch], watch_ms: int) -> None:
        """Sample figures every `watch_ms` from the beginning, in this order."""
        self._run.n_figures = len(watches)
        self._run.watch_ms = watch_ms
        self._run.look_ms = watch_ms if watches else NEVER
        self._lay(
            figures=figures.figures(watches, watch_ms),
            samples=figures.samples(watches, watch_ms),
            sources=figures.sources(watches),
        )
        for queue, within_ms in limits(watches).items():
            self._tables["lines"]["within_ms"][queue] = within_ms

    def await_messages(self, plays: Sequence[Play]) -> None:
        """Reckon with what plays may say to those who wait."""
        lines = self._tables["lines"]
        for does in [action.does for play in plays for action in play.actions]:
            if isinstance(does, Announce | OfferCallBack):
                most = "diverted_most" if isinstance(does, Announce) else "accepts_most"
                row = lines[does.queue]
                row[most] = max(row[most], below(does.share))

    def await_drop(self, queue: int, at_ms: int) -> None:
        """Settle contacts that are to be cut off at an instant only at the end of their talk."""
        self._tables["lines"]["next_drop_ms"][queue] = at_ms

    def advance(self, until_ms: int) -> Crossing | None:
        """Run everything before `until_ms`, excluding that instant, and return None.

        Or stop where a watched figure crosses its level. Whoever calls does something about that
        before calling again.
        """
        while (stopped := kernel.advance(self._state, until_ms)) == kernel.NO_ROOM:
            self._make_room(2 * self._run.room)
        if stopped == kernel.REACHED:
            return None
        has_passed = bool(self._tables["figures"]["has_passed"][stopped])
        return Crossing(int(self._run.now_ms), stopped, has_passed)

    # The director's face -----------------------------------------------------------------------

    def set_line(self, queue: int, state: int) -> None:
        """Open a line, close it or let it break down (rules 9, 12 and 15)."""
        lines = self._tables["lines"]
        was_down = lines["is_down"][queue]
        lines["is_open"][queue] = state == LineState.OPEN
        lines["is_down"][queue] = state == LineState.DOWN
        if was_down or self._is_work[queue]:
            self._serve(queue)

    def clear(self, queue: int) -> None:
        """Send away all who wait on a line (rules 9 and 15)."""
        self._make_room_for_all_who_wait()
        kernel.clear(self._state, queue)

    def drop(self, queue: int, group: int, share_milli: int) -> None:
        """Cut off live contacts whose talk goes on (rule 15)."""
        teams = self._tables["teams"]
        there = teams["on_duty"] + teams["leaving"] + teams["going_home"]
        while self._run.n_legs + (there * teams["concurrency"]).sum() > self._run.room:
            self._make_room(2 * self._run.room)
        kernel.drop(self._state, queue, group, share_milli)

    def set_repeat(self, queue: int, below: int) -> None:
        """Set the share of contacts that come back (rule 7)."""
        self._tables["lines"]["repeat_below"][queue] = below

    def set_delay(self, group: int, queue: int, delay_ms: int) -> None:
        """Set from which wait on a group serves a queue, and let it (rule 3)."""
        routes, picks = self._tables["routes"][queue], self._tables["picks"][group]
        routes["delay_ms"][routes["group"] == group] = delay_ms
        picks["delay_ms"][picks["queue"] == queue] = delay_ms
        self._serve(queue)

    def set_offer(self, queue: int, after_ms: int, accepts_below: int) -> None:
        """Offer call-backs to those who begin to wait from now on (rule 13)."""
        row = self._tables["queues"][queue]
        row["offered_ms"], row["accepts_below"] = after_ms, accepts_below
        self._make_any(queue)

    def set_announcement(self, queue: int, after_ms: int, diverted_below: int) -> None:
        """Make an announcement to those who begin to wait from now on (rule 2)."""
        row = self._tables["queues"][queue]
        row["announced_ms"], row["diverted_below"] = after_ms, diverted_below
        self._make_any(queue)

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Apply a disruption's factor to calls answered from now on (rule 5)."""
        self._tables["lines"]["handling_milli"][queue] = factor_milli

    def set_on_duty(self, group: int, number: int) -> None:
        """Let agents come, or go: the longest idle first, the busy after wrap-up (rule 8)."""
        if number > self._tables["idlers"].shape[1]:
            self._widen_rings(number)
        if self._has_lists[group]:
            self._make_room_for_agents(group, number)
        self._make_room_for_all_who_wait()
        kernel.set_on_duty(self._state, group, number)

    def set_self_service(self, queue: int, contained_below: int) -> None:
        """Let self-service contain a share of the contacts that come from now on."""
        if self._has_self_service[queue]:
            self._tables["lines"]["contained_below"][queue] = contained_below

    def set_pace(self, group: int, factor_milli: int) -> None:
        """Let a group be slower, or as fast as before, at what it answers from now on."""
        teams = self._tables["teams"]
        teams["pace_milli"][group] = factor_milli
        if teams["plain"][group]:
            teams["plain"][group] = 0
            self._spread()

    def _serve(self, queue: int) -> None:
        self._make_room_for_all_who_wait()
        kernel.serve_queue(self._state, queue)

    def _make_any(self, queue: int) -> None:
        """Let a queue be plain no more."""
        lines = self._tables["lines"]
        if lines["plain"][queue]:
            lines["plain"][queue] = 0
            self._run.legs_of_one = _LEGS_OF_ONE
            self._spread()

    def _spread(self) -> None:
        """Let what is not plain any more be so for all that it has to do with."""
        lines, teams = self._tables["lines"], self._tables["teams"]
        lines["plain"], teams["plain"] = tables.spread(
            self._floor, lines["plain"] > 0, teams["plain"] > 0
        )

    # Result ------------------------------------------------------------------------------------

    def outcomes(self, log: NDArray[np.void]) -> Outcomes:
        """Return the legs of a floor that has been advanced to the horizon, and the log."""
        kernel.lay_out_the_rest(self._state)
        return Outcomes(self._tables["legs"][: self._run.n_legs], self._horizon_ms, log)

    # Room --------------------------------------------------------------------------------------

    def _lay(self, **new: Table) -> None:
        """Replace tables; this object keeps them alive for the kernels."""
        self._tables |= new
        lay(self._state, new)

    def _make_room_for_all_who_wait(self) -> None:
        """Make room for what a change brings about that answers or loses all who wait."""
        if not kernel.has_room_for_all_who_wait(self._state):  # reading records is slow in Python
            self._make_room(2 * self._run.room)

    def _make_room(self, room: int) -> None:
        """Make room for more legs. Raises ValueError when an event's key cannot number them."""
        if self._run.leg_bits < 1 or room >> self._run.leg_bits:
            raise ValueError(
                f"room for {room} legs within {self._horizon_ms} ms; expected a shorter horizon or"
                f" fewer contacts, so that the instants and the legs can be numbered in"
                f" {KEY_BITS - MOMENT_BITS} bits together"
            )
        self._run.room = room
        sizes = {"legs": (room, LEG), "notes": (room, NOTE), "events": (_events(room), EVENT)}
        larger = {name: np.empty(size, dtype) for name, (size, dtype) in sizes.items()}
        larger["events"]["key"][: SENTINELS + 1] = NO_EVENT
        for name, table in larger.items():
            before = self._tables.get(name)
            if before is not None:
                table[: len(before)] = before
        self._lay(**larger)

    def _make_room_for_agents(self, group: int, number: int) -> None:
        """Make room for as many agents of a group as will have been seen with `number` on duty."""
        team, before = self._tables["teams"][group], self._tables["agents"]
        seen = int(team["agents_seen"] + max(number - team["on_duty"], 0))
        if seen > before.shape[1]:
            more = np.zeros((len(before), 2 * seen), AGENT)
            more[:, : before.shape[1]] = before
            self._lay(agents=more)

    def _widen_rings(self, number: int) -> None:
        """Let up to `number` agents idle in each group; a ring holds a power of two."""
        before, teams = self._tables["idlers"], self._tables["teams"]
        places = teams["longest_idle"][:, None] + np.arange(before.shape[1])
        wider = np.zeros((len(before), 1 << (number - 1).bit_length()), IDLER)
        wider[:, : before.shape[1]] = np.take_along_axis(before, places % before.shape[1], axis=1)
        teams["longest_idle"] = 0
        self._lay(idlers=wider)


def _events(room: int) -> int:
    """Return how long an event list is that legs cannot fill."""
    return EVENTS_A_LEG * room + SENTINELS + 1


def _refuse_long_claims(floor: Floor, horizon_ms: int) -> None:
    """Raise ValueError when a weighted wait would not fit in 64 bits."""
    for name, queue in zip(floor.queue_names, floor.queues, strict=True):
        longest = int(queue["weight_milli"]) * (int(queue["head_start_ms"]) + horizon_ms)
        if longest >> KEY_BITS:
            raise ValueError(
                f"weight and head start of queue {name}: expected weight (in thousandths) times"
                f" head start and horizon (in ms) below 2**{KEY_BITS}"
            )
