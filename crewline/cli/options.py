"""The options that several commands share, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.engines.choice import Engine

Reference = Annotated[
    str,
    typer.Argument(
        metavar="NAME_OR_PATH[:VARIANT][+EVENT...]",
        help="A scenario that ships, or a YAML file; after a colon, one of its variants; after a"
        " plus, an event (see --with).",
    ),
]

Json = Annotated[
    bool,
    typer.Option("--json", help="Print a machine-readable summary and nothing else to stdout."),
]

Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback when the program itself fails.")
]

Variant = Annotated[
    str | None, typer.Option("--variant", metavar="NAME", help="A variant of the scenario.")
]

Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value, such as queues.card.volume_factor=1.2. May be repeated.",
    ),
]

EverySets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value in every column, such as queues.card.volume_factor=1.2. May be"
        " repeated. To compare with a change, see --against.",
    ),
]

Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="PATH=VALUE",
        help="Add one column: the first scenario with this value changed. Repeated, all of these"
        " changes are in that one column. A scenario named alone then leaves out its variants.",
    ),
]

With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="EVENT",
        help="Compose an event with the scenario: one that ships (see crewline list), or a YAML"
        " file. May be repeated. NAME+EVENT names the same.",
    ),
]

Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="NUMBER",
        min=0,
        help="Seed of all draws; the scenario's own unless given.",
    ),
]

Replications = Annotated[
    int | None,
    typer.Option(
        "--replications",
        metavar="NUMBER",
        min=2,
        help="How many days (or weeks) to simulate, each drawn anew: 20 unless given; with"
        " --precision the most, 200 unless given.",
    ),
]

Precision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="HALF_WIDTH",
        help="Simulate until every target is known within this half-width: '0.5 %' for the"
        " targets that are shares, '2 s' for those that are times. Each is looked at as it is"
        " judged, in the worst interval, day or week of its scope; where no target has the unit,"
        " the centre's SL3 or ASA is. The first look is after 10 replications, the last after"
        " --replications.",
    ),
]

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="NUMBER",
        min=1,
        help="How many replications to simulate at a time; as many as the machine has processors"
        " unless given.",
    ),
]

EngineChoice = Annotated[
    Engine,
    typer.Option(
        "--engine",
        metavar="auto|reference|compiled",
        help="What simulates: the compiled engine (auto means it, too), or the reference, which is"
        " slow and written to be read. Both find the same.",
    ),
]

Strict = Annotated[
    bool, typer.Option("--strict", help="Leave with exit code 1 when a target is missed.")
]

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where to write the results: a folder that does not exist yet. A numbered folder in"
        " results/ unless given.",
    ),
]

Csv = Annotated[
    bool,
    typer.Option("--csv", help="Write every table as CSV, too, for spreadsheets."),
]


class By(StrEnum):
    """What a table's rows are."""

    INTERVAL = "interval"


ByInterval = Annotated[
    By | None,
    typer.Option(
        "--by",
        metavar="interval",
        help="Print the intervals of the day, too: offered, service level, waits, abandonment, on"
        " duty, occupancy. (The results folder has them in any case.)",
    ),
]

Line = Annotated[
    str | None,
    typer.Option(
        "--line",
        metavar="NAME",
        help="With --by interval: this line and the groups that serve it, not the whole centre.",
    ),
]
