"""The trade-off page: what costs what, points chosen by click and by list, schedules taken.

Schedules are not searched here but made up, so that a test knows what is what; the search has tests
of its own, and one at the end goes the whole way with a centre as small as can be.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crewline.charts.frontier import frontier_picture, points_sheet, prices_sheet
from crewline.charts.marginals import marginals_picture, marginals_sheet
from crewline.charts.point_words import change_hours, change_title, price_words, reasons
from crewline.charts.weighed import Weighed
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.trade_off import task as trade_off_task
from crewline.ui.pages.trade_off.schedule import shifts_sheet
from crewline.ui.pages.trade_off.task import PAINS, FrontierTask, Pains
from crewline.ui.work.pool import pool
from crewline.words import Language, Words
from scenarios.load import Loaded, load, load_text
from scenarios.planning.frontier.decisions import decisions
from scenarios.planning.frontier.frontier import Asked, Found, frontier, kept_frontier
from scenarios.planning.frontier.standing import point_as_it_is
from scenarios.studies.options import RunOptions
from tests.app.pages import CORNER_BANK, healthy, page_of, workspace  # noqa: F401
from tests.scenarios.small import loaded

pytestmark = pytest.mark.usefixtures("workspace")
FILE = "corner_bank.yaml"
LEVELS = ("60%", "80%", "90%", "99%")
ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
OPTIONS = RunOptions(replications=4, jobs=1)


def made_up(wanted: Loaded) -> Found:
    """Return a schedule with more novices for a higher level; none for 99 %."""
    scenario = wanted.scenario
    target = scenario.queues["general"].target
    assert target is not None
    if target.level > 0.95:
        return Found(None, status="infeasible", note="loan: nobody can reach that")
    more = {0.6: 0, 0.8: 2, 0.9: 6}[target.level]
    novices = scenario.groups["novices"]
    shifts = {
        name: shift.model_copy(update={"agents": shift.agents + more})
        for name, shift in (novices.shifts or {}).items()
    }
    groups = {**scenario.groups, "novices": novices.model_copy(update={"shifts": shifts})}
    return Found(scenario.model_copy(update={"groups": groups}), 5 + 2 * more, 100.0, "optimal")


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Weighed:
    folder = tmp_path_factory.mktemp("frontier")
    centre = load(CORNER_BANK)
    asked = Asked(decisions(centre.scenario, ",".join(LEVELS)), OPTIONS)
    found = frontier(centre, asked, made_up, folder)
    texts = tuple(None if one is None else one.read_text("utf-8") for one in found.schedules)
    return Weighed(found, point_as_it_is(centre, OPTIONS, None), texts, len(LEVELS))


def page_with(weighed: Weighed, **address: Any) -> AppTest:
    """Return the page where the schedules have been found already."""
    task = FrontierTask(Draft(FILE).loaded(), None, LEVELS, "quick", None)
    pool()._shop.kept.keep(task.key, weighed, 1)
    return page_of("trade_off", scenario=FILE, trade_levels=list(LEVELS), **address)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_costs_what_is_said_in_words(weighed: Weighed, lang: str) -> None:
    page = page_with(weighed, lang=lang)
    words = "\n".join(one.value for one in page.markdown)
    assert {"en": "As it is now", "zh": "现状"}[lang] in words
    assert {"en": "One more point of service", "zh": "再提高一个百分点"}[lang] in words
    assert weighed.found.steps
    assert {"en": "there is no schedule", "zh": "没有可行的排班"}[lang] in page.warning[0].value


def test_a_point_is_chosen_from_the_list(weighed: Weighed) -> None:
    page = page_with(weighed)
    assert page.selectbox(key="trade_point").options == [
        "1 · 60 % in time",
        "2 · 80 % in time",
        "3 · 90 % in time",
    ]
    page.selectbox(key="trade_point").set_value(2)
    page = healthy(page.run())
    costs = weighed.found.points[2].cost
    assert costs is not None
    assert page.metric[0].value == f"{costs.value:,.0f}"


def test_a_schedule_is_taken_to_work_with(weighed: Weighed) -> None:
    page = page_with(weighed)
    page.selectbox(key="trade_point").set_value(2)
    page.run()
    page.button(key="trade_take").click()
    page = healthy(page.run())
    draft: Draft = page.session_state["draft"]
    assert draft.own == weighed.schedules[2]
    shifts = draft.loaded().scenario.groups["novices"].shifts
    assert shifts is not None
    assert [one.agents for one in shifts.values()] == [9, 8]  # 3 and 2, and six more of each


def test_a_schedule_is_kept_as_an_option(weighed: Weighed) -> None:
    page = page_with(weighed)
    page.selectbox(key="trade_point").set_value(1)
    page.run()
    page.button(key="trade_keep").click()
    page = healthy(page.run())
    (option,) = page.session_state["options"]
    assert option.title == "80 % in time"
    assert option.draft.own == weighed.schedules[1]
    assert option.draft.loaded().scenario.name == "corner_bank"


def test_every_mark_tells_which_point_it_is(weighed: Weighed) -> None:
    """What a click brings back; today's point is no schedule, and is none of them."""
    drawn = frontier_picture(weighed, ENGLISH, picked=1)
    marked = {row[0] for trace in drawn.data for row in (trace.customdata or ())}
    assert marked == {-1, 0, 1, 2}


def test_the_target_is_drawn_where_the_lines_agree(weighed: Weighed) -> None:
    names = {trace.name for trace in frontier_picture(weighed, ENGLISH).data}
    assert not any(str(name).startswith("Target") for name in names)  # 80 % and 75 %
    measure = replace(weighed.found.measure, line="loan")
    of_loan = replace(weighed, found=replace(weighed.found, measure=measure))
    names = {trace.name for trace in frontier_picture(of_loan, ENGLISH).data}
    assert "Target 75 %" in names


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_every_picture_has_its_table(weighed: Weighed, say: Words) -> None:
    assert len(points_sheet(weighed, say)) == 1 + len(LEVELS)  # and where the scenario stands
    assert len(prices_sheet(weighed, say)) == len(weighed.found.steps)
    assert weighed.found.marginals is not None
    assert len(marginals_sheet(weighed, say)) == len(weighed.found.marginals.values)
    bars = [len(trace.x) for trace in marginals_picture(weighed, say).data]
    assert sum(bars) == len(weighed.found.marginals.values)


def test_small_changes_are_told_in_the_readers_language(weighed: Weighed) -> None:
    assert weighed.found.marginals is not None
    for each in weighed.found.marginals.values:
        title = change_title(each, weighed.found.scenario, CHINESE)
        assert any("\u4e00" <= mark <= "\u9fff" for mark in title)
        assert "Novices" not in title
    hours = {"09:00-18:00": "09:00–18:00", "5 days, mostly 09:00-18:00": "5 天，大多 09:00–18:00"}
    first = weighed.found.marginals.values[0]
    for how, told in hours.items():
        assert change_hours(replace(first, how=how), CHINESE) == told


@pytest.mark.parametrize(
    "words",
    [
        "SL3 is 83.2 %, promised 85 %",
        "asa is 41.0 s, promised 40 s, in the worst day",
        "85 % of days keep it, promised 90 %",
        "it holds by estimate, and 20 replications are too few to tell",
        "the 2 rounds given were used up",
        "41 agents are all that it may have",
        "12.5 agent-hours are missing of 300.0 required",
        "no schedule was found in the time given, and there may be one",
        "agents are required where no shift that may be worked reaches: 03:00-04:00",
    ],
)
def test_why_a_point_is_not_kept_is_told_in_both_languages(weighed: Weighed, words: str) -> None:
    each = weighed.found.points[0]
    for note, whom in ((f"loan: {words}", "贷款: "), (words, "")):
        noted = replace(each, point=replace(each.point, note=note))
        told = reasons(noted, weighed.found.scenario, CHINESE)
        assert told.startswith(whom)
        assert any("\u4e00" <= mark <= "\u9fff" for mark in told.removeprefix(whom))


def test_a_price_that_may_buy_nothing_says_so(weighed: Weighed) -> None:
    step = replace(weighed.found.steps[0], price=100.0, price_low=50.0, price_high=float("inf"))
    assert "may buy nothing" in price_words(step, "CNY", ENGLISH)
    assert "cannot be told" in price_words(replace(step, price=float("inf")), "CNY", ENGLISH)


def test_the_shifts_of_a_schedule_are_listed(weighed: Weighed) -> None:
    text = weighed.schedules[1]
    assert text is not None
    sheet = shifts_sheet(load_text(text).scenario, ENGLISH)
    assert sheet["Agents"].tolist() == [5, 4]
    assert sheet["From"].tolist() == ["08:00", "12:00"]


def test_how_long_it_may_take_is_said_before(weighed: Weighed) -> None:
    page = page_of("trade_off", scenario=FILE, trade_levels=["70%"], trade_pains="thorough")
    assert any("1 schedule, searched" in one.value for one in page.caption)
    assert page.query_params["trade_pains"] == "thorough"


def test_without_a_level_nothing_is_asked() -> None:
    page = page_of("trade_off", scenario=FILE)
    page.multiselect(key="trade_levels").set_value([])
    page = healthy(page.run())
    assert page.info
    assert not [one for one in page.button if one.key == "trade_run_button"]


class Hears:
    """Hears how far a task is."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        self.shares.append(share_done)
        assert CHINESE(text, **values) != ENGLISH(text, **values)

    def compiling(self) -> None:
        """Hear of it."""


def test_a_schedule_is_searched_proved_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, one group, two levels: all the way through the solver and the simulation."""
    quick = Pains(2, 0.05, 1, 2, 2, 1, 1, 0)
    monkeypatch.setattr(trade_off_task, "PAINS", dict(PAINS) | {"quick": quick})
    line = {
        "volume": {"per_h": 20},
        "talk": "3 min",
        "open": "09:00-17:00",
        "target": {"kpi": "SL3", "within": "20 s", "level": "80 %"},
    }
    groups = {"front": {"serves": {"general": {}}, "agents": 3, "wage_per_h": 10}}
    centre = loaded(interval="60 min", queues={"general": line}, groups=groups)
    task = FrontierTask(centre, None, ("own", "60%"), "quick", None, str(tmp_path))
    assert task.so_far().found.points == ()
    hears = Hears()
    found = task.carry_out(hears)
    assert hears.shares == sorted(hears.shares)
    assert found.is_whole
    assert found.now is not None
    assert all(each.is_found for each in found.found.points)
    assert all(text is not None for text in found.schedules)
    assert task.so_far().found.points == found.found.points  # finished points are kept
    assert kept_frontier(centre, task._asked(), tmp_path).computed == 0
