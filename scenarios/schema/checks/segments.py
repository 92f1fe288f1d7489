"""Segments: of queues that there are, each in one segment, with targets that suit them."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.checks.channels import no_measure_of
from scenarios.schema.checks.draft import Draft
from scenarios.schema.section import Finding
from scenarios.units import one_of


def segments_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse queues that there are not, and queues of two segments."""
    seen: dict[str, str] = {}
    for name, segment in draft.segments.items():
        for index, queue in enumerate((segment.queues if segment else None) or ()):
            path = ("segments", name, "queues", index)
            if queue not in draft.queues:
                yield Finding(path, queue, one_of("queues", queue, draft.queues))
            elif queue in seen:
                words = f"a queue of no other segment; it is in {seen[queue]}"
                yield Finding(path, queue, words)
            else:
                seen[queue] = name


def segment_targets_suit(draft: Draft) -> Iterator[Finding]:
    """Refuse a segment's target that one of its queues without an own one cannot have."""
    for name, segment in draft.segments.items():
        if segment is None or segment.target is None:
            continue
        queues = dict(draft.known_queues("channel"))
        for queue_name in segment.queues or ():
            queue = queues.get(queue_name)
            if queue is None or "target" in queue.model_fields_set:
                continue
            kpi = segment.target.kpi
            words = no_measure_of(draft, queue_name, queue, kpi)
            if words:
                yield Finding(("segments", name, "target", "kpi"), kpi, words)
