"""The preview without a browser: formulas at once, the simulation behind them, what is kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui.pages.preview import page as preview
from crewline.words.figures import figure, number
from crewline.words.words import Language, Words
from scenarios.load import load
from scenarios.planning.expected import expected
from tests.app.pages import CORNER_BANK, ended, healthy, page_of, workspace  # noqa: F401

EN = Words(Language.ENGLISH)


def opened(**address: str) -> AppTest:
    return page_of("preview", scenario="corner_bank.yaml", **address)


def shown(page: AppTest, title: str) -> str:
    return next(str(one.value) for one in page.metric if one.label == title)


def said(page: AppTest, text: str) -> bool:
    return any(text in one.value for one in (*page.caption, *page.markdown))


def simulated(page: AppTest) -> AppTest:
    """Return the page when the sliders have rested and the simulation is there."""
    end = time.monotonic() + 90
    while not said(page, "in place of Erlang's"):
        assert time.monotonic() < end, "nothing was simulated"
        time.sleep(0.2)
        healthy(page.run())
    return ended(page)


@pytest.mark.usefixtures("workspace")
def test_the_formulas_answer_at_once() -> None:
    page = opened()
    found = expected(load(CORNER_BANK).scenario)
    level = found.mean(found.answered_within, range(3))
    assert shown(page, "Service level (SL3)") == figure(level, "share", EN)
    assert shown(page, "Agent-hours needed") == number(found.hours(found.needed, range(3)), EN)
    assert said(page, "Expected by Erlang A")
    assert said(page, "nobody who waits at its end is carried over")
    assert len(page.get("plotly_chart")) == 4


@pytest.mark.usefixtures("workspace")
def test_a_slider_moves_the_answer_and_is_in_the_address() -> None:
    page = opened()
    before = shown(page, "Agent-hours needed")
    healthy(page.slider(key="preview_volume").set_value(40).run())
    assert float(shown(page, "Agent-hours needed")) > float(before)
    assert page.query_params["preview_volume"] == "40"
    asked = next(one for one in page.metric if one.label == "Service level (SL3)")
    assert asked.delta.startswith("−")
    again = opened(preview_volume="40")
    assert shown(again, "Agent-hours needed") == shown(page, "Agent-hours needed")
    healthy(again.button(key="preview_back").click().run())
    assert shown(again, "Agent-hours needed") == before
    assert "preview_volume" not in again.query_params


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("given", ["zehn", "9999999999999", "-", "1e3"])
def test_an_address_that_makes_no_sense_is_harmless(given: str) -> None:
    page = opened(preview_volume=given, preview_lines="nobody", preview_line="nobody")
    assert page.slider(key="preview_volume").value == 0


@pytest.mark.usefixtures("workspace")
def test_only_some_lines_are_turned() -> None:
    page = opened(preview_line="loan", preview_volume="100", preview_lines="general")
    assert page.multiselect(key="preview_lines").value == ["general"]
    healthy(page.button(key="preview_keep").click().run())
    assert page.session_state["draft"].settings == ("queues.general.volume_factor=2",)
    assert page.slider(key="preview_volume").value == 0
    assert page.query_params["set"] == "queues.general.volume_factor=2"


@pytest.mark.usefixtures("workspace")
def test_the_simulation_takes_the_formulas_place_and_tells_differences() -> None:
    page = opened(seed="7")
    expected_level = shown(page, "Service level (SL3)")
    simulated(page)
    assert shown(page, "Service level (SL3)") != expected_level
    assert said(page, "95 % interval")
    healthy(page.slider(key="preview_agents").set_value(-50).run())
    assert said(page, "begins when the sliders rest")
    simulated(page)
    asked = next(one for one in page.metric if one.label == "Service level (SL3)")
    assert "worse" in asked.delta
    assert said(page, "Scheduled agent-hours")


@pytest.mark.usefixtures("workspace")
def test_too_much_to_simulate_unasked_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_AT_ONCE", 100)
    monkeypatch.setattr(preview, "PAUSE_S", 0.0)
    page = opened(seed="11")
    assert said(page, "too many to simulate unasked")
    assert page.button(key="preview_run_button").label == "Simulate"


@pytest.mark.usefixtures("workspace")
def test_it_speaks_chinese() -> None:
    page = opened(lang="zh")
    assert shown(page, "所需人时")
    assert said(page, "按 Erlang A 预计")


def test_work_that_can_wait_has_hours_and_no_service() -> None:
    page = page_of("preview", scenario="shop_service", preview_line="email")
    assert shown(page, "Service level (SL3)") == "–"
    assert said(page, "Erlang has nothing to say")
    assert float(shown(page, "Agent-hours needed").replace(",", "")) > 0


def test_a_faulty_draft_is_told_and_the_page_lives(workspace: Path) -> None:  # noqa: F811
    (workspace / "broken.yaml").write_text("schema_version: 1\nname: broken\n", "utf-8")
    page = page_of("preview", scenario="broken.yaml")
    assert "cannot be run" in page.error[0].value
