"""What only chats and messages have."""

from __future__ import annotations

from scenarios.schema.section import Section
from scenarios.units import Duration, Share


class Silence(Section):
    """Customers who write no more, in the midst of a chat, and say nothing."""

    share: Share
    """Share of answered chats whose customer falls silent, at any point of the talk alike."""
    timeout: Duration
    """How long the agent then waits before ending the chat; the place is taken meanwhile."""
