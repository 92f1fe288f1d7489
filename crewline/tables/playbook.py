"""What an emergency study found: what went wrong, what was done about it, and what that was worth.

The sheets follow the question of a planner: what happens, when is it seen and answered, how long is
service out of target, what does the day come to, which of the actions are worth their money, and
are the targets met with them.
"""

from __future__ import annotations

import math
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from crewline.tables.disruption_words import what_words, when_words
from crewline.tables.earnings import print_earnings
from crewline.tables.figures import UNDEFINED, Record, in_words, mean_of, number, signed
from crewline.tables.sheet import Column, print_sheet
from crewline.tables.verdicts import print_verdicts
from scenarios.studies.emergency.arms import ORDINARY, WITH, WITHOUT
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.recovery import STAYS_MIN
from scenarios.units import DAY_S, write_clock
from sim.clock import MS_PER_MIN
from sim.kpis.definitions import Unit
from sim.kpis.timeline import Sampling

_STYLES: Final = {"better": "green", "worse": "red"}
_SPOKEN: Final = {"minutes_out": "out of target", "minutes_to_back": "back in target after"}
_UNITS: Final = {"share": ", %", "s": ", s", "min": ", min"}
_KPI_UNITS: Final = {unit.value: unit for unit in Unit}
_DAYS: Final = (ORDINARY, WITHOUT, WITH)


def print_emergency(console: Console, found: Emergency) -> None:
    """Print all that a study found."""
    title = f"{found.scenario.title or found.label} ({found.label})"
    console.print(Text(title, style="bold"))
    console.print()
    _print_disruptions(console, found)
    _print_events(console, found)
    _print_recovery(console, found)
    _print_outcomes(console, found)
    print_earnings(console, found)
    print_verdicts(console, found.study, "Targets, with playbooks")


def _print_disruptions(console: Console, found: Emergency) -> None:
    every = found.scenario.disruptions
    if not every:
        _say(console, "Nothing goes wrong: the scenario has no disruptions (add some: --with).")
        console.print()
        return
    times = [when_words(found.scenario, one) for one in every]
    columns = [
        Column("from", [begin for begin, _ in times]),
        Column("to", [end for _, end in times]),
        Column("what", [what_words(one) for one in every], words=True),
    ]
    print_sheet(console, "What goes wrong", Column("", [one.name for one in every]), columns)


def _print_events(console: Console, found: Emergency) -> None:
    rows = _records(found.events)
    if not rows:
        _say(console, "No playbook was ever set off: nothing was detected and nothing done.\n")
        return
    columns = [
        Column("on % of\nreplications", [number(row["share"], Unit.SHARE) for row in rows]),
        Column("times, mean", [number(row["times"], Unit.INDEX) for row in rows]),
        *(
            Column(f"first at,\n{share} %", [_moment(found, row[f"at_{which}"]) for row in rows])
            for share, which in ((10, "p10"), (50, "p50"), (90, "p90"))
        ),
        Column("min after\nthe onset", [_minutes(row["after_p50"]) for row in rows]),
    ]
    names = Column("", [_event(row) for row in rows])
    print_sheet(console, "What was detected and done with playbooks", names, columns)
    _print_legend(console, found)
    for row in rows:
        if row["event"] == "declined":
            _say(
                console,
                f"{_level(row)} was set off {row['times']:.1f} times a replication after it had"
                " begun as often as it may (`most`), and did nothing then. Either its figure"
                " flickers about the level (a longer `for` or a lower `back` calm it), or playbooks"
                " set each other off.\n",
            )


def _print_legend(console: Console, found: Emergency) -> None:
    """Print what the numbers in brackets behind actions mean, where there are any."""
    several = [action for action in found.leaving_out if len(action.parts) > 1]
    if not several:
        return
    told = ", ".join(f"(+{more})" for more in sorted({len(each.parts) - 1 for each in several}))
    people = any(action.parts[0].people for action in several)
    of_people = " The number before a colon is that of all people together." * people
    _say(console, f"{told}: the same on so many more queues or groups.{of_people}\n")


def _print_recovery(console: Console, found: Emergency) -> None:
    rows = _without_copies(found, _records(found.recovery))
    if not rows:
        _say(console, "No line has a service level as its target: no recovery can be told.\n")
        return
    columns = [
        Column("out on % of\nreplications", [number(row["share_out"], Unit.SHARE) for row in rows]),
        Column("out after, min\n10, 50, 90 %", [_deciles(row, "out") for row in rows]),
        Column("of those\nback, %", [number(row["share_back"], Unit.SHARE) for row in rows]),
        Column("back after, min\n10, 50, 90 %", [_deciles(row, "back") for row in rows]),
        Column("out of target,\nmin", [mean_of(row, "minutes_out", Unit.INDEX) for row in rows]),
    ]
    names = Column("", [f"{row['name'] or 'centre'}, {row['day']}" for row in rows])
    print_sheet(console, "Out of target and back in it", names, columns)
    window = Sampling().over_ms // MS_PER_MIN
    _say(
        console,
        f"By the minute, over the last {window} min, from {_moment(found, _onset_min(found))} on."
        f" Back is the first return to target that lasts for {STAYS_MIN} min; a quiet night counts,"
        " hours when the line is closed or no wait ends do not. Deciles are of the replications"
        " that were out, and back.\n",
    )


def _print_outcomes(console: Console, found: Emergency) -> None:
    rows = _without_copies(found, _records(found.outcomes))
    rows = [row for row in rows if _says_something(row)]
    both = [(row, _KPI_UNITS.get(row["unit"], Unit.INDEX)) for row in rows]
    keys = ("ordinary", "without", "with")
    columns = [
        *(
            Column(title.replace(" ", "\n", 1), [mean_of(row, key, unit) for row, unit in both])
            for title, key in zip(_DAYS, keys, strict=True)
        ),
        Column("with less without", [_difference(row, unit) for row, unit in both]),
    ]
    names = [f"{row['name'] or 'centre'}: {_figure(row)}" for row in rows]
    print_sheet(console, "What the days come to", Column("", names), columns)
    _say(
        console,
        f"Means of {found.replications} replications, ± half of their {found.confidence:.0%}"
        " intervals; differences on the same random days. Longest waits are the means of the"
        " replications'.\n",
    )


def _records(table: Any) -> list[Record]:
    return [dict(record) for record in table.to_dict("records")]


def _without_copies(found: Emergency, rows: list[Record]) -> list[Record]:
    """Return the rows without what an only line with a service level says of the centre, too."""
    if len(found.promises) != 1:
        return rows
    return [
        row for row in rows if row["kind"] != "centre" or row.get("figure") not in (None, *_SPOKEN)
    ]


def _says_something(row: Record) -> bool:
    days = [row["ordinary"], row["without"], row["with"]]
    return any(not math.isnan(day) and day != 0 for day in days)


def _figure(row: Record) -> str:
    words = _SPOKEN.get(row["figure"]) or in_words(row["figure"])
    return words + _UNITS.get(row["unit"], "")


def _difference(row: Record, unit: Unit) -> Text:
    if row["verdict"] in {"the same", "undefined"}:
        return Text(row["verdict"], "dim")
    half_width = number((row["high"] - row["low"]) / 2, unit)
    text = Text(f"{signed(row['difference'], unit)} ±{half_width}\n")
    return text.append(row["verdict"], _STYLES.get(row["verdict"], "dim"))


def _event(row: Record) -> str:
    if row["event"] == "begun":
        return f"{_level(row)}, {row['place']}. {row['action']}"
    return f"{_level(row)}: {row['event']}"


def _level(row: Record) -> str:
    return f"{row['playbook']}/{row['level']}"


def _deciles(row: Record, name: str) -> str:
    values = [row[f"{name}_{which}"] for which in ("p10", "p50", "p90")]
    return UNDEFINED if math.isnan(values[0]) else "  ".join(map(_minutes, values))


def _minutes(minutes: float) -> str:
    return number(minutes, Unit.INDEX, 0)


def _onset_min(found: Emergency) -> float:
    return (found.onset_ms - found.centre.plan.warm_up_ms) / MS_PER_MIN


def _moment(found: Emergency, minutes: float) -> str:
    """Return minutes after the start of day 1 as a planner names them."""
    if math.isnan(minutes):
        return UNDEFINED
    day, of_day = divmod(round(60 * minutes), DAY_S)
    clock = write_clock(of_day)
    return f"day {day + 1} {clock}" if found.scenario.days > 1 or day else clock


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False)
