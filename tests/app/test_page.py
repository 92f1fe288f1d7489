"""The page without a browser: what it shows for what is asked."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui import FOLDER_VARIABLE, SCRIPT

TESTS = Path(__file__).parents[1]
FAULTY = """
schema_version: 1
name: faulty
title: Faulty / 有误
queues:
  general: {volume: {per_h: -3}, talk: 3}
groups:
  all: {serves: {genral: {}}, agents: 2}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(TESTS / "corner_bank.yaml", tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def opened() -> AppTest:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.query_params["lang"] = "en"
    return healthy(page.run())


def healthy(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def asked(page: AppTest, replications: int = 3) -> AppTest:
    """Press the button and wait for the answer."""
    page.number_input(key="replications").set_value(replications)
    page.run()
    if not page.button(key="run_button").disabled:  # another test may have asked the same
        page.button(key="run_button").click().run()
    end = time.monotonic() + 60
    while any(button.key == "cancel" for button in page.button):
        assert time.monotonic() < end
        time.sleep(0.1)
        page.run()
    return healthy(page)


def card(page: AppTest, label: str) -> tuple[float, str]:
    """Return the number on a card, and what is said of its difference."""
    found = next(one for one in page.metric if one.label.startswith(label))
    return float(found.value.replace("\u00a0", " ").split(" ")[0].replace(",", "")), found.delta


def test_it_opens_with_a_scenario_of_the_users_own(folder: Path) -> None:
    page = opened()
    assert page.title[0].value == "Corner bank"
    assert page.selectbox(key="scenario").options[0] == "Corner bank"
    assert "Bank hotline, tenth size" in page.selectbox(key="scenario").options
    assert page.info[0].value.startswith("Choose a scenario")
    assert any(caption.value.startswith("About 6,000 contacts") for caption in page.caption)
    assert not page.metric


def test_without_a_folder_it_opens_with_the_quick_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    page = opened()
    assert page.title[0].value == "Bank hotline, tenth size"
    assert page.number_input(key="replications").value == 10


def test_a_run_fills_the_cards(folder: Path) -> None:
    page = asked(opened())
    assert len(page.metric) == 8
    assert 0 < card(page, "Service level (SL3)")[0] < 100
    assert 400 < card(page, "Offered")[0] < 900
    assert all(metric.delta == "" for metric in page.metric)
    assert any("Targets:" in caption.value for caption in page.caption)
    assert page.button(key="run_button").disabled  # known already


def test_a_change_is_told_apart_from_unchanged(folder: Path) -> None:
    page = opened()
    page.slider(key="volume").set_value(80)
    asked(page)
    level, difference = card(page, "Service level")
    assert level < 60
    assert difference.endswith("worse")
    assert card(page, "Offered")[1].endswith("higher")


def test_an_earlier_answer_is_marked_and_a_known_one_comes_at_once(folder: Path) -> None:
    page = asked(opened())
    before = [metric.value for metric in page.metric]
    page.slider(key="agents").set_value(50).run()
    assert "earlier choice" in page.warning[0].value
    assert [metric.value for metric in page.metric] == before
    assert any("Scheduled agent-hours" in caption.value for caption in page.caption)
    page.slider(key="agents").set_value(0).run()
    assert not page.warning
    assert page.button(key="run_button").disabled


def test_a_line_has_its_own_figures_and_target(folder: Path) -> None:
    page = asked(opened())
    page.selectbox(key="view of corner_bank").set_value("loan").run()
    healthy(page)
    verdicts = [
        one.value for one in page.caption if "Target SL3 at least 75 % in 30 s" in one.value
    ]
    assert len(verdicts) == 1
    assert card(page, "Offered")[0] < 250
    assert not [metric for metric in page.metric if metric.label == "Cost"]


def test_a_variant_is_a_scenario_like_any_other(folder: Path) -> None:
    page = opened()
    corner = str(folder / "corner_bank.yaml")
    page.selectbox(key=f"variant of {corner}").set_value("promotion").run()
    assert page.title[0].value == "Double 11"
    asked(page)
    assert card(page, "Offered")[0] > 800


def test_a_page_in_chinese(folder: Path) -> None:
    page = asked(opened())
    page.segmented_control(key="language").set_value("zh").run()
    healthy(page)
    assert page.title[0].value == "街角银行"
    assert page.metric[0].label == "服务水平（SL3）"
    assert page.button(key="run_button").label == "运行"


def test_faults_are_told_in_words_and_at_once(folder: Path) -> None:
    (folder / "a_faulty.yaml").write_text(FAULTY, "utf-8")
    page = opened()
    assert page.selectbox(key="scenario").value.endswith("a_faulty.yaml")
    said = page.error[0].value
    assert said.startswith("This scenario cannot be run:")
    assert said.count("\n- ") == 3  # the volume, the bare number, the misspelt line
    assert "genral" in said
    assert "Traceback" not in said
    assert page.button(key="run_button").disabled


def test_a_file_that_is_no_scenario_spoils_no_other(folder: Path) -> None:
    (folder / "zzz.yaml").write_bytes(b"\x00\xff\x00")
    page = opened()
    assert "zzz" in page.selectbox(key="scenario").options
    page.selectbox(key="scenario").set_value(str(folder / "zzz.yaml")).run()
    assert healthy(page).error[0].value.startswith("This scenario cannot be run:")
    page.selectbox(key="scenario").set_value(str(folder / "corner_bank.yaml")).run()
    assert not healthy(page).error


def test_a_folder_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    page = opened()
    assert "was not found" in page.warning[0].value
    assert page.title[0].value == "Bank hotline, tenth size"


def test_a_fault_of_ours_is_told_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr("crewline.ui.page.choose", fail)
    page = healthy(AppTest.from_file(str(SCRIPT), default_timeout=60).run())
    assert "out of luck" in page.error[0].value
