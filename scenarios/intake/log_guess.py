"""Guessing the mapping of a call log, one row a call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median
from typing import Any, Final

import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.intake.guess import Guess, Guessed, file_name, names_of
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import Sheet
from scenarios.intake.said import Said, said
from scenarios.intake.tables.cells import is_blank, is_error, read_span_s, tidy
from scenarios.intake.tables.header import Header, find_header
from scenarios.intake.tables.headings import Sureness, likeness, matched

#: Rows that guesses are made from; codes are looked for in all of them.
_SAMPLE: Final = 20_000
#: Codes of an outcome, or kinds of call; more than this are something else.
_MOST_CODES: Final = 60
FIELDS: Final = (
    "queued", "entered", "began", "waited", "left_queue", "served_from", "served", "served_to",
    "outcome", "queue", "agent", "customer_class", "date",
)  # fmt: skip

_INSTANTS: Final = ("queued", "entered", "began", "left_queue", "served_from", "served_to")
_SPANS: Final = ("waited", "served")
_QUEUEING: Final = ("queued", "waited")
#: Cells, from all over a column, that say whether it holds instants or spans.
_LOOKED_AT: Final = 100
#: Of cells such as 9:05:10, under a heading that could be of either: spans have a lower median.
_LONG_S: Final = 3600

_TIME_FORMATS: Final = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H时%M分%S秒", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f",
)  # fmt: skip
_DATE_FORMATS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y",
    "%d.%m.%Y", "%d-%m-%Y", "%y%m%d", "%d-%b-%Y",
)  # fmt: skip
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_CLOCK: Final = re.compile(r"\d{1,2}:\d\d(:\d\d(\.\d+)?)?")

#: What outcome codes say. The first that fits decides.
_OUTCOMES: Final = (
    ("ignored", re.compile(r"test|测试|outbound|呼出|外呼|phantom|invalid|无效|internal")),
    ("not_offered", re.compile(r"ivr|vru|自助|self|机器人|bot|blocked|busy|忙|closed|非工作")),
    ("abandoned", re.compile(
        r"aban|abn|hang|lost|miss|unansw|not ?answ|no ?answ|放弃|弃|未接|未应答|呼损|丢失|挂断|"
        r"超时|timeout|^n$|^no$|^0$|^否$|^false$|^f$|fail|失败")),
    ("answered", re.compile(
        r"answ|handl|agent|connect|complet|接通|接听|应答|已接|成功|正常|served|^y$|^yes$|^1$|^是$|"
        r"^true$|^t$|^ok$|resolved|^a$|transfer|转接")),
)  # fmt: skip


@dataclass
class _Found:
    """What has been guessed so far."""

    sheet: Sheet
    header: Header
    columns: dict[str, str]
    guesses: list[Guess] = field(default_factory=list)
    _kinds: dict[str, tuple[bool, bool, bool]] = field(default_factory=dict)

    def cells(self, name: str) -> pd.Series[str]:
        """Return the cells of a column that say anything."""
        return self._below(self.columns[name])

    def _below(self, heading: str) -> pd.Series[str]:
        place = self.header.names.index(heading)
        column = self.sheet.column(place).iloc[self.header.body :]
        return column[[not (is_blank(text) or is_error(text)) for text in column]]

    def fits(self, name: str, heading: str) -> bool:
        """Tell whether the cells of a column can be of a field: instants, spans, or neither.

        A column `answered` may hold instants or codes, and `queue_s` is no queue.
        """
        if heading not in self._kinds:
            cells = self._below(heading)
            cells = cells.iloc[:: max(len(cells) // _LOOKED_AT, 1)]
            is_span = _mostly(cells, _is_span)
            is_long = is_span and _median_s(cells) >= _LONG_S
            self._kinds[heading] = (_mostly(cells, _is_instant), is_span, is_long)
        is_instant, is_span, is_long = self._kinds[heading]
        if is_instant and is_span and name in _QUEUEING and _could_be_both(heading):
            return is_long == (name == "queued")
        if name in _INSTANTS:
            return is_instant
        if name in _SPANS:
            return is_span
        return name == "date" or not is_instant

    def guess(self, path: str, value: object, why: Said, sureness: Sureness) -> None:
        """Note a guess."""
        self.guesses.append(Guess(path, str(value), why, sureness))


def guess_log(sheet: Sheet) -> Guessed | None:
    """Return the mapping of a call log as far as it can be told; None where it is none."""
    header = find_header(replace(sheet, rows=sheet.rows.head(200), lines=sheet.lines[:200]))
    found = _Found(sheet, header, {})
    for name, match in matched(header.names, FIELDS, found.fits).items():
        found.columns[name] = match.column
        path = {"queue": "kind"}.get(name, name)
        why, sureness = said("its heading says so"), match.sureness
        if sureness != "sure":
            why = said("a part of its heading says so")
        if alike := header.recurring.get(match.column):
            why, sureness = said("{n} columns have this heading", n=alike), "asked"
        found.guess(f"columns.{path}", match.column, why, sureness)
    _settle_queueing(found)
    _settle_times(found)
    columns = found.columns
    tells_outcome = {"outcome", "served", "served_from", "agent"} & set(columns)
    if "queued" not in columns or not tells_outcome:
        return None
    has_stamps = {"served_from", "served_to"} <= set(columns)
    if not has_stamps and not {"waited", "left_queue"} & set(columns):
        return None
    if not {"served", "served_to"} & set(columns):
        return None
    _say_what_follows(found)
    return _made(found)


def _settle_queueing(found: _Found) -> None:
    """Take calls to queue when they came, or began, where nothing says when they queued.

    That is asked where waits are reckoned from it: time in a menu would be waiting.
    """
    columns = found.columns
    has_wait = bool({"waited", "left_queue"} & set(columns))
    for spare in ("entered", "began"):
        if "queued" in columns or spare not in columns:
            continue
        columns["queued"] = columns.pop(spare)
        guess = next(one for one in found.guesses if one.field == f"columns.{spare}")
        moved = replace(guess, field="columns.queued")
        if not has_wait:
            why = said(
                "no column says when calls joined the queue; a menu before it is waiting too"
            )
            moved = replace(moved, why=why, sureness="asked")
        found.guesses[found.guesses.index(guess)] = moved
    if "began" in columns:
        _drop(found, "began")


def _say_what_follows(found: _Found) -> None:
    """Note which times are reckoned from others, as no column has them."""
    columns = found.columns
    if not {"served_from", "served_to"} <= set(columns):
        return
    queued, began, ended = (columns[one] for one in ("queued", "served_from", "served_to"))
    if not {"waited", "left_queue"} & set(columns):
        why = said("from queueing to the answer; where nobody answered, to the end of the call")
        found.guess("columns.waited", f"{began} − {queued}", why, "likely")
    if "served" not in columns:
        why = said("from the answer to the end of the call")
        found.guess("columns.served", f"{ended} − {began}", why, "likely")


def _settle_times(found: _Found) -> None:
    """Give up instants that spans tell too."""
    if "left_queue" not in found.columns and "served_from" in found.columns:
        return
    for name, spare in (("left_queue", "waited"), ("served_to", "served")):
        if name in found.columns and spare in found.columns:
            _drop(found, name)


def _drop(found: _Found, name: str) -> None:
    column = found.columns.pop(name)
    path = f"columns.{name}"
    found.guesses = [one for one in found.guesses if (one.field, one.value) != (path, column)]


def _mostly(cells: pd.Series[str], reads: Any) -> bool:
    texts = list(map(str, cells.head(300)))
    return bool(texts) and sum(map(bool, map(reads, texts))) >= 0.7 * len(texts)


def _median_s(cells: pd.Series[str]) -> float:
    """Return the median of spans of time."""
    spans = [one for one in map(read_span_s, map(str, cells)) if one is not None]
    return median(spans)


def _could_be_both(heading: str) -> bool:
    """Tell whether a heading may mean when a call queued, or for how long: 排队时间."""
    return all(likeness(name, heading) > 0 for name in _QUEUEING)


def _is_span(text: str) -> bool:
    return read_span_s(text) is not None


def _is_instant(text: str) -> bool:
    return bool(_CLOCK.fullmatch(text)) or _time_format([text]) is not None


def _made(found: _Found) -> Guessed:
    columns = found.columns
    sheet = found.sheet
    times = _times(found)
    outcomes = _outcomes(found) if "outcome" in columns else _no_outcomes(found)
    tree: dict[str, Any] = {
        "name": file_name(sheet.file),
        "format": _format(found),
        "columns": {
            {"queue": "kind"}.get(name, name): column
            for name, column in columns.items()
            if name != "date" or times["written"] != "timestamp"
        },
        "times": times,
        "outcomes": outcomes,
    }
    if "queue" in columns:
        tree |= _kinds(found)
    if "agent" in columns:
        tree["agents"] = {"nobody": ["", "-", "无", "NULL", "null", "None", "0"]}
    found.guess(
        "handling.wrap_up", "0 s", said("a log rarely has after-call work; say what you know"),
        "asked",
    )  # fmt: skip
    return Guessed("calls", LogMapping.model_validate(tree), tuple(found.guesses))


def _format(found: _Found) -> dict[str, Any]:
    sheet, row = found.sheet, found.header.row
    found.guesses.insert(
        0, Guess("format.header_row", str(row), said("the row with most headings that we know"),
                 "sure"))  # fmt: skip
    if sheet.kind == "workbook":
        return {"sheet": sheet.sheet, "header_row": row}
    return {"separator": sheet.separator, "encoding": sheet.encoding, "header_row": row}


def _times(found: _Found) -> dict[str, str]:
    """Return how instants are written, and dates where they stand apart."""
    texts = _some(found.cells("queued"))
    if _mostly(found.cells("queued"), _CLOCK.fullmatch):
        if "date" not in found.columns:
            words = "a column of the day, as times are clock times"
            raise BadInput([Fault(found.sheet.file, found.header.row, "date", "none", words)])
        dates = _some(found.cells("date"))
        wanted = _fitting(dates, _DATE_FORMATS)
        found.guess("times.date_format", wanted or "?", *_how_sure(dates, _DATE_FORMATS))
        return {"written": "clock", "date_format": wanted or "%Y-%m-%d"}
    wanted = _time_format(texts)
    found.guess("times.timestamp_format", wanted or "ISO8601", *_how_sure(texts, _TIME_FORMATS))
    return {"written": "timestamp", "timestamp_format": wanted or "ISO8601"}


def _some(cells: pd.Series[str]) -> list[str]:
    """Return cells from all over a column, each once."""
    step = max(len(cells) // 2000, 1)
    return list(dict.fromkeys(map(str, cells.iloc[::step])))[:2000]


def _time_format(texts: list[str]) -> str | None:
    good = [text for text in texts if text]
    if good and all(_ISO.fullmatch(text) for text in good):
        return "ISO8601"
    return _fitting(good, _TIME_FORMATS)


def _fitting(texts: list[str], formats: Iterable[str]) -> str | None:
    """Return the first format that nine of ten texts have, None where there is none."""
    for wanted in formats:
        fits = sum(_fits(text, wanted) for text in texts)
        if texts and fits >= 0.9 * len(texts):
            return wanted
    return None


def _fits(text: str, wanted: str) -> bool:
    try:
        datetime.strptime(text, wanted)
    except ValueError:
        return False
    return True


def _how_sure(texts: list[str], formats: Iterable[str]) -> tuple[Said, Sureness]:
    if texts and all(_ISO.fullmatch(text) for text in texts):
        return said("all of its cells are written so"), "sure"
    fitting = [one for one in formats if texts and sum(_fits(text, one) for text in texts)
               >= 0.9 * len(texts)]  # fmt: skip
    if len(fitting) > 1 and fitting[0].startswith(("%d", "%m")):
        return said("days and months could be either way round"), "asked"
    if not fitting:
        return said("no way of writing that we know fits its cells"), "asked"
    return said("all of its cells are written so"), "sure"


def _no_outcomes(found: _Found) -> dict[str, str]:
    """Note that no column tells outcomes: who was served was answered."""
    why = said("no column tells the outcome; calls with a service are taken for answered")
    found.guess("columns.outcome", "none", why, "asked")
    return {}


def _outcomes(found: _Found) -> dict[str, str]:
    """Return what each outcome code means: by its word, else by whether anybody was served."""
    cells = found.cells("outcome")
    counts = cells.value_counts()
    if len(counts) > _MOST_CODES:
        value, words = f"{len(counts)} different texts", "a column of outcome codes"
        raise BadInput([Fault(found.sheet.file, found.header.row, "outcome", value, words)])
    meanings = {}
    heading = tidy(found.columns["outcome"])
    flips = bool(re.search(r"aban|放弃", heading))
    for code in map(str, counts.index):
        meaning = _meaning(tidy(code))
        why, sure = said("the word says so"), "likely"
        if meaning is None or (meaning in ("answered", "abandoned") and len(tidy(code)) < 2):
            told = _by_service(found, code)
            if meaning is not None and flips:
                meaning = "abandoned" if meaning == "answered" else "answered"
            if meaning is None or told is not None:
                meaning = told or meaning or "ignored"
            why, sure = said("calls of this code were mostly served, or not"), "asked"
        meanings[code] = meaning
        found.guess(f"outcomes.{code}", meaning, why, sure)  # type: ignore[arg-type]
    return meanings


def _meaning(code: str) -> str | None:
    return next((meaning for meaning, words in _OUTCOMES if words.search(code)), None)


def _by_service(found: _Found, code: str) -> str | None:
    """Return whether calls of a code were served, as most of them have a service time or not.

    Where nothing says how long, whether a service began.
    """
    told = next((one for one in ("served", "served_from") if one in found.columns), None)
    if told is None:
        return None
    header, sheet = found.header, found.sheet
    body = sheet.rows.iloc[header.body :].head(_SAMPLE)
    rows = body[body[header.names.index(found.columns["outcome"])] == code]
    cells = list(map(str, rows[header.names.index(found.columns[told])].head(500)))
    if not cells:
        return None
    was_served = [bool(read_span_s(text)) if told == "served" else _is_instant(text)
                  for text in cells]  # fmt: skip
    return "answered" if sum(was_served) > len(cells) / 2 else "abandoned"


def _kinds(found: _Found) -> dict[str, Any]:
    """Return a queue for each kind of call; none where there are too many to be lines."""
    codes = found.cells("queue").drop_duplicates()
    if len(codes) > _MOST_CODES:
        column = found.columns.pop("queue")
        why = said("it has {n} different texts, too many for lines", n=len(codes))
        found.guess("columns.kind", f"not {column}", why, "asked")
        return {}
    named = names_of(map(str, codes), "line")
    return {
        "kinds": {
            code: {"name": name} | ({} if name == code else {"title": code})
            for code, name in named.items()
        }
    }
