"""The frame of all pages: what is worked on, in which language, and the ways from page to page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui import FOLDER_VARIABLE
from crewline.ui.shell import PAGES
from tests.app.pages import healthy, page_of, workspace  # noqa: F401

NAMES = [entry.name for entries in PAGES.values() for entry in entries]
FAULTY = """
schema_version: 1
name: faulty
title: Faulty / 有误
queues:
  general: {volume: {per_h: -3}, talk: 3}
groups:
  all: {serves: {genral: {}}, agents: 2}
"""
CORNER = "corner_bank.yaml"


def draft_of(page: AppTest) -> object:
    return page.session_state["draft"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("workspace")
def test_every_page_opens_in_both_languages(name: str, lang: str) -> None:
    page = page_of(name, lang=lang, scenario=CORNER)
    assert page.title or page.header
    assert not page.error


@pytest.mark.parametrize("name", NAMES)
def test_every_page_tells_what_is_wrong(name: str, workspace: Path) -> None:  # noqa: F811
    (workspace / "faulty.yaml").write_text(FAULTY, "utf-8")
    page = page_of(name, scenario="faulty.yaml")
    if name == "data":  # needs no scenario
        return
    said = "\n".join(one.value for one in page.error)
    assert "genral" in said
    assert "Traceback" not in said
    page.selectbox(key="side_scenario").set_value(CORNER).run()
    assert not healthy(page).error


@pytest.mark.usefixtures("workspace")
def test_it_opens_with_a_scenario_of_the_users_own() -> None:
    page = page_of("day")
    assert page.selectbox(key="side_scenario").value == CORNER
    assert "Bank hotline, tenth size" in page.selectbox(key="side_scenario").options
    assert page.query_params["scenario"] == CORNER


def test_without_a_folder_it_opens_with_the_quick_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    page = page_of("day")
    assert page.selectbox(key="side_scenario").value == "bank_hotline_tenth"
    assert page.number_input(key="side_replications").value == 10


def test_a_folder_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    page = page_of("day")
    assert "nowhere" in page.warning[0].value


@pytest.mark.usefixtures("workspace")
def test_the_address_says_what_is_worked_on() -> None:
    settings = ["seed=7", "queues.general.volume_factor=1.5"]
    page = page_of(
        "day", scenario=CORNER, variant="promotion", with_=["site_loss"], set=settings, n="4"
    )
    draft = page.session_state["draft"]
    assert (draft.variant, draft.events, draft.settings) == (
        "promotion",
        ("site_loss",),
        tuple(settings),
    )
    assert page.selectbox(key="side_variant").value == "promotion"
    assert page.number_input(key="side_replications").value == 4
    assert any("2 settings changed" in one.value for one in page.caption)
    page.button(key="side_drop").click().run()
    assert page.session_state["draft"].settings == ()
    assert "set" not in page.query_params
    assert page.query_params["variant"] == "promotion"


@pytest.mark.usefixtures("workspace")
def test_another_scenario_begins_anew() -> None:
    page = page_of("day", scenario=CORNER, variant="promotion", set=["seed=7"], n="4")
    page.selectbox(key="side_scenario").set_value("shop_service").run()
    draft = healthy(page).session_state["draft"]
    assert (draft.reference, draft.variant, draft.settings) == ("shop_service", None, ())
    assert draft.replications == 4


@pytest.mark.usefixtures("workspace")
def test_the_language_is_switched_on_the_page() -> None:
    page = page_of("day", scenario=CORNER)
    assert page.selectbox(key="side_scenario").label == "Scenario"
    page.segmented_control(key="language").set_value("zh").run()
    assert healthy(page).selectbox(key="side_scenario").label == "场景"
    assert page.query_params["lang"] == "zh"
    assert "街角银行" in page.selectbox(key="side_scenario").options


@pytest.mark.parametrize(
    "address",
    [
        {"scenario": "/etc/passwd"},
        {"scenario": "../../secret.yaml"},
        {"scenario": CORNER, "variant": "nobody"},
        {"scenario": CORNER, "with_": ["/etc/passwd"]},
        {"scenario": CORNER, "set": ["queues.nobody.talk=3 min", "nonsense"]},
        {"scenario": CORNER, "z": "!!!"},
        {"scenario": "<script>alert(1)</script>"},
    ],
)
@pytest.mark.usefixtures("workspace")
def test_an_address_that_names_nothing_is_told(address: dict[str, str | list[str]]) -> None:
    page = page_of("day", **address)
    told = [one.value for one in page.error]
    assert told or address.get("z")
    assert not [text for text in told if "root:" in text or "Traceback" in text]


def test_a_file_that_is_no_scenario_spoils_no_other(workspace: Path) -> None:  # noqa: F811
    (workspace / "zzz.yaml").write_bytes(b"\x00\xff\x00")
    page = page_of("day", scenario=CORNER)
    assert "zzz" in page.selectbox(key="side_scenario").options
    page.selectbox(key="side_scenario").set_value("zzz.yaml").run()
    assert page.error
    page.selectbox(key="side_scenario").set_value(CORNER).run()
    assert not healthy(page).error
