"""People: how many agents of each group are on duty, of the plan's and those that plays move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from sim.engines.log import Entry, Log
from sim.floor import Floor
from sim.playbooks import BringBack, CallIn, Does, Move, SendHome

if TYPE_CHECKING:
    from sim.engines.director import DirectedFloor

#: What is about people.
Moving: TypeAlias = CallIn | Move | SendHome | BringBack
#: Shares of people are taken of so many parts, so that both engines round alike.
_PARTS: Final = 1_000_000


@dataclass
class _InForce:
    """An action that moves people, since when, and how many it moves just now."""

    play: int
    action: int
    does: Moving
    since_ms: int
    people: int = 0


class People:
    """The numbers on duty: mutable for the length of one run.

    All is worked out anew whenever something changes: an action takes no more people from a group
    than those before it have left there.
    """

    def __init__(self, moving: DirectedFloor, floor: Floor, log: Log) -> None:
        self._moving, self._log = moving, log
        n_groups = len(floor.group_names)
        self._planned = {what: [0] * n_groups for what in ("on_duty", "lost", "off_phone")}
        self._now = [0] * n_groups
        self._in_force: list[_InForce] = []

    def change(self, at_ms: int, what: str, group: int, number: int) -> None:
        """Note what the plan says of a group."""
        self._planned[what][group] = number
        self.set(at_ms)

    def begin(self, at_ms: int, play: int, action: int, does: Moving) -> None:
        """Let an action move people from now on."""
        self._in_force.append(_InForce(play, action, does, at_ms))
        self.set(at_ms)

    def end(self, at_ms: int, play: int, action: int) -> None:
        """Let an action's people go back."""
        ending = next(a for a in self._in_force if (a.play, a.action) == (play, action))
        self._in_force.remove(ending)
        if ending.people:
            self._log.add(at_ms, Entry.PEOPLE, play, action, 0)
        self.set(at_ms)

    def set(self, at_ms: int) -> None:
        """Set the numbers on duty that have changed, groups in their order."""
        numbers = list(self._planned["on_duty"])
        for action in self._in_force:
            people = self._moved(action, at_ms, numbers)
            if people != action.people:
                action.people = people
                self._log.add(at_ms, Entry.PEOPLE, action.play, action.action, people)
        for group, number in enumerate(numbers):
            if number != self._now[group]:
                self._now[group] = number
                self._log.add(at_ms, Entry.STAFF, group, value=number)
                self._moving.set_on_duty(group, number)

    def _moved(self, action: _InForce, at_ms: int, numbers: list[int]) -> int:
        """Move an action's people in `numbers`; return how many they are."""
        does = action.does
        elapsed_ms = at_ms - action.since_ms
        match does:
            case CallIn():
                people = _ramped(does.people, elapsed_ms, does.ramp_ms)
                numbers[does.group] += people
            case Move():
                people = min(does.people, numbers[does.group])
                numbers[does.group] -= people
                numbers[does.to] += people
            case SendHome():
                of = self._planned["lost"] if does.lost else numbers
                people = _ramped(_share(of[does.group], does.share), elapsed_ms, does.ramp_ms)
                numbers[does.group] -= 0 if does.lost else people
                numbers[does.to] += people
            case BringBack():
                meant = _share(self._planned["off_phone"][does.group], does.share)
                people = _ramped(meant, elapsed_ms, does.ramp_ms)
                numbers[does.group] += people
        return people


def ramp_ms(does: Does) -> int:
    """Return how long it takes until all people of an action have come."""
    return does.ramp_ms if isinstance(does, CallIn | SendHome | BringBack) else 0


def _share(people: int, share: float) -> int:
    """Return a share of people, rounded half up."""
    return (2 * people * round(share * _PARTS) + _PARTS) // (2 * _PARTS)


def _ramped(people: int, elapsed_ms: int, over_ms: int) -> int:
    return people if elapsed_ms >= over_ms else people * elapsed_ms // over_ms
