"""Names that must be known: of queues, groups and overrides; and times that must be in the run."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.checks.draft import Draft
from scenarios.schema.disruption import Disruption
from scenarios.schema.section import Finding
from scenarios.units import DAY_S, one_of, write_duration, write_moment
from scenarios.yaml_file import KeyPath


def queues_known(draft: Draft) -> Iterator[Finding]:
    """Refuse what a group serves or passes on to where that is no queue."""
    for path, _, queue, skill in draft.every_skill():
        if queue not in draft.queues:
            yield Finding(path, queue, one_of("queues", queue, draft.queues))
        if skill.transfer and skill.transfer.to not in draft.queues:
            to = skill.transfer.to
            yield Finding((*path, "transfer", "to"), to, one_of("queues", to, draft.queues))


def disruptions_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse disruptions of what there is not, and at times that are not simulated."""
    sites = {group.site: None for _, group in draft.known_groups() if group.site is not None}
    for index, disruption in enumerate(draft.disruptions):
        if disruption is None:
            continue
        path = ("disruptions", index)
        for kind, names, known in (
            ("queues", disruption.queues, draft.queues),
            ("groups", disruption.groups, draft.groups),
            ("sites", disruption.sites, sites),
        ):
            for number, name in enumerate(names or ()):
                if name not in known:
                    yield Finding((*path, kind, number), name, one_of(kind, name, known))
        yield from _within_horizon(draft, path, disruption)


def _within_horizon(draft: Draft, path: KeyPath, disruption: Disruption) -> Iterator[Finding]:
    if draft.days is None:
        return
    last_s = draft.days * DAY_S
    last = f"a time up to day {draft.days} 24:00, the end of the scenario"
    if disruption.start >= last_s:
        yield Finding((*path, "from"), write_moment(disruption.start), last)
    elif disruption.end is not None and disruption.end > last_s:
        yield Finding((*path, "to"), write_moment(disruption.end), last)
    elif disruption.span_s(draft.days)[1] > last_s:
        rest = write_duration(last_s - disruption.start)
        words = f"at most {rest}, until day {draft.days} 24:00, the end of the scenario"
        yield Finding((*path, "lasts"), write_duration(disruption.lasts or 0), words)


def overrides_known(draft: Draft) -> Iterator[Finding]:
    """Refuse variants of overrides that there are not."""
    for name, variant in draft.scenarios.items():
        for index, override in enumerate(variant.overrides if variant else ()):
            if override not in draft.overrides:
                path = ("scenarios", name, "overrides", index)
                yield Finding(path, override, one_of("overrides", override, draft.overrides))
