"""Calls: the log's rows read by their mapping, in one shape whatever the log looks like.

A row is a call offered to agents (answered or abandoned), or something else that the mapping names
(left in the self-service, a test), or unusable; the last two are counted and shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.faults import BadInput, Fault
from scenarios.intake.classes import class_suffixes, queue_names
from scenarios.intake.instants import S_PER_DAY, Instants, read_instants
from scenarios.intake.log import RawLog
from scenarios.intake.mapping import Columns, LogMapping, RowRule
from scenarios.intake.quality import Finding
from scenarios.intake.row_notes import KEPT, LEFT_OUT, MOST_ALIKE, RowNote
from scenarios.intake.said import Said, said
from scenarios.intake.tables.cells import is_blank, is_error, read_span_s
from scenarios.units import near

#: Clocks of two machines differ; what begins this much before what it follows is odd.
BACKWARDS_S: Final = 60
#: Years that a date may plausibly be of.
YEARS: Final = (1970, 2200)


@dataclass(frozen=True)
class Calls:
    """Offered calls, in order of queueing.

    `table` has the columns: `day` (of queueing, datetime64), `queued_s` (since midnight of `day`),
    `waited_s` (until answered or given up), `answered` (bool), `served_from_s` (since midnight of
    `day`) and `served_s` (how long; both NaN if not answered), `kind` (of call), `suffix` (class of
    customer, "" is the ordinary one), `queue` (kind and class), `agent` ("" where unknown), `file`,
    `line`.
    """

    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def on(self, days: Collection[pd.Timestamp]) -> Calls:
        """Return the calls of the given days."""
        return Calls(self.table[self.table["day"].isin(list(days))].reset_index(drop=True))

    @property
    def days(self) -> pd.DatetimeIndex:
        """The days on which anything was offered, in order."""
        return pd.DatetimeIndex(np.sort(self.table["day"].unique()))


@dataclass(frozen=True)
class ReadCalls:
    """Calls, and what became of the other rows. `classes_drawn`: calls of unknown class.

    `doubts` are about the log's columns.
    """

    calls: Calls
    files: tuple[str, ...]
    rows_read: int
    drops: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    oddities: tuple[Finding, ...]
    classes_drawn: int
    doubts: tuple[str, ...] = ()


class _Sieve:
    """Rows on their way to calls: each is caught for the first reason that applies."""

    def __init__(self, log: RawLog) -> None:
        self.raw = log.table
        self.places = log.places
        self.left = np.ones(len(log.table), np.bool_)
        self.drops: list[Finding] = []
        self.ignored: list[Finding] = []
        self.oddities: list[Finding] = []

    def take_out(
        self, into: list[Finding], what: str, mask: NDArray[np.bool_], column: str | None = None
    ) -> None:
        """Catch the rows of `mask` that are left; `column` is what was looked at."""
        caught = mask & self.left
        if caught.any():
            into.append(self._finding(what, caught, column, LEFT_OUT))
            self.left &= ~caught

    def note(self, what: str, mask: NDArray[np.bool_], column: str | None = None) -> None:
        """Count the rows of `mask` that are left as odd."""
        caught = mask & self.left
        if caught.any():
            self.oddities.append(self._finding(what, caught, column, KEPT))

    def _finding(
        self, what: str, caught: NDArray[np.bool_], column: str | None, done: Said
    ) -> Finding:
        """Return a finding with its first rows told one by one."""
        places = np.flatnonzero(caught)[:MOST_ALIKE]
        known = column is not None and column in self.raw
        texts = self.raw[column].iloc[places] if known else [""] * len(places)
        here = self.places.iloc[places]
        expected = said("not: {what}", what=what)
        rows = [
            RowNote(str(file), int(line), column or "", str(text), expected, done)
            for file, line, text in zip(here["file"], here["line"], texts, strict=True)
        ]
        return replace(Finding.where(what, self.places, caught), rows=tuple(rows))


def read_calls(log: RawLog, mapping: LogMapping) -> ReadCalls:
    """Return the offered calls of a log.

    Raises BadInput for outcome codes and kinds that the mapping does not name, and where no row is
    an offered call.
    """
    raw = log.table
    sieve = _Sieve(log)
    _drop_errors(sieve, mapping)
    meaning = _meanings(sieve, mapping)
    answered = (meaning == "answered").to_numpy()
    _apply(sieve, mapping.rows, "drop")
    no_call, left_before = (meaning == "ignored").to_numpy(), (meaning == "not_offered").to_numpy()
    outcome = mapping.columns.outcome
    sieve.take_out(sieve.ignored, "no calls, by their outcome", no_call, outcome)
    sieve.take_out(sieve.ignored, "not offered to agents, by their outcome", left_before, outcome)
    instants = read_instants(raw, mapping, answered)
    _drop_unusable(sieve, instants, answered, mapping)
    if mapping.abandoned_at_once == "not_offered":
        at_once = ~answered & (instants.waited_s == 0)
        sieve.take_out(sieve.ignored, "gave up without any wait in the queue", at_once)
    if mapping.columns.kind is not None and mapping.kinds:
        _refuse_unknown(sieve, mapping.columns.kind, mapping.kinds, "kinds")
    if not sieve.left.any():
        fault = Fault(log.files[0], 0, "", "no offered call", "a call-by-call log")
        raise BadInput([fault])
    _apply(sieve, mapping.rows, "count")
    instants = _straightened(sieve, instants, answered)
    table = _table(log, mapping, instants, answered)[sieve.left]
    _note_odd(sieve, mapping, instants, answered, table)
    table["suffix"], classes_drawn = class_suffixes(table, mapping)
    table["queue"] = queue_names(table["kind"], table["suffix"])
    table = table.drop(columns="class_code").sort_values(["day", "queued_s"], kind="stable")
    return ReadCalls(
        Calls(table.reset_index(drop=True)),
        log.files,
        log.rows_read,
        log.drops + tuple(sieve.drops),
        tuple(sieve.ignored),
        tuple(sieve.oddities),
        classes_drawn,
        log.doubts,
    )


def _drop_errors(sieve: _Sieve, mapping: LogMapping) -> None:
    """Drop rows whose outcome or kind a spreadsheet could not work out; `#REF!` is no code."""
    columns = mapping.columns
    known = ((columns.outcome, set(mapping.outcomes)), (columns.kind, set(mapping.kinds)))
    for column, codes in known:
        if column is None:
            continue
        texts = sieve.raw[column]
        errors = [text for text in texts.unique() if is_error(text) and text not in codes]
        mask = texts.isin(errors).to_numpy(np.bool_)
        what = "a cell that the spreadsheet could not work out"
        sieve.take_out(sieve.drops, what, mask, column)


def _meanings(sieve: _Sieve, mapping: LogMapping) -> pd.Series[str]:
    """Return what became of each row: by its code, else answered where it had a service.

    Without codes a service is one that began, where a column says when, and took any time, where
    one says how long; where neither is there, one by a named agent.
    """
    raw, columns = sieve.raw, mapping.columns
    if columns.outcome is not None:
        _refuse_unknown(sieve, columns.outcome, mapping.outcomes, "outcomes")
        return raw[columns.outcome].map(mapping.outcomes)
    answered = np.ones(len(raw), np.bool_)
    if columns.served_from is not None:
        answered &= ~raw[columns.served_from].map(is_blank).to_numpy(np.bool_)
    if columns.served is not None:
        answered &= raw[columns.served].map(_takes_time).to_numpy(np.bool_)
    if columns.served_from is None and columns.served is None:
        answered = (_agents(raw, mapping) != "").to_numpy(np.bool_)
    return pd.Series(np.where(answered, "answered", "abandoned"), index=raw.index, dtype=str)


def _takes_time(text: str) -> bool:
    """Tell whether a service time is more than none; what cannot be read is left to be found."""
    return not is_blank(text) and read_span_s(text) != 0


def _refuse_unknown(sieve: _Sieve, column: str, known: Collection[str], what: str) -> None:
    """Raise BadInput with a fault for each code, of rows left, that the mapping does not name."""
    codes = sieve.raw[column][sieve.left]
    unknown = codes[~codes.isin(list(known))].drop_duplicates().head(20)
    if not unknown.empty:
        expected = f"a code that the mapping names under {what}: {', '.join(known)}"
        raise BadInput(
            Fault(file, line, column, code or "nothing", expected + near(code, known))
            for code, file, line in zip(
                unknown,
                sieve.places["file"][unknown.index],
                sieve.places["line"][unknown.index],
                strict=True,
            )
        )


def _apply(sieve: _Sieve, rules: tuple[RowRule, ...], action: str) -> None:
    """Drop rows, or count them, as the mapping's rules say."""
    for rule in rules:
        if rule.action != action:
            continue
        texts = sieve.raw[rule.column]
        if rule.equals is not None:
            mask = texts.isin(rule.equals).to_numpy()
        else:
            numbers = pd.to_numeric(texts, errors="coerce").to_numpy(np.float64)
            below = numbers < rule.below if rule.below is not None else np.zeros(len(texts), bool)
            above = numbers > rule.above if rule.above is not None else np.zeros(len(texts), bool)
            mask = below | above
        if action == "drop":
            sieve.take_out(sieve.drops, rule.why, mask, rule.column)
        else:
            sieve.note(rule.why, mask, rule.column)


def _drop_unusable(
    sieve: _Sieve, instants: Instants, answered: NDArray[np.bool_], mapping: LogMapping
) -> None:
    """Drop rows without the times that a call must have."""
    columns = mapping.columns
    queued, served = columns.queued, columns.served or columns.served_to
    waited = columns.waited or columns.left_queue or columns.served_from
    queued_s, waited_s, served_s = instants.queued_s, instants.waited_s, instants.served_s
    years = 1970 + queued_s / (365.2425 * S_PER_DAY)
    for what, mask in (
        ("a time of queueing that is no time, or on no date", np.isnan(queued_s)),
        ("a date out of all bounds", ~((years >= YEARS[0]) & (years < YEARS[1]))),
    ):
        sieve.take_out(sieve.drops, what, mask, queued)
    if columns.wait_follows:
        _drop_out_of_order(sieve, instants, answered, columns)
    for what, mask, column in (
        ("a wait that is no number", np.isnan(waited_s), waited),
        ("a negative wait", waited_s < 0, waited),
        ("a wait of more than a week", waited_s > 7 * S_PER_DAY, waited),
        ("a service time that is no number", answered & np.isnan(served_s), served),
        ("a negative service time", answered & (served_s < 0), served),
        ("a service of more than a week", answered & (served_s > 7 * S_PER_DAY), served),
    ):
        sieve.take_out(sieve.drops, what, mask, column)


def _drop_out_of_order(
    sieve: _Sieve, instants: Instants, answered: NDArray[np.bool_], columns: Columns
) -> None:
    """Drop rows whose instants are missing or run backwards, where waits follow from them."""
    began, ended = columns.served_from, columns.served_to
    is_none, is_backwards = np.isnan(instants.waited_s), instants.waited_s < 0
    for what, mask, column in (
        ("answered, but at no time that we can read", answered & is_none, began),
        ("given up, but ended at no time that we can read", ~answered & is_none, ended),
        ("answered before it queued", answered & is_backwards, began),
        ("given up, but ended before it queued", ~answered & is_backwards, ended),
    ):
        sieve.take_out(sieve.drops, what, mask, column)
    if columns.served is None:
        no_end = answered & np.isnan(instants.served_s)
        what = "answered, but ended at no time that we can read"
        sieve.take_out(sieve.drops, what, no_end, ended)
        early = answered & (instants.served_s < 0)
        sieve.take_out(sieve.drops, "ended before it was answered", early, ended)


def _straightened(sieve: _Sieve, instants: Instants, answered: NDArray[np.bool_]) -> Instants:
    """Return instants that do not run backwards; what did is noted, and follows the wait."""
    wait_end_s = instants.queued_s + instants.waited_s
    backwards = answered & (instants.served_from_s < instants.queued_s - BACKWARDS_S)
    sieve.note("service began before the call queued; taken to follow the wait", backwards)
    sieve.note(
        "queued before it entered",
        instants.queued_s < instants.entered_s - BACKWARDS_S,
    )
    apart = answered & ~backwards & (abs(instants.served_from_s - wait_end_s) > BACKWARDS_S)
    sieve.note("service began more than a minute off the end of the wait", apart)
    served_from_s = np.where(backwards, wait_end_s, instants.served_from_s)
    return Instants(
        instants.entered_s, instants.queued_s, instants.waited_s, served_from_s, instants.served_s
    )


def _table(
    log: RawLog, mapping: LogMapping, instants: Instants, answered: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return the columns of `Calls`, and `class_code`, for all rows."""
    raw, columns = log.table, mapping.columns
    days = np.floor(instants.queued_s / S_PER_DAY)
    midnight_s = days * S_PER_DAY
    kinds = {code: kind.name for code, kind in mapping.kinds.items()}
    one = pd.Series("calls", index=raw.index, dtype=str)
    nothing = pd.Series("", index=raw.index, dtype=str)
    kind = one if columns.kind is None else raw[columns.kind]
    return pd.DataFrame(
        {
            "day": pd.to_datetime(np.where(np.isnan(days), 0, days), unit="D").as_unit("s"),
            "queued_s": instants.queued_s - midnight_s,
            "waited_s": instants.waited_s,
            "answered": answered,
            "served_from_s": np.where(answered, instants.served_from_s - midnight_s, np.nan),
            "served_s": np.where(answered, instants.served_s, np.nan),
            "kind": kind.map(kinds).fillna("") if kinds else kind,
            "agent": _agents(raw, mapping).where(answered, ""),
            "class_code": nothing
            if columns.customer_class is None
            else raw[columns.customer_class],
            "file": log.places["file"],
            "line": log.places["line"],
        }
    )


def _agents(raw: pd.DataFrame, mapping: LogMapping) -> pd.Series[str]:
    """Return who served, "" where that is not known."""
    if mapping.columns.agent is None:
        return pd.Series("", index=raw.index, dtype=str)
    names = raw[mapping.columns.agent].replace(mapping.agents.aliases)
    errors = [name for name in names.unique() if is_error(name)]
    return names.where(~names.isin([*mapping.agents.nobody, *errors]), "")


def _note_odd(
    sieve: _Sieve,
    mapping: LogMapping,
    instants: Instants,
    answered: NDArray[np.bool_],
    table: pd.DataFrame,
) -> None:
    """Count what is odd about calls that are kept."""
    handling = mapping.handling
    served_s = np.where(answered, instants.served_s, 0)
    sieve.note(
        f"service longer than {handling.at_most:g} s; left out of handling times",
        served_s > handling.at_most,
    )
    sieve.note(
        f"service shorter than {handling.short_below:g} s",
        answered & (instants.served_s < handling.short_below),
    )
    if mapping.columns.agent is not None:
        nobody = np.zeros(len(sieve.raw), np.bool_)
        nobody[table.index] = (table["answered"] & (table["agent"] == "")).to_numpy()
        sieve.note("answered, but by no named agent", nobody)
        renamed = sieve.raw[mapping.columns.agent].isin(list(mapping.agents.aliases)).to_numpy()
        sieve.note("agent's name mended by the mapping's aliases", renamed & answered)
    night = np.zeros(len(sieve.raw), np.bool_)
    ends_s = (table["queued_s"] + table["waited_s"] + table["served_s"].fillna(0)).to_numpy()
    night[table.index] = ends_s >= S_PER_DAY
    sieve.note("went on after midnight", night)
