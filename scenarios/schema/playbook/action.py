"""Actions: what is done, how soon, for how long at least, and at what price."""

from __future__ import annotations

from pydantic import model_validator

from scenarios.schema.costs import Amount
from scenarios.schema.playbook import kinds
from scenarios.schema.section import Finding, Section, refuse
from scenarios.units import Duration, Flag


class Price(Section):
    """What an action costs, in the scenario's currency."""

    once: Amount = 0.0
    """Each time that it takes effect."""
    per_h: Amount = 0.0
    """For each hour that it is in force."""
    per_person_h: Amount = 0.0
    """For each hour of each of its people, beside the wages of those who are paid anyway."""


class Action(Section):
    """One thing that is done: just one of the kinds, `call_in` to `close_line`."""

    call_in: kinds.CallIn | None = None
    """A reserve comes from outside."""
    also_serve: kinds.AlsoServe | None = None
    """Groups serve queues that they do not serve otherwise."""
    move: kinds.Move | None = None
    """People on duty in one group work in another."""
    send_home: kinds.SendHome | None = None
    """People work from home."""
    bring_back: kinds.BringBack | None = None
    """People come back from training and other time off the phone."""
    suspend: kinds.Suspend | None = None
    """No more deferrable work is begun."""
    offer_call_back: kinds.OfferCallBack | None = None
    """Who begins to wait is offered a call-back."""
    self_service: kinds.RaiseSelfService | None = None
    """Self-service contains more."""
    announce: kinds.Announce | None = None
    """An announcement turns some of those who wait to self-service."""
    stop_overflow: kinds.StopOverflow | None = None
    """Groups take no contacts of a queue that comes to them after a while otherwise."""
    close_line: kinds.CloseLine | None = None
    """A line takes nobody new."""
    active: Flag = True
    """Whether it is done: `no` takes it out of the plan, and leaves it in the file."""
    after: Duration = 0.0
    """Lead time: how long after the decision it takes effect."""
    at_least: Duration = 0.0
    """Minimum stay: it is taken back no sooner than so long after it took effect."""
    cost: Price = Price()
    """Its price."""

    @property
    def kind(self) -> str:
        """The key of the kind that it is."""
        return next(key for key in KINDS if getattr(self, key) is not None)

    @property
    def does(self) -> kinds.Kind:
        """What it does."""
        found: kinds.Kind = getattr(self, self.kind)
        return found

    @model_validator(mode="after")
    def _is_one(self) -> Action:
        given = [key for key in KINDS if getattr(self, key) is not None]
        words = f"one of {', '.join(KINDS)}"
        if not given:
            refuse("action", [Finding((), "no kind of action", words)])
        refuse("action", [Finding((key,), f"{key} beside {given[0]}", words) for key in given[1:]])
        return self


_OF_ALL = ("active", "after", "at_least", "cost")
KINDS = tuple(key for key in Action.model_fields if key not in _OF_ALL)
