"""The line that tasks wait in: a turn for every session, however many each has asked."""

from __future__ import annotations

from copy import deepcopy


class Line:
    """Keys of waiting tasks, by the sessions that wait for them.

    Sessions take turns; within a session the first asked is the first. A key that several sessions
    wait for goes at the earliest of its turns.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._waiting: dict[str, list[str]] = {}
        self._turn_of: dict[str, int] = {}
        self._turn = 0

    def __len__(self) -> int:
        return len({key for keys in self._waiting.values() for key in keys})

    def join(self, key: str, session: str) -> None:
        """Put a key behind those that a session waits for already."""
        keys = self._waiting.setdefault(session, [])
        if key not in keys:
            keys.append(key)

    def leave(self, key: str, session: str) -> None:
        """Take a key out of a session's own line."""
        keys = self._waiting.get(session, [])
        if key in keys:
            keys.remove(key)
        if not keys:
            self._waiting.pop(session, None)

    def drop(self, key: str) -> None:
        """Take a key out for all sessions."""
        for session in list(self._waiting):
            self.leave(key, session)

    def forget(self, session: str) -> None:
        """Take a session out, and forget its turns."""
        self._waiting.pop(session, None)
        self._turn_of.pop(session, None)

    def take(self) -> str | None:
        """Take out the key whose turn it is, None where nobody waits."""
        if not self._waiting:
            return None
        # The first of those whose last turn is equally long ago: who has waited the longest.
        session = min(self._waiting, key=lambda one: self._turn_of.get(one, 0))
        key = self._waiting[session][0]
        self._turn += 1
        self._turn_of[session] = self._turn
        self.drop(key)
        return key

    def before(self, key: str) -> int:
        """Return how many keys will be taken before this one, if nobody else joins.

        0 where it does not wait (any more).
        """
        ahead, taken = deepcopy(self), 0
        while (other := ahead.take()) is not None:
            if other == key:
                return taken
            taken += 1
        return 0
