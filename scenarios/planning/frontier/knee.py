"""The knee of a frontier: where service stops being cheap and begins to be dear.

It is the point farthest from the chord, the straight line from the cheapest point that none beats
to the one that serves best, both axes scaled to the chord's ends (after Satopää, Albrecht, Irwin
and Raghavan, "Finding a 'Kneedle' in a Haystack", ICDCSW 2011, section III). Before the knee a
point of service costs less than the chord's mean price, behind it more.
"""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.planning.frontier.points import Placed


def knee(points: Sequence[Placed]) -> int | None:
    """Return the number of the knee among the points that none beats.

    Of two that are equally far it is the cheaper. None where there are fewer than three such
    points, or none serves better than the chord for its money.
    """
    ends = [
        (each.cost.value, each.service.value, number)
        for number, each in enumerate(points)
        if each.is_worth_taking and each.cost is not None and each.service is not None
    ]
    if len(ends) < 3:
        return None
    ends.sort()
    (least, worst, _), (most, best, _) = ends[0], ends[-1]
    if not (most > least and best > worst):
        return None
    above = [
        ((serves - worst) / (best - worst) - (costs - least) / (most - least), -rank, number)
        for rank, (costs, serves, number) in enumerate(ends)
    ]
    far, _, number = max(above[1:-1])
    return number if far > 0 else None
