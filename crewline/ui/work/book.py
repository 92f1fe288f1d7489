"""The book of what is wanted: tickets that have not ended, and the sessions that wait for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crewline.ui.work.line import Line
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ending, State, Ticket


@dataclass
class _Entry:
    ticket: Ticket
    sessions: set[str] = field(default_factory=set)


class Book:
    """Tickets by their tasks' keys. One thread at a time may use it."""

    def __init__(self) -> None:
        """Begin empty."""
        self._line = Line()
        self._entries: dict[str, _Entry] = {}
        self._seen_s: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, task: Task[Any], session: str) -> Ticket:
        """Return the ticket of a task, for which a session now waits too."""
        ticket = self.join(task.key, session)
        if ticket is None:
            self._entries[task.key] = _Entry(Ticket(task))
            ticket = self.join(task.key, session)
        assert ticket is not None
        return ticket

    def join(self, key: str, session: str) -> Ticket | None:
        """Let a session wait for what somebody waits for already; None where nobody does."""
        entry = self._entries.get(key)
        if entry is None or entry.ticket.cancelled_s is not None:
            return None
        entry.sessions.add(session)
        self._seen_s[session] = time.monotonic()
        if entry.ticket.state is State.WAITING:
            self._line.join(key, session)
        return entry.ticket

    def leave(self, ticket: Ticket, session: str) -> None:
        """Let a session wait no longer; what nobody waits for is cancelled."""
        entry = self._entries.get(ticket.key)
        if entry is None or entry.ticket is not ticket:
            return
        entry.sessions.discard(session)
        self._line.leave(ticket.key, session)
        if entry.sessions or ticket.cancelled_s is not None:
            return
        ticket.cancel()
        if ticket.state is State.WAITING:
            self.end(ticket, Ending(State.CANCELLED))

    def take(self) -> Ticket | None:
        """Begin the ticket whose turn it is; None where none waits."""
        key = self._line.take()
        if key is None:
            return None
        ticket = self._entries[key].ticket
        ticket.begin()
        return ticket

    def put_back(self, ticket: Ticket) -> None:
        """Let a ticket that was taken, and could not begin, wait again."""
        if ticket.cancelled_s is not None:
            self.end(ticket, Ending(State.CANCELLED))
            return
        ticket.begun_s = None
        for session in self._entries[ticket.key].sessions:
            self._line.join(ticket.key, session)

    def end(self, ticket: Ticket, ending: Ending) -> None:
        """Note how a ticket ended, and take it out."""
        entry = self._entries.get(ticket.key)
        if entry is not None and entry.ticket is ticket:
            del self._entries[ticket.key]
            self._line.drop(ticket.key)
        ticket.end(ending)

    def before(self, ticket: Ticket) -> int:
        """Return how many tickets will begin before a waiting one."""
        return self._line.before(ticket.key)

    def let_go(self, here: Callable[[str], bool], leave_s: float) -> None:
        """Let sessions wait no longer that have not been here for so long."""
        now_s = time.monotonic()
        for session in {one for entry in self._entries.values() for one in entry.sessions}:
            if here(session):
                self._seen_s[session] = now_s
            elif now_s - self._seen_s[session] > leave_s:
                self._let_go(session)

    def _let_go(self, session: str) -> None:
        for entry in list(self._entries.values()):
            if session in entry.sessions:
                self.leave(entry.ticket, session)
        self._line.forget(session)
        del self._seen_s[session]
