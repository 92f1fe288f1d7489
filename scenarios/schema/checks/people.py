"""People: factors for chats at once, mixes of stages, and what stages make of shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.schema.checks.draft import Draft
from scenarios.schema.checks.rounding import ROUNDING
from scenarios.schema.group import Group
from scenarios.schema.section import Finding
from scenarios.units import one_of, write_share
from scenarios.yaml_file import KeyPath


def parallel_fits(draft: Draft) -> Iterator[Finding]:
    """Refuse factors for contacts at once that are too many, too few, or that fall."""
    for name, group in draft.known_groups():
        factors = group.parallel
        path = ("groups", name, "parallel")
        if factors is None:
            continue
        if draft.has_read(name, "concurrency", kind="groups") and len(factors) != group.concurrency:
            words = f"{group.concurrency}, one for each contact at once (concurrency)"
            yield Finding(path, f"{len(factors)} factors", words)
        for index in range(1, len(factors)):
            if factors[index] < factors[index - 1]:
                value = f"{factors[index]:g} after {factors[index - 1]:g}"
                yield Finding((*path, index), value, "factors that never fall")


def mixes_add_up(draft: Draft) -> Iterator[Finding]:
    """Refuse mixes of stages that there are not, and shares that do not add up to 1."""
    for name, group in draft.known_groups():
        path, mix = ("groups", name, "stages"), group.stages
        if mix is None:
            continue
        for stage in mix:
            if stage not in draft.stages:
                yield Finding((*path, stage), stage, one_of("stages", stage, draft.stages))
        if abs(sum(mix.values()) - 1) > ROUNDING:
            value = f"{write_share(round(sum(mix.values()), 9))} in sum"
            yield Finding(path, value, "shares that add up to 100 %")


def stages_lift_no_share(draft: Draft) -> Iterator[Finding]:
    """Refuse stages whose factors make a share of transfers or repeats larger than all."""
    for path, name, queue_name, skill in draft.every_skill():
        group, queue = draft.groups.get(name), draft.queues.get(queue_name)
        if group is None:
            continue
        passing, coming_back = _highest(draft, group, "transfer"), _highest(draft, group, "repeat")
        if skill.transfer is not None and skill.transfer.share * passing[1] > 1 + ROUNDING:
            where = (*path, "transfer", "share")
            yield _lifted(where, skill.transfer.share, passing, "transfer_factor")
        repeat = queue.repeat if queue else None
        if repeat is not None and repeat.share * coming_back[1] > 1 + ROUNDING:
            where = ("groups", name, "stages", coming_back[0])
            yield _lifted(where, repeat.share, coming_back, f"repeat_factor of {queue_name}")


def _lifted(path: KeyPath, share: float, stage: tuple[str, float], what: str) -> Finding:
    value = f"{write_share(share)} x {stage[1]:g} of {stage[0]}"
    return Finding(path, value, f"at most 100 % with the stages' {what}")


def _highest(draft: Draft, group: Group, what: str) -> tuple[str, float]:
    """Return the stage of a group's mix with the highest factor on a share, and the factor."""
    mix: Mapping[str, float] = group.stages or {}
    factors = {
        name: getattr(stage, f"{what}_factor")
        for name, share in mix.items()
        if share > 0 and (stage := draft.stages.get(name)) is not None
    }
    return max(factors.items(), key=lambda item: item[1], default=("", 1.0))
