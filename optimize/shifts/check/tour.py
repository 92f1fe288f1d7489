"""What is counted of a tour."""

from __future__ import annotations

from collections.abc import Sequence

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Tour

WEEK = 7


def days_off_together(week: Sequence[bool]) -> int:
    """Return the longest run of days off, the week taken as a circle."""
    if not any(week):
        return len(week)
    first = list(week).index(True)
    longest = run = 0
    for works in [*week[first:], *week[:first]]:
        run = 0 if works else run + 1
        longest = max(longest, run)
    return longest


def weekly_overtime(problem: Problem, tour: Tour) -> int:
    """Return the slots that the week makes overtime, beyond those that its shifts are."""
    rule = problem.teams[tour.team].tour
    if rule is None or rule.paid_plain is None:
        return 0
    worked = [item for item in tour.types if item is not None]
    return max(0, sum(item.paid - item.overtime for item in worked) - rule.paid_plain)
