"""A manager's five minutes in a real browser, in both languages, with pictures kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.app.reader import QUERY, Reader
from tests.browser import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.slow]


def chosen(manager: Reader) -> str:
    """Return the schedule that is looked at, as the list says it."""
    return str(manager.page.locator(".st-key-trade_point input").input_value())


def click_another_point(manager: Reader) -> None:
    """Click, on the picture, a schedule that is not looked at."""
    looked_at = chosen(manager)
    points = manager.page.locator(".st-key-chart_trade_off .scatterlayer .point")
    for at in range(points.count()):
        points.nth(at).scroll_into_view_if_needed()
        place = points.nth(at).bounding_box()
        manager.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        manager.page.wait_for_timeout(700)
        at_rest(manager.page)
        if chosen(manager) != looked_at:
            return
    raise AssertionError("no click on a point changed what is looked at")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_service_costs_is_seen_and_decided(
    browser: Any, address: str, lang: str, tmp_path: Path
) -> None:
    asks = f"{QUERY}&trade_levels=50%25&trade_levels=80%25"
    manager = Reader(browser, address, "trade_off", lang, asks)
    manager.press("trade_run_button", 300)
    manager.keep_picture("manager_trade_off")
    cost = manager.metric("Cost")
    click_another_point(manager)
    assert manager.metric("Cost") != cost
    manager.page.locator(".st-key-trade_keep button").first.click()
    at_rest(manager.page)

    manager.go("Decision page")
    question = manager.page.locator(".st-key-decision_question input")
    question.fill("Is it worth it? 值得吗？")
    question.press("Enter")
    manager.press("decision_run_button", 300)
    manager.keep_picture("manager_decision")
    assert manager.page.get_by_role("heading", name="Is it worth it? 值得吗？").count() >= 1
    with manager.page.expect_download() as download:
        manager.page.locator(".st-key-decision_html button").click()
    file = tmp_path / "decision.html"
    download.value.save_as(file)
    printed = manager.page.context.new_page()
    printed.context.set_offline(True)
    printed.goto(file.as_uri())
    assert printed.title() == "Is it worth it? 值得吗？"
    assert printed.locator("svg .dot").count() > 0
    manager.page.context.close()
