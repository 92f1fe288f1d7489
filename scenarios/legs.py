"""How many legs a first attempt becomes: calls to the customer, self-service, work it opens.

Redials, repeats and transfers are left out: they come in some numbers on every floor, and what is
planned for a first attempt holds them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

AnyKey = TypeVar("AnyKey", bound=Hashable)


@dataclass(frozen=True)
class Calls:
    """Calls to a customer: the share of them that is answered, and how many there are at most."""

    reached: float
    most: int

    @property
    def expected(self) -> float:
        """The mean number of calls to one customer."""
        return float(sum((1 - self.reached) ** made for made in range(self.most)))


def own_legs(dialled: Calls | None, has_bot: bool, accepted: float, back: Calls | None) -> float:
    """Return the legs of a contact in its own queue; of call-backs a share `accepted` is made."""
    first = 1.0 if dialled is None else dialled.expected
    return first + has_bot + (accepted * back.expected if back is not None else 0.0)


def legs(
    own: Mapping[AnyKey, float], onward: Mapping[AnyKey, Mapping[AnyKey, float]]
) -> dict[AnyKey, float]:
    """Return the legs of a contact by queue, those that follow in other queues included.

    `own` are its legs in the queue itself, `onward` the shares that open work in others, which
    must not form a loop.
    """

    @cache
    def of(queue: AnyKey) -> float:
        shares = onward.get(queue, {}).items()
        return own.get(queue, 1.0) + sum(share * of(to) for to, share in shares if share > 0)

    return {queue: of(queue) for queue in own}
