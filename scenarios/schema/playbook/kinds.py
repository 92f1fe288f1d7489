"""Kinds of actions: what may be done, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from scenarios.schema.channels.call_back import CallBack, Calls
from scenarios.schema.chosen import Channels, Names, groups_of, groups_serving, queues_of
from scenarios.schema.group import Group, Headcount
from scenarios.schema.queue import Queue
from scenarios.schema.section import Finding, Section, refuse
from scenarios.schema.skill import Rank, Skill, Transfer
from scenarios.units import MIN_FACTOR, Duration, Name, Number, Share, write_duration

Slowness: TypeAlias = Annotated[Number, Field(ge=MIN_FACTOR, le=1000)]


def _one_way(section: Section, *keys: str) -> list[Finding]:
    """Return a finding where not just one of some keys is there."""
    given = [key for key in keys if getattr(section, key) is not None]
    if len(given) == 1:
        return []
    words = f"one of {', '.join(keys[:-1])} and {keys[-1]}"
    if not given:
        return [Finding((keys[0],), "none", words)]
    return [Finding((given[1],), f"{given[1]} beside {given[0]}", words)]


class _OfQueues(Section):
    """An action on queues."""

    queue: Name | None = None
    """The queue. This, `queues` or `channels`."""
    queues: Names | None = None
    """The queues, where there are several."""
    channels: Channels | None = None
    """The channels whose queues are meant, as far as they suit."""

    @property
    def named_queues(self) -> tuple[str, ...] | None:
        """The queues that are named; None where they are chosen by channel."""
        return self.queues if self.queue is None else (self.queue,)

    def queues_meant(self, queues: Mapping[str, Queue | None]) -> tuple[str, ...]:
        """Return which of some queues are meant, whether they suit or not."""
        return queues_of(queues, self.named_queues, self.channels)

    @model_validator(mode="after")
    def _of_queues(self) -> _OfQueues:
        refuse("action", _one_way(self, "queue", "queues", "channels"))
        return self


class _OfGroups(Section):
    """An action on groups."""

    group: Name | None = None
    """The group. This, `groups` or `serving`."""
    groups: Names | None = None
    """The groups, where there are several."""
    serving: Name | None = None
    """A queue, or else a channel, whose groups are meant."""

    @property
    def named_groups(self) -> tuple[str, ...] | None:
        """The groups that are named; None where they are chosen by what they serve."""
        return self.groups if self.group is None else (self.group,)

    def groups_meant(
        self, groups: Mapping[str, Group | None], queues: Mapping[str, Queue | None]
    ) -> tuple[str, ...]:
        """Return which of some groups are meant."""
        if self.serving is not None:
            return groups_serving(groups, queues, self.serving)
        return groups_of(groups, self.named_groups or (), None)

    @model_validator(mode="after")
    def _of_groups(self) -> _OfGroups:
        refuse("action", _one_way(self, *self._ways()))
        return self

    def _ways(self) -> tuple[str, ...]:
        return ("group", "groups", "serving")


class CallIn(_OfGroups):
    """A reserve comes from outside."""

    people: Headcount | None = None
    """How many come to each of the groups. This or `share`."""
    share: Share | None = None
    """How many come, as a share of the most people that the group has planned at a time."""
    ramp: Duration = 0.0
    """How long it takes until all have come, evenly. Absent: they come at once."""
    handling_factor: Slowness = 1.0
    """Their handling time over that of the group's own people. Where it is not 1 they are a group
    of their own, `GROUP reserve`."""
    serves: Annotated[dict[Name, Skill], Field(min_length=1)] | None = None
    """The queues they serve, and how, as under a group's `serves`; instead of a group to come to.
    They are a group of their own, `PLAYBOOK reserve`."""

    @model_validator(mode="after")
    def _check(self) -> CallIn:
        findings = _one_way(self, "people", "share")
        if self.serves is not None and self.share is not None:
            findings = _one_way(self, "serves", "share")
        refuse("action", findings)
        return self

    def groups_meant(
        self, groups: Mapping[str, Group | None], queues: Mapping[str, Queue | None]
    ) -> tuple[str, ...]:
        """Return which of some groups are meant; no name for a reserve that is no group's."""
        return ("",) if self.serves is not None else super().groups_meant(groups, queues)

    def _ways(self) -> tuple[str, ...]:
        return ("group", "groups", "serving", "serves")


class AlsoServe(_OfGroups, _OfQueues):
    """Groups serve queues that they do not serve otherwise."""

    handling_factor: Slowness
    """Their handling time over the queue's: what they were trained to."""
    rank: Rank = 1
    """The group's place when a contact of the queue chooses an agent: 1 is asked first."""
    pick_rank: Rank | None = None
    """The queue's place when a free agent of the group chooses a contact. Absent: as `rank`."""
    transfer: Transfer | None = None
    """What they pass on to another queue. Absent: nothing."""

    @property
    def skill(self) -> Skill:
        """The skill that the groups have then."""
        return Skill(
            rank=self.rank,
            pick_rank=self.pick_rank,
            handling_factor=self.handling_factor,
            transfer=self.transfer,
        )


class Move(_OfGroups):
    """People on duty in one group work in another."""

    to: Name
    """The group they work in."""
    people: Headcount | None = None
    """How many of each group, as far as there are so many. This or `share`."""
    share: Share | None = None
    """How many, as a share of the most people that their group has planned at a time."""
    handling_factor: Slowness = 1.0
    """Their handling time over that of the people there. Where it is not 1 they are a group of
    their own, `GROUP in OTHER`."""

    @model_validator(mode="after")
    def _check(self) -> Move:
        refuse("action", _one_way(self, "people", "share"))
        return self


class SendHome(_OfGroups):
    """People work from home."""

    share: Share
    """Share of the people meant."""
    of: Literal["lost", "there"] = "there"
    """`there`: of those on duty. `lost`: of those whom disruptions keep away."""
    ramp: Duration = 0.0
    """How long it takes until all are at work, evenly. Absent: they are at once."""
    handling_factor: Slowness = 1.0
    """Their handling time at home over that in the centre. Where it is not 1 they are a group of
    their own, `GROUP at home`."""


class BringBack(_OfGroups):
    """People who are off the phone (in training, in meetings) come back to it."""

    share: Share
    """Share of those who are off the phone."""
    ramp: Duration = 0.0
    """How long it takes until all are back, evenly. Absent: they are at once."""


class Suspend(_OfQueues):
    """No more deferrable work is begun; what is in hand is done."""


class OfferCallBack(_OfQueues):
    """Who begins to wait is offered a call-back.

    How it is made is as in the queue's `call_back`, where it has one; it may be said here where it
    has none.
    """

    after: Duration
    """How long they have waited when it is offered."""
    accepted: Share
    """Share of those still waiting then who accept it."""
    how: Literal["place", "appointment"] | None = None
    """As under `call_back`: `place` unless given."""
    delay: Duration | None = None
    """As under `call_back`: how long after accepting an appointment is; 1 h unless given."""
    reached: Share | None = None
    """As under `call_back`: share of the calls at which the customer answers; all unless given."""
    dial: Duration | None = None
    """As under `call_back`: how long the agent dials; no time unless given."""
    calls: Calls | None = None
    """As under `call_back`: how often the customer is called at most; once unless given."""
    retry: Duration | None = None
    """As under `call_back`: how long after a call in vain the next one is; 30 min unless given."""

    @property
    def made(self) -> dict[str, Any]:
        """How the call is made, as far as it is said."""
        fields = ("how", "delay", "reached", "dial", "calls", "retry")
        return {name: getattr(self, name) for name in fields if getattr(self, name) is not None}

    @property
    def offer(self) -> CallBack:
        """The call-back as a queue without one offers it."""
        return CallBack(after=self.after, accepted=self.accepted, **self.made)

    @model_validator(mode="after")
    def _check(self) -> OfferCallBack:
        if self.how != "appointment" and self.delay is not None:
            words = "no delay, or how: appointment; a place is kept without delay"
            refuse("action", [Finding(("delay",), write_duration(self.delay), words)])
        return self


class RaiseSelfService(_OfQueues):
    """Self-service contains more."""

    contained: Share
    """The share that it contains at least."""


class Announce(_OfQueues):
    """Who begins to wait hears an announcement, which turns some of them to self-service."""

    after: Duration
    """How long they have waited when they hear it."""
    share: Share
    """Share of those still waiting then who leave the queue for self-service."""


class StopOverflow(_OfQueues):
    """Groups that take a queue's contacts after a while (their skill's `after`) take none."""

    groups: Names | None = None
    """The groups. Absent: all to which the queue overflows."""


class CloseLine(_OfQueues):
    """A line takes nobody new; who waits is served out."""


#: What is done on lines.
OfLines: TypeAlias = Suspend | OfferCallBack | RaiseSelfService | Announce | CloseLine

#: What is done to queues.
OfQueues: TypeAlias = AlsoServe | StopOverflow | OfLines

Kind: TypeAlias = CallIn | AlsoServe | Move | SendHome | BringBack | StopOverflow | OfLines
