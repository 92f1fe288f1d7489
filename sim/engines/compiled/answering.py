"""Answering any contact: several at once, calls made by the centre, silence, work to be put aside.

`handling` answers the contacts of plain queues by agents of plain groups.
"""

from __future__ import annotations

from typing import Final

from sim.clock import MILLI
from sim.compilation import inlined, part
from sim.engines.compiled.draws import bits, happens, pooled, scaled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.lanes import is_first_stay, is_own_call
from sim.engines.compiled.legs import come_back, free_at, next_leg
from sim.engines.compiled.losing import end_hold, is_held
from sim.engines.compiled.plain_codes import (
    ANSWERED,
    ARRIVAL,
    CHAT,
    FELL_SILENT,
    FOR_REACHED,
    FOR_REPEAT,
    FOR_SILENCE,
    FOR_SILENT_FROM,
    FOR_TALK,
    FOR_TICKET,
    FOR_TRANSFER,
    FOR_WRAP_UP,
    NOT_REACHED,
    REOPENED,
    REPEAT,
    RESUMED,
    RETRY,
    TALK_END,
    TICKET,
    WORK,
)
from sim.engines.compiled.standing import contacts_of, stand, step_out
from sim.engines.compiled.state import (
    State,
    agent_of,
    contact_of,
    factors_of,
    leg_of,
    line_of,
    note_of,
    parallel_of,
    queue_of,
    skill_of,
    team_of,
)
from sim.engines.compiled.tables import NOT_HOLDING, NOT_WATCHED, TALKS, WRAP_UPS
from sim.floor import STAGE_PLACES, SURE

_ROUND_HALF: Final = MILLI // 2
_SILENT_BITS: Final = 20  # of the 31 that tell at which part of the talk a customer falls silent
_SILENT_SHIFT: Final = 31 - _SILENT_BITS
_SILENT_MASK: Final = (1 << _SILENT_BITS) - 1


@part
def answer_any(f: State, leg: int, group: int, agent: int) -> None:
    """Begin to handle a leg: dial, if the centre calls, then talk (rules 5 and 6).

    An agent who may take still more stands by.
    """
    row = leg_of(f, leg)
    row.answered_ms = f.now_ms
    row.group = group
    row.agent = agent
    row.outcome = ANSWERED
    contacts = _contacts_with(f, leg)
    _count_wait(f, leg)
    queue = queue_of(f, row.queue)
    dial_ms = 0
    if queue.dialled or is_own_call(f, leg):
        dial_ms = queue.dial_ms
        if not happens(f, leg, queue.reached_below, FOR_REACHED):
            _give_up_calling(f, leg, f.now_ms + dial_ms)
            return
    _talk(f, leg, f.now_ms + dial_ms, contacts)


@inlined
def _contacts_with(f: State, leg: int) -> int:
    """Add a leg to its agent's contacts; return how many they are now."""
    row = leg_of(f, leg)
    if team_of(f, row.group).concurrency == 1:
        return 1
    agent = agent_of(f, row.group, row.agent)
    step_out(f, row.group, row.agent)
    if queue_of(f, row.queue).kind == CHAT:
        agent.chats += 1
    else:
        agent.exclusive += 1
    stand(f, row.group, row.agent)
    return contacts_of(agent)


@inlined
def _count_wait(f: State, leg: int) -> None:
    """Count the wait of a leg that is answered, where the queue's waits are watched."""
    row = leg_of(f, leg)
    line = line_of(f, row.queue)
    if line.within_ms != NOT_WATCHED and row.cause != RESUMED and not is_own_call(f, leg):
        line.ended += 1
        line.in_time += f.now_ms - row.queued_ms <= line.within_ms


@part
def _give_up_calling(f: State, leg: int, until_ms: int) -> None:
    """Dial in vain until an instant; call again later, as often as is meant."""
    row = leg_of(f, leg)
    queue = queue_of(f, row.queue)
    row.outcome = NOT_REACHED
    row.left_ms = until_ms
    free_at(f, leg, until_ms)
    calls, before = 1, leg
    while leg_of(f, before).cause == RETRY:
        before = leg_of(f, before).parent
        calls += 1
    again_ms = until_ms + queue.retry_ms
    if calls < queue.calls and again_ms < f.horizon_ms:
        again = next_leg(f, leg, RETRY, row.queue, again_ms)
        schedule(f, again_ms, ARRIVAL, again)


@inlined
def _talk(f: State, leg: int, from_ms: int, contacts: int) -> None:
    """Talk to the customer, or do what is to be done, as the agent's n-th contact."""
    row, note = leg_of(f, leg), note_of(f, leg)
    queue = queue_of(f, row.queue)
    if row.cause == RESUMED:
        talk_ms, wrap_up_ms = note.rest_ms, note.wrap_up_ms
    else:
        pace = _pace(f, leg, contacts) * line_of(f, row.queue).handling_milli
        talk_ms = scaled(_drawn_talk(f, leg), pace)
        wrap_up_ms = scaled(_drawn_wrap_up(f, leg), pace)
        if queue.kind == CHAT and happens(f, leg, queue.silent_below, FOR_SILENCE):
            row.outcome = FELL_SILENT
            talk_ms = _until_silent(f, leg, talk_ms) + queue.silence_ms
    if is_held(f, leg):
        first = leg_of(f, row.parent)
        handover_ms = skill_of(f, first.group, first.queue).handover_ms
        from_ms += handover_ms
        end_hold(f, row.parent, handover_ms)
    row.left_ms = from_ms + talk_ms
    note.wrap_up_ms = wrap_up_ms
    if queue.interruptible:
        _begin(f, leg)
    elif row.left_ms > line_of(f, row.queue).next_drop_ms or (
        row.outcome == ANSWERED and passes_on(f, leg)
    ):
        schedule(f, row.left_ms, TALK_END, leg)
    else:
        settle(f, leg)


@inlined
def _begin(f: State, leg: int) -> None:
    """Lay a leg upon what its group could put aside; what becomes of it, its end will tell."""
    team = team_of(f, leg_of(f, leg).group)
    note_of(f, leg).behind = team.begun
    team.begun = leg
    schedule(f, leg_of(f, leg).left_ms, TALK_END, leg)


@part
def _pace(f: State, leg: int, contacts: int) -> int:
    """Return the factor on handling times, in thousandths, rounded after each of its factors."""
    row = leg_of(f, leg)
    team = team_of(f, row.group)
    pace = skill_of(f, row.group, row.queue).handling_milli
    if team.staged:
        stage = factors_of(f, row.group, row.agent % STAGE_PLACES)
        pace = (pace * stage.handling_milli + _ROUND_HALF) // MILLI
    pace = (pace * parallel_of(f, row.group, contacts - 1).milli + _ROUND_HALF) // MILLI
    return (pace * team.pace_milli + _ROUND_HALF) // MILLI


@inlined
def _drawn_talk(f: State, leg: int) -> int:
    row = leg_of(f, leg)
    if is_first_stay(f, leg):
        return contact_of(f, row.contact).talk_ms
    return pooled(f, leg, TALKS, row.queue, FOR_TALK)


@inlined
def _drawn_wrap_up(f: State, leg: int) -> int:
    row = leg_of(f, leg)
    if is_first_stay(f, leg):
        return contact_of(f, row.contact).wrap_up_ms
    return pooled(f, leg, WRAP_UPS, row.queue, FOR_WRAP_UP)


@inlined
def _until_silent(f: State, leg: int, talk_ms: int) -> int:
    """Return the part of the talk after which the customer falls silent."""
    part_of_it = bits(f, leg, FOR_SILENT_FROM) >> _SILENT_SHIFT
    whole, rest = talk_ms >> _SILENT_BITS, talk_ms & _SILENT_MASK
    return whole * part_of_it + (rest * part_of_it >> _SILENT_BITS)


@part
def passes_on(f: State, leg: int) -> bool:
    """Tell whether the agent passes a contact on."""
    row = leg_of(f, leg)
    below = skill_of(f, row.group, row.queue).transfer_below
    if team_of(f, row.group).staged:
        stage = factors_of(f, row.group, row.agent % STAGE_PLACES)
        below = min(SURE, below * stage.transfer_milli // MILLI)
    return happens(f, leg, below, FOR_TRANSFER)


@part
def settle(f: State, leg: int) -> None:
    """Let the agent of a leg be free after wrap-up, and what the leg brings about come."""
    row, note = leg_of(f, leg), note_of(f, leg)
    free_at(f, leg, row.left_ms + note.wrap_up_ms)
    note.wrap_up_ms = NOT_HOLDING
    queue = queue_of(f, row.queue)
    if happens(f, leg, queue.ticket_below, FOR_TICKET) and row.left_ms < f.horizon_ms:
        to, left_ms = queue.ticket_to, row.left_ms
        ticket = next_leg(f, leg, TICKET, to, left_ms)
        schedule(f, left_ms, ARRIVAL, ticket)
    cause, again = REPEAT, contact_of(f, row.contact).queue
    if queue.kind == WORK:
        cause, again = REOPENED, row.queue
    below = line_of(f, again).repeat_below
    if team_of(f, row.group).staged:
        stage = factors_of(f, row.group, row.agent % STAGE_PLACES)
        below = min(SURE, below * stage.repeat_milli // MILLI)
    if happens(f, leg, below, FOR_REPEAT):
        come_back(f, leg, cause, again, row.left_ms)
