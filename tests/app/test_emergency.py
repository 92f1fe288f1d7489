"""The emergency page: choosing what goes wrong, turning the plan, and what it was worth."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.emergency.settings import put, unswitched, with_event, with_playbook
from tests.app.pages import ended, healthy, page_of, with_tables, workspace  # noqa: F401
from tests.studies.emergency import bad_day

SURGE = """
name: surge
title: Surge / 突增
description: Three times the calls from ten on.
disruptions:
  - {name: Rush, title: Rush / 抢购, from: "10:00", to: "12:00", volume: 3}
playbooks:
  helpers:
    title: Helpers / 帮手
    watch: queue_length
    levels:
      - at: 4
        back: 1
        back_for: 10 min
        do:
          - {call_in: {group: front, people: 6}, after: 10 min, cost: {per_person_h: 50}}
          - {announce: {queue: general, after: 20 s, share: 30 %}}
"""


@pytest.fixture
def folder(workspace: Path) -> Path:  # noqa: F811
    """A workspace with a small centre, ordinary and with a bad day of its own, and an event."""
    (workspace / "bad_day.yaml").write_text(bad_day.text(), "utf-8")
    ordinary = yaml.safe_load(bad_day.text(disruptions=[], playbooks={}))
    (workspace / "ordinary.yaml").write_text(yaml.safe_dump(ordinary), "utf-8")
    (workspace / "surge.yaml").write_text(SURGE, "utf-8")
    return workspace


def texts(page: AppTest) -> str:
    """Return all that is written on a page."""
    elements = (page.markdown, page.caption, page.info, page.success, page.warning, page.error)
    labels = [toggle.label for toggle in page.toggle]
    return "\n".join([*(one.value for some in elements for one in some), *labels])


def asked(page: AppTest, key: str) -> list[str]:
    """Return what the address says of a key, as a list."""
    values: str | list[str] = page.query_params[key]
    return [values] if isinstance(values, str) else values


def run(page: AppTest) -> AppTest:
    """Run what the page asks for, unless it is there from another test, and wait for it."""
    button = page.button("emergency_run_button")
    if not button.disabled:
        button.click().run()
    return ended(page)


def shown(scenario: str, lang: str = "en", **address: str | list[str]) -> AppTest:
    return page_of("emergency", lang=lang, scenario=scenario, n="2", **address)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_without_anything_wrong_says_what_to_do(folder: Path, lang: str) -> None:
    page = shown("ordinary.yaml", lang)
    assert {"en": "choose an event", "zh": "选择事件"}[lang] in texts(page)
    assert len([one for one in page.toggle if str(one.key).startswith("emergency_event_")]) == 17


def test_choosing_an_event_puts_it_into_the_draft(folder: Path) -> None:
    page = shown("ordinary.yaml")
    healthy(page.toggle("emergency_event_surge.yaml").set_value(True).run())
    assert asked(page, "with") == ["surge.yaml"]
    assert "Rush" in texts(page)
    assert "Call in 6 for front" in texts(page)
    healthy(page.toggle("emergency_event_surge.yaml").set_value(False).run())
    assert "with" not in page.query_params


def test_an_action_is_switched_off_and_its_numbers_turned(folder: Path) -> None:
    page = shown("ordinary.yaml", with_="surge.yaml")
    first = "playbooks.helpers.levels.1.do.1"
    healthy(page.number_input(f"emergency_set_{first}.after").set_value(30.0).run())
    healthy(page.toggle("emergency_on_playbooks.helpers.levels.1.do.2").set_value(False).run())
    assert asked(page, "set") == [
        f"{first}.after=30 min",
        "playbooks.helpers.levels.1.do.2.active=no",
    ]
    assert "30 min after it is decided" in texts(page)
    assert not page.toggle("emergency_on_playbooks.helpers.levels.1.do.2").value
    healthy(page.number_input(f"emergency_set_{first}.after").set_value(10.0).run())
    assert asked(page, "set") == ["playbooks.helpers.levels.1.do.2.active=no"]


def test_a_level_that_is_none_is_a_fault_with_a_way_back(folder: Path) -> None:
    page = shown("ordinary.yaml", with_="surge.yaml")
    back = "emergency_set_playbooks.helpers.levels.1.back"
    healthy(page.number_input(back).set_value(9.0).run())
    assert "at most 4, at which it passes" in page.error[0].value
    healthy(page.button("emergency_undo").click().run())
    assert not page.error


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_day_is_run_with_and_without_and_told(folder: Path, lang: str) -> None:
    page = shown("bad_day.yaml", lang)
    page = run(page)
    told = texts(page)
    assert {"en": "The plan", "zh": "预案"}[lang] in told
    assert len(page.metric) == 6
    assert {"en": "With less without", "zh": "有预案减无预案"}[lang] in {
        column for frame in page.dataframe for column in frame.value.columns
    }
    assert "crewline playbook bad_day.yaml --replications 2 --timeline" in page.code[0].value
    healthy(page.button("emergency_keep").click().run())
    assert [one.draft.reference for one in page.session_state["options"]] == ["bad_day.yaml"]
    assert "bad\\_day\\.yaml" in texts(page)


def test_without_a_plan_the_day_is_shown_all_the_same(folder: Path) -> None:
    page = shown("bad_day.yaml", set="playbooks.reserve=null")
    page = run(page)
    assert "the day left to itself" in texts(page)
    assert "crewline run bad_day.yaml" in page.code[0].value


def test_settings_are_put_once_and_taken_out_again() -> None:
    settings = put((), "playbooks.p.levels.1.at", "130 %")
    settings = with_playbook(settings, "p", is_on=False)
    settings = put(settings, "playbooks.p.levels.1.at", "140 %")
    assert settings == ("playbooks.p.levels.1.at=140 %", "playbooks.p=null")
    assert with_playbook(settings, "p", is_on=True) == ("playbooks.p.levels.1.at=140 %",)
    draft = Draft(settings=(*settings, "disruptions.1.active=no", "days=2"))
    assert unswitched(draft).settings == ("playbooks.p.levels.1.at=140 %", "days=2")


def test_an_event_takes_along_what_was_said_of_it() -> None:
    settings = ("playbooks.plan.levels.1.at=3", "playbooks.planning.levels.1.at=3", "days=2")
    draft = Draft(events=("fire",), settings=(*settings, "disruptions.2.active=no"))
    left = with_event(draft, "fire", ["plan"])
    assert left.events == ()
    assert left.settings == ("playbooks.planning.levels.1.at=3", "days=2")


def test_of_several_days_it_is_said_how_often_they_were_simulated(folder: Path) -> None:
    """Two times two days are four: never `the same 2 days`."""
    page = shown("bad_day.yaml", set="days=2")
    assert "simulated 2 times, 4 days in all" in texts(page)
    told = texts(run(page))
    assert "the same days with and without, simulated 2 times, 4 days in all" in told
    assert "Simulated 2 times, 4 days in all: means over the times" in told
    assert "the same 2 " not in told
    assert "Means of 2 simulated days" not in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_wages_no_cost_of_the_plan_is_told(folder: Path, lang: str) -> None:
    """What its actions are paid for is only a part of what the day costs."""
    unpaid = yaml.safe_load(bad_day.text())
    for group in unpaid["groups"].values():
        group.pop("wage_per_h", None)
    (folder / "unpaid.yaml").write_text(yaml.safe_dump(unpaid), "utf-8")
    page = run(shown("unpaid.yaml", lang))
    assert len(page.metric) == 5
    assert {"en": "No wages are given", "zh": "没有给出工资"}[lang] in texts(page)
    assert {"en": "It costs", "zh": "花费"}[lang] not in texts(page)
    costs = {"en": ("Cost", "Paid", "Gain"), "zh": ("成本", "花费", "净收益")}[lang]
    frames = [one.value for one in with_tables(page).dataframe]
    cells = [str(cell) for one in frames for column in one for cell in one[column]]
    told = [*(str(column) for one in frames for column in one.columns), *cells]
    assert told
    assert not any(cost in one for one in told for cost in costs)
