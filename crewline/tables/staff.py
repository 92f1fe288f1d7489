"""How many agents are needed: the calculator's answer, and a scenario's requirement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import number
from crewline.tables.sheet import Column, print_sheet
from scenarios.planning.calculator import Answer, Asked
from sim.kpis.definitions import Unit

_GOOD: Final = "green"


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
    console.print()


def _figures(header: str, values: Sequence[float]) -> Column:
    return Column(header, [number(value, Unit.SHARE) for value in values])


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
