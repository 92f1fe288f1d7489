"""What a browser meets first."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", "preview", "day", "scenario"])
def test_a_shared_address_is_found(name: str, browser: Any, address: str) -> None:
    page = opened(browser, address, name, query="scenario=corner_bank.yaml&n=3")
    assert page.get_by_text("Page not found").count() == 0
    expect(page.locator(".st-key-side_replications input")).to_have_value("3", timeout=20_000)
    page.context.close()


@pytest.mark.slow
def test_choices_follow_the_language(browser: Any, address: str) -> None:
    page = opened(browser, address, "what_if", query="scenario=corner_bank.yaml&n=3")
    chosen = page.locator(".st-key-what_if_base input")
    expect(chosen).to_have_value("The scenario as it is")
    page.locator(".st-key-language").get_by_text("中文", exact=True).click()
    expect(chosen).to_have_value("原场景", timeout=20_000)
    page.context.close()
