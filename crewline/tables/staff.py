"""How many agents are needed: the calculator's answer, and a scenario's requirement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import in_words, number, signed, with_unit
from crewline.tables.sheet import Column, print_sheet
from scenarios.planning.need.calculator import Answer, Asked
from scenarios.planning.need.requirement_tables import Needed
from scenarios.planning.proof.bridge import Bridge
from scenarios.schema.scenario import Scenario
from scenarios.schema.target import Target
from scenarios.studies.kpi_tables import Frame
from scenarios.units import write_clock
from sim.kpis.definitions import KPIS, Unit

_GOOD: Final = "green"

#: The steps as columns of a table, in agent-hours or agents.
_STEPS: Final = (
    ("erlang_c", "Erlang C,\nwhole"),
    ("fractional", "not\nrounded"),
    ("patience", "callers\nhang up"),
    ("returns", "callers\ncome back"),
    ("pooling", "lines help\neach other"),
)
_GROSS: Final = ("gross", "to schedule:\npace, absence")


def say(console: Console, sentence: str, style: str | None = None) -> None:
    """Print a sentence as it is."""
    console.print(sentence, markup=False, highlight=False, style=style)


def print_answer(console: Console, answer: Answer) -> None:
    """Print the calculator's answer: the agents needed, and the service of those around them."""
    asked, table = answer.asked, answer.around
    say(console, f"{_line(asked)}: {_goal(asked)}", "bold")
    print_sheet(
        console,
        "",
        Column("agents on the phone", [_agents(value) for value in table["agents"]]),
        [
            _figures(f"answered in {asked.goal.within_s:g} s\n/ offered, %", table["SL3"].tolist()),
            Column("ASA, s", [number(value, Unit.SECONDS) for value in table["asa"]]),
            _figures("waiting at all\n/ offered, %", table["waiting"].tolist()),
            _figures("abandoned\n/ offered, %", table["abandonment"].tolist()),
            _figures("occupancy, %", table["occupancy"].tolist()),
            Column("target", [_keeps(holds) for holds in table["holds"]], words=True),
        ],
    )
    say(console, _sentence(answer))
    if asked.shrinkage.share:
        say(console, f"In whole people, {answer.paid_whole} are to be scheduled.")
    console.print()


def _figures(header: str, values: Sequence[float], decimals: int | None = None) -> Column:
    return Column(header, [number(value, Unit.SHARE, decimals) for value in values])


def _keeps(holds: bool) -> Text:
    return Text("kept", _GOOD) if holds else Text("missed", "red")


def _line(asked: Asked) -> str:
    patience = "waits as long as it takes (Erlang C)"
    if asked.patience_s is not None:
        patience = f"has {asked.patience_s:g} s of patience in the mean (Erlang A)"
    return (
        f"{asked.calls_per_h:g} calls an hour of {asked.handle_s:g} s are {asked.load:.2f} Erlangs;"
        f" everybody {patience}"
    )


def _goal(asked: Asked) -> str:
    goal, words = asked.goal, []
    if goal.service_level is not None:
        words.append(f"{100 * goal.service_level:g} % answered in {goal.within_s:g} s")
    if goal.asa_s is not None:
        words.append(f"ASA at most {goal.asa_s:g} s")
    if goal.abandonment is not None:
        words.append(f"at most {100 * goal.abandonment:g} % abandoned")
    if goal.occupancy is not None:
        words.append(f"occupancy at most {100 * goal.occupancy:g} %")
    return ", ".join(words)


def _sentence(answer: Answer) -> str:
    asked = answer.asked
    share = asked.shrinkage.share
    on_duty = (
        f" With {100 * share:g} % shrinkage, {answer.paid:.1f} are to be scheduled."
        if share
        else " Breaks, time off the phone and absence come on top: --shrinkage."
    )
    return (
        f"At least {answer.whole} agents on the phone keep the target ({answer.fractional:.2f}"
        f" where parts of agents count, as in a sum over many lines or intervals).{on_duty}"
    )


def _agents(value: float) -> str:
    return f"{value:g}"


def print_title(console: Console, scenario: Scenario, what: str) -> None:
    """Print which scenario it is about."""
    say(console, f"{scenario.title or scenario.name} ({scenario.name}): {what}", "bold")


def print_lines(console: Console, needed: Needed, line: str | None) -> None:
    """Print the requirement of every line in agent-hours, each step beside the one before."""
    table = needed.by_line()
    rows = table if line is None else table[table["name"] == line]
    print_sheet(
        console,
        "Agent-hours on duty over the horizon",
        Column("line", [name or "all lines" for name in rows["name"]]),
        [
            Column("target", [_target(needed, name) for name in rows["name"]], words=True),
            _numbers("calls", rows["calls"].tolist()),
            Column("AHT, s", [number(value, Unit.SECONDS) for value in rows["handle_s"]]),
            _numbers("load, with\nreturns", rows["load_h"].tolist()),
            *(_numbers(header, rows[step].tolist()) for step, header in (*_STEPS, _GROSS)),
        ],
    )
    if line is None:
        say(console, _overstated(rows))
        say(
            console,
            "Each step replaces the one before; load is the work itself, agents busy all the time."
            " --explain says what each step is and goes on to shifts and to the simulation.",
        )
        console.print()


def _overstated(rows: Frame) -> str:
    """Return by how much adding up rounded lines overstates staff."""
    total = rows.iloc[-1]
    whole, fractional = total["erlang_c"], total["fractional"]
    if not fractional:
        return "Nobody is needed: nothing comes while any line is open."
    over = whole / fractional - 1
    return (
        f"Rounded up by line and interval, Erlang C asks for {whole:,.1f} agent-hours; not rounded"
        f" for {fractional:,.1f}: adding up rounded lines overstates staff by {100 * over:.1f} %."
    )


def _target(needed: Needed, name: str) -> str:
    """Return what a line is staffed for, and whose promise that is."""
    if not name:
        return ""
    promise = needed.needs.lines.promises[list(needed.scenario.queues).index(name)]
    if promise is None:
        return "done when due"
    usual = " (the house's)" if promise.source == "house" else ""
    return f"{target_in_words(promise.target)}{usual}"


def target_in_words(target: Target) -> str:
    """Return a target as planners write it, such as `SL3 80 % in 20 s` or `ASA 45 s`."""
    within = "" if target.within is None or target.kpi == "asa" else f" in {target.within:g} s"
    return f"{in_words(target.kpi)} {with_unit(target.level, KPIS[target.kpi].unit)}{within}"


def print_days(console: Console, needed: Needed, line: str | None) -> None:
    """Print the requirement day by day, in agent-hours, and when most are needed."""
    table = needed.by_day(line)
    steps = (*_STEPS[:2], _STEPS[-1], ("whole", "the same,\nwhole agents"), _GROSS)
    print_sheet(
        console,
        f"By day, agent-hours: {line or 'all lines'}",
        Column("day", [f"{day}" for day in table["day"]]),
        [
            _numbers("calls", table["calls"].tolist()),
            _numbers("load", table["load"].tolist()),
            *(_numbers(header, table[step].tolist()) for step, header in steps),
            Column("most agents", [_most(row) for row in table.to_dict("records")]),
        ],
    )


def _most(row: Mapping[Hashable, Any]) -> str:
    return f"{row['most']:.0f} at {write_clock(round(60 * row['most_at_min']))}"


def print_needed_intervals(
    console: Console, needed: Needed, line: str | None, *, fractional: bool
) -> None:
    """Print the intervals in which somebody is needed: whole agents, or fractional ones."""
    table = needed.by_interval(line)
    table = table[(table["load"] > 0) | (table["pooling"] > 0)]
    if fractional:
        columns = [_numbers(header, table[step].tolist()) for step, header in (*_STEPS, _GROSS)]
    else:
        columns = [
            _wholes("Erlang C,\neach line alone", table["erlang_c"].tolist()),
            _wholes("needed,\non the phone", table["whole"].tolist()),
            _numbers("the same,\nnot rounded", table["pooling"].tolist()),
            _numbers(_GROSS[1], table["gross"].tolist()),
        ]
    print_sheet(
        console,
        f"Agents by interval: {line or 'all lines'}",
        Column("from", starts(table, needed.scenario)),
        [
            _numbers("first calls\nan hour", table["first_per_h"].tolist()),
            _numbers("calls an hour,\nwith returns", table["calls_per_h"].tolist()),
            Column("AHT, s", [number(value, Unit.SECONDS) for value in table["handle_s"]]),
            _numbers("load,\nErlangs", table["load"].tolist()),
            *columns,
        ],
    )
    say(
        console,
        "Erlang C, each line alone, is staffed for first calls; load and all that is needed count"
        " those who come back, too.",
    )
    say_at_once(console, needed.at_once(line))
    console.print()


def say_at_once(console: Console, lines: Sequence[str]) -> None:
    """Say why fewer agents than Erlangs may be enough, where a line is served several at once."""
    if lines:
        say(
            console,
            f"Of {', '.join(lines)} an agent serves several at once: fewer agents are required than"
            " the load in Erlangs, which counts each contact by itself.",
        )


def print_with_agents(console: Console, needed: Needed, line: str, agents: float) -> None:
    """Print the service that so many agents give a line, interval by interval."""
    table = needed.with_agents(line, agents)
    table = table[table["load"] > 0]
    print_sheet(
        console,
        f"{line} with {agents:g} agents on the phone: its own formula, nobody helps out",
        Column("from", starts(table, needed.scenario)),
        [
            _numbers("calls an hour", table["calls_per_h"].tolist()),
            _numbers("load,\nErlangs", table["load"].tolist()),
            _wholes("needed for\nthe target", table["needed"].tolist()),
            _figures("answered in T\n/ offered, %", table["SL3"].tolist()),
            Column("ASA, s", [number(value, Unit.SECONDS, 1) for value in table["asa"]]),
            _figures("abandoned\n/ offered, %", table["abandonment"].tolist(), 1),
            _figures("occupancy, %", table["occupancy"].tolist(), 1),
        ],
    )


def print_bridge(console: Console, steps: Bridge) -> None:
    """Print each step from the Erlang number to the last one, and what it adds."""
    found = steps.changes()
    has_costs = any(step.cost for step, _, _ in found)
    money = [
        _money(f"cost,\n{steps.currency}", [step.cost for step, _, _ in found]),
        Column("", _changes([cost for _, _, cost in found], Unit.MONEY)),
    ]
    print_sheet(
        console,
        "From the Erlang number to the final one",
        Column("step", [step.title for step, _, _ in found]),
        [
            _numbers("agent-hours", [step.hours for step, _, _ in found]),
            Column("", _changes([hours for _, hours, _ in found], Unit.CONTACTS)),
            *(money if has_costs else []),
            Column("what it does", [step.meaning for step, _, _ in found], words=True),
        ],
    )


def _changes(values: Sequence[float], unit: Unit) -> list[str]:
    """Return what each step adds; the first begins."""
    return ["", *(signed(value, unit) for value in values[1:])]


def starts(table: Frame, scenario: Scenario) -> list[str]:
    """Return when each row's interval begins, with its day where there are several."""
    days = scenario.days > 1
    return [
        (f"day {row['day']:.0f} " if days else "") + write_clock(round(60 * row["start_min"]))
        for row in table[["day", "start_min"]].to_dict("records")
    ]


def _numbers(header: str, values: Sequence[float]) -> Column:
    return Column(header, [number(value, Unit.CONTACTS) for value in values])


def _money(header: str, values: Sequence[float]) -> Column:
    return Column(header, [number(value, Unit.MONEY) for value in values])


def _wholes(header: str, values: Sequence[float]) -> Column:
    return Column(header, [f"{value:,.0f}" for value in values])
