"""The pictures and tables of an emergency study: what they show, and that nothing of it is lost."""

from __future__ import annotations

import pytest

from crewline.charts.earned import earned_chart
from crewline.charts.emergency_sheets import happened_sheet, outcome_sheet, recovery_sheet
from crewline.charts.floor import Seen, events_sheet, figures_of, floor_chart, seen_of
from crewline.words import Language, Words
from scenarios.load import load_text
from scenarios.studies.emergency.emergency import Emergency, emergency
from scenarios.studies.options import RunOptions
from tests.studies.emergency import bad_day

ENGLISH, CHINESE = (Words(language) for language in Language)


@pytest.fixture(scope="module")
def found() -> Emergency:
    sale = {**bad_day.SALE, "title": "Sale <b> / 大促"}
    loaded = load_text(bad_day.text(disruptions=[sale]))
    return emergency(loaded, RunOptions(replications=2, jobs=1), worth=20, timeline=True)


@pytest.mark.parametrize(("kind", "name"), [("queue", "general"), ("group", "front")])
def test_every_figure_has_a_picture_and_a_table(found: Emergency, kind: str, name: str) -> None:
    assert (kind, name) in seen_of(found.scenario)
    for figure in figures_of(kind, name, found.scenario):
        chart = floor_chart(found, Seen(kind, name, figure), ENGLISH)
        assert len(chart.sheet()) == 1440
        assert {trace.name for trace in chart.figure.data if trace.name}


def test_one_day_can_be_looked_at_by_itself(found: Emergency) -> None:
    """And has no band: it is what it is."""
    sheet = floor_chart(found, Seen(one_day=True), CHINESE).sheet()
    assert [*sheet.columns] == ["天", "截至", "无预案, 均值", "有预案, 均值"]
    whole = sheet["有预案, 均值"]
    assert (whole == whole.round()).all()  # who waits on one day is counted


def test_both_sides_are_in_one_picture_and_told_apart_by_their_dashes(found: Emergency) -> None:
    chart = floor_chart(found, Seen(), ENGLISH)
    named = {trace.name: trace.line.dash for trace in chart.figure.data if trace.name}
    assert named == {"Without playbooks": "dash", "With playbooks": "solid"}


def test_what_happened_stands_on_the_time_line_in_words(found: Emergency) -> None:
    """The sale and the level begin at ten, the reserve half an hour later; text is no markup."""
    words = [note.text for note in floor_chart(found, Seen(), ENGLISH).figure.layout.annotations]
    assert words == [
        "✖ 10:00  Sale &lt;b&gt;",
        "◆ 10:00  reserve",
        "▶ 10:30  Call in 4 for front",
    ]
    chinese = [note.text for note in floor_chart(found, Seen(), CHINESE).figure.layout.annotations]
    assert chinese[0] == "✖ 10:00  大促"
    assert "召回 4 人" in chinese[2]


def test_a_screen_reader_hears_what_happened_when(found: Emergency) -> None:
    alt = floor_chart(found, Seen(), ENGLISH).alt
    assert "10:30 Action: Call in 4 for front" in alt


def test_zoom_is_kept_while_the_same_is_looked_at(found: Emergency) -> None:
    seen = Seen("queue", "general", "service_level")
    revisions = [
        floor_chart(found, seen, say).figure.layout.uirevision for say in (ENGLISH, CHINESE)
    ]
    assert (
        revisions[0] == revisions[1] != floor_chart(found, Seen(), ENGLISH).figure.layout.uirevision
    )


def test_the_agents_at_work_are_the_sum_of_what_they_are_at(found: Emergency) -> None:
    sheets = {
        figure: floor_chart(found, Seen("group", "front", figure), ENGLISH).sheet()
        for figure in ("staff", "talking", "holding", "wrapping_up")
    }
    parts = sum(
        sheets[figure]["With playbooks, Mean"] for figure in ("talking", "holding", "wrapping_up")
    )
    at_work = sheets["staff"]["With playbooks: At work, Mean"]
    assert (at_work - parts).abs().max() < 1e-9
    assert at_work.max() > 0


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_the_tables_hold_all_rows(found: Emergency, say: Words) -> None:
    assert len(events_sheet(found, say)) == 3
    assert len(earned_chart(found, say).sheet()) == 1 + len(found.actions)
    assert len(happened_sheet(found, say)) == len(found.events)
    # An only line with a service level says for the centre when it was back.
    assert len(recovery_sheet(found, say)) == 3
    assert 5 <= len(outcome_sheet(found, say)) <= len(found.outcomes)


def test_what_cannot_be_told_is_marked_so(found: Emergency) -> None:
    """An action's bar is grey where its interval holds nothing, and has a question mark."""
    chart = earned_chart(found, ENGLISH)
    row = dict(found.earned.iloc[1])
    is_sure = row["kept_low"] > 0 or row["kept_high"] < 0
    words = chart.figure.layout.annotations[2].text
    assert words.startswith("✓" if is_sure else "?")
    assert "Call in 4 for front" in words
