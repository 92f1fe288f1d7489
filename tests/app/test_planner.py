"""A planner's day in a real browser, in both languages, with pictures kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from crewline.words import Language, Words
from tests.app.conftest import PICTURES
from tests.browser import Grid, at_rest, go, opened, settle, whole

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.slow]
QUERY = "scenario=corner_bank.yaml&n=3"


class Planner:
    """Somebody at a page, who reads one language."""

    def __init__(
        self, browser: Any, address: str, name: str, lang: str, query: str = QUERY
    ) -> None:
        self.say = Words(Language(lang))
        self.lang = lang
        self.page = opened(browser, address, name, language=lang, query=query)
        self.crashes: list[str] = []
        self.page.on("pageerror", lambda error: self.crashes.append(str(error)))

    def go(self, title: str) -> None:
        go(self.page, self.say(title))

    def part(self, title: str) -> None:
        self.page.get_by_role("radio", name=self.say(title), exact=True).click()
        at_rest(self.page)

    def press(self, key: str, patience_s: float = 240) -> None:
        """Press a button, unless somebody else has asked the same already: then it is known."""
        button = self.page.locator(f".st-key-{key} button").first
        button.wait_for()
        if button.is_enabled():
            button.click()
            self.page.wait_for_timeout(500)
        at_rest(self.page, patience_s)

    def keep_picture(self, name: str) -> None:
        whole(self.page, PICTURES / f"planner_{name}_{self.lang}.png")
        assert self.page.get_by_test_id("stException").count() == 0
        assert self.crashes == []

    def asks(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def metric(self, title: str) -> float:
        """Return the number of a card."""
        card = self.page.get_by_test_id("stMetric").filter(has_text=self.say(title)).first
        shown = card.get_by_test_id("stMetricValue").inner_text()
        return float(shown.replace(",", ""))

    def number(self, key: str, value: str) -> None:
        box = self.page.locator(f".st-key-{key} input")
        box.fill(value)
        box.press("Enter")
        settle(self.page)

    def service_level(self) -> float:
        shown = self.page.locator(".st-key-card_SL3 [data-testid=stMetricValue]").inner_text()
        return float(shown.split("%")[0])


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def paste(planner: Planner, text: str) -> None:
    """Put text into the box for cells from a spreadsheet."""
    box = planner.page.locator(".st-key-scenario_paste textarea")
    if not box.is_visible():
        planner.page.get_by_text(planner.say("Paste as text"), exact=True).click()
    box.fill(text)
    box.press("Control+Enter")
    at_rest(planner.page)
    planner.press("scenario_paste_button")


def test_volumes_are_pasted_and_a_fault_is_mended(browser: Any, address: str, lang: str) -> None:
    planner = Planner(browser, address, "scenario", lang)
    planner.part("Volumes")
    paste(planner, "09:00\t140\n09:30\tmany\n10:00\t1,180")
    alerts = planner.page.get_by_test_id("stAlert").all_inner_texts()
    planner.keep_picture("fault")
    assert any("many" in text for text in alerts), alerts
    assert any("1180" in value for value in planner.asks()["set"])  # what was right has stayed
    paste(planner, "09:00\t140\n09:30\t160\n10:00\t180")
    assert planner.page.get_by_text("many").count() == 0
    assert any("180" in value for value in planner.asks()["set"])
    planner.part("Changes")
    planner.keep_picture("changes")
    assert planner.page.get_by_text("180").first.is_visible()

    planner.go("The day")
    planner.press("day_run_button")
    busy = planner.service_level()
    planner.keep_picture("day")
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
    planner = Planner(browser, address, "scenario", lang)
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
    planner = Planner(browser, address, "staffing", lang, asks)
    planner.page.get_by_text(planner.say("In numbers"), exact=True).click()
    for name, value in {"time": "0.2", "rounds": "1", "replications": "2", "fresh": "2"}.items():
        planner.number(f"staffing_{name}_quick", value)
    planner.press("staffing_search_button")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.keep_picture("schedule")

    planner.part("Edit")
    paid = planner.metric("Paid hours")
    grid = Grid(planner.page, "staffing_table")
    column = grid.column(planner.say("Agents"))
    agents = int(grid.cell(0, column))
    grid.type_into(0, column, str(agents + 5))
    assert planner.metric("Paid hours") > paid + 10
    planner.number("staffing_check_replications", "2")
    planner.press("staffing_check_button")
    planner.keep_picture("edited")
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
    planner = Planner(browser, address, "", lang)
    at_rest(planner.page)
    assert planner.page.locator(".js-plotly-plot").count() >= 2
    planner.keep_picture("preview")
    planner.page.context.close()


def test_variants_are_compared(browser: Any, address: str, lang: str) -> None:
    planner = Planner(browser, address, "what_if", lang)
    planner.press("what_if_compare_button")
    planner.keep_picture("what_if")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.page.context.close()


def test_an_emergency_is_looked_at(browser: Any, address: str, lang: str) -> None:
    planner = Planner(browser, address, "emergency", lang, f"{QUERY}&with=site_loss")
    planner.press("emergency_run_button")
    planner.keep_picture("emergency")
    assert planner.page.locator(".js-plotly-plot").count() >= 1
    planner.page.context.close()


def test_a_decision_is_written_down(browser: Any, address: str, lang: str, tmp_path: Path) -> None:
    planner = Planner(browser, address, "decision", lang)
    planner.press("decision_run_button")
    planner.keep_picture("decision")
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
