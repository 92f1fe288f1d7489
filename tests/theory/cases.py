"""All cases that are simulated and held against theory, and how sharply."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from tests.theory import (
    calls_out,
    chats,
    day_by_hour,
    deferrable,
    laws,
    one_queue,
    self_service,
    several_groups,
    stages,
)
from tests.theory.evidence import Case, Findings, Sample

CASES: Final[list[Case]] = [
    *one_queue.CASES,
    *day_by_hour.CASES,
    *several_groups.CASES,
    *laws.CASES,
    *self_service.CASES,
    *calls_out.CASES,
    *chats.CASES,
    *deferrable.CASES,
    *stages.CASES,
]

#: The most that half an interval may be, as a share of the figure: of shares of order one, and of
#: waits, queues and rare events. A quarter to a third more than was found at these sizes.
SHARP: Final = {
    "1: M/M/12": (0.016, 0.15),
    "1: a day that starts empty": (0.017, 0.17),
    "2: with patience": (0.0092, 0.09),
    "3: five waiting places": (0.0055, 0.097),
    "4: a load of .96": (0.07, 0.15),
    "4: with patience": (0.042, 0.087),
    "5: Erlang C": (0.017, 0.15),
    "5: with patience": (0.011, 0.11),
    "6: 13 agents, endless patience": (0.036, 0.15),
    "6: 13 agents, patience 300 s": (0.02, 0.088),
    "6: 9 agents, patience 300 s": (0.046, 0.035),
    "7: 8 agents": (0.022, 0.091),
    "7: 100 agents": (0.072, 0.21),
    "7: 505 agents": (0.16, 0.28),
    "8: a day by hour": (0.038, 0.063),
    "9: strict priority, balking": (0.0042, 0.074),
    "10: generalists, weights": (0.042, 0.0),
    "11: a pool with a limit": (0.029, 0.3),
    "12: 10 flexible agents": (0.0036, 0.17),
    "12: 17 flexible agents": (0.012, 0.17),
    "12: 10 agents for billing": (0.016, 0.16),
    "12: 10 agents for technical": (0.014, 0.15),
    "one agent, lognormal talks": (0.033, 0.1),
    "no places, lognormal talks": (0.0095, 0.071),
    "no places, constant talks": (0.004, 0.037),
    "patience of one minute": (0.048, 0.066),
    "patience lognormal": (0.034, 0.055),
    "patience Weibull, some hang up": (0.038, 0.065),
    "priorities": (0.0, 0.16),
    "weights": (0.0, 0.063),
    "transfers": (0.035, 0.14),
    "repeats": (0.019, 0.13),
    "self-service": (0.033, 0.13),
    "announcement": (0.039, 0.076),
    "call-backs in place": (0.046, 0.19),
    "call-backs later": (0.02, 0.0),
    "call-backs until reached": (0.0, 0.078),
    "outbound": (0.0068, 0.035),
    "chats: 8 agents, 3 each": (0.039, 0.13),
    "chats: one agent slows": (0.021, 0.055),
    "chats: two agents slow": (0.02, 0.062),
    "chats that fall silent": (0.014, 0.069),
    "work below calls": (0.012, 0.2),
    "work put aside: 1 agent": (0.018, 0.088),
    "work put aside: 10 agents": (0.021, 0.23),
    "work with a time limit": (0.07, 0.12),
    "work in order of due time": (0.0, 0.21),
    "stages: three agents": (0.023, 0.041),
    "stages: all busy": (0.02, 0.022),
}


@cache
def findings(case: Case, sample: Sample) -> Findings:
    """Simulate a case, once."""
    return case.run(sample)


def disagreements(case: Case, sample: Sample) -> list[str]:
    """Return what contradicts the theory, or is not sharp enough to do so."""
    sharp, loose = (limit * _blunter(case, sample) for limit in SHARP[case.name])
    faults = []
    for each in findings(case, sample).comparisons:
        if not each.holds:
            faults.append(str(each))
        elif each.sharpness > (loose if each.loose else sharp):
            faults.append(f"{each} is too wide to say much: {each.sharpness:.4f} of the figure")
    return faults


def _blunter(case: Case, sample: Sample) -> float:
    """Return how much wider intervals may be in a smaller sample of fewer replications."""
    return 1 if sample == case.compiled else 2 * math.sqrt(case.calls / sample.calls)
