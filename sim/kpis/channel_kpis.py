"""The key figures of what a centre has beside telephones: self-service, chats, calls, work."""

from __future__ import annotations

from sim.kpis.counts import ChannelCount, QueueCount
from sim.kpis.features import Feature
from sim.kpis.kpi import Better, Count, Kpi, Scope, Terms, Unit, of

_Q, _C = QueueCount, ChannelCount


def channel_kpis() -> list[Kpi]:
    """Return the KPIs, in the order of a report; each needs a feature."""
    return [*_in_front(), *_call_backs(), *_chats_and_tickets(), *_work()]


def _in_front() -> list[Kpi]:
    """Return what is said of self-service, and of the announcement that leads back to it."""
    bot = Feature.SELF_SERVICE
    been = of(_C.CONTAINED, _C.LEFT_BOT, _C.FAILED_OVER)
    arrived, contained = of(_C.ARRIVED), of(_C.CONTAINED)
    return [
        _number("arrived", "attempts, those in self-service too", _C.ARRIVED, bot),
        _number("contained", "contained by self-service", _C.CONTAINED, bot),
        _share(
            "containment", "contained by self-service / arrived", contained, arrived, bot,
            better=Better.HIGHER,
        ),
        _share(
            "left_bot_share", "gave up in self-service / arrived", of(_C.LEFT_BOT), arrived, bot,
            better=Better.LOWER,
        ),
        _share("failover_share", "went on to people / all who were in self-service",
               of(_C.FAILED_OVER), been, bot),
        _mean("self_service_time", "time in self-service / all who were there",
              _C.SELF_SERVICE_S, been, bot),
        _share("diverted_share", "turned to self-service while waiting / offered",
               of(_C.DIVERTED), of(_Q.OFFERED), Feature.ANNOUNCEMENT),
    ]  # fmt: skip


def _call_backs() -> list[Kpi]:
    """Return what is said of calls that the centre makes: call-backs, and lists."""
    back, out = Feature.CALL_BACK, Feature.OUTBOUND
    return [
        _share("call_back_share", "accepted a call-back / offered",
               of(_C.CALLED_BACK), of(_Q.OFFERED), back),
        _mean("call_back_wait", "time from acceptance until reached / call-backs reached",
              _C.CALL_BACK_WAIT_S, of(_C.CALL_BACKS_REACHED), back, better=Better.LOWER),
        _number("calls_made", "calls made by agents", _C.CALLS_MADE, back, out),
        _share("reached_share", "calls that reached the customer / calls made",
               of(_C.CALLS_REACHED), of(_C.CALLS_MADE), back, out),
        _share("never_reached_share", "customers no call reached / customers to be called",
               of(_C.NEVER_REACHED), of(_C.CUSTOMERS_TO_CALL), back, out, better=Better.LOWER),
        _mean("call_talk", "talk of calls made / calls that reached the customer",
              _C.CALL_TALK_S, of(_C.CALLS_REACHED), back, out),
    ]  # fmt: skip


def _chats_and_tickets() -> list[Kpi]:
    """Return what is said of contacts that fall silent, or leave work behind."""
    answered = of(_Q.ANSWERED)
    return [
        _share("silent_share", "customers fell silent / answered",
               of(_C.FELL_SILENT), answered, Feature.SILENCE),
        _number("tickets_opened", "tickets opened by its contacts",
                _C.TICKETS_OPENED, Feature.TICKETS),
        _share("ticket_share", "tickets opened / answered",
               of(_C.TICKETS_OPENED), answered, Feature.TICKETS),
        _number("tickets_received", "tickets that came in", _C.TICKETS_RECEIVED, Feature.TICKETS),
        _number("escalations_received", "work that was escalated to it",
                _C.ESCALATIONS_RECEIVED, Feature.ESCALATION),
    ]  # fmt: skip


def _work() -> list[Kpi]:
    """Return what is said of deferrable work."""
    work, due, out = Feature.WORK, Feature.DUE, Feature.OUTBOUND
    offered = of(_Q.OFFERED)
    return [
        Kpi(
            "on_time", Unit.SHARE, Scope.QUEUE, "done in time / (done in time + late)",
            of(_C.ON_TIME), of(_C.ON_TIME, _C.LATE), Better.HIGHER, needs=frozenset({due}),
            pending=of(_C.NOT_DUE),
        ),
        _number("done", "pieces of work done", _C.DONE, work),
        _number("late", "pieces of work not done in time", _C.LATE, due, better=Better.LOWER),
        _number("open_at_end", "pieces of work neither done nor escalated at the end",
                _C.OPEN, work),
        Kpi(
            "backlog", Unit.CONTACTS, Scope.QUEUE,
            "waiting or put aside at the ends of intervals / intervals",
            of(_C.BACKLOG), of(_C.INSTANTS), Better.LOWER, needs=frozenset({work, out}),
        ),
        _mean("backlog_age", "time since they came / waiting or put aside at the ends of intervals",
              _C.BACKLOG_AGE_S, of(_C.BACKLOG), work, out, better=Better.LOWER),
        _share("escalated_share", "escalated when due / offered",
               of(_C.ESCALATED), offered, Feature.ESCALATION, better=Better.LOWER),
        _share("reminded_share", "reminded of while waiting / offered",
               of(_C.REMINDED), offered, Feature.REMINDER, better=Better.LOWER),
        _share("reopened_share", "done, but come back / done",
               of(_C.REOPENED), of(_C.DONE), Feature.REOPENING, better=Better.LOWER),
        Kpi(
            "put_aside", Unit.INDEX, Scope.QUEUE, "times put aside for a contact / begun",
            of(_C.PUT_ASIDE), of(_Q.ANSWERED), needs=frozenset({Feature.PUT_ASIDE}),
        ),
    ]  # fmt: skip


def _number(
    name: str, formula: str, count: Count, *needs: Feature, better: Better = Better.NEITHER
) -> Kpi:
    return Kpi(
        name, Unit.CONTACTS, Scope.QUEUE, formula, of(count), (), better, needs=frozenset(needs)
    )


def _share(
    name: str,
    formula: str,
    top: Terms,
    bottom: Terms,
    *needs: Feature,
    better: Better = Better.NEITHER,
) -> Kpi:
    return Kpi(name, Unit.SHARE, Scope.QUEUE, formula, top, bottom, better, needs=frozenset(needs))


def _mean(
    name: str,
    formula: str,
    count: Count,
    bottom: Terms,
    *needs: Feature,
    better: Better = Better.NEITHER,
) -> Kpi:
    return Kpi(
        name, Unit.SECONDS, Scope.QUEUE, formula, of(count), bottom, better, needs=frozenset(needs)
    )
