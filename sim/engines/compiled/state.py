"""The state of a run as kernels see it: a few numbers, and tables that rows are read from."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from sim import clock, codes, floor
from sim.codes import Outcome
from sim.demand import contacts
from sim.demand.contacts import CONTACT, POOL_SIZE
from sim.engines import legs, lookup
from sim.engines.compiled.rows import COMPILES, inlined, row_of
from sim.engines.compiled.tables import (
    DRAW,
    EVENT,
    IDLER,
    LINE,
    NOTE,
    PICK,
    REDIAL,
    ROUTE,
    TEAM,
    TIMER,
    Table,
)
from sim.engines.legs import LEG
from sim.floor import SKILL

NUMBERS: Final = (
    "now_ms",
    "horizon_ms",
    "tries",
    "leg_bits",  # of an event's key
    "n_queues",
    "n_groups",
    "n_timers",  # in a row of `timers`
    "ring_mask",  # agents in a group's ring, a power of two, less 1
    "room",  # for legs
    "n_contacts",
    "n_arrived",  # of the contacts; the next to arrive is the contact of this number
    "n_legs",
    "n_events",
    "n_waiting",  # in all queues
)
TABLES: Final = (
    "contacts",
    "legs",
    "notes",
    "events",
    "lines",
    "redials",
    "teams",
    "idlers",
    "skills",
    "routes",
    "picks",
    "timers",
    "draws",
)

#: The kernels' argument, an array of one STATE; see `sim.engines.compiled.rows` for the tables.
State = Any


def _sources() -> str:
    """Return a digest of all that kernels are compiled from.

    Numba's cache goes by the file of the kernel and the types of its arguments; a part of a kernel
    in another file may change unseen. So the digest is part of the argument's type.
    """
    elsewhere = [
        Path(str(module.__file__)) for module in (clock, codes, contacts, floor, legs, lookup)
    ]
    digest = blake2b(digest_size=8)
    for path in [*sorted(Path(__file__).parent.glob("*.py")), *elsewhere]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


STATE: Final = np.dtype(
    [(name, np.int64) for name in (*NUMBERS, *TABLES)] + [(f"compiled_from_{_sources()}", np.int64)]
)


def new_state() -> State:
    """Return a state of zeros without tables."""
    if COMPILES:
        return np.zeros(1, STATE)
    return [SimpleNamespace(**dict.fromkeys(NUMBERS, 0))]


def numbers(state: State) -> Any:
    """Return the numbers of a state to read and to write as attributes, by `NUMBERS`."""
    return state.view(np.recarray)[0] if COMPILES else state[0]


def lay(state: State, tables: dict[str, Table]) -> None:
    """Put tables under a state, which does not keep them alive."""
    for name, table in tables.items():
        if COMPILES:
            state[name] = table.ctypes.data
        else:
            setattr(state[0], name, table.reshape(-1).view(np.recarray))


_contact_row, _leg_row, _note_row = row_of(CONTACT), row_of(LEG), row_of(NOTE)
_event_row, _line_row, _redial_row = row_of(EVENT), row_of(LINE), row_of(REDIAL)
_team_row, _idler_row, _skill_row = row_of(TEAM), row_of(IDLER), row_of(SKILL)
_route_row, _pick_row, _timer_row = row_of(ROUTE), row_of(PICK), row_of(TIMER)
_draw_row = row_of(DRAW)
_N_OUTCOMES: Final = len(Outcome)


@inlined
def contact_of(f: State, contact: int) -> Any:
    """Return a contact as drawn."""
    return _contact_row(f.contacts, contact)


@inlined
def leg_of(f: State, leg: int) -> Any:
    """Return what a leg leaves behind."""
    return _leg_row(f.legs, leg)


@inlined
def note_of(f: State, leg: int) -> Any:
    """Return what is needed of a leg beside that."""
    return _note_row(f.notes, leg)


@inlined
def event_of(f: State, place: int) -> Any:
    """Return an event by its place in the heap."""
    return _event_row(f.events, place)


@inlined
def line_of(f: State, queue: int) -> Any:
    """Return a queue."""
    return _line_row(f.lines, queue)


@inlined
def redial_of(f: State, queue: int, outcome: int) -> Any:
    """Return the share of a queue's contacts that redial after an outcome."""
    return _redial_row(f.redials, queue * _N_OUTCOMES + outcome)


@inlined
def team_of(f: State, group: int) -> Any:
    """Return a group."""
    return _team_row(f.teams, group)


@inlined
def idler_of(f: State, group: int, place: int) -> Any:
    """Return an agent by a place in the ring of those who idle."""
    return _idler_row(f.idlers, group * (f.ring_mask + 1) + (place & f.ring_mask))


@inlined
def skill_of(f: State, group: int, queue: int) -> Any:
    """Return how a group serves a queue."""
    return _skill_row(f.skills, group * f.n_queues + queue)


@inlined
def route_of(f: State, queue: int, place: int) -> Any:
    """Return the group that a queue's contacts ask in one place."""
    return _route_row(f.routes, queue * (f.n_groups + 1) + place)


@inlined
def pick_of(f: State, group: int, place: int) -> Any:
    """Return the queue that a group's agents ask in one place."""
    return _pick_row(f.picks, group * (f.n_queues + 1) + place)


@inlined
def timer_of(f: State, queue: int, place: int) -> Any:
    """Return a delay of a queue by its place."""
    return _timer_row(f.timers, queue * f.n_timers + place)


@inlined
def draw_of(f: State, pool: int, queue: int, place: int) -> Any:
    """Return a draw for later legs by its place in a pool."""
    return _draw_row(f.draws, (pool * f.n_queues + queue) * POOL_SIZE + place)
