"""Chinese of what lower floors write: each sentence has a template, and none takes another's."""

from __future__ import annotations

import ast
import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import optimize
import scenarios
from crewline.words import Language, Words
from crewline.words.sentences import Template, in_chinese, templates
from crewline.words.words import is_chinese
from scenarios.faults import BadInput
from scenarios.load import check

ROOTS = [Path(next(iter(package.__path__))) for package in (scenarios, optimize)]

#: Modules whose texts are no faults, doubts or notes that reach a page: files and reference pages
#: that they write, results on disk and their tables, words that pages say themselves.
ELSEWHERE = (
    "scenarios/reference.py",
    "scenarios/listing.py",
    "scenarios/duty.py",
    # What is said of the content of tables is in templates, see `scenarios.intake.said`.
    "scenarios/intake/__init__.py",
    "scenarios/intake/backtest.py",
    "scenarios/intake/calls.py",
    "scenarios/intake/classes.py",
    "scenarios/intake/comparison.py",
    "scenarios/intake/days.py",
    "scenarios/intake/estimates.py",
    "scenarios/intake/fits.py",
    "scenarios/intake/guess.py",
    "scenarios/intake/guessing.py",
    "scenarios/intake/handling.py",
    "scenarios/intake/importing.py",
    "scenarios/intake/instants.py",
    "scenarios/intake/line_figures.py",
    "scenarios/intake/log.py",
    "scenarios/intake/log_check.py",
    "scenarios/intake/log_guess.py",
    "scenarios/intake/mapping.py",
    "scenarios/intake/mappings/",
    "scenarios/intake/patience.py",
    "scenarios/intake/quality.py",
    "scenarios/intake/recorded.py",
    "scenarios/intake/replay.py",
    "scenarios/intake/row_notes.py",
    "scenarios/intake/said.py",
    "scenarios/intake/scenario_files.py",
    "scenarios/intake/skills.py",
    "scenarios/intake/spans.py",
    "scenarios/intake/staffing.py",
    "scenarios/intake/tables/",
    "scenarios/intake/volumes.py",
    "scenarios/intake/wording.py",
    "scenarios/editing/",  # likewise: its faults are the page's
    "scenarios/events/calendar.py",
    "scenarios/planning/files/files.py",
    "scenarios/planning/files/schedule_table.py",
    "scenarios/planning/files/unlike_types.py",  # has the same as values
    "scenarios/planning/files/workbook.py",
    "scenarios/planning/frontier/",
    "scenarios/planning/need/",
    "scenarios/planning/proof/bridge.py",
    "scenarios/planning/proof/reckoning.py",
    "scenarios/planning/proof/trial.py",
    "scenarios/planning/schedule/capacity.py",
    "scenarios/planning/schedule/tightness.py",
    "scenarios/schema/stages.py",
    "scenarios/studies/",
    "scenarios/schema/playbook/elsewhere.py",
    "optimize/erlang/",
    "optimize/requirements/",
    "optimize/schedule/limits.py",
    "optimize/schedule/problem.py",
    "optimize/shifts/check/",
    "optimize/shifts/finding.py",
    "optimize/shifts/wages.py",
    "optimize/shifts/statutory_holidays.py",
)
#: Of `scenarios/studies/`, what is told of a request before it runs.
STUDIES = (
    "memory.py",
    "options.py",
    "precision.py",
    "emergency/dials.py",
    "emergency/emergency.py",
)
#: What is said nowhere: patterns, names of people's groups, and what is put together elsewhere.
NOT_SAID = re.compile(
    r"<Emergency|\(\?|\[\+-\]|\\d|^\^|_NUMBER|Spring Festival|the table .* has not been read"
    r"|does not divide the day|; expected |^with ⟦| reserve$|^lead times$|^day 2 10:00$"
    r"|^\d+ (s|min)$|^: got|^day ⟦"
)
#: The second kind are pydantic's own (see `scenarios.schema.section`).
_BLANK = re.compile(r"⟦[^⟧]*⟧|\{(?:ge|gt|le|lt|min_length|max_length)\}")

#: Parts of sentences, each with a whole one that has it.
WITHIN = {
    "more ⟦what⟧": "more rows",
    "at most ⟦most[what]⟧ ⟦what⟧": "at most 100 columns",
    ", for ⟦dates⟧ is not among the days of the scenario": (
        "double11 strikes on day 1 (2026-06-15), for double_11 is not among the days of the"
        " scenario"
    ),
    ", for the scenario has no first_day to find ⟦dates⟧ by": (
        "double11 strikes on day 1, for the scenario has no first_day to find double_11 by"
    ),
    "⟦left⟧; or a file": "one of the events: a, b (did you mean a?); or a file",
    "of ⟦', '.join(does.channels or ())⟧ here": "no overflow of phone, chat here",
    "no overflow ⟦of⟧": "no overflow of phone, chat here",
    "no self-service ⟦of⟧": "no self-service of phone here",
    "no queue ⟦of⟧ that it suits": "no queue of phone here that it suits",
    "; each call to a customer, bot and piece of work is a leg": (
        "at most 100 contacts in one replication, for they are held in memory; each call to a"
        " customer, bot and piece of work is a leg"
    ),
    "⟦total⟧ expected ⟦what⟧": "200 expected legs of contacts",
    "⟦name⟧ is ⟦IN_WORDS[queue.channel]⟧": "mail is an email queue",
    "⟦words⟧ each other": (
        "no move of a, beside move of plan, level 2: they contradict each other"
    ),
    ", or ⟦per_day * days⟧ for all ⟦days⟧ days": (
        "48, one for each interval of a day, or 96 for all 2 days"
    ),
    "⟦what⟧ that ends somewhere; ⟦words⟧": "a way that ends somewhere; a to b to a",
    "⟦words⟧; ⟦to⟧ is ⟦what⟧": "queues of work (email, ticket); calls is a phone queue",
    "⟦words⟧; ⟦watched⟧ is ⟦IN_WORDS[queue.channel]⟧": "live queues; mail is an email queue",
    "⟦one_of('live queues', name, live)⟧; ⟦name⟧ is ⟦IN_WORDS[queue.channel]⟧": (
        "one of the live queues: a, b; mail is an email queue"
    ),
    " (never: for patience only)": (
        "one of constant, exponential, weibull, lognormal, gamma, empirical (never: for patience"
        " only)"
    ),
    "at least": "at least 30 %, at which it passes",
    "at most": "at most 30 %, at which it passes",
    "⟦side⟧ ⟦level.at⟧, at which it passes": "at most 30 %, at which it passes",
    "; or a figure in watch": "no such key, for levels by the clock; or a figure in watch",
    "⟦size / 1000000000.0⟧ GB": (
        "a run that fits 2.0 GB: fewer days, less volume, or fewer --jobs"
    ),
    "a run that fits ⟦_gb(usable)⟧: fewer days, less volume, or fewer --jobs": (
        "a run that fits 2.0 GB: fewer days, less volume, or fewer --jobs"
    ),
    "⟦contacts⟧ contacts x ⟦replications⟧ replications, ⟦_gb(needed)⟧ of memory": (
        "1,000 contacts x 20 replications, 12.3 GB of memory"
    ),
    " (did you mean ⟦found[0]⟧?)": "one of the queues: a, b (did you mean a?)",
    "⟦A_CLOCK⟧; 24:00 stands only as an end": (
        "a time of day from 00:00 to 23:59, such as 09:30; 24:00 stands only as an end"
    ),
    "⟦A_DURATION⟧, for asa": (
        "a duration with its unit (ms, s, min, h, d), such as 20 s or 3 min, for asa"
    ),
    "⟦words⟧, for ⟦figure⟧": "a share above 0 and up to 100 %, such as 80 %, for occupancy",
    "; this file is empty": "a mapping of keys to values; this file is empty",
    "⟦self._window(self.rules[item.number])⟧ in ⟦self.shift⟧": (
        "60 min from 11:00 to 14:00 in a shift of 9 h"
    ),
    "a shift of ⟦self._span(sum((end - start for start, end in parts)))⟧": "a shift of 9 h",
    "shorter than ⟦self._span(longest)⟧, the longest work of ⟦self.shift⟧": (
        "shorter than 4 h, the longest work of a shift of 9 h"
    ),
    "a window inside one part of": "a window inside one part of a shift of 9 h",
    "a break inside": "a break inside a shift of 9 h",
    ", ⟦write_span(rules.overtime_most_s)⟧ of it overtime": (
        "more than 0 and at most 11 h paid a day, 3 h of it overtime"
    ),
    "at least ⟦least⟧⟦right⟧": "at least 2 with --precision",
    "holds work, and nobody waits on the line; phone, chat and message only": (
        "no patience, for an email queue holds work, and nobody waits on the line; phone, chat and"
        " message only"
    ),
    "is not written in turns; chat and message only": (
        "no silence, for a phone queue is not written in turns; chat and message only"
    ),
    "no ⟦key⟧, for ⟦IN_WORDS[queue.channel]⟧ ⟦words⟧": (
        "no due, for a phone queue is live; email, ticket and outbound only"
    ),
    "on the grid of ⟦write_duration(slot_s)⟧": "a time on the grid of 15 min",
    "breaks ⟦grid⟧": "breaks on the grid of 15 min",
    "a time ⟦grid⟧": "a time on the grid of 15 min",
    "days such as 3, 1 to 5, or all, from 1 to {days}": (
        "days such as 3, 1 to 5, or all, from 1 to 7"
    ),
    " (or dates)": "days such as 3, 1 to 5, or all, from 1 to 7 (or dates)",
    ", on the ⟦best.study.replications⟧ replications that it was chosen on: fresh ones may show it"
    " worse": (
        "cut short by Ctrl-C; this is the best found until then, on the 20 replications that it was"
        " chosen on: fresh ones may show it worse"
    ),
    ", in the worst ⟦target.scope⟧": "SL3 is 71.2 %, promised 80 %, in the worst interval",
    "from ⟦start⟧, ⟦count⟧ interval⟦'s' * (count > 1)⟧ in all": (
        "nobody on duty from day 2 10:00, 2 intervals in all"
    ),
    "is live; email, ticket and outbound only": (
        "no due, for a phone queue is live; email, ticket and outbound only"
    ),
    "is not called by agents; outbound only": (
        "no customers, for a phone queue is not called by agents; outbound only"
    ),
    "opens no tickets, and nobody who was called is put aside": (
        "no ticket, for an outbound queue opens no tickets, and nobody who was called is put aside"
    ),
}


@dataclass(frozen=True)
class Written:
    """A text that a lower floor writes, its blanks as `⟦0⟧`, and where."""

    text: str
    where: str


def written() -> Iterator[Written]:
    """Give all texts of several words that the lower floors write and a page may show."""
    for root in ROOTS:
        for source in sorted(root.rglob("*.py")):
            name = source.relative_to(root.parent).as_posix()
            if _is_meant(name):
                tree = ast.parse(source.read_text("utf-8"))
                for line, text in _texts(tree):
                    if not NOT_SAID.search(text):
                        yield Written(text, f"{name}:{line}")


def _is_meant(name: str) -> bool:
    if any(name == f"scenarios/studies/{one}" for one in STUDIES):
        return True
    return not name.startswith(ELSEWHERE)


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the texts of a module but for docstrings, put together as they are when it runs."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.FormattedValue):
            inner.add(id(node.value))  # a docstring; a format
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            inner.update(id(part) for part in ast.walk(node.format_spec))
        if id(node) in inner or (text := _text(node)) is None:
            continue
        inner.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Constant))
        inner.update(id(part) for part in (node, *ast.walk(node)) if _is_put_together(part))
        if _says_something(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def _is_put_together(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _says_something(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", _BLANK.sub("", text))
    return " " in text.strip() and bool(words)


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_part(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _text(left), _text(right)
            if one is None and other is None:
                return None
            return (one or "⟦left⟧") + (other or "⟦right⟧")
    return None


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return f"⟦{ast.unparse(part.value)}⟧"


@cache
def all_written() -> tuple[Written, ...]:
    return tuple(written())


def filled(text: str) -> str:
    """Return a text with a number in each blank, a hint where there may be one."""
    numbers = iter(range(10, 100))

    def blank(found: re.Match[str]) -> str:
        if found[0].startswith("⟦near("):
            return " (did you mean queue?)"
        return str(next(numbers))

    return _BLANK.sub(blank, text)


def test_there_is_something_to_be_translated() -> None:
    """The walk through the syntax trees finds what is known to be there, and no docstring."""
    texts = {one.text for one in all_written()}
    assert len(texts) > 300
    assert "a queue that no group serves" in texts  # a literal
    assert "⟦outside⟧ contacts outside opening hours" in texts  # with a blank and its format
    assert "at most ⟦MAX_ROWS⟧" in texts
    assert not any(text.startswith("Return ") for text in texts)


def test_every_sentence_of_the_lower_floors_has_its_chinese() -> None:
    untold = [
        f"{one.where}: {one.text!r}"
        for one in all_written()
        if not is_chinese(in_chinese(WITHIN.get(one.text, filled(one.text))))
    ]
    assert untold == []


def test_no_part_is_kept_for_a_sentence_that_is_gone() -> None:
    texts = {one.text for one in all_written()}
    assert [part for part in WITHIN if part not in texts] == []


def example(template: Template) -> str:
    """Return an English sentence of a template, with words that no catalogue knows."""
    takes = {"n": "17", "size": "17 h", "clock": "17:17", "keys": "xy, xyz"}
    parts = [takes.get(name.partition("_")[0], "xyz") for name in template.blanks]
    return "".join(fixed + part for fixed, part in zip(template.fixed, [*parts, ""], strict=True))


def test_no_template_takes_the_sentence_of_another() -> None:
    _, every = templates()
    unlike = []
    for template in every:
        english = example(template)
        blanks = template.match(english) or {}
        wanted = template.chinese.format(**{name: in_chinese(one) for name, one in blanks.items()})
        if in_chinese(english) != wanted:
            unlike.append(english)
    assert unlike == []


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox jumps over the lazy dog",
        "at least they tried",
        "one more thing after another",
        "of course it is",
        "The connection was reset by peer, for reasons unknown",
    ],
)
def test_what_nobody_wrote_stays_as_it_is(text: str) -> None:
    assert in_chinese(text) == text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("at least 30 %", "至少 30 %"),
        ("one of the queues: a, b (did you mean a?)", "以下队列之一：a, b（是否指 a？）"),
        (
            "left out of fire, for nothing here matches: playbook plan: suspend: no queue of email,"
            " ticket here that it suits; Bot down: no self-service here; playbook plan: nothing is"
            " left to do",
            "fire 中以下内容在本场景没有对应，已略去：预案 plan：suspend：这里没有适合它的 email,"
            " ticket 队列；Bot down：这里没有自助服务；预案 plan：已没有可做的措施",
        ),
        (
            "nobody on duty from day 1 19:30, 1 interval in all",
            "从 第 1 天 19:30 起，共 1 个时段无人在岗",
        ),
        ("call in 17: 6 to front (+2)", "召回 17 人：6 人到 front（另 2 处）"),
        (
            "asa is 31.2 s, promised 20 s; most of it is not due by the end, so that nothing can be"
            " told",
            "asa 为 31.2 s，承诺 20 s；大部分到结束时尚未到期，因此无法判断",
        ),
        (
            "no patience, for an email queue holds work, and nobody waits on the line; phone, chat"
            " and message only",
            "不要 patience，因为邮件队列存放工作，没有人在线等待；仅限 phone、chat 和 message",
        ),
        (
            "a list of contacts by interval, {per_h}, {total, profile} or {file, column}",
            "各时段来电量的列表、{per_h}、{total, profile} 或 {file, column}",
        ),
    ],
)
def test_sentences_are_told_in_chinese_with_what_fills_them(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_braces_in_a_text_are_no_blanks() -> None:
    assert in_chinese("one of the queues: {a}, {0}") == "以下队列之一：{a}, {0}"


def test_a_long_text_takes_no_time() -> None:
    """Matching grows with the text and no faster: else these would take hours."""
    draw = random.Random(3)
    words = ["of ", "; ", "at most ", "no ", ", for ", " (", "one of the ", ": ", " beside ", "x"]
    for _ in range(3):
        text = "".join(draw.choices(words, k=2_500))
        assert len(text) > 8_000
        in_chinese(text)
    in_chinese("of " * 3_500)
    in_chinese("; ".join(string.ascii_letters) * 100)


# Real scenarios that are at fault -----------------------------------------------------------------

BAD = Path(__file__).parents[1] / "scenarios" / "bad"
#: English words that are keys and values of the format, and stay as they are.
_WORDS = re.compile(r"[A-Za-z][A-Za-z_'-]*")
#: What tells a sentence: words that no key, name or value of a scenario is.
SENTENCE = {"the", "an", "of", "is", "are", "that", "which", "whose", "this", "these", "there"} | {
    "such", "than", "be", "each", "every", "must", "may", "cannot", "not", "expected", "found"
}  # fmt: skip


@pytest.mark.parametrize("file", sorted(BAD.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_faulty_scenario_is_told_without_an_english_sentence(file: Path) -> None:
    with pytest.raises(BadInput) as told:
        check(file)
    say = Words(Language.CHINESE)
    for fault in told.value.faults:
        shown = say.sentence(fault.expected)
        assert is_chinese(shown) or " " not in shown, fault.expected
        left = SENTENCE & {word.lower() for word in _WORDS.findall(shown)}
        assert not left, f"{shown} <- {fault.expected}"
