"""A proved schedule: its shifts and cost, service by interval, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from rich.console import Console

from crewline.tables.figures import number
from crewline.tables.proof_words import gap, headline, in_money, style
from crewline.tables.roster import compared_with_today, print_roster, print_shifts
from crewline.tables.sheet import Column, print_sheet
from crewline.tables.staff import say, say_at_once, starts
from scenarios.planning.proof.proof import Proof, Round
from scenarios.planning.proof.rosters import roster_of_plan, roster_of_proof
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.plans import Plan
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

_PURPOSES: Final = {
    "repair": "search",
    "trim": "less, on the days of the search",
    "fresh": "on fresh days",
    "plain": "plain Erlang C, on the same fresh days",
}

#: So many broken rules are told.
_MOST_BREACHES: Final = 20
#: A horizon of so many days is shown by interval unless asked otherwise.
_SHORT_DAYS: Final = 1


def print_title(console: Console, scenario: Scenario) -> None:
    """Print what is scheduled."""
    say(console, f"{scenario.title or scenario.name} ({scenario.name})", "bold")


def print_proof(console: Console, proof: Proof) -> None:
    """Print what a proof came to, but for the verdicts on its targets."""
    if proof.best is not None:
        roster = roster_of_proof(proof, proof.best)
        print_shifts(console, proof.best.scenario, proof.scenario)
        print_roster(console, roster, proof.scenario.currency)
    print_rounds(console, proof.rounds)
    say(console, headline(proof), style(proof))
    for reason in proof.reasons:
        say(console, f"  - {f'{reason.about}: ' if reason.about else ''}{reason.words}.")
    if proof.best is not None:
        for sentence in costs(proof, proof.best):
            say(console, sentence)
        _say_of_today(console, roster, proof.scenario.currency)
    console.print()


def _say_of_today(console: Console, roster: Frame, currency: str) -> None:
    """Say what today's roster costs, where there is one."""
    words = compared_with_today(roster, currency)
    if words:
        say(console, words)


def costs(proof: Proof, best: Trial) -> Sequence[str]:
    """Return what the schedule costs, how near to the least, and beside plain Erlang C."""
    currency = proof.scenario.currency
    said = [
        f"Cost: {best.cost:,.0f} {currency} in wages for {best.paid_h:,.0f} paid hours."
        f" {in_money(best.solution, best.problem, best.scenario, proved=proof.holds)}"
    ]
    if proof.plain is not None and proof.saved is not None:
        kept = sum(one.holds for one in proof.plain.judgements)
        side = "less" if proof.saved >= 0 else "more"
        said.append(
            f"Plain Erlang C, line by line, scheduled by the same rules: {proof.plain.cost:,.0f}"
            f" {currency}, and keeps {kept} of {len(proof.plain.judgements)} targets; this schedule"
            f" costs {100 * abs(proof.saved):.1f} % {side}."
        )
    return said


def print_plan(console: Console, plan: Plan) -> None:
    """Print a schedule that was not proved: shifts, cost, and the rules that it breaks."""
    if plan.scenario is None:
        say(console, "There is no schedule.", "red")
        return
    print_shifts(console, plan.scenario, plan.base)
    roster = roster_of_plan(plan)
    print_roster(console, roster, plan.base.currency)
    said = (
        f"Cost: {plan.cost:,.0f} {plan.base.currency} in wages for {plan.paid_h:,.0f} paid hours."
    )
    if plan.solution is not None:
        said += f" {in_money(plan.solution, plan.problem, plan.scenario, proved=False)}"
    say(console, said)
    _say_of_today(console, roster, plan.base.currency)
    if plan.original_cost is not None:
        say(console, _against_original(plan, plan.original_cost))
    if plan.breaches:
        say(console, _broken(plan), "red")
    for breach in plan.breaches[:_MOST_BREACHES]:
        say(console, f"  - {breach}")
    if len(plan.breaches) > _MOST_BREACHES:
        say(console, f"  and {len(plan.breaches) - _MOST_BREACHES} more; see summary.json")
    console.print()


def _against_original(plan: Plan, original: float) -> str:
    """Return what editing a schedule has changed of its wages."""
    currency, more = plan.base.currency, plan.cost - original
    change = f"{abs(more):,.0f} {currency} {'more' if more > 0 else 'less'}"
    if round(abs(more)) == 0:
        change = "as much"
    elif original > 0:
        change += f" ({100 * more / original:+.1f} %)"
    return f"It was edited from a schedule of {original:,.0f} {currency}, and costs {change}."


def _broken(plan: Plan) -> str:
    """Return how many rules are broken, and what the rows cost that break them."""
    said = f"Rules that it breaks, accepted: {len(plan.breaches)}"
    if plan.broken_wages <= 0:
        return said
    cost = f"{plan.broken_wages:,.0f} {plan.base.currency}"
    return f"{said}; the rows whose shifts break them cost {cost}."


def print_service(
    console: Console, table: Frame, scenario: Scenario, line: str | None, *, is_asked: bool
) -> None:
    """Print requirement, schedule and service: by interval, or by day where that is long."""
    rows = table[table["name"] == (line or "")]
    kpi = rows["kpi"].iloc[0]
    if not is_asked and scenario.days > _SHORT_DAYS:
        _print_days(console, rows, scenario, kpi)
        return
    shown = rows[(rows["required"] > 0) | (rows["agents"] > 0)]
    at_once = _at_once(scenario, line)
    print_sheet(
        console,
        f"By interval: {line or 'centre'}",
        Column("from", starts(shown, scenario)),
        [
            _column("offered", shown["offered"], Unit.CONTACTS),
            _column("load\nErlangs", shown["load"], Unit.CONTACTS),
            _column("required\nagents of full skill", shown["required"], Unit.CONTACTS),
            _column("scheduled\nagents of full skill", shown["covers"], Unit.CONTACTS),
            _column("on duty\npeople", shown["agents"], Unit.CONTACTS),
            _column(f"simulated\n{kpi}, %", shown["simulated"], Unit.SHARE),
            _column("abandoned\n/ offered, %", shown["abandonment"], Unit.SHARE),
        ],
    )
    if at_once:
        say_at_once(console, at_once)
        console.print()


def _at_once(scenario: Scenario, line: str | None) -> list[str]:
    """Return the lines, of one or of all, of which an agent serves several at once."""
    names = [
        name
        for group in scenario.groups.values()
        for name in group.serves
        if scenario.queues[name].channel == "chat" and group.concurrency > 1
    ]
    return [name for name in dict.fromkeys(names) if line in {None, name}]


def _print_days(console: Console, rows: Frame, scenario: Scenario, kpi: str) -> None:
    per_h = scenario.interval / 3600
    weighted = rows.assign(good=rows["simulated"] * rows["offered"])
    days = weighted.groupby("day")[
        ["offered", "load", "required", "covers", "agents", "good"]
    ].sum()
    print_sheet(
        console,
        "By day",
        Column("day", [str(day) for day in days.index]),
        [
            _column("offered", days["offered"], Unit.CONTACTS),
            _column("load\nErlang-hours", days["load"] * per_h, Unit.CONTACTS),
            _column("required\nagent-hours", days["required"] * per_h, Unit.CONTACTS),
            _column("scheduled\nagent-hours", days["covers"] * per_h, Unit.CONTACTS),
            _column("on duty\npeople-hours", days["agents"] * per_h, Unit.CONTACTS),
            _column(f"simulated\n{kpi}, %", days["good"] / days["offered"], Unit.SHARE),
        ],
    )


def print_rounds(console: Console, rounds: Sequence[Round]) -> None:
    """Print every schedule that was simulated on the way."""
    if not rounds:
        return
    print_sheet(
        console,
        "Rounds",
        Column("round", [str(one.number) for one in rounds]),
        [
            Column("simulated", [_PURPOSES.get(one.purpose, one.purpose) for one in rounds], True),
            _column("required\nagent-hours", [one.required_h for one in rounds], Unit.CONTACTS),
            _column("paid\nhours", [one.paid_h for one in rounds], Unit.CONTACTS),
            _column("cost", [one.cost for one in rounds], Unit.MONEY),
            Column("targets\nthat hold", [_kept(one) for one in rounds]),
            Column("solver", [one.status.value for one in rounds], True),
            Column("gap", [gap(one.gap) for one in rounds]),
            Column("seconds", [f"{one.wall_s:.1f}" for one in rounds]),
        ],
    )


def _kept(one: Round) -> str:
    return f"{sum(each.holds for each in one.judgements)} of {len(one.judgements)}"


def _column(header: str, values: Sequence[float] | pd.Series[Any], unit: Unit) -> Column:
    return Column(header, [number(float(value), unit) for value in values])
