"""Channels: the ways in which a customer and a centre meet, and what they are to an agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

Channel: TypeAlias = Literal["phone", "chat", "message", "email", "ticket", "outbound"]

#: Live, and several at once where a group can.
CHATS: Final[frozenset[Channel]] = frozenset({"chat", "message"})

#: Somebody waits: done first, and lost where nobody answers.
LIVE: Final[frozenset[Channel]] = frozenset({"phone", "chat", "message"})

#: Nobody waits: done when nothing live does, carried over nights and days.
DEFERRABLE: Final[frozenset[Channel]] = frozenset({"email", "ticket", "outbound"})

#: What comes to these may come from elsewhere alone: from other queues, or from a list.
FED: Final[frozenset[Channel]] = frozenset({"ticket", "outbound"})

#: How faults name what a queue of a channel is.
IN_WORDS: Final[Mapping[Channel, str]] = {
    "phone": "a phone queue",
    "chat": "a chat queue",
    "message": "a message queue",
    "email": "an email queue",
    "ticket": "a ticket queue",
    "outbound": "an outbound queue",
}

_Fields: TypeAlias = tuple[str, ...]

#: Fields of a queue that only these channels have, and why others have not.
_ONLY: Final[tuple[tuple[frozenset[Channel], _Fields, str], ...]] = (
    (
        LIVE,
        ("patience", "self_service", "announcement", "call_back", "at_close"),
        "holds work, and nobody waits on the line; phone, chat and message only",
    ),
    (CHATS, ("silence", "first_reply"), "is not written in turns; chat and message only"),
    (
        DEFERRABLE,
        ("due", "grades", "order", "interruptible", "backlog", "pause"),
        "is live; email, ticket and outbound only",
    ),
    (frozenset({"outbound"}), ("customers", "dial"), "is not called by agents; outbound only"),
    (
        LIVE | {"email", "ticket"},
        ("ticket", "interruptible"),
        "opens no tickets, and nobody who was called is put aside",
    ),
)


def strange_to(channel: Channel) -> Iterator[tuple[str, str]]:
    """Give the fields that a queue of a channel cannot have, and why, in words."""
    for channels, fields, words in _ONLY:
        if channel not in channels:
            yield from ((field, words) for field in fields)
