"""Actions: as the simulation does them, one for each queue and group, with a name in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios import duty
from scenarios.schema.playbook import kinds
from scenarios.schema.playbook.elsewhere import elsewhere, names_elsewhere
from scenarios.schema.playbook.suiting import lent, queues_suited, stopped
from scenarios.schema.scenario import Scenario
from scenarios.units import write_duration, write_share
from sim import playbooks as played
from sim.clock import to_ms


@dataclass(frozen=True)
class Cast:
    """What the simulation does, and what that is called."""

    does: played.Does
    words: str

    @property
    def people(self) -> int:
        """How many people come, where that is known beforehand, else 0."""
        return self.does.people if isinstance(self.does, played.CallIn | played.Move) else 0


def casts(scenario: Scenario, playbook: str, does: kinds.Kind) -> tuple[Cast, ...]:
    """Return what a playbook's action comes down to; nothing where nobody and nothing is meant."""
    cast = _Casting(scenario, playbook)
    match does:
        case kinds.CallIn() | kinds.Move() | kinds.SendHome() | kinds.BringBack():
            return tuple(cast.people(does))
        case kinds.AlsoServe():
            return tuple(cast.also_serve(does))
        case kinds.StopOverflow():
            return tuple(cast.stop_overflow(does))
    return tuple(cast.lines(does))


class _Casting:
    """Says in the simulation's terms what a scenario's playbook does."""

    def __init__(self, scenario: Scenario, playbook: str) -> None:
        self._scenario, self._playbook = scenario, playbook
        self._queues = {name: number for number, name in enumerate(scenario.queues)}
        self._groups = {name: number for number, name in enumerate(scenario.all_groups)}
        self._elsewhere = names_elsewhere(scenario)

    def people(
        self, does: kinds.CallIn | kinds.Move | kinds.SendHome | kinds.BringBack
    ) -> Iterator[Cast]:
        """Give what moves people, group by group, as far as there are any."""
        for group in does.groups_meant(self._scenario.groups, self._scenario.queues):
            match does:
                case kinds.CallIn():
                    yield from self._call_in(does, group)
                case kinds.Move():
                    yield from self._move(does, group)
                case kinds.SendHome() if does.share > 0:
                    yield self._send_home(does, group)
                case kinds.BringBack() if does.share > 0:
                    share, ramp_ms = does.share, to_ms(does.ramp)
                    words = f"bring back {write_share(share)} of {group}"
                    yield Cast(played.BringBack(self._groups[group], share, ramp_ms), words)

    def _call_in(self, does: kinds.CallIn, group: str) -> Iterator[Cast]:
        to, people = self._where(does, group), self._people(does, group)
        if people:
            call_in = played.CallIn(self._groups[to], people, to_ms(does.ramp))
            yield Cast(call_in, f"call in {people} to {to}")

    def _move(self, does: kinds.Move, group: str) -> Iterator[Cast]:
        to, people = self._where(does, does.to, group), self._people(does, group)
        if people and group != does.to:
            move = played.Move(self._groups[group], self._groups[to], people)
            yield Cast(move, f"move {people} from {group} to {does.to}")

    def _send_home(self, does: kinds.SendHome, group: str) -> Cast:
        to, is_lost = self._groups[self._where(does, group)], does.of == "lost"
        share = write_share(does.share)
        words = f"send home {share} of {group}{' who are lost' * is_lost}"
        ramp_ms = to_ms(does.ramp)
        return Cast(played.SendHome(self._groups[group], to, does.share, is_lost, ramp_ms), words)

    def _where(self, does: kinds.Kind, group: str, of: str | None = None) -> str:
        """Return the group that people come to: a group's own, or one that the playbook makes."""
        found = elsewhere(self._playbook, does, of or group)
        return group if found is None else self._elsewhere[found]

    def _people(self, does: kinds.CallIn | kinds.Move, group: str) -> int:
        """Return how many people are meant; a share is rounded half up."""
        if does.share is None:
            return does.people or 0
        return int(does.share * duty.most_planned(self._scenario, group) + 0.5)

    def also_serve(self, does: kinds.AlsoServe) -> Iterator[Cast]:
        """Give what has groups serve more queues."""
        for group, queue in lent(does, self._scenario.groups, self._scenario.queues):
            serve = played.Serve(self._groups[group], self._queues[queue])
            yield Cast(serve, f"{group} also serves {queue}")

    def stop_overflow(self, does: kinds.StopOverflow) -> Iterator[Cast]:
        """Give what has groups serve fewer queues."""
        for group, queue in stopped(does, self._scenario.groups, self._scenario.queues):
            stop = played.StopOverflow(self._groups[group], self._queues[queue])
            yield Cast(stop, f"stop overflow of {queue} to {group}")

    def lines(self, does: kinds.OfLines) -> Iterator[Cast]:
        """Give what is done on lines, queue by queue."""
        for name in queues_suited(does, self._scenario.queues):
            yield _on_line(does, self._queues[name], name)


def _on_line(does: kinds.OfLines, queue: int, name: str) -> Cast:
    match does:
        case kinds.OfferCallBack():
            after = write_duration(does.after)
            offer = played.OfferCallBack(queue, to_ms(does.after), does.accepted)
            return Cast(offer, f"offer call-back on {name} after {after}")
        case kinds.Announce():
            after = write_duration(does.after)
            message = played.Announce(queue, to_ms(does.after), does.share)
            return Cast(message, f"announce on {name} after {after}")
        case kinds.RaiseSelfService():
            words = f"raise self-service of {name} to {write_share(does.contained)}"
            return Cast(played.RaiseSelfService(queue, does.contained), words)
        case kinds.Suspend():
            return Cast(played.CloseLine(queue), f"suspend {name}")
    return Cast(played.CloseLine(queue), f"close {name}")
