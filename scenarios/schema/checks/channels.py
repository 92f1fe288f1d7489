"""Channels: what a queue of each may have, what it needs, and what it can be measured by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scenarios.schema.channels.channel import DEFERRABLE, FED, IN_WORDS, LIVE, strange_to
from scenarios.schema.checks.draft import Draft
from scenarios.schema.checks.rounding import ROUNDING
from scenarios.schema.queue import Queue
from scenarios.schema.section import AS_WRITTEN, Finding
from scenarios.units import write_duration, write_share
from scenarios.yaml_file import KeyPath

#: Outcomes that work never has, so that nobody redials after them.
_OF_LIVE: Final = ("abandoned", "closed", "cleared", "left_bot", "diverted")


def fields_suit_channels(draft: Draft) -> Iterator[Finding]:
    """Refuse what a queue of its channel cannot have."""
    for name, queue in draft.known_queues("channel"):
        for field, words in strange_to(queue.channel):
            info = Queue.model_fields[field]
            if getattr(queue, field) != info.default:
                key = info.alias or field
                expected = f"no {key}, for {IN_WORDS[queue.channel]} {words}"
                yield Finding(("queues", name, key), AS_WRITTEN, expected)
        if queue.channel in DEFERRABLE:
            yield from _redials(name, queue)


def _redials(name: str, queue: Queue) -> Iterator[Finding]:
    for outcome in _OF_LIVE:
        if getattr(queue.redial, outcome) > 0:
            words = f"no share, for {IN_WORDS[queue.channel]} holds work, which never ends so"
            yield Finding(("queues", name, "redial", outcome), AS_WRITTEN, words)


def needs_are_met(draft: Draft) -> Iterator[Finding]:
    """Refuse queues without what their channel needs."""
    for name, queue in draft.known_queues("channel"):
        path, what = ("queues", name), IN_WORDS[queue.channel]
        if "volume" not in queue.model_fields_set and queue.channel not in FED:
            yield Finding((*path, "volume"), "", "this key; it has no default")
        if queue.due is not None and queue.grades is not None:
            yield Finding((*path, "due"), "both", "either due or grades")
        if draft.has_read(name, "due", "grades") and _needs_due(queue):
            yield Finding((*path, "due"), "", f"due or grades, for {what}")
        if draft.has_read(name, "list") and queue.channel == "outbound" and queue.customers is None:
            words = f"how many customers to call each day, for {what}"
            yield Finding((*path, "list"), "", words)


def _needs_due(queue: Queue) -> bool:
    return queue.channel in DEFERRABLE - {"outbound"} and queue.due is None and not queue.grades


def bots_contain_no_more_than_all(draft: Draft) -> Iterator[Finding]:
    """Refuse self-service that serves and loses more than all contacts together."""
    for name, queue in draft.known_queues():
        service = queue.self_service
        if service is None or service.contained is None:
            continue
        for index, share in enumerate(service.shares):
            if share + service.gives_up > 1 + ROUNDING:
                path: KeyPath = ("queues", name, "self_service", "contained")
                path = (*path, index) if isinstance(service.contained, tuple) else path
                value = f"{write_share(share)} beside {write_share(service.gives_up)} that give up"
                yield Finding(path, value, "at most 100 % together with gives_up")


def call_backs_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse a delay of call-backs that keep their place."""
    for name, queue in draft.known_queues():
        offer = queue.call_back
        if offer is not None and offer.how == "place" and offer.delay is not None:
            words = "no delay, or how: appointment; a place is kept without delay"
            path = ("queues", name, "call_back", "delay")
            yield Finding(path, write_duration(offer.delay), words)


def targets_suit(draft: Draft) -> Iterator[Finding]:
    """Refuse targets that a queue of its channel cannot be measured by."""
    for name, queue in draft.known_queues("channel"):
        if queue.target is not None and "target" in queue.model_fields_set:
            words = no_measure_of(draft, name, queue, queue.target.kpi)
            if words:
                yield Finding(("queues", name, "target", "kpi"), queue.target.kpi, words)


def no_measure_of(draft: Draft, name: str, queue: Queue, kpi: str) -> str:
    """Return in words what would measure a queue that a KPI cannot; nothing where it can."""
    what = f"{name} is {IN_WORDS[queue.channel]}"
    if queue.channel in LIVE:
        words = f"SL1 to SL6, asa, abandonment or answer_rate, for {what}: somebody waits"
        return words if kpi == "on_time" else ""
    if kpi != "on_time":
        return f"on_time, for {what}: nobody waits on the line"
    if draft.has_read(name, "due", "grades") and queue.due is None and not queue.grades:
        return f"due or grades beside it, for {what} that is never late without"
    return ""
