"""Variants beside their base, in a picture and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from crewline.charts.compared import comparison_table, targets_table, untold
from crewline.charts.scope import View
from crewline.charts.variants import Beside, differences_picture, differences_sheet
from crewline.words import Language, Words
from scenarios.load import load
from scenarios.studies.comparison import compare
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"
ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
TITLES = {"base": "Base", "same": "The same again", "busy": "<b>Busy</b> *day*"}
KPIS = ["SL3", "abandonment", "cost", "occupancy"]


@pytest.fixture(scope="module")
def beside() -> Beside:
    """The corner bank, the same once more, and one with half as many calls again."""
    busy = [f"queues.{name}.volume_factor=1.5" for name in ("general", "loan", "expert")]
    options = RunOptions(replications=3, jobs=1)
    studies = [
        study(load(CORNER_BANK, sets=sets), options, label=label)
        for label, sets in (("base", []), ("same", []), ("busy", busy))
    ]
    return Beside(compare(studies), TITLES, View(""))


def test_what_is_shown_first_is_told_of_what_is_looked_at(beside: Beside) -> None:
    assert set(beside.usual()) <= set(beside.kpis())
    assert "occupancy" in beside.usual()
    line = Beside(beside.comparison, TITLES, View("loan"))
    assert "cost" not in line.kpis()
    assert line.usual()[0] == "SL3"


def test_the_same_is_grey_and_what_is_worse_says_so(beside: Beside) -> None:
    table = comparison_table(beside, KPIS, ENGLISH)
    assert all(":gray[" in cell and "the same" in cell for cell in table.iloc[:, 1])
    worse = str(table.iloc[0, 2])
    assert "**worse**" in worse
    assert ":gray" not in worse
    assert untold(beside, KPIS, ENGLISH) == []  # the same can be told apart well enough


def test_what_cannot_be_told_apart_is_said_in_a_sentence(beside: Beside) -> None:
    few = Beside(beside.comparison, TITLES, View("expert"))
    kpis = [
        kpi
        for kpi in few.kpis()
        if (found := few.difference(few.comparison.variants[1], kpi)) is not None
        and found["verdict"] == "cannot tell apart"
    ]
    assert kpis  # forty calls a day, three days
    (sentence,) = untold(few, few.kpis(), ENGLISH)
    assert len(sentence.split(", ")) == len(kpis)
    grey = comparison_table(few, kpis, CHINESE).iloc[:, 2]
    assert all("无法区分" in cell for cell in grey)


def test_a_dot_is_where_its_difference_is(beside: Beside) -> None:
    drawn = differences_picture(beside, KPIS, ENGLISH)
    dots = {(trace.y[0], trace.xaxis): trace for trace in drawn.data}
    busy = beside.comparison.variants[1]
    for kpi, axis in zip(KPIS, ("x", "x2", "x3", "x4"), strict=True):
        found = beside.difference(busy, kpi)
        assert found is not None
        factor = 1 if kpi == "cost" else 100
        dot = dots["&lt;b&gt;Busy&lt;/b&gt; *day*", axis]
        assert dot.x[0] == pytest.approx(factor * found["difference"])
        reach = factor * (found["high"] - found["difference"])
        assert dot.error_x.array[0] == pytest.approx(reach)
        symbols = {"better": "triangle-up", "worse": "triangle-down"}
        expected = symbols.get(found["verdict"])
        assert expected is None or dot.marker.symbol == expected
    named = [trace.name for trace in drawn.data if trace.showlegend]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_every_figure_is_in_the_table(beside: Beside, say: Words) -> None:
    assert len(differences_sheet(beside, KPIS, say)) == len(KPIS) * 3
    targets = targets_table(beside, say)
    assert targets.shape == (3, 3)
    assert not targets.isna().any().any()


def test_titles_are_no_markup(beside: Beside) -> None:
    assert r"\<b\>Busy\</b\> \*day\*" in list(comparison_table(beside, KPIS, ENGLISH).columns)
