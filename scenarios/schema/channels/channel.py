"""Channels: the ways in which a customer and a centre meet, and what they are to an agent."""

from __future__ import annotations

from collections.abc import Mapping
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
