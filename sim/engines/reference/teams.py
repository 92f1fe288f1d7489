"""The agents of a group: how many there are, what they have in hand, and who is next."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import numpy as np

from sim.codes import Kind

_CHAT: Final = int(Kind.CHAT)


class Team:
    """One group in motion.

    An agent who may take something stands in the list of those with as many contacts, and of them
    as many that are no chats, in order of coming to that state.
    """

    def __init__(self, row: np.void) -> None:
        self.concurrency = int(row["concurrency"])
        self._mixes = bool(row["mixes"])
        self.on_duty = 0
        self.leaving = 0
        self.agents_seen = 0
        self.going_home: set[int] = set()
        self._in_hand: dict[int, tuple[int, int]] = {}  # chats and others; nothing is left out
        #: By contacts in hand times two plus those that are no chats: agents and since when.
        self._lists: list[OrderedDict[int, int]] = [
            OrderedDict() for _ in range(2 * self.concurrency)
        ]
        self.idle = self._lists[0]

    @property
    def present(self) -> int:
        """How many agents are there, at work or not."""
        return self.on_duty + self.leaving + len(self.going_home)

    def may_take(self, agent: int, kind: int) -> bool:
        """Tell whether an agent has a hand free for a contact of a kind."""
        return agent not in self.going_home and self._fits(*self._hands(agent), kind)

    def may_take_something(self, agent: int) -> bool:
        """Tell whether an agent has a hand free at all; whoever has one may take a chat."""
        return self.may_take(agent, _CHAT) or self.may_take(agent, Kind.CALL)

    def first(self, kind: int) -> tuple[int, int, int] | None:
        """Return contacts in hand, since when, and the agent who is next for a kind (rule 3)."""
        for in_hand in range(self.concurrency):
            found = [
                (since, others, agent)
                for others in (0, 1)
                if self._lists[2 * in_hand + others] and self._fits(in_hand - others, others, kind)
                for agent, since in [next(iter(self._lists[2 * in_hand + others].items()))]
            ]
            if found:
                since, _, agent = min(found)
                return in_hand, since, agent
        return None

    def give(self, agent: int, kind: int, now: int) -> int:
        """Give an agent a contact; return how many that makes."""
        chats, others = self._hands(agent)
        self._step_out(agent)
        chats, others = chats + (kind == _CHAT), others + (kind != _CHAT)
        self._in_hand[agent] = (chats, others)
        if self.may_take_something(agent):
            self.stand_by(agent, now)
        return chats + others

    def take_away(self, agent: int, kind: int) -> None:
        """Take a contact from an agent, who then stands in no list."""
        chats, others = self._hands(agent)
        self._step_out(agent)
        self._in_hand[agent] = (chats - (kind == _CHAT), others - (kind != _CHAT))
        if self._in_hand[agent] == (0, 0):
            del self._in_hand[agent]

    def stand_by(self, agent: int, now: int) -> None:
        """Put an agent at the end of the list of those who are as he is, if he stands in none."""
        chats, others = self._hands(agent)
        self._lists[2 * (chats + others) + others].setdefault(agent, now)

    def goes_home(self, agent: int) -> bool:
        """Send an agent home who has done a contact, where there are too many (rule 8)."""
        if self.leaving and agent not in self.going_home:
            self.leaving -= 1
            self.going_home.add(agent)
        if agent in self.going_home and agent not in self._in_hand:
            self.going_home.remove(agent)
            return True
        return agent in self.going_home

    def _hands(self, agent: int) -> tuple[int, int]:
        return self._in_hand.get(agent, (0, 0))

    def _fits(self, chats: int, others: int, kind: int) -> bool:
        if chats + others >= self.concurrency:
            return False
        if kind == _CHAT:
            return others == 0 or self._mixes
        return others == 0 and (chats == 0 or self._mixes)

    def _step_out(self, agent: int) -> None:
        chats, others = self._hands(agent)
        if chats + others < self.concurrency:
            self._lists[2 * (chats + others) + others].pop(agent, None)
