"""The codes as plain numbers: kernels know no enums."""

from typing import Final

from sim.codes import Cause, Moment, Outcome, Purpose

WAITING: Final = int(Outcome.WAITING)
ANSWERED: Final = int(Outcome.ANSWERED)
TRANSFERRED: Final = int(Outcome.TRANSFERRED)
ABANDONED: Final = int(Outcome.ABANDONED)
BLOCKED: Final = int(Outcome.BLOCKED)
CLOSED: Final = int(Outcome.CLOSED)
CLEARED: Final = int(Outcome.CLEARED)

FIRST: Final = int(Cause.FIRST)
REDIAL: Final = int(Cause.REDIAL)
REPEAT: Final = int(Cause.REPEAT)
PASSED_ON: Final = int(Cause.TRANSFER)

AGENT_FREE: Final = int(Moment.AGENT_FREE)
TALK_END: Final = int(Moment.TALK_END)
ABANDON: Final = int(Moment.ABANDON)
OVERFLOW: Final = int(Moment.OVERFLOW)
ARRIVAL: Final = int(Moment.ARRIVAL)

FOR_TALK: Final = int(Purpose.TALK)
FOR_WRAP_UP: Final = int(Purpose.WRAP_UP)
FOR_PATIENCE: Final = int(Purpose.PATIENCE)
FOR_REDIAL: Final = int(Purpose.REDIAL)
FOR_REDIAL_DELAY: Final = int(Purpose.REDIAL_DELAY)
FOR_REPEAT: Final = int(Purpose.REPEAT)
FOR_REPEAT_DELAY: Final = int(Purpose.REPEAT_DELAY)
FOR_TRANSFER: Final = int(Purpose.TRANSFER)
