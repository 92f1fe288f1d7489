"""Leg by leg: what can be said of a record beside its parent, its children and its draws."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from sim.clock import NEVER
from sim.codes import Cause, Kind, Outcome, Purpose
from sim.floor import SURE
from sim.playbooks import Announce, CloseLine, OfferCallBack, RaiseSelfService, Serve
from tests.audit.case import CALLED, Case, fail

NOT_ANSWERED: Final = {"answered_ms": -1, "group": -1, "agent": -1, "freed_ms": -1}
NO_HOLD: Final = {"held_ms": 0, "handover_ms": 0}
LOST: Final = (
    Outcome.ABANDONED,
    Outcome.BLOCKED,
    Outcome.CLOSED,
    Outcome.CLEARED,
    Outcome.LEFT_BOT,
    Outcome.DIVERTED,
    Outcome.DROPPED,
)

#: The outcome that the parent of a leg has, by the leg's cause.
COMES_AFTER: Final = {
    Cause.REDIAL: LOST,
    Cause.REPEAT: (Outcome.ANSWERED, Outcome.FELL_SILENT),
    Cause.REOPENED: (Outcome.ANSWERED,),
    Cause.TRANSFER: (Outcome.TRANSFERRED,),
    Cause.FAILOVER: (Outcome.FAILED_OVER,),
    Cause.CALL_BACK: (Outcome.CALLED_BACK,),
    Cause.RETRY: (Outcome.NOT_REACHED,),
    Cause.TICKET: (Outcome.ANSWERED, Outcome.FELL_SILENT),
    Cause.ESCALATION: (Outcome.ESCALATED,),
    Cause.RESUMED: (Outcome.PUT_ASIDE,),
}

FOLLOWED_AT_ONCE: Final = {
    Outcome.TRANSFERRED: Cause.TRANSFER,
    Outcome.FAILED_OVER: Cause.FAILOVER,
    Outcome.ESCALATED: Cause.ESCALATION,
    Outcome.PUT_ASIDE: Cause.RESUMED,
}


def leg_by_leg(case: Case) -> None:
    """Check each leg against what is known without the others' state."""
    first_legs_are_the_contacts(case)
    for number in range(len(case.legs)):
        _descent(case, number)
        _has_its_grade(case, number)
        case.require(number, case.legs[number].outcome in ENDS, "no rule gives this outcome")
        ENDS[case.legs[number].outcome](case, number)
        _followers(case, number)
    _agents_have_what_they_can(case)
    _no_contact_is_in_two_places(case)
    _no_more_busy_than_on_duty(case)


def first_legs_are_the_contacts(case: Case) -> None:
    size = len(case.contacts)
    if len(case.legs) < size:
        fail(f"{size} contacts, but {len(case.legs)} legs")
    for number in range(size):
        case.expect(
            number,
            "leg i is the first attempt of contact i",
            contact=number,
            parent=-1,
            cause=Cause.FIRST,
            attempt=1,
            depth=0,
            queue=case.first["queue"][number],
            queued_ms=case.first["arrive_ms"][number],
        )


# Where a leg comes from --------------------------------------------------------------------------


def _descent(case: Case, number: int) -> None:
    """A later leg comes from an earlier one, with the rights of its cause."""
    if number < len(case.contacts):
        return
    leg = case.legs[number]
    case.require(number, 0 <= leg.parent < number, "a parent comes before its children")
    case.require(number, leg.queued_ms < case.horizon_ms, "it enters after the horizon")
    case.require(number, leg.cause in COMES_AFTER, "only first attempts have no parent")
    parent = case.legs[leg.parent]
    cause = Cause(leg.cause)
    because = f"{cause.name.lower()} does not follow such an outcome"
    case.require(leg.parent, parent.outcome in COMES_AFTER[cause], because)
    case.expect(number, "it is of its parent's contact", contact=parent.contact)
    attempt, depth = _counted(cause, parent.attempt, parent.depth)
    case.expect(
        number,
        "so its cause counts attempts and depth, and says which queue",
        attempt=attempt,
        depth=depth,
        queue=_goes_to(case, leg.parent, cause),
    )
    case.require(number, leg.attempt <= case.floor.tries, "it is one try too many")


def _counted(cause: Cause, attempt: int, depth: int) -> tuple[int, int]:
    """Return attempt and depth of a child, from those of its parent."""
    match cause:
        case Cause.REDIAL | Cause.REPEAT:
            return attempt + 1, 0
        case Cause.REOPENED:
            return attempt + 1, depth
        case Cause.TRANSFER | Cause.TICKET | Cause.ESCALATION | Cause.RETRY:
            return attempt, depth + 1
        case _:
            return attempt, depth


def _goes_to(case: Case, parent: int, cause: Cause) -> int:
    """Return the queue of a child."""
    match cause:
        case Cause.REDIAL | Cause.REPEAT:
            return case.first_queue(parent)
        case Cause.TRANSFER:
            return case.skill(parent).transfer_to
        case Cause.TICKET:
            return case.queue(parent).ticket_to
        case Cause.ESCALATION:
            return case.grade(parent).escalate_to
        case _:
            return case.legs[parent].queue


def _has_its_grade(case: Case, number: int) -> None:
    """Deferrable work has the grade that its hash says, the rest of it that of its beginning."""
    leg = case.legs[number]
    if leg.cause == Cause.RESUMED:
        grade = case.legs[leg.parent].grade
    elif case.is_work(number) and case.queue(number).grades > 1:
        bits = case.hash(number, Purpose.GRADE)
        rows = case.grades[leg.queue][: case.queue(number).grades]
        grade = next(place for place, row in enumerate(rows) if bits < row.below)
    else:
        grade = 0
    case.expect(number, "its share of grades says so", grade=grade)


# How a leg ended ---------------------------------------------------------------------------------


def _still_waits(case: Case, number: int) -> None:
    case.expect(number, "it still waits", left_ms=-1, **NOT_ANSWERED, **NO_HOLD)
    out_ms = _ends_by_itself_ms(case, number)
    case.require(number, out_ms >= case.horizon_ms, f"its wait was to end at {out_ms}")


def _ends_by_itself_ms(case: Case, number: int) -> int:
    """Return when a wait ends without an agent, a closing or a message."""
    leg = case.legs[number]
    if leg.cause == Cause.RESUMED:
        return NEVER
    if case.is_work(number):
        grade = case.grade(number)
        return leg.queued_ms + grade.due_ms if grade.escalate_to >= 0 else NEVER
    return NEVER if leg.cause in CALLED else leg.queued_ms + case.patience_ms(number)


def _abandoned(case: Case, number: int) -> None:
    _is_live_and_calls_itself(case, number)
    because = "who abandons does so when patience is out (rule 2)"
    _ended_unanswered_at(case, number, because, _ends_by_itself_ms(case, number))


def _escalated(case: Case, number: int) -> None:
    case.require(number, case.is_work(number), "only deferrable work escalates")
    because = "what escalates does so when its time limit is out"
    _ended_unanswered_at(case, number, because, _ends_by_itself_ms(case, number))


def _diverted(case: Case, number: int) -> None:
    _is_live_and_calls_itself(case, number)
    if case.plays_with(Announce, case.legs[number].queue):
        return
    row = case.queue(number)
    case.require(
        number, case.hash(number, Purpose.ANNOUNCEMENT) < row.diverted_below, "it hears and waits"
    )
    at_ms = case.legs[number].queued_ms + row.announced_ms
    _ended_unanswered_at(case, number, "the announcement is made then", at_ms)


def _called_back(case: Case, number: int) -> None:
    _is_live_and_calls_itself(case, number)
    if case.plays_with(OfferCallBack, case.legs[number].queue):
        return
    row = case.queue(number)
    case.require(
        number, case.hash(number, Purpose.CALL_BACK) < row.accepts_below, "it would rather wait"
    )
    at_ms = case.legs[number].queued_ms + row.offered_ms
    _ended_unanswered_at(case, number, "the call-back is offered then", at_ms)


def _ended_unanswered_at(case: Case, number: int, because: str, at_ms: int) -> None:
    case.expect(number, because, left_ms=at_ms, **NOT_ANSWERED, **NO_HOLD)
    case.require(number, at_ms < case.horizon_ms, "it ends after the horizon")


def _is_live_and_calls_itself(case: Case, number: int) -> None:
    case.require(number, not case.is_work(number), "deferrable work does not end so")
    case.require(number, not case.is_called(number), "who is called back does not end so")


def _turned_away(case: Case, number: int) -> None:
    leg = case.legs[number]
    because = "who is blocked or closed leaves at once (rule 2)"
    case.expect(number, because, left_ms=leg.queued_ms, **NOT_ANSWERED, **NO_HOLD)
    if case.is_work(number):
        case.require(number, leg.outcome == Outcome.BLOCKED, "deferrable work is never closed")
        return
    _is_live_and_calls_itself(case, number)
    if case.plays_with(CloseLine, leg.queue):
        return
    is_open, is_down = (of(leg.queue, leg.queued_ms) for of in (case.is_open, case.is_down))
    case.require(
        number,
        (is_open or is_down) == (leg.outcome == Outcome.BLOCKED),
        f"the line's opening is {is_open}, and that it is down {is_down}",
    )


def _was_cleared(case: Case, number: int) -> None:
    _is_live_and_calls_itself(case, number)
    leg = case.legs[number]
    case.expect(number, "it was cleared", **NOT_ANSWERED, **NO_HOLD)
    if not case.breaks_down(leg.queue, leg.left_ms):
        clears = bool(case.queue(number).clears_at_close)
        case.require(number, clears, "its queue serves out what waits (rule 9)")
        closes = any(end == leg.left_ms for _, end in case.plan.open_ms[leg.queue] or ())
        case.require(number, closes, "the line does not close when it is cleared (rule 9)")
    case.require(number, leg.queued_ms < leg.left_ms < case.horizon_ms, "cleared while it waits")
    out_ms = _ends_by_itself_ms(case, number)
    case.require(number, leg.left_ms <= out_ms, f"its patience was out at {out_ms} (rule 2)")


def _was_in_self_service(case: Case, number: int) -> None:
    leg, row = case.legs[number], case.queue(number)
    case.require(
        number,
        leg.cause in (Cause.FIRST, Cause.REDIAL, Cause.REPEAT),
        "only who calls is in self-service",
    )
    case.require(number, not case.is_down(leg.queue, leg.queued_ms), "its line is down (rule 15)")
    if case.plays_with(RaiseSelfService, leg.queue):
        return
    contained = case.contained_below(leg.queue, leg.queued_ms)
    case.require(number, bool(row.has_self_service) and contained > 0, "there is no self-service")
    bits = case.hash(number, Purpose.SELF_SERVICE)
    if bits < contained:
        outcome = Outcome.CONTAINED
    elif bits < contained + row.leaves_bot_below:
        outcome = Outcome.LEFT_BOT
    else:
        outcome = Outcome.FAILED_OVER
    time_ms = case.pooled_ms(number, "self_service_ms", Purpose.SELF_SERVICE_TIME, leg.queue)
    case.expect(
        number,
        "its share of self-service says so",
        outcome=outcome,
        left_ms=leg.queued_ms + time_ms,
        **NOT_ANSWERED,
        **NO_HOLD,
    )


def _was_answered(case: Case, number: int) -> None:
    """Check who answered and when; how long it took is seen when sweeping."""
    leg = case.legs[number]
    serves = 0 <= leg.group < len(case.skills) and leg.agent >= 0 and case.skill(number).serves
    case.require(number, bool(serves), "its group does not serve the queue (rule 3)")
    waited_ms = leg.answered_ms - case.place_ms(number)
    delay_ms = 0 if case.plays_with(Serve, leg.queue) else case.skill(number).delay_ms
    case.require(number, waited_ms >= delay_ms, "its group was not yet eligible (rule 3)")
    is_down = case.is_down(leg.queue, leg.answered_ms)
    case.require(number, not is_down, "nobody gets through on a line that is down (rule 15)")
    case.require(number, leg.answered_ms >= leg.queued_ms, "it is answered before it comes")
    out_ms = _ends_by_itself_ms(case, number)
    case.require(number, leg.answered_ms <= out_ms, f"its wait was to end at {out_ms} (rule 2)")
    case.require(number, leg.answered_ms < case.horizon_ms, "it is answered after the horizon")
    case.require(number, leg.left_ms >= leg.answered_ms, "it ends before it is answered")
    not_reached = case.is_dialled(number) and not case.is_reached(number)
    case.require(
        number,
        not_reached == (leg.outcome == Outcome.NOT_REACHED),
        f"whether it is reached by an agent's call is {not not_reached}",
    )
    if leg.outcome == Outcome.TRANSFERRED:
        _passed_on(case, number)
    else:
        case.expect(number, "only who passes on holds a line (rule 6)", **NO_HOLD)


def _was_put_aside(case: Case, number: int) -> None:
    _was_answered(case, number)
    leg = case.legs[number]
    case.require(number, bool(case.queue(number).interruptible), "its work is not interrupted")
    case.require(number, leg.left_ms < case.horizon_ms, "it is put aside after the horizon")
    case.expect(number, "who puts work aside is free of it", freed_ms=leg.left_ms)


def _was_cut_off(case: Case, number: int) -> None:
    _was_answered(case, number)
    leg = case.legs[number]
    case.require(number, not case.is_work(number), "deferrable work is not cut off (rule 15)")
    case.require(number, not case.is_silent(number), "nobody is there to be cut off")
    case.expect(number, "who is cut off leaves an agent free", freed_ms=leg.left_ms)
    drops = [
        drop
        for drop in case.plan.drops
        if drop.at_ms == leg.left_ms
        and drop.queue in (-1, leg.queue)
        and drop.group in (-1, leg.group)
        and case.is_of_share(leg.agent, drop.share)
    ]
    case.require(number, bool(drops), "nothing drops it then (rule 15)")


ENDS: Final[dict[int, Callable[[Case, int], None]]] = {
    Outcome.WAITING: _still_waits,
    Outcome.ANSWERED: _was_answered,
    Outcome.TRANSFERRED: _was_answered,
    Outcome.FELL_SILENT: _was_answered,
    Outcome.NOT_REACHED: _was_answered,
    Outcome.PUT_ASIDE: _was_put_aside,
    Outcome.ABANDONED: _abandoned,
    Outcome.BLOCKED: _turned_away,
    Outcome.CLOSED: _turned_away,
    Outcome.CLEARED: _was_cleared,
    Outcome.CONTAINED: _was_in_self_service,
    Outcome.LEFT_BOT: _was_in_self_service,
    Outcome.FAILED_OVER: _was_in_self_service,
    Outcome.DIVERTED: _diverted,
    Outcome.CALLED_BACK: _called_back,
    Outcome.ESCALATED: _escalated,
    Outcome.DROPPED: _was_cut_off,
}


def _passed_on(case: Case, number: int) -> None:
    """Check how long the first agent of a warm transfer was held (rule 6)."""
    leg, skill = case.legs[number], case.skill(number)
    child = case.child(number, Cause.TRANSFER)
    if child is None:
        fail(f"{case.name(number)} is transferred, but no leg follows it (rule 6)")
    onward = case.legs[child]
    if not skill.warm:
        case.expect(number, "a cold transfer goes to wrap-up", **NO_HOLD)
    elif onward.outcome == Outcome.WAITING:
        case.expect(number, "the line is still held", freed_ms=-1, **NO_HOLD)
    elif onward.answered_ms < 0:
        held_ms = onward.left_ms - leg.left_ms
        because = f"the line was held until leg {child} left it"
        case.expect(number, because, held_ms=held_ms, handover_ms=0)
    else:
        held_ms = onward.answered_ms - leg.left_ms
        because = f"the line was held until leg {child} was answered, then handed over"
        case.expect(number, because, held_ms=held_ms, handover_ms=skill.handover_ms)


# What follows a leg ------------------------------------------------------------------------------


def _followers(case: Case, number: int) -> None:
    """A leg is followed by what its outcome, its shares, the tries and the horizon say."""
    if case.is_answered_beside_a_drop(number):
        return
    wish = _wish(case, number)
    case.expect(number, "its share of returns says so (rule 7)", comes_back=int(wish is not None))
    expected = _onward(case, number)
    if wish is not None and case.legs[number].attempt < case.floor.tries:
        expected[wish] = case.legs[number].left_ms + _delay_ms(case, number, wish)
    expected = {cause: at_ms for cause, at_ms in expected.items() if at_ms < case.horizon_ms}
    found = [Cause(case.legs[child].cause) for child in case.children.get(number, ())]
    if sorted(found) != sorted(expected):
        fail(f"{case.name(number)} is followed by {found}, not by {list(expected)}")
    for child in case.children.get(number, ()):
        at_ms = expected[Cause(case.legs[child].cause)]
        case.expect(child, f"so long after leg {number} it comes", queued_ms=at_ms)


def settles(case: Case, number: int, *, late: bool) -> bool:
    """Tell whether a leg was answered and done with, so that tickets and returns follow.

    `late` says that this is seen when its talk ends only.
    """
    leg = case.legs[number]
    if leg.outcome not in (Outcome.ANSWERED, Outcome.FELL_SILENT):
        return False
    if leg.outcome == Outcome.ANSWERED and case.is_passed_on(number):
        return False
    return leg.left_ms < case.horizon_ms or not late


def _onward(case: Case, number: int) -> dict[Cause, int]:
    """Return what follows a leg but for returns, and when."""
    leg, row = case.legs[number], case.queue(number)
    match leg.outcome:
        case Outcome.CALLED_BACK:
            delay_ms = 0 if row.keeps_place else row.appointment_ms
            return {Cause.CALL_BACK: leg.left_ms + delay_ms}
        case Outcome.NOT_REACHED:
            again = case.call_number(number) < row.calls
            return {Cause.RETRY: leg.left_ms + row.retry_ms} if again else {}
        case _ if leg.outcome in FOLLOWED_AT_ONCE:
            return {FOLLOWED_AT_ONCE[Outcome(leg.outcome)]: leg.left_ms}
    late = case.is_settled_late(number)
    if settles(case, number, late=late) and case.hash(number, Purpose.TICKET) < row.ticket_below:
        return {Cause.TICKET: leg.left_ms}
    return {}


def _wish(case: Case, number: int) -> Cause | None:
    """Return the cause for which a leg's contact wants to come back."""
    leg = case.legs[number]
    if leg.outcome in LOST:
        below = case.queues[case.first_queue(number)].redial_below[leg.outcome]
        return Cause.REDIAL if case.hash(number, Purpose.REDIAL) < below else None
    late = case.is_settled_late(number)
    if not settles(case, number, late=late):
        return None
    at_ms = leg.left_ms if late else leg.answered_ms
    now, before = (wants_more(case, number, ms) for ms in (at_ms, max(at_ms - 1, 0)))
    if now if now == before else leg.comes_back:  # else it is seen when sweeping
        return Cause.REOPENED if case.is_work(number) else Cause.REPEAT
    return None


def wants_more(case: Case, number: int, at_ms: int) -> bool:
    """Tell whether who was answered comes back, by the shares of an instant."""
    of = case.legs[number].queue if case.is_work(number) else case.first_queue(number)
    below = case.repeat_below(of, at_ms) * case.stage(number).repeat_milli // 1000
    return case.hash(number, Purpose.REPEAT) < min(SURE, below)


def _delay_ms(case: Case, number: int, wish: Cause) -> int:
    if wish == Cause.REDIAL:
        queue = case.first_queue(number)
        return case.pooled_ms(number, "redial_delay_ms", Purpose.REDIAL_DELAY, queue)
    queue = case.legs[number].queue if wish == Cause.REOPENED else case.first_queue(number)
    return case.pooled_ms(number, "repeat_delay_ms", Purpose.REPEAT_DELAY, queue)


# Everybody's time --------------------------------------------------------------------------------


def _agents_have_what_they_can(case: Case) -> None:
    """No agent has more contacts at once than the group can have, or of kinds that do not mix."""
    stays = defaultdict(list)
    for number, leg in enumerate(case.legs):
        until = NEVER if leg.freed_ms < 0 else leg.freed_ms
        if leg.answered_ms >= 0 and until > leg.answered_ms:
            exclusive = case.queue(number).kind != Kind.CHAT
            stays[leg.group, leg.agent].append((leg.answered_ms, until, exclusive))
    for (group, agent), spans in stays.items():
        concurrency, mixes, _ = case.floor.groups[group].tolist()
        changes = [(start, 1, exclusive) for start, _, exclusive in spans]
        changes += [(until, -1, exclusive) for _, until, exclusive in spans]
        chats = calls = 0
        for at_ms, change, exclusive in sorted(changes):
            chats, calls = (chats, calls + change) if exclusive else (chats + change, calls)
            both = chats > 0 and calls > 0
            if calls > 1 or chats + calls > concurrency or (both and not mixes):
                who = f"agent {agent} of {case.floor.group_names[group]}"
                fail(f"{who} has {chats} chats and {calls} other contacts at {at_ms}")


def _no_contact_is_in_two_places(case: Case) -> None:
    """A ticket goes its own way; all else of a contact comes one after another."""
    ways: list[int] = []
    stays = defaultdict(list)
    for number, leg in enumerate(case.legs):
        starts = leg.parent < 0 or leg.cause == Cause.TICKET
        ways.append(number if starts else ways[leg.parent])
        until = NEVER if leg.left_ms < 0 else leg.left_ms
        stays[ways[number]].append((leg.queued_ms, until, number))
    for spans in stays.values():
        for (_, until, one), (start, _, other) in pairwise(sorted(spans)):
            if start < until:
                contact = case.legs[one].contact
                names = f"{case.name(one)}, {case.name(other)}"
                fail(f"contact {contact} is in two places at {start}: {names}")


def _no_more_busy_than_on_duty(case: Case) -> None:
    """When a group answers, its busy are on duty: who finishes late takes no more (rule 8).

    Not so where an agent has several contacts: all go on until one of theirs is done; nor where
    work is put aside, which nobody finishes by that. Contacts may be answered before the staff of
    that instant goes: deferrable work as its desk opens, and what a group begins to serve.
    """
    aside = {
        (leg.group, leg.agent, leg.left_ms) for leg in case.legs if leg.outcome == Outcome.PUT_ASIDE
    }
    for group, name in enumerate(case.floor.group_names):
        if case.floor.groups["concurrency"][group] > 1:
            continue
        stays = [leg for leg in case.legs if leg.answered_ms >= 0 and leg.group == group]
        began = sorted(leg.answered_ms for leg in stays)
        freed = sorted(leg.freed_ms for leg in stays if leg.freed_ms >= 0)
        for leg in stays:
            at_ms = leg.answered_ms
            if (group, leg.agent, at_ms) in aside:
                continue
            busy = bisect_right(began, at_ms) - bisect_right(freed, at_ms)
            on_duty = case.most_on_duty(group, at_ms)
            if busy > on_duty:
                fail(f"{name} answers at {at_ms} with {busy} busy, but {on_duty} on duty (rule 8)")
