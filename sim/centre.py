"""A contact centre in the simulation's own terms, and one replication of it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.demand.contacts import Contacts, draw_contacts
from sim.demand.demand import Demand
from sim.engines.choice import Engine, simulator
from sim.engines.legs import Outcomes
from sim.floor import Floor
from sim.plan import Plan


@dataclass(frozen=True)
class Centre:
    """What a scenario comes down to."""

    floor: Floor
    demand: Demand
    plan: Plan

    def contacts(self, seed: int, replication: int = 0) -> Contacts:
        """Draw the contacts of one replication."""
        return draw_contacts(self.demand, self.plan, seed, replication)

    def run(self, contacts: Contacts, engine: Engine = Engine.AUTO) -> Outcomes:
        """Simulate given contacts, drawn or replayed."""
        return simulator(engine)(self.floor, contacts, self.plan)
