"""The state of a run as kernels see it: a few numbers, and tables that rows are read from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from sim import clock, codes, floor, watches
from sim.compilation import COMPILES, stamped
from sim.demand import contacts
from sim.demand.contacts import CONTACT
from sim.engines import compiled, legs, lookup
from sim.engines.compiled.figures import FIGURE, SAMPLE, SOURCE
from sim.engines.compiled.rows import cell_of, row_of, width_of
from sim.engines.compiled.tables import (
    AGENT,
    DRAW,
    EVENT,
    IDLER,
    LANE,
    LINE,
    NOTE,
    PARALLEL,
    PICK,
    REDIAL,
    ROUTE,
    STAND,
    TEAM,
    TIMER,
    Table,
)
from sim.engines.legs import LEG
from sim.floor import FACTORS, GRADE, QUEUE, SKILL

NUMBERS: Final = (
    "now_ms",
    "horizon_ms",
    "tries",
    "leg_bits",  # of an event's key
    "n_queues",
    "room",  # for legs
    "n_contacts",
    "n_arrived",  # of the contacts; the next to arrive is the contact of this number
    "n_legs",
    "n_events",
    "n_waiting",  # in all queues
    "found_group",  # of the agent who answers next
    "found_agent",
    "aside",  # queue of the work that was put aside just now, the rest of which is offered; or -1
    "legs_of_one",  # who waits and is answered or lost, at most
    "look_ms",  # when what is watched is looked at next
    "n_looked",  # of the figures, at that instant
    "n_figures",
    "watch_ms",
    "interrupts",  # whether any work may be put aside
)
TABLES: Final = (
    "contacts",
    "legs",
    "notes",
    "events",
    "lines",
    "lanes",
    "queues",
    "grades",
    "redials",
    "teams",
    "idlers",
    "agents",
    "stands",
    "parallel",
    "factors",
    "skills",
    "routes",
    "picks",
    "timers",
    "draws",
    "figures",
    "samples",
    "sources",
)

#: The kernels' argument, an array of one STATE; see `sim.engines.compiled.rows` for the tables.
State = Any


STATE: Final = stamped(
    [(name, np.int64) for name in (*NUMBERS, *TABLES, *map(width_of, TABLES))],
    [compiled, floor, clock, codes, contacts, legs, lookup, watches],
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
        setattr(numbers(state), width_of(name), table.shape[-1])
        if COMPILES:
            state[name] = table.ctypes.data
        else:
            setattr(state[0], name, table.reshape(-1).view(np.recarray))


# A row of each table, or a cell, to read and to write.
contact_of = row_of(CONTACT, "contacts")  # by its number
leg_of = row_of(LEG, "legs")  # by its number
note_of = row_of(NOTE, "notes")  # by its leg
event_of = row_of(EVENT, "events")  # by its place in the heap
line_of = row_of(LINE, "lines")  # by its queue
queue_of = row_of(QUEUE, "queues")  # by its number
lane_of = cell_of(LANE, "lanes")  # by queue and number
grade_of = cell_of(GRADE, "grades")  # by queue and place
team_of = row_of(TEAM, "teams")  # by its group
redial_of = cell_of(REDIAL, "redials")  # by queue and outcome
idler_of = cell_of(IDLER, "idlers")  # by group, and place in its ring
agent_of = cell_of(AGENT, "agents")  # by group and number
stand_of = cell_of(STAND, "stands")  # by group, and number of the list
parallel_of = cell_of(PARALLEL, "parallel")  # by group, and contacts at once less one
factors_of = cell_of(FACTORS, "factors")  # by group, and the agent's place
skill_of = cell_of(SKILL, "skills")  # by group and queue
route_of = cell_of(ROUTE, "routes")  # by queue, and place in the order of asking
pick_of = cell_of(PICK, "picks")  # by group, and place in the order of asking
timer_of = cell_of(TIMER, "timers")  # by queue and place
draw_of = cell_of(DRAW, "draws")  # by pool (see `POOLS`) times queues plus queue, and place
figure_of = row_of(FIGURE, "figures")  # by its number, in the order of looking
sample_of = cell_of(SAMPLE, "samples")  # by figure, and place in its ring
source_of = cell_of(SOURCE, "sources")  # by figure and place
