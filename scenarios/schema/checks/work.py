"""Work: grades that add up, and pauses that watch something."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.channels.channel import IN_WORDS, LIVE
from scenarios.schema.checks.draft import Draft
from scenarios.schema.checks.rounding import ROUNDING
from scenarios.schema.section import Finding
from scenarios.units import one_of, write_duration, write_share


def grades_add_up(draft: Draft) -> Iterator[Finding]:
    """Refuse grades whose shares do not add up to 1."""
    for name, queue in draft.known_queues("grades"):
        shares = [grade.share for grade in (queue.grades or {}).values()]
        if shares and None not in shares and abs(sum(shares) - 1) > ROUNDING:
            value = f"{write_share(round(sum(shares), 9))} in sum"
            yield Finding(("queues", name, "grades"), value, "shares that add up to 100 %")


def reminders_come_in_time(draft: Draft) -> Iterator[Finding]:
    """Refuse reminders of what is overdue already."""
    for name, queue in draft.known_queues():
        for grade_name, grade in (queue.grades or {}).items():
            if grade.reminder is not None and grade.due is not None and grade.reminder > grade.due:
                path = ("queues", name, "grades", grade_name, "reminder")
                words = f"a reminder within the {write_duration(grade.due)} after which it is due"
                yield Finding(path, write_duration(grade.reminder), words)


def pauses_watch_service(draft: Draft) -> Iterator[Finding]:
    """Refuse pauses that watch what is no live queue, or one that no group serves."""
    for name, queue in draft.known_queues():
        for index, watched in enumerate(queue.pause.queues or () if queue.pause else ()):
            words = _no_service(draft, watched)
            if words:
                yield Finding(("queues", name, "pause", "queues", index), watched, words)


def _no_service(draft: Draft, watched: str) -> str:
    """Return in words what a queue should be that has no live service; nothing where it has."""
    if watched not in draft.queues:
        return one_of("queues", watched, draft.queues)
    if not draft.has_read(watched, "channel"):
        return ""
    queue = draft.queues[watched]
    if queue is not None and queue.channel not in LIVE:
        live = [name for name, one in draft.known_queues("channel") if one.channel in LIVE]
        words = one_of("live queues", watched, live)
        return f"{words}; {watched} is {IN_WORDS[queue.channel]}"
    if not draft.servers(watched):
        return "a queue that a group serves; nobody's service can be measured there"
    return ""
