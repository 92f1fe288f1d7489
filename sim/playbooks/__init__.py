"""Playbooks: what the centre does about what goes wrong, by a watched figure or by the clock."""

from sim.playbooks.actions import (
    Action,
    Announce,
    BringBack,
    CallIn,
    CloseLine,
    Does,
    Move,
    OfferCallBack,
    Price,
    RaiseSelfService,
    SendHome,
    Serve,
    StopOverflow,
)
from sim.playbooks.plays import MOST_TIMES, Play

__all__ = [
    "MOST_TIMES",
    "Action",
    "Announce",
    "BringBack",
    "CallIn",
    "CloseLine",
    "Does",
    "Move",
    "OfferCallBack",
    "Play",
    "Price",
    "RaiseSelfService",
    "SendHome",
    "Serve",
    "StopOverflow",
]
