"""The pictures of a simulated day, each with its table, of the centre and of every kind of line."""

from __future__ import annotations

import numpy as np
import pytest

from crewline.charts.answer import Answer
from crewline.charts.chart import Chart
from crewline.charts.curves import spread_curve
from crewline.charts.flow import flow_picture, flow_sheet
from crewline.charts.heat import heat
from crewline.charts.scope import View, views
from crewline.charts.sheets import differences_sheet, interval_sheet, lines_sheet, unreal
from crewline.ui.pages.day import gallery
from crewline.words import Language, Words
from scenarios.load import load
from scenarios.studies.comparison import Comparison
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from tests.tables.test_printed import CORNER_BANK

MAIL = [
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 5 min, due: 4 h}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
]
EN = Words(Language.ENGLISH)


@pytest.fixture(scope="module")
def answer() -> Answer:
    options = RunOptions(replications=4, jobs=1)
    base = study(load(CORNER_BANK, sets=MAIL), options)
    changed = study(load(CORNER_BANK, sets=[*MAIL, "groups.clerks.agents=3"]), options)
    return Answer(changed, Comparison((base, changed)))


def every_chart(answer: Answer, view: View) -> list[Chart]:
    made = gallery.overview(answer, view, EN) + gallery.people(answer, view, EN)
    made += gallery.work(answer, view, EN)[0] + gallery.days(answer, view, EN)
    flows = gallery.flows(answer, view, EN)
    return [*made, *([flows] if flows else [])]


@pytest.mark.parametrize("key", ["", "channel:phone", "channel:email", "general", "mail"])
@pytest.mark.parametrize("of_days", [False, True])
def test_every_picture_has_its_table(answer: Answer, key: str, of_days: bool) -> None:
    shown = every_chart(answer, View.named(key, of_days=of_days))
    assert all(len(picture.sheet()) for picture in shown)
    assert all(len(picture.figure.data) for picture in shown)
    names = [picture.name for picture in shown]
    assert len(names) == len(set(names))
    is_work = key in {"mail", "channel:email"}
    assert ({"service", "wait", "abandonment"} <= set(names)) != is_work
    assert ("backlog" in names) == (is_work or not key)
    assert {"queue", "occupancy", "duty", "contacts", "each_day", "groups_busy"} <= set(names)


def test_whose_figures_can_be_looked_at(answer: Answer) -> None:
    keys = views(answer.study.scenario)
    assert keys[:3] == ["", "channel:phone", "channel:email"]
    assert View.named("channel:email").title(answer.study.scenario, EN) == "e-mail lines"
    assert len(lines_sheet(answer, EN)) == len(keys)


def test_bands_of_days_are_wider_than_those_of_the_mean_and_hold_eight_of_ten(
    answer: Answer,
) -> None:
    # Four days: the deciles are between the least and the next (0.3 of the way), and so above.
    offered = answer.study.counted.kpis["offered"]
    values = np.sort([offered.parts(tally)[0][1, 20] for tally in answer.study.counted.tallies])
    shown = spread_curve(answer.study, ("queue", "general"), "offered")
    assert shown.low[20] == pytest.approx(values[0] + 0.3 * (values[1] - values[0]))
    assert shown.high[20] == pytest.approx(values[3] - 0.3 * (values[3] - values[2]))
    table = interval_sheet(answer, [(("queue", "general"), "offered")], "contacts", EN)
    assert table["10 % of days below, contacts"].tolist() == pytest.approx(shown.low)


def test_the_flow_picture_has_all_transfers_twice_and_its_table_once(answer: Answer) -> None:
    picture, table = flow_picture(answer, View(), EN), flow_sheet(answer, View(), EN)
    total = float(answer.study.flows["transfers"].sum())
    assert sum(picture.data[0].link.value) == pytest.approx(2 * total)
    assert table["Transfers a day"].sum() == pytest.approx(total)
    assert table["Of all transfers, %"].sum() == pytest.approx(100)


def test_what_cannot_be_told_apart_comes_last(answer: Answer) -> None:
    said = differences_sheet(answer, View("mail"), EN)["Said in a word"].tolist()
    grey = [one in unreal(EN) for one in said]
    assert grey == sorted(grey)
    assert any(grey)
    assert not all(grey)


def test_a_week_is_days_by_intervals_and_a_day_is_lines_by_intervals(answer: Answer) -> None:
    lines = heat(answer, View(), "offered", EN)
    assert lines.values.shape == (4, answer.study.scenario.intervals)
    of_line = answer.study.counted.kpis["offered"].parts(answer.study.counted.tallies[0])[0]
    assert lines.values.shape[0] == of_line.shape[0] - 3  # less the centre and two channels
    loaded = load(CORNER_BANK, sets=["days=2"])
    week = Answer(study(loaded, RunOptions(replications=2, jobs=1)))
    found = heat(week, View("general"), "SL3", EN)
    assert found.values.shape == (2, loaded.scenario.intervals_per_day)
    assert len(found.rows) == 2
