"""The codes as plain numbers: kernels know no enums."""

from enum import IntEnum
from typing import Final, cast

import numpy as np

from sim.codes import Cause, Kind, Moment, Outcome, Purpose


def _plain(code: IntEnum) -> int:
    """Return a number of numpy's: Numba compiles a part anew for each of Python's it is given."""
    return cast(int, np.int64(code))


#: How long a leg has waited that comes just now.
AT_ONCE: Final = cast(int, np.int64(0))

WAITING: Final = _plain(Outcome.WAITING)
ANSWERED: Final = _plain(Outcome.ANSWERED)
TRANSFERRED: Final = _plain(Outcome.TRANSFERRED)
ABANDONED: Final = _plain(Outcome.ABANDONED)
BLOCKED: Final = _plain(Outcome.BLOCKED)
CLOSED: Final = _plain(Outcome.CLOSED)
CLEARED: Final = _plain(Outcome.CLEARED)
CONTAINED: Final = _plain(Outcome.CONTAINED)
LEFT_BOT: Final = _plain(Outcome.LEFT_BOT)
FAILED_OVER: Final = _plain(Outcome.FAILED_OVER)
DIVERTED: Final = _plain(Outcome.DIVERTED)
CALLED_BACK: Final = _plain(Outcome.CALLED_BACK)
NOT_REACHED: Final = _plain(Outcome.NOT_REACHED)
DROPPED: Final = _plain(Outcome.DROPPED)
FELL_SILENT: Final = _plain(Outcome.FELL_SILENT)
PUT_ASIDE: Final = _plain(Outcome.PUT_ASIDE)
ESCALATED: Final = _plain(Outcome.ESCALATED)

FIRST: Final = _plain(Cause.FIRST)
REDIAL: Final = _plain(Cause.REDIAL)
REPEAT: Final = _plain(Cause.REPEAT)
PASSED_ON: Final = _plain(Cause.TRANSFER)
FAILOVER: Final = _plain(Cause.FAILOVER)
CALL_BACK: Final = _plain(Cause.CALL_BACK)
RETRY: Final = _plain(Cause.RETRY)
TICKET: Final = _plain(Cause.TICKET)
ESCALATION: Final = _plain(Cause.ESCALATION)
RESUMED: Final = _plain(Cause.RESUMED)
REOPENED: Final = _plain(Cause.REOPENED)

CHAT: Final = _plain(Kind.CHAT)
WORK: Final = _plain(Kind.WORK)

AGENT_FREE: Final = _plain(Moment.AGENT_FREE)
TALK_END: Final = _plain(Moment.TALK_END)
ABANDON: Final = _plain(Moment.ABANDON)
OVERFLOW: Final = _plain(Moment.OVERFLOW)
ANNOUNCEMENT: Final = _plain(Moment.ANNOUNCEMENT)
OFFER: Final = _plain(Moment.OFFER)
ARRIVAL: Final = _plain(Moment.ARRIVAL)

FOR_TALK: Final = _plain(Purpose.TALK)
FOR_WRAP_UP: Final = _plain(Purpose.WRAP_UP)
FOR_PATIENCE: Final = _plain(Purpose.PATIENCE)
FOR_REDIAL: Final = _plain(Purpose.REDIAL)
FOR_REDIAL_DELAY: Final = _plain(Purpose.REDIAL_DELAY)
FOR_REPEAT: Final = _plain(Purpose.REPEAT)
FOR_REPEAT_DELAY: Final = _plain(Purpose.REPEAT_DELAY)
FOR_TRANSFER: Final = _plain(Purpose.TRANSFER)
FOR_SELF_SERVICE: Final = _plain(Purpose.SELF_SERVICE)
FOR_SELF_SERVICE_TIME: Final = _plain(Purpose.SELF_SERVICE_TIME)
FOR_ANNOUNCEMENT: Final = _plain(Purpose.ANNOUNCEMENT)
FOR_CALL_BACK: Final = _plain(Purpose.CALL_BACK)
FOR_REACHED: Final = _plain(Purpose.REACHED)
FOR_SILENCE: Final = _plain(Purpose.SILENCE)
FOR_SILENT_FROM: Final = _plain(Purpose.SILENT_FROM)
FOR_GRADE: Final = _plain(Purpose.GRADE)
FOR_TICKET: Final = _plain(Purpose.TICKET)
