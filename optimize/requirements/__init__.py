"""Requirements: the least agents who keep a promise to callers, interval by interval.

    (calls, handling time, patience) + Goal -> agents on the phone -> Shrinkage -> agents on duty

Everything is one queue of agents who are alike, in a steady state: Erlang C where callers wait as
long as it takes, Erlang A where they have an exponential patience. Chats, of which an agent has
several at once, have functions of their own.
"""

from optimize.requirements.chat import required_chat, served_chat
from optimize.requirements.goal import Goal
from optimize.requirements.keeping import kept
from optimize.requirements.required import required
from optimize.requirements.served import served
from optimize.requirements.shrinkage import Shrinkage
from optimize.requirements.staffing import Staffing, staffed

__all__ = [
    "Goal",
    "Shrinkage",
    "Staffing",
    "kept",
    "required",
    "required_chat",
    "served",
    "served_chat",
    "staffed",
]
