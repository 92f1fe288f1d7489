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
from tests.browser import at_rest, go, opened, whole

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
