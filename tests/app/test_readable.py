"""Pages for everybody: what screen readers and keyboards need, light and dark, small and wide."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from crewline.ui.shell import PAGES
from tests.browser import at_rest, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NAMES = [entry.name for entries in PAGES.values() for entry in entries]


def violations(page: Any) -> list[str]:
    """Return what axe-core finds that keeps somebody from using the page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in {"critical", "serious"}
        for node in one["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("dark", "lang"), [(False, "en"), (True, "zh")], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_read_by_everybody(
    name: str, dark: bool, lang: str, browser: Any, address: str
) -> None:
    """Screen readers find their way, colours are told apart, and nothing is cut off."""
    page = opened(
        browser, address, name, language=lang, dark=dark, query="scenario=corner_bank.yaml&n=2"
    )
    at_rest(page)
    assert violations(page) == []
    assert page.get_by_role("heading", level=1).count() == 1
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        at_rest(page)
        main = page.locator("[data-testid=stMain]")
        assert main.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.context.close()


@pytest.mark.slow
def test_pages_are_reached_by_the_keyboard(browser: Any, address: str) -> None:
    page = opened(browser, address, "day", query="scenario=corner_bank.yaml&n=2")
    link = page.locator(".st-key-links").get_by_role("link", name="What if", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/what_if?*")
    assert "scenario=corner_bank.yaml" in page.url
    page.context.close()
