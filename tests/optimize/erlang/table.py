"""How far chats and redials of the formulas are from the simulated floor.

`python -m tests.optimize.erlang.table` prints the tables of the page, formula beside simulation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from optimize.erlang import erlang_a_returns, erlang_chat
from sim.codes import Kind, Outcome
from sim.demand.distributions import Exponential
from sim.engines.choice import Engine
from sim.floor import Group, Queue, Skill
from tests.theory.evidence import Evidence, Sample
from tests.theory.replications import demand_of, long_run

SAMPLE: Final = Sample(Engine.COMPILED, calls=1_000_000, replications=20, seed=1917, audited=False)
HANDLE_S: Final = 360
PATIENCE_S: Final = 180
WITHIN_S: Final = 20

#: Agents, factors, chats per hour.
CHATS: Final = (
    (5, (1, 1.1, 1.3), 80),
    (5, (1, 1.1, 1.3), 110),
    (20, (1, 1.1, 1.3), 380),
    (20, (1, 1.1, 1.3), 450),
    (20, (1, 1.3, 1.8), 330),
    (100, (1, 1.1, 1.3), 2200),
    (100, (1, 1.3, 1.8), 1700),
    (10, (1, 1, 1.2, 1.4, 1.7), 280),
)
#: Agents, calls per hour, share of those who abandon that redials, mean delay in seconds.
REDIALS: Final = (
    (9, 100, 0.5, 600),
    (9, 100, 0.5, 60),
    (9, 80, 1.0, 600),
    (45, 500, 0.5, 600),
    (45, 500, 0.8, 600),
    (45, 500, 0.8, 60),
)


def chats(sample: Sample = SAMPLE) -> Iterator[str]:
    """Yield the lines of the table of chats."""
    yield (
        f"{'agents, factors, chats per hour':<43}{'SL3 (20 s)':>15}{'abandoned':>14}"
        f"{'ASA, s':>14}{'occupancy':>15}{'handling, s':>14}"
    )
    for agents, factors, per_h in CHATS:
        found = erlang_chat(per_h, HANDLE_S, agents, PATIENCE_S, WITHIN_S, factors=factors)
        floor = simulated_chats(agents, factors, per_h, sample)
        yield (
            f"{f'{agents}, {factors}, {per_h}':<43}"
            + pair(found.answered_within, floor, "SL3", share=True)
            + pair(found.share_abandoned, floor, "abandonment", share=True)
            + pair(found.asa_s, floor, "asa")
            + pair(found.occupancy, floor, "occupancy", share=True, row=1)
            + f"{float(found.handling_s):>7.0f} {floor.estimate('aht').value:6.0f}"
        )


def simulated_chats(
    agents: int, factors: tuple[float, ...], per_h: float, sample: Sample = SAMPLE
) -> Evidence:
    """Simulate a floor of one group and one queue of chats."""
    return long_run(
        [Queue("chat", Kind.CHAT)],
        [Group("agents", (Skill("chat"),), len(factors), factors)],
        [demand_of("chat", [per_h], Exponential(HANDLE_S), Exponential(PATIENCE_S))],
        (agents,),
        sample,
        warm_up_min=120,
        within_s=WITHIN_S,
    )


def redials(sample: Sample = SAMPLE) -> Iterator[str]:
    """Yield the lines of the table of redials."""
    yield (
        f"{'agents, calls per hour, redials, delay':<43}{'attempts per h':>15}"
        f"{'SL3 (20 s)':>14}{'abandoned':>14}{'ASA, s':>14}"
    )
    for agents, per_h, share, delay_s in REDIALS:
        found = erlang_a_returns(per_h, HANDLE_S, agents, PATIENCE_S, WITHIN_S, redials=share)
        floor = simulated_redials(agents, per_h, share, delay_s, sample)
        attempts = per_h / (1 - floor.estimate("redial_share", 1).value)
        yield (
            f"{f'{agents}, {per_h}, {share:.0%}, {delay_s} s':<43}"
            + f"{float(found.offered_per_h):>8.1f} {attempts:6.1f}"
            + pair(found.answered_within, floor, "SL3", share=True, row=1)
            + pair(found.share_abandoned, floor, "abandonment", share=True, row=1)
            + pair(found.asa_s, floor, "asa", row=1)
        )


def simulated_redials(
    agents: int, per_h: float, share: float, delay_s: float, sample: Sample = SAMPLE
) -> Evidence:
    """Simulate a line of which a share of those who abandon redials."""
    demand = demand_of("calls", [per_h], Exponential(HANDLE_S), Exponential(PATIENCE_S))
    return long_run(
        [Queue("calls", redial={Outcome.ABANDONED: share})],
        [Group("agents", (Skill("calls"),))],
        [replace(demand, redial_delay=Exponential(delay_s))],
        (agents,),
        sample,
        warm_up_min=240,
        within_s=WITHIN_S,
        tries=20,
    )


def pair(formula: object, floor: Evidence, kpi: str, *, share: bool = False, row: int = 0) -> str:
    """Write a figure of the formula and the simulated one."""
    unit = 100 if share else 1
    ours, theirs = float(formula) * unit, floor.estimate(kpi, row).value * unit  # type: ignore[arg-type]
    sign = "%" if share else " "
    return f"{ours:>7.1f} {theirs:5.1f}{sign}"


if __name__ == "__main__":
    print("\n".join([*chats(), "", *redials()]))  # noqa: T201 - a table is printed
