"""The agents who are present, in plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.codes import Kind
from tests.audit.case import Case


@dataclass
class Agent:
    """One agent, with the legs at hand in order of answering."""

    group: int
    number: int
    contacts: list[int] = field(default_factory=list)
    since_ms: int = 0
    goes_home: bool = False


class Team:
    """The agents of one group. `ready` are who may take something, in order of becoming so."""

    def __init__(self, case: Case, group: int) -> None:
        self.case = case
        self.group = group
        self.concurrency, self.mixes, _ = case.floor.groups[group].tolist()
        self.present: list[Agent] = []
        self.ready: list[Agent] = []
        self.seen = 0
        self.number = 0  # on duty by the plan
        self.to_leave = 0

    def exclusives(self, agent: Agent) -> int:
        """Return how many contacts an agent has that are no chats: 0 or 1."""
        kinds = [self.case.queue(number).kind for number in agent.contacts]
        return sum(kind != Kind.CHAT for kind in kinds)

    def may_take(self, agent: Agent, kind: int) -> bool:
        """Tell whether an agent may take one more contact of a kind."""
        if agent.goes_home or len(agent.contacts) >= self.concurrency:
            return False
        exclusives = self.exclusives(agent)
        if kind == Kind.CHAT:
            return exclusives == 0 or bool(self.mixes)
        return exclusives == 0 and (not agent.contacts or bool(self.mixes))

    def may_take_something(self, agent: Agent) -> bool:
        return any(self.may_take(agent, kind) for kind in Kind)

    def order(self, agent: Agent) -> tuple[int, int, int]:
        """Return what agents are chosen by: fewest contacts, longest so, chats before calls."""
        return len(agent.contacts), agent.since_ms, self.exclusives(agent)

    def candidate(self, kind: int) -> Agent | None:
        """Return the agent who takes a contact of a kind; of equals who became ready first."""
        able = [agent for agent in self.ready if self.may_take(agent, kind)]
        return min(able, key=self.order, default=None)

    def leaves_list(self, agent: Agent) -> None:
        self.ready = [other for other in self.ready if other is not agent]

    def joins_list(self, agent: Agent, now: int) -> None:
        """Put an agent at the end of the list of who are in the same state."""
        self.leaves_list(agent)
        if self.may_take_something(agent):
            agent.since_ms = now
            self.ready.append(agent)

    def idle(self) -> list[Agent]:
        """Return who have nothing to do, the longest idle first."""
        return [agent for agent in self.ready if not agent.contacts]

    def comes(self) -> Agent | None:
        """Return an agent who comes on duty; none where somebody stays who was to leave."""
        if self.to_leave:
            self.to_leave -= 1
            return None
        self.seen += 1
        agent = Agent(self.group, self.seen - 1)
        self.present.append(agent)
        return agent

    def goes(self) -> None:
        """Let the longest idle go, or else the first who will have done with a contact."""
        if idle := self.idle():
            self.leaves(idle[0])
        else:
            self.to_leave += 1

    def leaves(self, agent: Agent) -> None:
        self.leaves_list(agent)
        self.present = [other for other in self.present if other is not agent]

    def at_work(self) -> int:
        return sum(bool(agent.contacts) for agent in self.present)
