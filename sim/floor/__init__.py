"""The floor: queues, skill groups and the routing between them, as the engines read them."""

from sim.floor.floor import Floor
from sim.floor.groups import FACTORS, GROUP, SKILL, STAGE_PLACES, Group, Skill, Stage, Transfer
from sim.floor.loops import refuse_loops
from sim.floor.queues import (
    GRADE,
    QUEUE,
    SURE,
    Announcement,
    CallBack,
    Dial,
    Grade,
    Queue,
    SelfService,
    Silence,
    Ticket,
    below,
)

__all__ = [
    "FACTORS",
    "GRADE",
    "GROUP",
    "QUEUE",
    "SKILL",
    "STAGE_PLACES",
    "SURE",
    "Announcement",
    "CallBack",
    "Dial",
    "Floor",
    "Grade",
    "Group",
    "Queue",
    "SelfService",
    "Silence",
    "Skill",
    "Stage",
    "Ticket",
    "Transfer",
    "below",
    "refuse_loops",
]
