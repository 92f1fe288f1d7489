"""What the figures recommend, and where they do not: nothing is invented.

Options are weighed only among those whom the same customers befall on the same terms. Of these,

1. one that keeps every promise beyond chance at surely less cost than all others that do is taken;
2. where several do and their costs cannot be told apart, nobody can say which;
3. where costs are not known, one is taken only where no other keeps every promise;
4. where none does for sure, and nothing can be told of some promise, more days must be simulated;
5. else one is taken that costs no more than any other and loses surely fewer (or costs surely less
   and loses no more); what costs more and loses less is a matter of what a contact is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crewline.reports.decision import COST, LOST, SERVICE, Advice, Option, Reason
from crewline.reports.gaps import between
from sim.kpis.compare import Direction
from sim.kpis.targets import Verdict

#: What is advised, or left open, by what options cost.
_BY_COST = frozenset({Reason.BEATS, Reason.ACTIONS_EARN, Reason.CHOSEN, Reason.TIED, Reason.TRADE})
#: Cost and losses that do not surely rise.
_NO_MORE = frozenset({Direction.LOWER, Direction.SAME, Direction.CANNOT_TELL})


def advice(
    options: Sequence[Option], among: Sequence[int], confidence: float, costs: str = COST
) -> Advice:
    """Return what to do of the options with the numbers `among`; see the module for the rules."""
    among = tuple(among)
    if len(among) == 1:
        return Advice(among, None, Reason.ALONE)
    rank = _Ranking(options, confidence, costs)
    keeping = [number for number in among if options[number].verdict is Verdict.MET]
    if not tells_all(options, among, costs):
        return _without_costs(options, among, keeping)
    if keeping:
        return _of_keeping(rank, among, keeping)
    best = [one for one in among if all(rank.beats(one, other) for other in among if other != one)]
    if best:
        return Advice(among, best[0], Reason.BEATS)
    return Advice(among, None, _why_none(rank, options, among))


def tells_all(options: Sequence[Option], among: Sequence[int], costs: str = COST) -> bool:
    """Tell whether the costs of all options that are weighed are known."""
    return all(options[number].figure(costs).is_told for number in among)


def uncosted(given: Advice) -> Advice:
    """Return an advice that was given by cost as one that takes nothing, costs not being known."""
    if given.reason not in _BY_COST:
        return given
    return replace(given, chosen=None, reason=Reason.NO_COSTS, rivals=())


def _without_costs(
    options: Sequence[Option], among: tuple[int, ...], keeping: Sequence[int]
) -> Advice:
    """Return the advice by promises alone: the only one that keeps them all, if there is one."""
    if len(keeping) == 1:
        return Advice(among, keeping[0], Reason.KEEPS_ALL)
    verdicts = {options[number].verdict for number in among}
    is_unsure = not keeping and Verdict.CANNOT_TELL in verdicts
    return Advice(among, None, Reason.UNSURE if is_unsure else Reason.NO_COSTS)


def _of_keeping(rank: _Ranking, among: tuple[int, ...], keeping: Sequence[int]) -> Advice:
    """Return the advice where some keep all promises: the cheapest, if one surely is."""
    cheapest = [
        one
        for one in keeping
        if not any(rank.is_cheaper(other, one) for other in keeping if other != one)
    ]
    if len(cheapest) == 1:
        return Advice(among, cheapest[0], Reason.KEEPS_ALL)
    best = [
        one
        for one in cheapest
        if all(rank.loses_fewer(one, other) for other in cheapest if other != one)
    ]
    if best:
        return Advice(among, best[0], Reason.KEEPS_ALL)
    return Advice(among, None, Reason.TIED, tuple(cheapest))


def _why_none(rank: _Ranking, options: Sequence[Option], among: tuple[int, ...]) -> Reason:
    verdicts = {options[number].verdict for number in among}
    if Verdict.CANNOT_TELL in verdicts:
        return Reason.UNSURE
    if any(rank.trades(one, other) for one in among for other in among):
        return Reason.TRADE
    return Reason.NONE_KEEPS if Verdict.MISSED in verdicts else Reason.NOTHING_PROMISED


class _Ranking:
    """Options beside each other, two at a time."""

    def __init__(self, options: Sequence[Option], confidence: float, costs: str) -> None:
        self._options = options
        self._confidence = confidence
        self._costs = costs

    def is_cheaper(self, one: int, other: int) -> bool:
        """Whether `one` surely costs less."""
        return self._direction(one, other, self._costs) is Direction.LOWER

    def loses_fewer(self, one: int, other: int) -> bool:
        """Whether `one` surely loses fewer contacts."""
        return self._direction(one, other, LOST) is Direction.LOWER

    def beats(self, one: int, other: int) -> bool:
        """Whether `one` is surely better in one thing and surely worse in none."""
        costs, loses = (self._direction(one, other, kpi) for kpi in (self._costs, LOST))
        serves = self._direction(one, other, SERVICE)
        worse = costs not in _NO_MORE or loses not in _NO_MORE or serves is Direction.LOWER
        return not worse and Direction.LOWER in {costs, loses}

    def trades(self, one: int, other: int) -> bool:
        """Whether `one` surely costs more and surely loses fewer."""
        costs = self._direction(one, other, self._costs)
        return costs is Direction.HIGHER and self.loses_fewer(one, other)

    def _direction(self, one: int, other: int, kpi: str) -> Direction:
        if one == other:
            return Direction.SAME
        return between(self._options, one, other, kpi, self._confidence).direction
