"""The auditor: does a run obey the model?

It knows the model's rules (`docs/model.md`) and a run's records, and nothing of any engine. It
looks at the records twice:

- *leg by leg* (`tests.audit.legs`): each leg's causes, ends and links are what the draws, the
  shares and the rules say; nobody is in two places; no agent has more at once than the group may;
- *sweeping in time* (`tests.audit.sweep`): the events that the records tell of are gone through in
  the model's order (time, moment, leg), with queues and agents kept as plain lists. Whenever an
  agent and a contact could meet, the rule is written out over all candidates and the record must
  agree, with its times; when an instant is over, no eligible agent may idle beside a waiting one.

Shared with the engines, by design: the tables of the floor, the pools and the hash.
"""

from __future__ import annotations

from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.legs import Outcomes
from tests.audit.case import Case
from tests.audit.legs import leg_by_leg
from tests.audit.sweep import Sweep

__all__ = ["audit"]


def audit(centre: Centre, contacts: Contacts, outcomes: Outcomes) -> None:
    """Check a run of `contacts` on `centre`.

    Raises AssertionError with an account of the first violation that is found.
    """
    case = Case.of(centre, contacts, outcomes)
    leg_by_leg(case)
    Sweep(case).run()
