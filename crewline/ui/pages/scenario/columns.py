"""Which keys the forms have, sheet by sheet, and what their columns are called.

What a key means comes from the schema's own descriptions; keys that no form has are set by their
path (`every_key`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crewline.words import N_
from scenarios.editing.times import Part

#: What the rows of a sheet are.
Rows: TypeAlias = Literal[
    "queues", "live", "chats", "work", "groups", "skills", "shifts", "segments"
]


@dataclass(frozen=True)
class Column:
    """A key below each row's section, dotted; `part` where it is a cell of a time that is drawn."""

    key: str
    title: str
    part: Part | None = None
    is_list: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of a form."""

    name: str
    title: str
    rows: Rows
    columns: tuple[Column, ...]


def _time(key: str, kind: str, mean: str, spread: str) -> tuple[Column, ...]:
    return (
        Column(key, mean, "mean"),
        Column(key, kind, "distribution"),
        Column(key, spread, "spread"),
    )


_TARGET: Final = (
    Column("target.kpi", N_("Target")),
    Column("target.within", N_("Within (s, min)")),
    Column("target.level", N_("Level (% or s)")),
)
_HEAD: Final = (
    Column("priority", N_("Priority")),
    Column("weight", N_("Weight")),
    Column("head_start", N_("Head start (s)")),
)

LINES: Final = (
    Sheet(
        "lines",
        N_("Lines"),
        "queues",
        (
            Column("title", N_("Title")),
            Column("channel", N_("Channel")),
            Column("volume_factor", N_("Volume ×")),
            Column("handling_factor", N_("Handling ×")),
            Column("capacity", N_("Places to wait")),
            Column("day_factor_cv", N_("Day factor, cv (%)")),
        ),
    ),
    Sheet(
        "times",
        N_("Talk and wrap-up"),
        "queues",
        (
            *_time("talk", N_("Talk, shape"), N_("Talk, mean"), N_("Talk, cv")),
            *_time("wrap_up", N_("Wrap-up, shape"), N_("Wrap-up, mean"), N_("Wrap-up, cv")),
        ),
    ),
    Sheet(
        "patience",
        N_("Patience"),
        "live",
        (
            *_time("patience", N_("Patience, shape"), N_("Patience, mean"), N_("Spread")),
            Column("patience", N_("Hang up at once (%)"), "zero_share"),
            Column("short_abandon", N_("Did not really try (s)")),
        ),
    ),
    Sheet(
        "targets",
        N_("Targets and precedence"),
        "queues",
        (
            *_TARGET,
            Column("target.scope", N_("Of each")),
            Column("target.odds", N_("On so many days (%)")),
            *_HEAD,
        ),
    ),
)

GROUPS: Final = (
    Sheet(
        "groups",
        N_("Groups"),
        "groups",
        (
            Column("title", N_("Title")),
            Column("wage_per_h", N_("Wage (an hour)")),
            Column("absence", N_("Absence (%)")),
            Column("off_phone", N_("Off the phone (%)")),
            Column("concurrency", N_("Chats at once")),
            Column("works_on", N_("Chats and calls")),
            Column("site", N_("Site")),
        ),
    ),
    Sheet(
        "shifts",
        N_("Shifts"),
        "shifts",
        (
            Column("agents", N_("Agents")),
            Column("start", N_("Start (hh:mm)")),
            Column("end", N_("End (hh:mm)")),
            Column("days", N_("On days"), is_list=True),
            Column("premium", N_("Premium (%)")),
            Column("breaks", N_("Breaks")),
        ),
    ),
)

RULES: Final = (
    Sheet(
        "skills",
        N_("Who serves what, and what is passed on"),
        "skills",
        (
            Column("rank", N_("Rank")),
            Column("pick_rank", N_("Picked as")),
            Column("after", N_("After a wait of (s)")),
            Column("handling_factor", N_("Handling ×")),
            Column("transfer.share", N_("Passed on (%)")),
            Column("transfer.to", N_("To the line")),
            Column("transfer.how", N_("Transfer")),
            Column("transfer.handover", N_("Hand-over (s)")),
        ),
    ),
    Sheet(
        "hours",
        N_("Opening and closing"),
        "queues",
        (
            Column("open", N_("Open (hh:mm-hh:mm)")),
            Column("at_close", N_("Waiting at closing")),
            Column("redial.closed", N_("Redial, closed (%)")),
            Column("redial.cleared", N_("Redial, sent away (%)")),
        ),
    ),
    Sheet(
        "returns",
        N_("Coming back"),
        "queues",
        (
            Column("redial.abandoned", N_("Redial, hung up (%)")),
            Column("redial.blocked", N_("Redial, blocked (%)")),
            Column("redial.dropped", N_("Redial, cut off (%)")),
            Column("redial.delay", N_("Redial after"), "mean"),
            Column("redial.delay", N_("Redial, shape"), "distribution"),
            Column("repeat.share", N_("Repeat, not settled (%)")),
            Column("repeat.delay", N_("Repeat after"), "mean"),
        ),
    ),
    Sheet(
        "self_service",
        N_("Self-service and announcements"),
        "live",
        (
            Column("self_service.contained", N_("Contained (%)"), is_list=True),
            Column("self_service.gives_up", N_("Gives up (%)")),
            Column("self_service.time", N_("Time in it"), "mean"),
            Column("redial.left_bot", N_("Redial, gave up (%)")),
            Column("announcement.after", N_("Announcement after (s)")),
            Column("announcement.share", N_("Follow it (%)")),
        ),
    ),
    Sheet(
        "call_backs",
        N_("Call-backs"),
        "live",
        (
            Column("call_back.after", N_("Offered after (s)")),
            Column("call_back.accepted", N_("Accepted (%)")),
            Column("call_back.how", N_("How")),
            Column("call_back.delay", N_("Appointment after")),
            Column("call_back.reached", N_("Reached (%)")),
            Column("call_back.calls", N_("Calls at most")),
            Column("call_back.retry", N_("Again after")),
        ),
    ),
    Sheet(
        "chats",
        N_("Chats and messages"),
        "chats",
        (
            Column("first_reply", N_("First reply (s)")),
            Column("silence.share", N_("Fall silent (%)")),
            Column("silence.timeout", N_("Ended after (min)")),
        ),
    ),
    Sheet(
        "work",
        N_("Email, tickets, outbound"),
        "work",
        (
            Column("due", N_("Due within")),
            Column("order", N_("Order of work")),
            Column("interruptible", N_("Can be put aside")),
            Column("backlog", N_("Backlog at the start")),
            Column("list", N_("To call a day"), is_list=True),
            Column("pause.below", N_("Pause below (%)")),
            Column("pause.within", N_("Answered within (s)")),
        ),
    ),
    Sheet(
        "segments",
        N_("Segments of customers"),
        "segments",
        (
            Column("title", N_("Title")),
            Column("value", N_("Worth")),
            Column("risk", N_("Risk")),
            Column("queues", N_("Its lines"), is_list=True),
            *_HEAD,
            *_TARGET,
        ),
    ),
)

#: Keys of the scenario as a whole, with what they are called.
WHOLE: Final = (
    Column("title", N_("Title")),
    Column("days", N_("Days")),
    Column("interval", N_("Interval (min)")),
    Column("first_day", N_("First day (yyyy-mm-dd)")),
    Column("warm_up", N_("Warm-up (h, min)")),
    Column("tries", N_("Tries at most")),
    Column("day_factor_cv", N_("Day factor of all lines, cv (%)")),
    Column("arrivals", N_("Arrivals")),
    Column("short_abandon", N_("Did not really try (s)")),
    Column("confidence", N_("Confidence (%)")),
    Column("watch", N_("Watched every (s)")),
    Column("currency", N_("Currency")),
    Column("costs.telephony_per_min", N_("Telephony (a minute)")),
    Column("effort.per_min_waited", N_("Effort of a minute waited")),
    Column("effort.per_transfer", N_("Effort of a transfer")),
    Column("effort.per_return", N_("Effort of a return")),
)

#: What may be chosen, in words; what is not here is shown as it is written.
CHOICES: Final = {
    "phone": N_("Phone"),
    "chat": N_("Chat"),
    "message": N_("Message"),
    "email": N_("E-mail"),
    "ticket": N_("Ticket"),
    "outbound": N_("Outbound"),
    "serve": N_("served out"),
    "clear": N_("sent away"),
    "constant": N_("constant"),
    "exponential": N_("exponential"),
    "weibull": N_("Weibull"),
    "lognormal": N_("lognormal"),
    "gamma": N_("gamma"),
    "empirical": N_("observed"),
    "never": N_("never"),
    "interval": N_("interval"),
    "day": N_("day"),
    "week": N_("week"),
    "cold": N_("cold"),
    "warm": N_("warm"),
    "place": N_("keeps the place"),
    "appointment": N_("appointment"),
    "one": N_("one kind at a time"),
    "both": N_("both at once"),
    "due": N_("first due first"),
    "come": N_("first come first"),
    "true": N_("yes"),
    "false": N_("no"),
    "high": N_("high"),
    "low": N_("low"),
    "poisson": N_("random (Poisson)"),
    "exact": N_("exact counts"),
    "asa": N_("ASA"),
    "abandonment": N_("Abandonment"),
    "answer_rate": N_("Answer rate"),
    "on_time": N_("Done in time"),
}
