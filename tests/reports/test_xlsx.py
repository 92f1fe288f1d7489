"""The workbook: formulas that are live, values that are stored, and no text that is run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crewline.reports import Decision, decision_of, decision_of_studies
from crewline.reports.decision import COST, LOST, SERVICE, Known, Paid
from crewline.reports.xlsx.inputs import inputs_of
from crewline.reports.xlsx.workbook import xlsx_of
from crewline.words import Language, Words
from scenarios.faults import Fault
from tests.reports import folders
from tests.reports.folders import studies
from tests.reports.office import reckoned_anew, soffice

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
SHEETS = {
    ENGLISH: ["Decision", "Options", "Inputs", "All figures"],
    CHINESE: ["决策", "方案", "输入", "全部指标"],
}


@pytest.fixture(scope="module")
def decision() -> Decision:
    """Two studies on the same day, of which a contact kept is worth 25."""
    return replace(decision_of_studies(studies()[:2]), worth=25.0)


def opened(content: bytes | Path, *, values: bool) -> Any:
    source = content if isinstance(content, Path) else io.BytesIO(content)
    return openpyxl.load_workbook(source, data_only=values)


def rows(sheet: Any) -> dict[str, list[Any]]:
    """Return the rows of a sheet by what stands before them, all numbers of a row."""
    return {row[0]: list(row[1:]) for row in sheet.iter_rows(values_only=True) if row[0]}


def cells(book: Any) -> Iterator[Any]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from row


def worked_out(inputs: dict[str, list[Any]], at: int) -> dict[str, float]:
    """Work out an option's results from the sheet of inputs, apart from the program's own way."""

    def one(name: str) -> float:
        value = inputs[name][at]
        assert isinstance(value, int | float), name
        return float(value)

    groups = [name.split(": ", 1)[1] for name in inputs if name.startswith("Paid hours: ")]
    wages = sum(
        one(f"Paid hours: {group}")
        * one(f"Wage per hour: {group}")
        * (1 + one(f"Premiums, of the wage: {group}"))
        for group in groups
    )
    contacts = one("Contacts offered")
    telephony = contacts * one("Minutes on the line per contact") * one("Telephony per minute")
    cost = wages + telephony + one("Actions and other costs")
    lost = contacts * one("Share of contacts lost")
    worth = lost * one("Value of a contact that is not lost")
    return {
        "Wages with premiums": wages,
        "Telephony": telephony,
        "Cost": cost,
        "Contacts lost": lost,
        "Value of the contacts lost": worth,
        "Cost and value lost together": cost + worth,
        "Cost per contact offered": cost / contacts,
    }


def gaps_of(results: list[dict[str, float]]) -> dict[str, list[float]]:
    first = results[0]
    return {
        "Cost beside the first option": [each["Cost"] - first["Cost"] for each in results],
        "Cost over that of the first option": [each["Cost"] / first["Cost"] for each in results],
        "Contacts lost beside the first option": [
            each["Contacts lost"] - first["Contacts lost"] for each in results
        ],
    }


def assert_worked_out(book: Any) -> None:
    """Check every result of a workbook's values against its inputs."""
    inputs, options = rows(book["Inputs"]), rows(book["Options"])
    n = len([name for name in options["Option"] if name])
    expected = [worked_out(inputs, at) for at in range(n)]
    for name in expected[0]:
        assert options[name][:n] == pytest.approx([each[name] for each in expected]), name
    for name, values in gaps_of(expected).items():
        assert options[name][:n] == pytest.approx(values, abs=1e-9), name


@pytest.mark.parametrize("say", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_sheets_are_named_in_the_readers_language(decision: Decision, say: Words) -> None:
    assert opened(xlsx_of(decision, say), values=False).sheetnames == SHEETS[say]


def test_stored_values_are_what_was_simulated(decision: Decision) -> None:
    options = rows(opened(xlsx_of(decision, ENGLISH), values=True)["Options"])
    costs = [option.figure(COST).value for option in decision.options]
    lost = [option.figure(LOST).value for option in decision.options]
    assert options["Cost"][:2] == pytest.approx(costs)
    assert options["Contacts lost"][:2] == pytest.approx(lost)
    gap = decision.options[1].gaps[COST].value
    assert options["Cost beside the first option"][1] == pytest.approx(gap)


def test_stored_values_are_what_the_inputs_come_to(decision: Decision) -> None:
    assert_worked_out(opened(xlsx_of(decision, ENGLISH), values=True))


def test_costs_gaps_and_ratios_are_formulas(decision: Decision) -> None:
    options = rows(opened(xlsx_of(decision, ENGLISH), values=False)["Options"])
    reckoned = [name for name in options if name not in {"Options", "Option"}]
    formulas = [options[name][:2] for name in reckoned if not name.startswith("Formulas")]
    assert len(formulas) == 16
    assert all(str(cell).startswith("=") for row in formulas for cell in row)


def test_inputs_are_numbers_and_said_once(decision: Decision) -> None:
    inputs = rows(opened(xlsx_of(decision, ENGLISH), values=False)["Inputs"])
    assert inputs["Value of a contact that is not lost"][0] == 25
    # The second option follows the first where they are alike, and has its own where not.
    assert str(inputs["Value of a contact that is not lost"][1]).startswith("=")
    assert inputs["Wage per hour: Loan juniors"] == [50, 70]


def test_a_figure_of_all_options_is_one_cell(decision: Decision) -> None:
    """Formulas of every option refer to it, and what is beside it is no input."""
    book = opened(xlsx_of(decision, ENGLISH), values=False)
    blue = "FF0B4F9E"
    inputs = {row[0].value: row for row in book["Inputs"].iter_rows()}
    for name in (
        "Telephony per minute",
        "Value of a contact that is not lost",
        "Promised level",
        "Wage per hour: Novices",
        "Premiums, of the wage: Novices",
    ):
        first, other = inputs[name][1:3]
        assert (first.data_type, first.font.color.rgb) == ("n", blue), name
        assert (other.data_type, other.font.color.rgb == blue) == ("f", False), name
        assert f"$B${first.row}" in other.value
    # What differs, or is each option's own, is an input of each.
    for name in ("Wage per hour: Loan juniors", "Contacts offered", "Paid hours: Novices"):
        assert [each.font.color.rgb for each in inputs[name][1:3]] == [blue, blue], name
    options = {row[0].value: row for row in book["Options"].iter_rows()}
    price = f"'Inputs'!$B${inputs['Telephony per minute'][0].row}"
    assert all(price in cell.value for cell in options["Telephony"][1:3])


def test_a_minute_on_the_line_costs_what_the_scenario_says(decision: Decision) -> None:
    inputs = rows(opened(xlsx_of(decision, ENGLISH), values=True)["Inputs"])
    costs = [each.scenario.costs for each in decision.options if each.scenario]
    prices = [each.telephony_per_min for each in costs]
    assert prices[0] > 0
    assert inputs["Telephony per minute"][:2] == prices
    # What is left of the cost when wages are paid is telephony: there is no playbook.
    groups = studies()[0].kpis
    of_centre = groups[groups["kind"] == "centre"].set_index("kpi")["value"]
    wages = sum(each.wages for each in decision.present.paid)
    minutes = (of_centre["cost"] - wages) / prices[0] / of_centre["offered"]
    assert inputs["Minutes on the line per contact"][0] == pytest.approx(minutes)


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t=", "https://x.test/", "{=1}"])
def test_no_text_of_an_author_is_run(decision: Decision, mark: str) -> None:
    evil = f"{mark}cmd|'/c calc'!A1"
    options = tuple(
        replace(
            option,
            label=f"{evil}{at}",
            title="",
            applied=(evil,),
            paid=tuple(replace(paid, title=evil) for paid in option.paid),
        )
        for at, option in enumerate(decision.options)
    )
    asked = replace(
        decision,
        options=options,
        question=evil,
        warnings=(Fault(evil, 0, evil, evil, evil),),
        currency=evil,
    )
    content = xlsx_of(asked, ENGLISH)
    book = opened(content, values=False)
    formulas = [cell for cell in cells(book) if cell.data_type == "f"]
    assert formulas
    assert not [cell.value for cell in formulas if "cmd" in str(cell.value)]
    texts = {cell.value for cell in cells(book) if cell.data_type == "s"}
    assert any(str(text).strip().startswith(evil.strip()) for text in texts)
    assert not [cell for cell in cells(book) if cell.hyperlink]
    assert not any("cmd" in str(cell.number_format) for cell in cells(book))


def test_there_is_no_macro_and_no_link_outside(decision: Decision) -> None:
    names = zipfile.ZipFile(io.BytesIO(xlsx_of(decision, ENGLISH))).namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


def test_money_is_in_the_scenarios_currency(decision: Decision) -> None:
    book = opened(xlsx_of(decision, ENGLISH), values=False)
    cost = next(row for row in book["Options"].iter_rows() if row[0].value == "Cost")
    assert cost[1].number_format == '#,##0.00" CNY"'


def test_all_figures_are_what_can_be_and_have_a_form(decision: Decision) -> None:
    first, *others = decision.options
    beyond = {LOST: Known(2910.4, -3.0, 5900.0), SERVICE: Known(0.99, -0.01, 1.02)}
    days = Known(0.0002, -0.1, 1.1)
    promises = tuple(replace(each, days=days) for each in first.promises)
    first = replace(first, figures=beyond, promises=promises)
    content = xlsx_of(replace(decision, options=(first, *others)), ENGLISH)
    table = list(opened(content, values=True)["All figures"].iter_rows())
    lost, service = table[1:3]
    assert [cell.value for cell in lost[2:5]] == [2910.4, 0.0, 5900.0]
    assert lost[2].number_format == "[>=100]#,##0;#,##0.0"
    assert [cell.value for cell in service[2:5]] == [0.99, 0.0, 1.0]
    kept = next(row for row in table if "share of days" in str(row[1].value))
    assert [cell.value for cell in kept[2:5]] == [0.0002, 0.0, 1.0]
    assert kept[2].number_format == "0.00%"


def test_without_wages_no_cost_is_reckoned() -> None:
    book = xlsx_of(decision_of_studies(folders.unpaid()), ENGLISH)
    options = rows(opened(book, values=True)["Options"])
    money = [name for name in options if name.startswith(("Wages", "Telephony", "Cost", "Price"))]
    assert len(money) == 9
    assert {value for name in money for value in options[name][:2]} == {"–"}
    assert all(isinstance(value, float) for value in options["Contacts lost"][:2])
    assert rows(opened(book, values=True)["Inputs"])["Wage per hour: Novices"][:2] == [None, None]
    figures = opened(book, values=True)["All figures"].iter_rows(values_only=True)
    assert not [row for row in figures if "cost" in str(row[1]).lower()]


def test_what_is_not_known_stays_so() -> None:
    known = Known(100.0, 100.0, 100.0)
    option = folders.option("planned", 100, 5)
    planned = replace(
        option,
        figures={"wages": known},
        paid=(Paid("team", "", 4.0, 25.0, 100.0),),
        is_simulated=False,
    )
    base = decision_of_studies(studies()[:1])
    told = replace(base, options=(planned, planned), advice=base.advice, costs="wages")
    options = rows(opened(xlsx_of(told, ENGLISH), values=True)["Options"])
    assert options["Cost"][:2] == [100, 100]
    assert options["Contacts lost"][:2] == ["–", "–"]


def test_two_groups_of_one_name_have_a_row_each(decision: Decision) -> None:
    options = tuple(
        replace(option, paid=tuple(replace(paid, title="Team") for paid in option.paid))
        for option in decision.options
    )
    book = opened(xlsx_of(replace(decision, options=options), ENGLISH), values=True)
    cost = rows(book["Options"])["Cost"][:2]
    assert cost == pytest.approx([each.figure(COST).value for each in decision.options])


def test_every_kind_is_a_workbook(tmp_path: Path) -> None:
    for make in (folders.swept, folders.played, folders.priced, folders.compared):
        told = decision_of([make(tmp_path / make.__name__)])
        options = rows(opened(xlsx_of(told, ENGLISH), values=True)["Options"])
        costs = [each.figure(COST).value for each in told.options]
        assert options["Cost"][: len(costs)] == pytest.approx(costs)


def test_actions_are_no_telephony(tmp_path: Path) -> None:
    """Called in by the clock, 4 people for 1.5 h cost 415 a day: see `bad_day`."""
    told = decision_of([folders.played(tmp_path)])
    assert inputs_of(told, ENGLISH).fixed.values == pytest.approx((0.0, 415.0))


# --- reckoned anew by LibreOffice


@pytest.fixture(scope="module")
def office() -> str:
    found = soffice()
    if found is None:
        pytest.skip("no LibreOffice (soffice) on this machine")
    return found


def changed(content: bytes, file: Path, **inputs: float) -> None:
    """Write a workbook with inputs of the first option changed, its stored values gone."""
    book = opened(content, values=False)
    for row in book["Inputs"].iter_rows():
        key = str(row[0].value)
        if key in inputs:
            row[1].value = inputs[key]
    book.save(file)


def test_libreoffice_comes_to_the_stored_values(
    decision: Decision, office: str, tmp_path: Path
) -> None:
    content = xlsx_of(decision, ENGLISH)
    changed(content, tmp_path / "same.xlsx")
    anew = rows(
        opened(reckoned_anew(office, tmp_path / "same.xlsx", tmp_path), values=True)["Options"]
    )
    stored = rows(opened(content, values=True)["Options"])
    assert len(stored) == 19
    for name, values in stored.items():
        assert anew[name][:2] == pytest.approx(values[:2]), name


def test_outputs_follow_an_input(decision: Decision, office: str, tmp_path: Path) -> None:
    wage, worth = "Wage per hour: Novices", "Value of a contact that is not lost"
    changed(xlsx_of(decision, ENGLISH), tmp_path / "more.xlsx", **{wage: 44.0, worth: 50.0})
    book = opened(reckoned_anew(office, tmp_path / "more.xlsx", tmp_path), values=True)
    inputs, options = rows(book["Inputs"]), rows(book["Options"])
    assert inputs[wage][:2] == [44, 44]  # the second option follows
    assert_worked_out(book)
    # By hand: 4 CNY more for each paid hour of the novices and its premium; twice the worth.
    before = opened(xlsx_of(decision, ENGLISH), values=True)
    old = rows(before["Options"])
    hours = inputs["Paid hours: Novices"][0] * (1 + inputs["Premiums, of the wage: Novices"][0])
    assert options["Cost"][0] - old["Cost"][0] == pytest.approx(4 * hours)
    lost = "Value of the contacts lost"
    assert options[lost][0] == pytest.approx(2 * old[lost][0])
    # The page that is read first shows the same.
    shown = rows(book["Decision"])
    names = [each.value for each in before["Options"][4][1:3]]
    assert [shown[name][0] for name in names] == pytest.approx(options["Cost"][:2])


def test_one_cell_changes_all_options(decision: Decision, office: str, tmp_path: Path) -> None:
    """Twice the price of a minute is twice the telephony of each, however long they wait."""
    promotion = decision_of_studies([studies()[0], studies()[2]])
    content = xlsx_of(promotion, ENGLISH)
    old = {name: rows(opened(content, values=True)[name]) for name in ("Inputs", "Options")}
    price, minutes = "Telephony per minute", "Minutes on the line per contact"
    assert old["Inputs"][minutes][0] != old["Inputs"][minutes][1]
    changed(content, tmp_path / "dearer.xlsx", **{price: 2 * old["Inputs"][price][0]})
    book = opened(reckoned_anew(office, tmp_path / "dearer.xlsx", tmp_path), values=True)
    inputs, options = rows(book["Inputs"]), rows(book["Options"])
    assert inputs[price][:2] == pytest.approx([2 * each for each in old["Inputs"][price][:2]])
    told = old["Options"]["Telephony"][:2]
    assert options["Telephony"][:2] == pytest.approx([2 * each for each in told])
    more = [new - old for new, old in zip(options["Cost"], old["Options"]["Cost"], strict=False)]
    assert more[:2] == pytest.approx(told)
