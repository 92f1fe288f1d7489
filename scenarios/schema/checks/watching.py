"""Watching: of what there is, at times that are simulated, each queue by one wait in time."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.channels.channel import IN_WORDS, LIVE
from scenarios.schema.checks.draft import Draft
from scenarios.schema.playbook.figures import OF_GROUPS
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.playbook.watching import groups_watched, queues_watched, withins_s
from scenarios.schema.section import Finding
from scenarios.units import DAY_S, one_of, write_duration, write_moment
from scenarios.yaml_file import KeyPath


def playbooks_watch_what_there_is(draft: Draft) -> Iterator[Finding]:
    """Refuse to watch queues and groups that there are not, and waits where nobody waits."""
    for name, playbook in _known(draft):
        path: KeyPath = ("playbooks", name)
        for index, queue in enumerate(playbook.queues or ()):
            words = _unwatched(draft, playbook, queue)
            if words:
                yield Finding((*path, "queues", index), queue, words)
        for index, group in enumerate(playbook.groups or ()):
            if group not in draft.groups:
                words = one_of("groups", group, draft.groups)
                yield Finding((*path, "groups", index), group, words)
        if playbook.watch is not None and not _anything(draft, playbook):
            words = "queues to watch, and groups that serve them; there is none here"
            yield Finding((*path, "watch"), playbook.watch, words)


def _known(draft: Draft) -> Iterator[tuple[str, Playbook]]:
    for name, playbook in draft.playbooks.items():
        if playbook is not None:
            yield name, playbook


def _unwatched(draft: Draft, playbook: Playbook, name: str) -> str:
    """Return in words what a queue should be that cannot be watched; nothing where it can."""
    queue = draft.queues.get(name)
    if name not in draft.queues:
        return one_of("queues", name, draft.queues)
    if queue is None or not draft.has_read(name, "channel") or playbook.watch == "queue_length":
        return ""
    if queue.channel not in LIVE:
        live = [each for each, one in draft.known_queues("channel") if one.channel in LIVE]
        return f"{one_of('live queues', name, live)}; {name} is {IN_WORDS[queue.channel]}"
    served = {queue for _, _, queue, _ in draft.every_skill()}
    return "" if name in served else "a queue that a group serves; nobody was trained for it"


def _anything(draft: Draft, playbook: Playbook) -> bool:
    """Tell whether there is anything to watch, where a playbook leaves open what."""
    if playbook.queues is not None or None in draft.queues.values():
        return True
    if not queues_watched(playbook, draft.queues):
        return False
    is_open = playbook.watch in OF_GROUPS and playbook.groups is None
    return not is_open or bool(groups_watched(playbook, draft.groups, draft.queues))


def levels_are_simulated(draft: Draft) -> Iterator[Finding]:
    """Refuse levels by the clock at times that are not simulated."""
    if draft.days is None:
        return
    last_s = draft.days * DAY_S
    words = f"a time up to day {draft.days} 24:00, the end of the scenario"
    for path, _, level in draft.levels():
        if level.start is not None and level.start >= last_s:
            yield Finding((*path, "from"), write_moment(level.start), words)
        elif level.end is not None and level.end > last_s:
            yield Finding((*path, "to"), write_moment(level.end), words)


def waits_agree(draft: Draft) -> Iterator[Finding]:
    """Refuse to watch one queue's service by different waits: each queue is counted once."""
    first: dict[str, tuple[str, float]] = {}
    for path, who, of_queues in [*_by_pauses(draft), *_by_playbooks(draft)]:
        if len(set(of_queues.values())) > 1:
            (one, a), (other, b) = _two_of(of_queues)
            targets = f"{write_duration(a)} of {one} and {write_duration(b)} of {other}"
            yield Finding(path, "", f"the wait that counts as service; targets have {targets}")
            continue
        for watched, within in of_queues.items():
            other_who, other_within = first.setdefault(watched, (who, within))
            if within != other_within:
                of_first = write_duration(other_within)
                words = f"{of_first}, by which {other_who} watches {watched} already"
                yield Finding(path, write_duration(within), words)
                break


def _two_of(of_queues: dict[str, float]) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the first queue with its wait, and the first that has another."""
    (name, within), *others = of_queues.items()
    return (name, within), next(one for one in others if one[1] != within)


def _by_pauses(draft: Draft) -> Iterator[tuple[KeyPath, str, dict[str, float]]]:
    for name, queue in draft.known_queues():
        pause = queue.pause
        if pause is not None and pause.within is not None:
            path: KeyPath = ("queues", name, "pause", "within")
            yield path, name, dict.fromkeys(pause.queues or (), pause.within)


def _by_playbooks(draft: Draft) -> Iterator[tuple[KeyPath, str, dict[str, float]]]:
    for name, playbook in _known(draft):
        path: KeyPath = ("playbooks", name, "within")
        if path not in draft.unread:
            yield path, f"playbook {name}", withins_s(playbook, draft.queues)
