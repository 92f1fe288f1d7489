"""What has to be relaxed before there is a schedule, and what the rules in force cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relaxation:
    """A rule, or an interval of a queue's requirement, that is relaxed or could be.

    `rule` is `coverage`, `backlogs`, `least_agents`, `most_agents`, `paid_most`, `overtime_most`,
    `headcount` or `budget`; `team`, `queue` and `days` (first and last) tell which of these, where
    there are several. `slots` is the stretch (from, to) of the horizon that a requirement lies in.
    `amount` is by how much it is relaxed, in `unit`: agents, agent-slots, slots or money. `price`
    is what one unit more of it would save, in money.
    """

    rule: str
    amount: float
    unit: str
    price: float
    team: str | None = None
    queue: str | None = None
    days: tuple[int, int] | None = None
    slots: tuple[int, int] | None = None


@dataclass(frozen=True)
class Explanation:
    """Why there is no schedule, or what makes it dear.

    `needed` is the least to relax so that there is one, empty where there is one already; the
    least in agent-slots, an agent counted as the slots that a shift is paid for and money as what
    it buys; among the least, what makes the schedule cheapest. `instead` has for each kind of rule
    what of it alone would do, at least (fractions of agents allowed), where it would at all.
    `binding` are the rules in force, relaxed as needed, from which one unit more would save most,
    the dearest first. `cost` is what the schedule then costs at least, in fractions of agents.
    `proved` tells whether `needed` is proved to be the least, within the gap that was asked; where
    it is not, time was over first, and less may do.
    """

    needed: tuple[Relaxation, ...]
    instead: tuple[Relaxation, ...]
    binding: tuple[Relaxation, ...]
    cost: float
    proved: bool
