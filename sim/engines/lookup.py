"""How an engine finds what later legs need: by a hash, in pools drawn beforehand.

Plain integer arithmetic that stays below 2**63, so that the same lines give the same numbers as
Python and when compiled.
"""

from typing import Final

_LOW_31: Final = (1 << 31) - 1


def hash31(key: int, attempt: int, depth: int, purpose: int) -> int:
    """Return 31 well-mixed bits for one purpose of one leg of a contact.

    `key` is the contact's (62 bits), `attempt` counts its tries from 1, `depth` the transfers
    within the try from 0.
    """
    mixed = (key & _LOW_31) ^ ((((attempt << 6) + depth << 5) + purpose) * 0x61C88647 & _LOW_31)
    mixed = (mixed ^ (mixed >> 16)) * 0x45D9F3B & _LOW_31
    mixed = (mixed ^ (mixed >> 15)) * 0x45D9F3B & _LOW_31
    mixed = mixed ^ (mixed >> 16) ^ (key >> 31)
    mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D & _LOW_31
    mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39 & _LOW_31
    return mixed ^ (mixed >> 15)
