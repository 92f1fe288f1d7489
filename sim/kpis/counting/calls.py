"""Calls that the centre makes: call-backs that customers accepted, and lists of customers."""

from __future__ import annotations

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.floor import Floor
from sim.kpis.counting import kernel
from sim.kpis.counting.cells import Cells
from sim.kpis.counting.roles import Legs, Roles, among, followed_back
from sim.kpis.counts import ChannelCount
from sim.kpis.grid import Flags, Floats, Integers


def call_counts(legs: Legs, floor: Floor, cells: Cells, roles: Roles) -> dict[ChannelCount, Floats]:
    """Return the counts of calls, each of shape (queues, intervals)."""
    owed, listed = (roles.of_legs == role for role in (kernel.CALL_BACK, kernel.LISTED))
    calls = np.flatnonzero((owed | listed) & (legs["answered_ms"] >= 0))
    if not (owed | listed).any():
        return {}
    missed = legs["outcome"][calls] == Outcome.NOT_REACHED
    dial_ms = floor.queues["dial_ms"][legs["queue"]]
    cut_off = legs["outcome"] == Outcome.DROPPED
    dialling = cut_off & (legs["left_ms"] < legs["answered_ms"] + dial_ms)
    reached = calls[~missed & ~dialling[calls]]
    back = reached[owed[reached]]
    customers = followed_back(legs, back, (Cause.CALL_BACK, Cause.RETRY))
    spoke_ms = legs["answered_ms"] + dial_ms
    talk_ms = legs["left_ms"] - spoke_ms
    wait_ms = spoke_ms[back] - legs["left_ms"][customers]
    return {
        ChannelCount.CALLS_MADE: cells.sums(calls),
        ChannelCount.CALLS_REACHED: cells.sums(reached),
        ChannelCount.CALL_TALK_S: _talk_ms(legs, talk_ms, reached, cells, roles) / MS_PER_S,
        ChannelCount.CUSTOMERS_TO_CALL: cells.sums(_customers(legs, listed)),
        ChannelCount.NEVER_REACHED: cells.sums(_given_up(legs, calls[missed], floor)),
        ChannelCount.CALL_BACKS_REACHED: cells.sums(customers),
        ChannelCount.CALL_BACK_WAIT_S: cells.sums(customers, wait_ms) / MS_PER_S,
    }


def _talk_ms(
    legs: Legs, talk_ms: Integers, reached: Integers, cells: Cells, roles: Roles
) -> Floats:
    """Return how long was talked with those reached, with what was put aside and resumed."""
    resumed = np.flatnonzero(
        (roles.of_legs == kernel.RESUMED)
        & (legs["answered_ms"] >= 0)
        & (roles.of_legs[roles.pieces] == kernel.LISTED)
    )
    rest_ms = (legs["left_ms"] - legs["answered_ms"])[resumed]
    return cells.sums(reached, talk_ms[reached]) + cells.sums(roles.pieces[resumed], rest_ms)


def _customers(legs: Legs, listed: Flags) -> Integers:
    """Return the legs by which customers come to be called: they accept, or stand on a list."""
    accepted = legs["outcome"] == Outcome.CALLED_BACK
    return np.flatnonzero(accepted | (listed & (legs["cause"] != Cause.RETRY)))


def _given_up(legs: Legs, missed: Integers, floor: Floor) -> Integers:
    """Return the customers whom no call reached, of calls that did not reach anybody."""
    number = np.ones(len(missed), np.int64)
    at = missed.copy()
    while (onward := among(legs["cause"][at], (Cause.RETRY,))).any():
        at[onward] = legs["parent"][at[onward]]
        number[onward] += 1
    last = number >= floor.queues["calls"][legs["queue"][missed]]
    return followed_back(legs, at[last], (Cause.CALL_BACK,))
