"""What each action of a playbook did, cost and earned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Record, in_words, number, signed
from crewline.tables.sheet import Column, print_sheet
from scenarios.studies.emergency.earnings import SURELY, SURELY_NOT
from scenarios.studies.emergency.emergency import Emergency
from sim.kpis.definitions import Unit

_STYLES: Final = {SURELY: "green", SURELY_NOT: "red"}


def print_earnings(console: Console, found: Emergency) -> None:
    """Print a row for all playbooks together, and one for each action beside all others."""
    rows = [dict(row) for row in found.earned.to_dict("records")]
    money = f", {found.scenario.currency}" if found.scenario.currency else ""
    columns = [
        Column("on % of\nreplications", [number(row["share"], Unit.SHARE) for row in rows]),
        Column("h in\nforce", [number(row["hours"], Unit.INDEX) for row in rows]),
        Column("person-\nhours", [number(row["person_hours"], Unit.INDEX) for row in rows]),
        Column("contacts\nkept", [_change(row, "kept", Unit.CONTACTS) for row in rows]),
        Column("SL3,\npoints", [_change(row, "level_gained", Unit.SHARE) for row in rows]),
        *_of_recovery(found, rows),
        Column(f"paid{money}", [_change(row, "paid", Unit.MONEY) for row in rows]),
        Column("for each\nkept", [_price(row) for row in rows]),
    ]
    if found.worth is not None:
        columns += [
            Column(f"gain{money}", [_change(row, "gain", Unit.MONEY) for row in rows]),
            Column("earned its\nmoney", [_earned(row) for row in rows], words=True),
        ]
    names = Column("", [_name(row) for row in rows])
    print_sheet(console, "What the actions were worth", names, columns)
    for sentence in _sentences(found):
        console.print(sentence, markup=False, highlight=False)
    console.print()


def _of_recovery(found: Emergency, rows: Sequence[Record]) -> list[Column]:
    if not found.promises:
        return []
    return [
        Column("back so many\nmin sooner", [_change(row, "minutes_sooner", None) for row in rows]),
        Column("min out of\ntarget less", [_change(row, "minutes_saved", None) for row in rows]),
    ]


def _sentences(found: Emergency) -> list[str]:
    told = [
        "An action's row compares the days with all playbooks with the same days less that action;"
        " the first row, with the same days without playbooks. What single actions keep does not"
        " add up. Paid is what the centre's cost rises by, ± half of the"
        f" {found.confidence:.0%} interval."
    ]
    if found.worth is None:
        told.append("With --worth MONEY, a contact's worth, it is said which earned its money.")
    else:
        told.append(f"Gain: {found.worth:,g} for each contact kept, less what was paid.")
    never = [action for action in found.actions if action not in found.leaving_out]
    if never:
        told.append("Actions without figures never took effect.")
    told += [_undone(dict(row)) for row in found.left_undone.to_dict("records")]
    return told


def _undone(row: Record) -> str:
    """Return what is not in an action's worth: work that is left undone."""
    unit = Unit.SHARE if row["unit"] == Unit.SHARE.value else Unit.INDEX
    way, symbol = ("falls", " %") if row["difference"] < 0 else ("rises", "")
    without, with_ = (number(row[day], unit) for day in ("without", "with"))
    words = f"{row['name']}: {in_words(row['figure'])} {way} from {without} to {with_}{symbol}"
    return f"Not in this: {words} with playbooks, for sure."


def _name(row: Record) -> str:
    if not row["playbook"]:
        return "all playbooks"
    return f"{row['playbook']}/{row['level']}, {row['place']}. {row['action']}"


def _change(row: Record, name: str, unit: Unit | None) -> str:
    unit = unit or Unit.INDEX
    value, low, high = (row[each] for each in (name, f"{name}_low", f"{name}_high"))
    if math.isnan(value):
        return UNDEFINED
    half = number((high - low) / 2, unit)
    written = signed(value, unit) if value else number(value, unit)
    return written if half == UNDEFINED or low == high else f"{written} ±{half}"


def _price(row: Record) -> str:
    return number(row["price"], Unit.MONEY)


def _earned(row: Record) -> Text:
    return Text(row["earned"] or UNDEFINED, _STYLES.get(row["earned"], "default"))
