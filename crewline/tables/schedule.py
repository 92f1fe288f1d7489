"""A proved schedule: its shifts and cost, service by interval, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from rich.console import Console

from crewline.tables.figures import number
from crewline.tables.proof_words import gap, headline, in_money, style
from crewline.tables.sheet import Column, print_sheet
from crewline.tables.staff import say, say_at_once, starts
from scenarios.planning.need.working import fullest_day
from scenarios.planning.proof.proof import Proof, Round
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.plans import Plan
from scenarios.planning.schedule.supply import paid_hours, wages
from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Shift
from scenarios.studies.kpi_tables import Frame
from scenarios.units import write_clock
from sim.kpis.definitions import Unit

_PURPOSES: Final = {
    "repair": "search",
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
        print_shifts(console, proof.best.scenario)
    print_rounds(console, proof.rounds)
    say(console, headline(proof), style(proof))
    for reason in proof.reasons:
        say(console, f"  - {f'{reason.about}: ' if reason.about else ''}{reason.words}.")
    if proof.best is not None:
        for sentence in costs(proof, proof.best):
            say(console, sentence)
    console.print()


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
    print_shifts(console, plan.scenario)
    said = (
        f"Cost: {plan.cost:,.0f} {plan.base.currency} in wages for {plan.paid_h:,.0f} paid hours."
    )
    if plan.solution is not None:
        said += f" {in_money(plan.solution, plan.problem, plan.scenario, proved=False)}"
    say(console, said)
    if plan.breaches:
        say(console, f"Rules that it breaks, accepted: {len(plan.breaches)}", "red")
    for breach in plan.breaches[:_MOST_BREACHES]:
        say(console, f"  - {breach}")
    if len(plan.breaches) > _MOST_BREACHES:
        say(console, f"  and {len(plan.breaches) - _MOST_BREACHES} more; see summary.json")
    console.print()


def print_shifts(console: Console, scenario: Scenario) -> None:
    """Print how many agents of each group begin when: a row a shift, a column a group."""
    groups = [name for name, group in scenario.groups.items() if group.shifts]
    rows: dict[str, dict[str, list[int]]] = {}
    for name in groups:
        for shift in (scenario.groups[name].shifts or {}).values():
            of_days = rows.setdefault(_hours(shift), {}).setdefault(name, [0] * scenario.days)
            for day in shift.days or range(1, scenario.days + 1):
                of_days[day - 1] += shift.agents
    hours = sorted(hour for hour, cells in rows.items() if any(map(sum, cells.values())))
    columns = [
        Column(f"{name}\nagents", [_by_day(rows[hour].get(name)) for hour in hours])
        for name in groups
    ]
    what = "agents on each day" if scenario.days > 1 else "agents"
    print_sheet(console, f"Shifts: {what}", Column("hours", hours), columns)
    _print_groups(console, scenario)


def _print_groups(console: Console, scenario: Scenario) -> None:
    """Print what each group is paid for."""
    names = list(scenario.groups)
    alone = [_alone(scenario, name) for name in names]
    columns = [
        Column(
            "agents on the\nfullest day", [f"{fullest_day(scenario, name):,}" for name in names]
        ),
        Column("paid, h", [number(paid_hours(one), Unit.CONTACTS) for one in alone]),
        Column(f"wages, {scenario.currency}", [number(wages(one), Unit.MONEY) for one in alone]),
    ]
    print_sheet(console, "", Column("group", names), columns)


def _alone(scenario: Scenario, group: str) -> Scenario:
    """Return a scenario in which only one group is paid."""
    return scenario.model_copy(update={"groups": {group: scenario.groups[group]}})


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


def _hours(shift: Shift) -> str:
    return f"{write_clock(shift.start)}-{write_clock(shift.end)}"


def _by_day(agents: Sequence[int] | None) -> str:
    if agents is None or not any(agents):
        return ""
    return f"{agents[0]}" if len(agents) == 1 else " ".join(f"{each}" for each in agents)


def _column(header: str, values: Sequence[float] | pd.Series[Any], unit: Unit) -> Column:
    return Column(header, [number(float(value), unit) for value in values])
