"""A planner's first minutes in a real browser, in both languages, with pictures kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.browser import ROOT, browsing, chromium, opened, run, served, settle, slide, whole

pytestmark = pytest.mark.browser
PICTURES = ROOT / "test-artifacts"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium here, and CI must have one")
        pytest.skip("no Chromium on this machine")
    with browsing(executable) as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("scenarios")
    shutil.copy(ROOT / "tests" / "corner_bank.yaml", folder)
    PICTURES.mkdir(exist_ok=True)
    with served(ROOT / "app.py", folder) as address:
        yield address


def level(page: Any) -> float:
    shown = page.locator(".st-key-card_SL3 [data-testid=stMetricValue]").inner_text()
    return float(shown.split("%")[0])


@pytest.mark.slow
def test_more_calls_lower_the_service_level(browser: Any, address: str) -> None:
    page = opened(browser, address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    run(page)
    before = level(page)
    assert page.locator(".js-plotly-plot").count() == 8
    whole(page, PICTURES / "app_en_light_1280.png")

    slide(page, "volume", 60)
    assert page.get_by_text("earlier choice").is_visible()
    run(page)
    assert level(page) < before - 10
    assert page.locator(".st-key-card_SL3").get_by_text("worse").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Scenario as YAML").click()
    assert "volume_factor: 1.6" in Path(download.value.path()).read_text("utf-8")

    page.get_by_role("radio", name="中文").or_(page.get_by_text("中文", exact=True)).first.click()
    page.get_by_text("全天服务水平").wait_for()
    settle(page)
    assert page.get_by_role("heading", name="街角银行").is_visible()
    assert level(page) < before - 10  # switching the language runs nothing again
    whole(page, PICTURES / "app_zh_light_1280.png")
    assert not errors


@pytest.mark.slow
def test_a_wide_dark_screen_in_chinese(browser: Any, address: str) -> None:
    page = opened(browser, address, language="zh", dark=True, width=1920, height=1080)
    slide(page, "agents", 20)
    run(page)
    assert level(page) > 0
    whole(page, PICTURES / "app_zh_dark_1920.png")


@pytest.mark.slow
def test_a_run_can_be_cancelled(browser: Any, address: str) -> None:
    """Two hundred days of the largest bank: more than are done before the button is found."""
    page = opened(browser, address)
    page.locator(".st-key-scenario input").click()
    page.get_by_role("option", name="Bank hotline", exact=True).click()
    page.get_by_role("heading", name="Bank hotline", exact=True).wait_for()
    settle(page)
    count = page.locator(".st-key-replications input")
    count.fill("200")
    count.press("Enter")
    settle(page)
    page.locator(".st-key-run_button button:enabled").click()
    page.locator(".st-key-cancel button").click()
    page.get_by_text("The run was cancelled").wait_for()
    page.locator(".st-key-run_button button:enabled").wait_for()  # and another can begin
