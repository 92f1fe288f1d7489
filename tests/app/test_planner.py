"""A planner's day in a real browser, in both languages, with pictures kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.app.reader import QUERY, Reader
from tests.browser import Grid, at_rest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.slow]


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def paste(planner: Reader, text: str) -> None:
    """Put text into the box for cells from a spreadsheet."""
    box = planner.page.locator(".st-key-scenario_paste textarea")
    if not box.is_visible():
        planner.page.get_by_text(planner.say("Paste as text"), exact=True).click()
    box.fill(text)
    box.press("Control+Enter")
    at_rest(planner.page)
    planner.press("scenario_paste_button")


def test_volumes_are_pasted_and_a_fault_is_mended(browser: Any, address: str, lang: str) -> None:
    planner = Reader(browser, address, "scenario", lang)
    planner.part("Volumes")
    paste(planner, "09:00\t140\n09:30\tmany\n10:00\t1,180")
    alerts = planner.page.get_by_test_id("stAlert").all_inner_texts()
    planner.keep_picture("planner_fault")
    assert any("many" in text for text in alerts), alerts
    assert any("1180" in value for value in planner.asks()["set"])  # what was right has stayed
    paste(planner, "09:00\t140\n09:30\t160\n10:00\t180")
    assert planner.page.get_by_text("many").count() == 0
    assert any("180" in value for value in planner.asks()["set"])
    planner.part("Changes")
    planner.keep_picture("planner_changes")
    assert planner.page.get_by_text("180").first.is_visible()

    planner.go("The day")
    planner.press("day_run_button")
    busy = planner.service_level()
    planner.keep_picture("planner_day")
    shared = planner.page.url
    assert any("180" in value for value in planner.asks()["set"])

    other = browser.new_page()  # a colleague, to whom the address was sent
    other.goto(shared)
    at_rest(other)
    level = other.locator(".st-key-card_SL3 [data-testid=stMetricValue]").inner_text()
    assert float(level.split("%")[0]) == busy  # known already: nothing is simulated again
    other.close()
    planner.page.locator(".st-key-side_drop button").click()
    at_rest(planner.page)
    planner.press("day_run_button")
    assert planner.service_level() > busy + 5
    planner.page.context.close()


def test_cells_are_pasted_into_the_table(browser: Any, address: str, lang: str) -> None:
    planner = Reader(browser, address, "scenario", lang)
    planner.part("Volumes")
    planner.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    planner.page.evaluate("navigator.clipboard.writeText('141\\n162\\n183')")
    grid = Grid(planner.page, "scenario_volumes")
    grid.select(0, 1)
    for _ in range(20):  # 10:00; only rows that are in sight can be read
        planner.page.keyboard.press("ArrowDown")
    rows = range(20, 23)
    assert [grid.cell(row, 0) for row in rows] == ["10:00", "10:30", "11:00"]
    assert [grid.cell(row, 1) for row in rows] != ["141", "162", "183"]
    planner.page.keyboard.press("Control+V")
    planner.page.wait_for_timeout(500)
    at_rest(planner.page)
    assert any("162" in value for value in planner.asks()["set"])
    for key in ["ArrowUp", "ArrowDown"] * 5:  # only a move makes the table tell its cells anew
        planner.page.keyboard.press(key)
        planner.page.wait_for_timeout(400)
    assert [grid.cell(row, 1) for row in rows] == ["141", "162", "183"]
    planner.page.context.close()


def test_a_schedule_is_made_and_a_shift_edited(
    browser: Any, address: str, lang: str, tmp_path: Path
) -> None:
    asks = f"{QUERY}&staff_view=schedule&staff_effort=quick"
    planner = Reader(browser, address, "staffing", lang, asks)
    planner.page.get_by_text(planner.say("In numbers"), exact=True).click()
    for name, value in {"time": "0.2", "rounds": "1", "replications": "2", "fresh": "2"}.items():
        planner.number(f"staffing_{name}_quick", value)
    planner.press("staffing_search_button")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.keep_picture("planner_schedule")

    planner.part("Edit")
    paid = planner.metric("Paid hours")
    grid = Grid(planner.page, "staffing_table")
    column = grid.column(planner.say("Agents"))
    agents = int(grid.cell(0, column))
    grid.type_into(0, column, str(agents + 5))
    assert planner.metric("Paid hours") > paid + 10
    planner.number("staffing_check_replications", "2")
    planner.press("staffing_check_button")
    planner.keep_picture("planner_edited")
    planner.page.get_by_role("tab", name=planner.say("Take it along"), exact=True).click()
    with planner.page.expect_download() as download:
        planner.page.locator(".st-key-staffing_edited_xlsx button").click()
    file = tmp_path / "edited.xlsx"
    download.value.save_as(file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert agents + 5 in [cell.value for cell in sheet[2]]
    planner.page.locator(".st-key-staffing_undo button").click()
    at_rest(planner.page)
    assert planner.metric("Paid hours") == paid
    planner.page.context.close()


def test_the_preview_follows_the_sliders(browser: Any, address: str, lang: str) -> None:
    planner = Reader(browser, address, "", lang)
    at_rest(planner.page)
    assert planner.page.locator(".js-plotly-plot").count() >= 2
    planner.keep_picture("planner_preview")
    planner.page.context.close()


def test_variants_are_compared(browser: Any, address: str, lang: str) -> None:
    planner = Reader(browser, address, "what_if", lang)
    planner.press("what_if_compare_button")
    planner.keep_picture("planner_what_if")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.page.context.close()


def test_an_emergency_is_looked_at(browser: Any, address: str, lang: str) -> None:
    planner = Reader(browser, address, "emergency", lang, f"{QUERY}&with=site_loss")
    planner.press("emergency_run_button")
    planner.keep_picture("planner_emergency")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.page.context.close()


def test_a_decision_is_written_down(browser: Any, address: str, lang: str, tmp_path: Path) -> None:
    planner = Reader(browser, address, "decision", lang)
    planner.press("decision_run_button")
    planner.keep_picture("planner_decision")
    with planner.page.expect_download() as download:
        planner.page.locator(".st-key-decision_xlsx button").click()
    file = tmp_path / "decision.xlsx"
    download.value.save_as(file)
    assert len(openpyxl.load_workbook(file).sheetnames) >= 3
    with planner.page.expect_download() as download:
        planner.page.locator(".st-key-decision_html button").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert f'lang="{lang}' in text
    assert not re.search(r'(src|href)="https?:', text)
    planner.page.context.close()
