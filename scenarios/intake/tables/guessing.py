"""Guessing the mapping of an interval table: columns by headings and cells, then what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from scenarios.intake.guess import Guess, Guessed, file_name, names_of
from scenarios.intake.opening import Sheet
from scenarios.intake.opening.sheet import UNSAVED
from scenarios.intake.said import Said, said
from scenarios.intake.tables.cells import is_blank, is_error, read_number
from scenarios.intake.tables.clocks import Slot, read_day, read_slot, read_weekday
from scenarios.intake.tables.columns import side_by_side
from scenarios.intake.tables.guessed_rows import trial_guesses
from scenarios.intake.tables.guessed_units import decimal_guess, unit_guesses
from scenarios.intake.tables.guessed_when import when_guesses
from scenarios.intake.tables.header import Header, find_header
from scenarios.intake.tables.headings import Sureness, likeness
from scenarios.intake.tables.mapping import MEASURES, IntervalMapping
from scenarios.intake.tables.raw_rows import is_no_count, is_off_grid, is_raw, recurs
from scenarios.intake.tables.reading import is_total

#: Rows that guesses are made from.
SAMPLE: Final = 20_000
#: A column is of times, or of numbers, where this share of its cells is.
_MOST: Final = 0.7
#: And where its heading says so, this share does.
_HALF: Final = 0.5
#: Letters of a cell that are shown.
_SHOWN: Final = 40
_KEYS: Final = ("date", "weekday", "interval", "interval_end", "queue")
#: Columns side by side that make a table wide.
_FEWEST_BESIDE: Final = 2


@dataclass
class Columns:
    """Columns found so far: by field, and why. Grows as the guessing goes on."""

    sheet: Sheet
    header: Header
    found: dict[str, str]
    guesses: list[Guess]

    def cells(self, name: str) -> pd.Series[str]:
        """Return the different cells of a column that say anything and are no totals."""
        return _filled(self._column(name).drop_duplicates())

    def all_cells(self, name: str) -> pd.Series[str]:
        """Return the first cells of a column that say anything and are no totals."""
        return _filled(self._column(name).head(2000))

    def _column(self, name: str) -> pd.Series[str]:
        place = self.header.names.index(name)
        return self.sheet.column(place).iloc[self.header.body :]

    def take(self, field: str, name: str, why: Said, sureness: Sureness) -> None:
        """Take a column for a field; to be confirmed, where others have its heading."""
        self.found[field] = name
        if alike := self.header.recurring.get(name):
            why, sureness = said("{n} columns have this heading", n=alike), "asked"
        place = field if field in MEASURES else ""
        path = f"measures.{place}.column" if place else _path(field)
        self.guesses.append(Guess(path, name, why, sureness))

    def drop(self, field: str) -> None:
        """Give up a column that was taken for a field."""
        name = self.found.pop(field, None)
        self.guesses = [
            one
            for one in self.guesses
            if one.value != name or one.field not in (_path(field), f"measures.{field}.column")
        ]

    @property
    def free(self) -> list[str]:
        """The columns that nothing is known of."""
        taken = set(self.found.values())
        return [name for name in self.header.names if name not in taken]


def _filled(texts: pd.Series[str]) -> pd.Series[str]:
    return texts[[_says_something(text) for text in texts]]


def _says_something(text: str) -> bool:
    return not (is_blank(text) or is_error(text) or is_total(text))


def _path(field: str) -> str:
    return {"queue": "queue", "weekday": "when.date"}.get(field, f"when.{field}")


def guess_intervals(sheet: Sheet) -> Guessed | None:
    """Return the mapping of an interval table as far as it can be told; None where it is none."""
    sample = replace(sheet, rows=sheet.rows.head(SAMPLE), lines=sheet.lines[:SAMPLE])
    header = find_header(sample)
    columns = Columns(sample, header, {}, [])
    _by_headings(columns)
    _check_times(columns)
    _check_numbers(columns)
    if is_off_grid(columns):
        return None
    wide = _wide(columns)
    _settle_queue(columns, wide)
    counted = {*columns.found, wide.get("measure", "")}
    has_calls = "offered" in counted or {"answered", "abandoned"} <= counted
    if not has_calls or ("interval" not in columns.found and wide.get("by") != "interval"):
        return None
    return _made(sheet, columns, wide)


def _by_headings(columns: Columns) -> None:
    """Take the columns whose headings we know, the likest first."""
    header = columns.header
    fields = (*_KEYS, *MEASURES)
    labels = [
        (name, {low or name, name})
        for name, low in zip(header.names, header.lows, strict=True)
        if not name.startswith("column ")
    ]
    scores = sorted(
        (-max(likeness(field, label) for label in told), place, order, field, name)
        for order, field in enumerate(fields)
        for place, (name, told) in enumerate(labels)
    )
    for score, _, _, field, name in scores:
        if score == 0 or field in columns.found or name in columns.found.values():
            continue
        if score <= -0.9:
            columns.take(field, name, said("its heading says so"), "sure")
        else:
            columns.take(field, name, said("a part of its heading says so"), "likely")


def _check_times(columns: Columns) -> None:
    """See that days are days and intervals are times, and find such columns by their cells."""
    if "date" not in columns.found and "weekday" in columns.found:
        columns.take("date", columns.found.pop("weekday"), said("its heading says so"), "sure")
    no_days: str | None = None
    for field, reads in (("date", _is_day), ("interval", _is_slot), ("interval_end", _is_slot)):
        name = columns.found.get(field)
        if name is not None and not _mostly(columns.all_cells(name), reads, _HALF):
            columns.drop(field)
            no_days = name if field == "date" else no_days
    date = columns.found.get("date")
    if date is not None and "interval" not in columns.found and _has_times(columns.cells(date)):
        columns.drop("date")
        columns.take("interval", date, said("its cells are days and times"), "sure")
    for field, reads in (("interval", _is_clock), ("date", _is_plain_day)):
        if field in columns.found:
            continue
        for name in columns.free:
            cells = columns.cells(name)
            if len(cells) and _mostly(cells, reads):
                why = said("its cells are times") if field == "interval" else said(
                    "its cells are days"
                )  # fmt: skip
                columns.take(field, name, why, "likely")
                break
    if no_days is not None:
        _doubt_days(columns, no_days)


def _doubt_days(columns: Columns, name: str) -> None:
    """Say that a column is not used, whose heading says days and whose cells are none."""
    interval = columns.found.get("interval")
    if "date" in columns.found or (interval and _has_times(columns.cells(interval))):
        return
    cells = columns.cells(name)
    if len(cells):
        text = str(cells.iloc[0])[:_SHOWN]
        why = said("{column} has no days that we know, such as {text}", column=name, text=text)
        columns.guesses.append(Guess("when.date", "none", why, "asked"))


def _is_day(text: str) -> bool:
    slot = read_slot(text)
    is_stamp = slot is not None and slot.day is not None
    return any(read_day(text, order) for order in ("ymd", "dmy", "mdy")) or is_stamp or (
        read_weekday(text) is not None
    )  # fmt: skip


def _is_plain_day(text: str) -> bool:
    return _is_day(text) and read_number(text) is None


def _slot(text: str) -> Slot | None:
    return read_slot(text) or read_slot(text, "dmy") or read_slot(text, "mdy")


def _is_slot(text: str) -> bool:
    return _slot(text) is not None


def _is_clock(text: str) -> bool:
    return _is_slot(text) and read_number(text) is None


def _has_times(cells: pd.Series[str]) -> bool:
    """Tell whether cells are time stamps of more than midnight."""
    slots = [_slot(text) for text in cells.head(200)]
    return any(slot is not None and slot.day and slot.start_s for slot in slots)


def _mostly(cells: pd.Series[str], reads: Any, share: float = _MOST) -> bool:
    texts = list(map(str, cells.head(300)))
    return bool(texts) and sum(map(bool, map(reads, texts))) >= share * len(texts)


def _check_numbers(columns: Columns) -> None:
    """Give up columns of counts without numbers in them."""
    for field in ("offered", "answered", "abandoned", "answered_within", "agents"):
        name = columns.found.get(field)
        if name is None:
            continue
        if is_no_count(columns, name):
            columns.drop(field)
        elif not _mostly(columns.all_cells(name), _is_number, _HALF):
            columns.drop(field)
            _doubt_numbers(columns, field, name)


def _doubt_numbers(columns: Columns, field: str, name: str) -> None:
    """Say that a column is not used, whose heading says numbers and whose cells are none."""
    cells = columns.cells(name)
    if len(cells):
        text = str(cells.iloc[0])[:_SHOWN]
        why = said("{column} has no numbers that we know, such as {text}", column=name, text=text)
        columns.guesses.append(Guess(f"measures.{field}.column", "none", why, "asked"))


def _is_number(text: str) -> bool:
    is_one = read_number(text) is not None or read_number(text, "comma") is not None
    return is_one or text == UNSAVED


def _wide(columns: Columns) -> dict[str, Any]:
    """Return how columns stand side by side; nothing where they do not."""
    header = columns.header
    if header.rows == 2:
        groups = _groups_of_measures(header)
        if len(groups) >= _FEWEST_BESIDE:
            _take_lows(columns, groups)
            why = said("each group of columns has the same headings")
            columns.guesses.append(Guess("wide.by", "queue", why, "sure"))
            return {"by": "queue"}
    if {"offered", "answered"} & set(columns.found):
        return {}
    for by in ("interval", "date"):
        beside = side_by_side(header.names, by, "ymd")
        if len(beside) >= _FEWEST_BESIDE and (by == "interval" or "interval" in columns.found):
            if by == "interval":
                columns.drop("interval")
            why = said("{n} headings are times or days", n=len(beside))
            columns.guesses.append(Guess("wide.by", by, why, "sure"))
            measure = said("the table does not say what its figures are")
            columns.guesses.append(Guess("wide.measure", "offered", measure, "asked"))
            return {"by": by, "measure": "offered"}
    return _queues_beside(columns)


def _groups_of_measures(header: Header) -> list[str]:
    """Return the groups of columns that have offered or answered calls each."""
    groups = dict.fromkeys(
        top
        for top, low in zip(header.tops, header.lows, strict=True)
        if top and low and max(likeness("offered", low), likeness("answered", low)) > 0
    )
    return list(groups)


def _take_lows(columns: Columns, groups: list[str]) -> None:
    """Take the second row's headings for measures, in place of the columns found one by one."""
    for field in [one for one in columns.found if one in MEASURES or one == "queue"]:
        columns.drop(field)
    pairs = zip(columns.header.tops, columns.header.lows, strict=True)
    lows = list(dict.fromkeys(low for top, low in pairs if top in groups and low))
    scores = sorted(
        (-likeness(field, low), place, field, low)
        for field in MEASURES
        for place, low in enumerate(lows)
    )
    for score, _, field, low in scores:
        if score < 0 and field not in columns.found and low not in columns.found.values():
            columns.take(field, low, said("its heading says so"), "sure")
    # Of a group's own: below other groups the same headings stand as they should.
    alike = {name.rpartition(" / ")[2]: n for name, n in columns.header.recurring.items()}
    columns.guesses = [
        _asked(one, alike[one.value]) if one.value in alike else one for one in columns.guesses
    ]


def _asked(guess: Guess, alike: int) -> Guess:
    """Return the guess of a column whose heading others have too."""
    return replace(guess, why=said("{n} columns have this heading", n=alike), sureness="asked")


def _queues_beside(columns: Columns) -> dict[str, Any]:
    """Return free columns of numbers as queues side by side, to be confirmed."""
    if "interval" not in columns.found or _has_queues(columns) or recurs(columns):
        return {}
    beside = [
        name
        for name in columns.free
        if not is_total(name) and not name.startswith("column ")
        and _mostly(columns.cells(name), _is_number) and not is_raw(columns, name)
    ]  # fmt: skip
    if len(beside) < _FEWEST_BESIDE:
        return {}
    why = said("columns of numbers under no heading we know")
    columns.guesses.append(Guess("wide.by", "queue", why, "asked"))
    columns.guesses.append(Guess("wide.columns", ", ".join(beside), why, "asked"))
    measure = said("the table does not say what its figures are")
    columns.guesses.append(Guess("wide.measure", "offered", measure, "asked"))
    return {"by": "queue", "measure": "offered", "columns": beside}


def _has_queues(columns: Columns) -> bool:
    """Tell whether a column names the queue of each row, so that no columns are queues."""
    name = columns.found.get("queue")
    if name is None:
        return False
    cells = columns.cells(name)
    return bool(len(cells)) and not _mostly(cells, _is_number) and not _mostly(cells, _is_clock)


def _settle_queue(columns: Columns, wide: dict[str, Any]) -> None:
    """Give up a queue that is none, or find one among the columns of words."""
    name = columns.found.get("queue")
    if wide.get("by") == "queue":
        columns.drop("queue")
        return
    if name is not None and _mostly(columns.cells(name), _is_clock):
        columns.drop("queue")
        name = None
    if name is not None:
        return
    for free in columns.free:
        cells = columns.cells(free)
        words = [text for text in cells if not _is_number(text) and not _is_day(text)]
        if 2 <= len(words) <= 200 and len(words) == len(cells) and free not in wide:
            why = said("the only column of words that recur")
            columns.take("queue", free, why, "asked")
            return


def _made(sheet: Sheet, columns: Columns, wide: dict[str, Any]) -> Guessed:
    """Return the mapping of the columns found, units and rows guessed with it."""
    found = columns.found
    guesses = columns.guesses
    header = columns.header
    name = file_name(sheet.file)
    tree: dict[str, Any] = {
        "table": "intervals",
        "name": name,
        "place": {
            "sheet": sheet.sheet or None,
            "header_row": header.row,
            "header_rows": header.rows,
        },
        "when": {key: found.get(key) for key in ("date", "interval", "interval_end")},
        "queue": found.get("queue"),
        "measures": {field: {"column": found[field]} for field in MEASURES if field in found},
        "wide": wide or None,
    }
    row = said("the row with most headings that we know")
    guesses.insert(0, Guess("place.header_row", str(header.row), row, "sure"))
    for part in (decimal_guess, when_guesses, unit_guesses):
        changes, more = part(columns, tree)
        tree = merged(tree, changes)
        guesses += more
    mapping = IntervalMapping.model_validate(_without_none(tree))
    changes, more = trial_guesses(columns.sheet, mapping)
    tree = merged(tree, changes)
    guesses += more
    queues = _queue_names(sheet, columns, wide)
    if queues:
        tree["queues"] = queues
    return Guessed("intervals", IntervalMapping.model_validate(_without_none(tree)), tuple(guesses))


def _queue_names(sheet: Sheet, columns: Columns, wide: dict[str, Any]) -> dict[str, str]:
    """Return names for queues whose own are none, such as `Credit card`."""
    if wide.get("by") == "queue":
        texts: Iterable[str] = wide.get("columns") or _groups_of_measures(columns.header)
    elif "queue" in columns.found:
        place = columns.header.names.index(columns.found["queue"])
        texts = sheet.column(place).iloc[columns.header.body :].drop_duplicates()
    else:
        return {}
    real = [text for text in texts if _says_something(text)][:500]
    named = names_of(real, "queue")
    return {text: name for text, name in named.items() if text != name}


def merged(tree: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a tree with changes laid over it, mapping by mapping."""
    found = dict(tree)
    for key, value in changes.items():
        before = found.get(key)
        is_both = isinstance(before, dict) and isinstance(value, dict)
        found[key] = merged(before or {}, value) if is_both else value
    return found


def _without_none(tree: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if value is not None
    }
