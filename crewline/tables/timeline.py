"""When what happened, and what was done about it: over all replications of a study."""

from __future__ import annotations

import math

from rich.console import Console

from crewline.tables.figures import UNDEFINED, number
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.study import Study
from scenarios.units import DAY_S, write_clock
from sim.clock import MS_PER_S
from sim.kpis.kpi import Unit


def print_events(console: Console, study: Study) -> None:
    """Print each kind of event of a study that kept its timeline; nothing where none happened."""
    if study.timeline is None or study.timeline.event_bands.empty:
        return
    table = study.timeline.event_bands
    whose = [
        " ".join(words for words in (name, action) if words)
        for name, action in zip(table["name"], table["action"], strict=True)
    ]
    shares = [number(share, Unit.SHARE) for share in table["share"]]
    columns = [
        Column("event", table["event"].tolist(), words=True),
        Column("on % of\nreplications", shares),
        Column("times, mean", [number(times, Unit.INDEX) for times in table["times"]]),
        *(
            Column(f"first at,\n{share} %", [_moment(study, at) for at in table[decile]])
            for share, decile in ((10, "p10_ms"), (50, "p50_ms"), (90, "p90_ms"))
        ),
    ]
    print_sheet(console, "What happened, and what was done", Column("", whose), columns)
    console.print(
        "First at: the first time in a replication. In 10, 50 and 90 % of those in which it"
        " happened, that was no later.",
        highlight=False,
    )
    console.print()


def _moment(study: Study, at_ms: float) -> str:
    """Return an instant as a planner names it: the day where there are several, and the clock."""
    if math.isnan(at_ms):
        return UNDEFINED
    seconds = int(at_ms / MS_PER_S - study.scenario.warm_up)
    day, of_day = divmod(seconds, DAY_S)
    clock = write_clock(of_day)
    return f"day {day + 1} {clock}" if study.scenario.days > 1 or day else clock
