"""Where nobody's wage is given no costs are told: of every kind of results, to the last cell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from crewline.reports import Decision, decision_of
from crewline.reports.decision import COST, Reason
from crewline.reports.html.render import html_of
from crewline.reports.xlsx.workbook import xlsx_of
from crewline.words import Language, Words
from tests.reports import folders

LANGUAGES: Final = [Words(Language.ENGLISH), Words(Language.CHINESE)]
#: Telephony is paid, so that there is something that might be taken for the cost.
NOT_PAID: Final[dict[str, Any]] = {
    "currency": "CNY",
    "costs": {"telephony_per_min": 0.5},
    "groups": {"front": {"serves": {"general": {}}, "agents": 5}},
}
#: What is said of costs instead.
_NO_WAGES: Final = (
    "No wages are given: costs are neither told nor compared.",
    "No wages are given, so costs are not compared and none is recommended.",
    "Cost: no wages are given.",
)
ROWS: Final = "name,groups.novices.absence\nfew,0%\nmany,40%"

MAKERS: Final[dict[str, Callable[[Path], Path]]] = {
    "sweep": lambda folder: folders.swept(
        folder, ["groups.novices.absence=0%,40%"], folders.NO_WAGES
    ),
    "sweep of a file": lambda folder: folders.swept_by_file(folder, ROWS, folders.NO_WAGES),
    "frontier": lambda folder: folders.priced(folder, **NOT_PAID),
    "playbook": lambda folder: folders.played(folder, **NOT_PAID),
    "playbook of no worth": lambda folder: folders.played(folder, None, **NOT_PAID),
    "schedule": lambda folder: folders.scheduled(folder, ("    wage_per_h: 40\n", "")),
}


@pytest.fixture(scope="module", params=MAKERS)
def decision(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Decision:
    return decision_of([MAKERS[request.param](tmp_path_factory.mktemp("unpaid"))])


def test_no_figure_is_money(decision: Decision) -> None:
    assert not decision.tells_costs
    money = {COST, "wages", "cost_per_contact"}
    for option in decision.options:
        assert not money & {*option.figures, *option.gaps, *option.series, *option.spreads}
    assert decision.prices == ()
    assert decision.worth is None


def test_nothing_is_advised_by_cost(decision: Decision) -> None:
    by_cost = {Reason.BEATS, Reason.ACTIONS_EARN, Reason.CHOSEN, Reason.TIED, Reason.TRADE}
    assert not by_cost & {advice.reason for advice in decision.advice}


@pytest.mark.parametrize("say", LANGUAGES, ids=["en", "zh"])
def test_the_page_names_no_money(decision: Decision, say: Words) -> None:
    page = html_of(decision, say)
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert say("No wages are given: costs are neither told nor compared.") in text
    for sentence in _NO_WAGES:
        text = text.replace(say(sentence), "")
    for word in ("CNY", "¥", say("Cost"), say("Wages")):
        words = rf"\b{re.escape(word)}\b" if say.language is Language.ENGLISH else word
        assert not [found.group() for found in re.finditer(f".{{0,40}}{words}.{{0,40}}", text)]


@pytest.mark.parametrize("say", LANGUAGES, ids=["en", "zh"])
def test_the_workbook_reckons_no_money(decision: Decision, say: Words) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(decision, say)), data_only=True)
    options, inputs = (book[book.sheetnames[at]] for at in (1, 2))
    count = len(decision.options)
    held = {row[0]: row[1 : 1 + count] for row in options.iter_rows(values_only=True)}
    for title in (
        "Wages with premiums",
        "Telephony",
        "Actions and other costs",
        "Cost",
        "Cost beside the first option",
        "Cost over that of the first option",
        "Cost and value lost together",
        "Cost per contact offered",
        "Price of each contact that is not lost",
        "Price of one more point of service",
    ):
        assert set(held[say(title)]) == {"–"}, title
    money = [row for row in inputs.iter_rows() if "CNY" in str(row[1].number_format)]
    assert money
    given = {cell.value for row in money for cell in row[1 : 1 + count]}
    assert given <= {None, "", 0}  # a contact's worth, which nobody said
    figures = book[book.sheetnames[3]].iter_rows(values_only=True)
    assert not [row for row in figures if "cost" in str(row[1]).lower() or "成本" in str(row[1])]
