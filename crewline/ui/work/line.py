"""The line that tasks wait in: a turn for every session, however many each has asked."""

from __future__ import annotations

from collections.abc import Iterator


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
        for session, key in self._turns():
            self._turn += 1
            self._turn_of[session] = self._turn
            self.drop(key)
            return key
        return None

    def before(self, key: str) -> int:
        """Return how many keys will be taken before this one."""
        taken: set[str] = set()
        for _, other in self._turns():
            if other == key:
                break
            taken.add(other)
        return len(taken)

    def _turns(self) -> Iterator[tuple[str, str]]:
        """Yield sessions and keys in the order of their turns, if nobody else joins."""
        # Stable: of those whose last turn is equally long ago, who has waited longest.
        sessions = sorted(self._waiting, key=lambda one: self._turn_of.get(one, 0))
        for number in range(max(map(len, self._waiting.values()), default=0)):
            for session in sessions:
                if number < len(self._waiting[session]):
                    yield session, self._waiting[session][number]
