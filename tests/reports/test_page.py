"""The page in words: in both languages, of every kind, with nothing that was not found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crewline.reports import Decision, decision_of, decision_of_studies
from crewline.reports.decision import Advice, Earned, Gap, Known, Reason, Step
from crewline.reports.reading.summaries import warnings_of
from crewline.reports.telling.answer import answers, question
from crewline.reports.telling.assumptions import lines_sheet
from crewline.reports.telling.blocks import Answer, Dots, Items, Page, Sheet, Text, Tone
from crewline.reports.telling.changes import changes_said
from crewline.reports.telling.figures import possible
from crewline.reports.telling.page import page_of
from crewline.words import Language, Words
from crewline.words.words import is_chinese
from scenarios.studies.study import study
from sim.kpis.compare import Direction
from sim.kpis.definitions import Unit
from sim.kpis.targets import Verdict
from tests.reports import folders
from tests.reports.folders import bank, studies

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)


@pytest.fixture(scope="module")
def decision() -> Decision:
    return decision_of_studies(studies())


def sentences(page: Page) -> list[str]:
    """Return all that a page says in sentences."""
    found = [page.title, page.footer]
    for block in page.blocks:
        match block:
            case Answer():
                found += [block.text, *block.below]
            case Items():
                found += block.items
            case Sheet():
                found += [block.caption, *block.heads]
    return found


def sheet(page: Page, beginning: str) -> Sheet:
    return next(
        block
        for block in page.blocks
        if isinstance(block, Sheet) and block.caption.startswith(beginning)
    )


def test_english_is_english(decision: Decision) -> None:
    assert not [text for text in sentences(page_of(decision, ENGLISH)) if is_chinese(text)]


def test_chinese_is_chinese_but_for_names_and_versions(decision: Decision) -> None:
    made = {text for text in sentences(page_of(decision, CHINESE)) if not is_chinese(text)}
    assert made == set()


def test_a_row_of_figures_has_a_cell_for_each_head(decision: Decision) -> None:
    for block in page_of(decision, ENGLISH).blocks:
        if isinstance(block, Sheet):
            assert {len(row) for row in block.rows} == {len(block.heads)}


def test_figures_are_those_of_the_decision(decision: Decision) -> None:
    rows = sheet(page_of(decision, ENGLISH), "What each option costs").rows
    costs = [f"{option.figure('cost').value:,.0f}\u00a0CNY" for option in decision.options]
    assert [row[1].text for row in rows] == costs


def test_what_cannot_be_told_is_never_said_as_a_number(decision: Decision) -> None:
    unsure = Gap(12.0, -3.0, 27.0, Direction.CANNOT_TELL)
    first, second, *rest = decision.options
    second = replace(second, gaps=dict.fromkeys(second.gaps, unsure))
    page = page_of(replace(decision, options=(first, second, *rest)), ENGLISH)
    cells = sheet(page, "What each option costs").rows[1]
    assert [cell.text for cell in cells[2:7:2]] == ["cannot tell apart"] * 3
    assert {cell.tone for cell in cells[2:7:2]} == {Tone.UNSURE}


def test_a_promise_kept_on_all_days_is_not_called_the_weakest(decision: Decision) -> None:
    def always(days: float) -> Decision:
        first = decision.options[0]
        promises = tuple(
            replace(each, verdict=Verdict.MET, days=Known(days)) for each in first.promises
        )
        alone = replace(first, promises=promises)
        return replace(decision, options=(alone,), advice=(Advice((0,), None, Reason.ALONE),))

    for days, is_said in ((1.0, False), (0.9998, False), (0.95, True)):
        (answer,) = answers(always(days), ENGLISH)
        assert answer.text == "Every promise is kept, beyond chance."
        assert any("least often" in line for line in answer.below) is is_said
        cells = sheet(page_of(always(days), ENGLISH), "What each option costs").rows[0]
        assert bool(cells[-1].note) is is_said


def test_times_of_a_log_have_a_mean() -> None:
    # Straight lines from 0 to 60 s for half, and on to 180 s for the rest: (30 + 120) / 2.
    seen = "{distribution: empirical, shares: [0, 0.5, 1], values: [0 s, 60 s, 180 s]}"
    # Half hang up, all by 60 s: nobody after. Waited 45 s each on the average, over 0.5.
    cut = "{distribution: empirical, shares: [0, 0.5], values: [0 s, 60 s]}"
    scenario = bank(
        f"queues.general.talk={seen}",
        f"queues.general.wrap_up={seen}",
        f"queues.general.patience={cut}",
        "queues.loan.wrap_up=0 s",
    ).scenario
    general, loan, _ = lines_sheet(scenario, ENGLISH).rows
    assert [cell.text for cell in general[2:5]] == ["1 min 15 s", "1 min 15 s", "1 min 30 s"]
    assert loan[3].text == "–"


def test_no_bound_is_beyond_what_can_be() -> None:
    assert possible(Known(0.98, 0.95, 1.01), Unit.SHARE) == Known(0.98, 0.95, 1.0)
    assert possible(Known(0.01, -0.01, 0.03), Unit.SHARE) == Known(0.01, 0.0, 0.03)
    assert possible(Known(2.0, -1.0, 5.0), Unit.CONTACTS) == Known(2.0, 0.0, 5.0)


def test_a_gain_may_be_a_loss(decision: Decision) -> None:
    gain = Known(95.0, -10.0, 200.0)
    told = replace(decision, earned=(Earned("", gain, gain, gain, "cannot be told"),))
    row = sheet(page_of(told, ENGLISH), "What each action").rows[0]
    assert [cell.note for cell in row[1:4]] == ["-10 to 200"] * 3


@pytest.mark.parametrize(
    ("say", "words"),
    [(ENGLISH, "No wages are given"), (CHINESE, "没有给出工资")],
    ids=["en", "zh"],
)
def test_without_wages_no_cost_is_told(say: Words, words: str) -> None:
    both = folders.unpaid()
    for told in (decision_of_studies(both), decision_of_studies(both[:1])):
        page = page_of(told, say)
        assert any(words in text for text in sentences(page))
        text = repr(page.blocks)
        assert "CNY" not in text
        assert not [
            block for block in page.blocks if isinstance(block, Dots) and "cost" in block.name
        ]
    page = page_of(decision_of_studies(both), say)
    assert say("Cost") not in " ".join(
        h for b in page.blocks if isinstance(b, Sheet) for h in b.heads
    )
    (alone,) = answers(decision_of_studies(both[:1]), say)
    assert say("Cost: no wages are given.") in alone.below


def test_wages_on_one_side_only_are_no_difference() -> None:
    without, _ = folders.unpaid()
    told = decision_of_studies([without, studies()[0]])
    assert "cost" not in told.options[1].gaps
    assert told.options[1].figure("cost").is_told
    assert [each.reason for each in told.advice] != [Reason.BEATS]


def test_what_it_rests_on_has_doubts_of_all_options_and_the_scenarios_own_words() -> None:
    base, late = bank(), bank("queues.loan.open=10:00-12:00")
    found = [study(each, folders.QUICK) for each in (base, late)]
    for say, doubt in ((ENGLISH, "contacts outside opening hours"), (CHINESE, "服务时间之外")):
        page = page_of(decision_of_studies(found), say)
        texts = [block.text for block in page.blocks if isinstance(block, Text)]
        assert len([text for text in texts if doubt in text]) == 1
        assert any("an ordinary Monday" in text for text in texts)


def test_doubts_that_no_summary_keeps_are_found_anew() -> None:
    late = bank("queues.loan.open=10:00-12:00").scenario
    (found,) = [each for each in warnings_of({}, late) if each.field == "queues.loan.volume"]
    assert "outside opening hours" in found.value


def test_the_question_is_the_askers(decision: Decision) -> None:
    asked = replace(decision, question="More people, or <b>more pay</b>?")
    assert page_of(asked, CHINESE).title == "More people, or <b>more pay</b>?"
    both = replace(decision, question="More people? / 要加人吗？")
    assert page_of(both, CHINESE).title == "要加人吗？"
    assert page_of(both, ENGLISH).title == "More people?"


def test_different_days_are_no_choice() -> None:
    ordinary, _, promotion, _ = studies()
    apart = decision_of_studies([ordinary, promotion])
    assert question(apart, ENGLISH) == "How do these days differ?"
    (answer,) = answers(apart, ENGLISH)
    assert "not choices" in answer.text
    assert answer.below  # and yet it is said how they differ


def test_a_day_alone_is_answered_by_its_verdicts() -> None:
    for found in studies()[:1]:
        alone = decision_of_studies([found])
        missed = sum(each.verdict.value == "missed" for each in found.evaluations)
        (answer,) = answers(alone, ENGLISH)
        assert answer.text.startswith(f"{missed} of 3" if missed else ("Cannot", "Every"))


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("say", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_reason_has_words(decision: Decision, reason: Reason, say: Words) -> None:
    takes = reason in {Reason.KEEPS_ALL, Reason.BEATS, Reason.ACTIONS_EARN, Reason.CHOSEN}
    given = Advice((0, 1), 1 if takes else None, reason, rivals=(0, 1))
    (answer,) = answers(replace(decision, advice=(given,), options=decision.options[:2]), say)
    assert answer.text
    assert answer.tone is not Tone.PLAIN


def test_one_that_is_kept_is_not_taken_anew(decision: Decision) -> None:
    stays = replace(decision, advice=(Advice((0, 1), 0, Reason.KEEPS_ALL),))
    (answer,) = answers(stays, ENGLISH)
    assert "Stay with “Corner bank" in answer.text


def test_changes_are_read_off_the_scenarios() -> None:
    base = bank().scenario
    other = bank(
        "queues.general.volume_factor=1.2",
        "groups.juniors.wage_per_h=70",
        "groups.novices.absence=10%",
        "groups.novices.shifts.late.agents=3",
    ).scenario
    told = changes_said(base, other, ENGLISH)
    assert "General enquiries: volume +20 %" in told
    assert "Loan juniors: wage per hour 50\u00a0CNY → 70\u00a0CNY" in told
    assert "Novices: absence 5 % → 10 %" in told
    # Three early shifts of 7.25 paid hours, and two late ones of 7.75, or three: 37.25, 45.
    assert "Novices: paid hours 37.2 → 45" in told
    assert changes_said(base, base, ENGLISH) == ()


def test_volume_of_all_lines_is_told_once() -> None:
    base = bank().scenario
    names = ("general", "loan", "expert")
    other = bank(*(f"queues.{name}.volume_factor=0.5" for name in names)).scenario
    assert changes_said(base, other, ENGLISH) == ("All lines: volume −50 %",)


def test_disruptions_are_told() -> None:
    base, dark = bank().scenario, bank(variant="site_loss").scenario
    assert changes_said(base, dark, ENGLISH) == ("Goes wrong: site_loss, for 3 h 00 min",)
    assert changes_said(dark, base, ENGLISH) == ("Does not go wrong: site_loss",)


@pytest.mark.parametrize("say", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_kind_has_a_page(tmp_path: Path, say: Words) -> None:
    for make in (folders.swept, folders.played, folders.priced, folders.ran):
        folder = make(tmp_path / make.__name__)
        page = page_of(decision_of([folder]), say)
        assert [block for block in page.blocks if isinstance(block, Answer)]


def test_bridge_and_earnings_are_told(decision: Decision) -> None:
    told = replace(
        decision,
        bridge=(Step("erlang_c", 40.0, 1600.0), Step("proved", 36.0, 1440.0)),
        earned=(Earned("", Known(10.0), Known(5.0), Known(95.0), "surely"),),
    )
    page = page_of(told, ENGLISH)
    assert [row[2].text for row in sheet(page, "From the Erlang").rows] == ["+40", "−4"]
    assert sheet(page, "What each action").rows[0][4].text == "✓ surely earns its money"
