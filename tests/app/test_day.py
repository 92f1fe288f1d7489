"""The page of the day without a browser: a run, what is shown of it, and what the address keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.charts.days import promises_sheet
from crewline.charts.scope import View
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.day.sections import SECTIONS
from crewline.ui.work.pool import pool
from crewline.ui.work.tasks import AnswerTask
from crewline.words.figures import figure
from crewline.words.words import Language, Words
from tests.app.pages import CORNER_BANK, ended, healthy, page_of, with_tables, workspace  # noqa: F401

EN = Words(Language.ENGLISH)
MAIL = [
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 5 min, due: 4 h}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
    "queues.general.self_service={contained: 20 %, time: 30 s}",
]
pytestmark = pytest.mark.usefixtures("workspace")


def opened(lang: str = "en", **address: str | list[str]) -> AppTest:
    return page_of("day", lang=lang, scenario="corner_bank.yaml", n="3", **address)


def run(page: AppTest) -> AppTest:
    button = page.button(key="day_run_button")
    return page if button.disabled else ended(button.click().run())


def titles(page: AppTest) -> set[str]:
    return {one.value.strip("*") for one in page.markdown}


def shown(page: AppTest, title: str) -> str:
    return next(str(one.value) for one in page.metric if one.label == title)


def test_before_a_run_the_plan_and_the_cost_are_shown() -> None:
    page = opened(seed="101")
    assert any("About" in one.value and "contacts" in one.value for one in page.caption)
    assert "First attempts by interval, as planned" in titles(page)
    assert not page.metric


def test_a_run_shows_what_was_simulated() -> None:
    page = run(opened())
    answer = pool().known(AnswerTask.of(Draft("corner_bank.yaml", replications=3)))
    assert answer is not None
    table = View().of(answer.study.kpis)
    level = float(table.loc[table["kpi"] == "SL3", "value"].iloc[0])
    assert shown(page, "Service level (SL3)") == figure(level, "share", EN)
    assert any("95 % interval" in one.value for one in page.caption)
    assert "Targets" in titles(page)
    assert len(page.get("plotly_chart")) == 8


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", SECTIONS)
def test_every_part_of_the_page_is_drawn(part: str, lang: str) -> None:
    page = run(opened(lang, day_part=part))
    assert page.metric
    assert not page.error
    again = opened(lang, day_part=part)  # the same address shows the same, at once
    assert [one.value for one in again.metric] == [one.value for one in page.metric]


def test_six_levels_stand_with_their_formulas() -> None:
    page = run(opened(day_part="levels"))
    table = page.table[0].value
    assert list(table.index) == ["SL1", "SL2", "SL3", "SL4", "SL5", "SL6"]
    assert "answered in T / offered" in str(table.loc["SL3", "Meaning"])


def test_transfers_and_holding_are_told() -> None:
    page = run(opened(day_part="people"))
    assert {"Who transfers to whom", "Hold pressure of the front line"} <= titles(page)


def test_a_line_is_chosen_and_stays_in_the_address() -> None:
    page = run(opened())
    healthy(page.selectbox(key="day_line").select("loan").run())
    assert page.query_params["day_line"] == "loan"
    assert shown(page, "Longest wait")
    assert any("Target" in one.value for one in page.caption)
    healthy(page.segmented_control(key="day_band").set_value("days").run())
    assert any("eight of ten simulated days" in one.value for one in page.caption)


@pytest.mark.parametrize(("line", "card"), [("mail", "Backlog"), ("channel:email", "Backlog")])
def test_work_that_can_wait_has_cards_of_its_own(line: str, card: str) -> None:
    page = run(opened(set=MAIL, day_line=line, day_part="work"))
    assert shown(page, card)
    assert {"Backlog through the day", "Work that can wait, and calls made"} <= titles(page)


def test_self_service_is_told_where_there_is_one() -> None:
    page = run(opened(set=MAIL, day_line="general", day_part="work"))
    assert shown(page, "Contained by self-service").endswith("%")
    assert "Self-service, call-backs and tickets" in titles(page)


def test_changes_stand_beside_the_unchanged() -> None:
    page = run(opened(set="groups.novices.shifts.early.agents=1", day_part="all"))
    level = next(one for one in page.metric if one.label == "Service level (SL3)")
    assert level.delta
    assert any("Unchanged: " in one.value for one in page.caption)
    assert "Differences to unchanged" in titles(page)
    said = page.dataframe[0].value["Said in a word"].tolist()
    assert "cannot tell apart" in said


def test_another_horizon_and_new_groups_stand_beside_nothing() -> None:
    page = run(opened(set=[*MAIL, "days=2"]))
    assert len(page.get("plotly_chart")) == 8
    healthy(page.segmented_control(key="day_part").set_value("all").run())
    healthy(page.segmented_control(key="day_part").set_value("days").run())
    healthy(page.selectbox(key="day_line").select("mail").run())
    assert any("nothing is compared" in one.value for one in page.caption)


def test_another_choice_leaves_the_old_figures_marked() -> None:
    page = run(opened())
    before = shown(page, "Service level (SL3)")
    page.number_input(key="side_seed").set_value(4711).run()
    healthy(page)
    assert any("earlier choice" in one.value for one in page.warning)
    assert shown(page, "Service level (SL3)") == before
    run(page)
    assert not page.warning


def test_an_address_that_makes_no_sense_is_harmless() -> None:
    page = run(opened(day_line="nobody", day_part="nothing", day_band="x", day_heat="y"))
    assert page.selectbox(key="day_line").value == ""


def test_a_table_is_made_only_when_it_is_opened() -> None:
    page = run(opened())
    before = len(page.dataframe)
    assert len(with_tables(page).dataframe) == before + 8


def test_no_interval_of_a_target_leaves_what_can_be() -> None:
    """With so many novices two of three intervals, as computed, reach below 0 s or over 100 %."""
    many = [f"groups.novices.shifts.{shift}.agents=7" for shift in ("early", "late")]
    page = run(opened(set=many, seed="5"))
    answer = pool().known(AnswerTask.of(Draft("corner_bank.yaml", None, (), tuple(many), 3, 5)))
    assert answer is not None
    found = [one.estimate for one in answer.study.evaluations]
    assert max(one.high for one in found[:2]) > 1
    assert found[2].low < 0
    told = next(one.value for one in page.dataframe if "Interval of the mean" in one.value)
    intervals = told["Interval of the mean"].tolist()
    assert intervals[0].endswith("– 100.0\u00a0%")
    assert intervals[2].startswith("0\u00a0s – ")
    sheet = promises_sheet(answer, EN)
    assert sheet["High"].tolist()[0] == 100
    assert sheet["Low"].tolist()[2] == 0


@pytest.mark.parametrize(
    ("lang", "words", "cost"),
    [("en", "No wages are given", "Cost"), ("zh", "没有给出工资", "成本")],
)
def test_without_wages_no_cost_is_told(
    workspace: Path,  # noqa: F811
    lang: str,
    words: str,
    cost: str,
) -> None:
    text = "\n".join(
        line for line in CORNER_BANK.read_text("utf-8").splitlines() if "wage_per_h" not in line
    )
    (workspace / "unpaid.yaml").write_text(text, "utf-8")
    page = run(page_of("day", lang=lang, scenario="unpaid.yaml", n="3"))
    assert len(page.metric) == 7
    assert not any(cost in one.label for one in page.metric)
    assert any(words in one.value for one in page.caption)
    page = page_of("day", lang=lang, scenario="unpaid.yaml", n="3", day_part="all")
    figure_column, all_figures = (
        {"en": "Figure", "zh": "指标"}[lang],
        [one.value for one in page.dataframe],
    )
    told = [name for one in all_figures if figure_column in one for name in one[figure_column]]
    assert told
    assert not any(cost in name for name in told)
    assert not any("CNY" in column for one in all_figures for column in one.columns)


def test_a_cost_is_compared_with_none_where_wages_are_new(workspace: Path) -> None:  # noqa: F811
    text = "\n".join(
        line for line in CORNER_BANK.read_text("utf-8").splitlines() if "wage_per_h" not in line
    )
    (workspace / "unpaid.yaml").write_text(text, "utf-8")
    wage = "groups.experts.wage_per_h=80"
    page = run(page_of("day", scenario="unpaid.yaml", n="3", set=wage))
    card = next(one for one in page.metric if one.label == "Cost (CNY)")
    assert not card.delta
    page = page_of("day", scenario="unpaid.yaml", n="3", set=wage, day_part="all")
    differences = page.dataframe[0].value
    assert "Cost" not in differences["Figure"].tolist()
