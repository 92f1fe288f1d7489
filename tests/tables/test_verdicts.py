"""What became of the targets, as a planner reads it."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from crewline.tables.verdicts import print_all_verdicts, print_verdicts
from scenarios.load import load
from scenarios.studies.comparison import Comparison, compare, load_all, study_all
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from scenarios.studies.summary import study_summary
from tests.tables.test_printed import CORNER_BANK

NO_TARGETS = [f"queues.{queue}.target=null" for queue in ("general", "loan", "expert")]
EVERY_INTERVAL = "queues.general.target={kpi: SL3, within: 20 s, level: 85 %, scope: interval}"


def studied(*sets: str, replications: int = 3) -> Study:
    return study(load(CORNER_BANK, sets=list(sets)), RunOptions(replications=replications, jobs=1))


def told(study: Study, width: int = 132) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_verdicts(console, study)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def told_together(comparison: Comparison, width: int = 132) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_all_verdicts(console, comparison)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(text: str, line: str) -> str:
    """Return the lines of one target as one."""
    lines = text.splitlines()
    begin = next(i for i, each in enumerate(lines) if each.startswith(f"{line} "))
    end = begin + 1
    while lines[end].startswith(" "):
        end += 1
    return " ".join(" ".join(lines[begin:end]).split())


@pytest.fixture(scope="module")
def ordinary() -> Study:
    return studied(replications=4)


def test_every_target_has_a_row(ordinary: Study) -> None:
    text = told(ordinary)
    assert "SL3 in 20 s" in row(text, "general")
    assert "at least 80 % on 90 % of days" in row(text, "general")
    assert "at most 40 s" in row(text, "expert")
    assert "of 3 targets met" in text
    assert "share of 4 simulated ones" in text


@pytest.mark.parametrize("width", [70, 80, 100])
def test_a_narrow_screen_cuts_nothing(ordinary: Study, width: int) -> None:
    text = told(ordinary, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "…" not in text
    assert text.count("(") >= 3


def test_the_risk_has_an_interval(ordinary: Study) -> None:
    share = ordinary.evaluations[0].share
    low, high = (f"{100 * bound:.1f}".removesuffix(".0") for bound in (share.low, share.high))
    assert f"({low} to {high} %)" in row(told(ordinary), "general")


def test_a_scenario_without_targets_says_so() -> None:
    found = studied(*NO_TARGETS)
    assert told(found).strip() == "No queue has a target."
    assert found.targets_met


def test_the_worst_interval_has_its_time() -> None:
    text = row(told(studied(EVERY_INTERVAL)), "general")
    assert "at least 85 % in every interval" in text
    assert "on average" not in text
    assert "number" not in text
    hours = text.split("worst: ")[1].split()[0]
    begin, end = hours.split("-")
    assert begin.endswith((":00", ":30"))
    assert "08:00" <= begin < end <= "24:00"


def test_of_several_days_the_worst_has_its_date_or_its_number() -> None:
    by_day = "queues.loan.target={kpi: SL3, within: 30 s, level: 75 %}"
    dated = told(studied("days=3", EVERY_INTERVAL, by_day))
    assert any(f"on {day} 2026-06-1" in row(dated, "general") for day in ("Mon", "Tue", "Wed"))
    assert "worst: " in row(dated, "loan")
    assert "2026-06-1" in row(dated, "loan")
    assert "on every day" in row(dated, "loan")
    plain = told(studied("days=3", "first_day=null", EVERY_INTERVAL))
    assert "on day " in row(plain, "general")
    assert "worst: day " in row(plain, "loan")


def test_a_week_is_told_as_one() -> None:
    weekly = "queues.loan.target={kpi: SL3, within: 30 s, level: 75 %, scope: week, odds: 60 %}"
    text = row(told(studied("days=8", weekly, replications=2)), "loan")
    assert "at least 75 % on 60 % of weeks" in text
    assert "worst: the week from 2026-06-" in text
    assert "0 % of weeks missed" in text


def test_the_only_day_is_no_worst_one(ordinary: Study) -> None:
    assert "worst" not in told(ordinary)


def test_a_mean_over_the_answered_says_how_many_gave_up() -> None:
    few = studied("groups.experts.agents=1", "queues.expert.volume_factor=4")
    abandoned = few.kpis[(few.kpis["name"] == "expert") & (few.kpis["kpi"] == "abandonment")].iloc[
        0
    ]["value"]
    assert abandoned > 0.1
    told_expert = row(told(few), "expert")
    assert "counts the answered only" in told_expert
    assert f"{100 * abandoned:.1f} % were abandoned" in told_expert
    assert "answered only" not in row(told(few), "loan")  # SL3 is of all offered


def test_few_lost_are_not_mentioned() -> None:
    many = studied("groups.experts.agents=30", "groups.novices.shifts.early.agents=20")
    assert "answered only" not in told(many)


def test_the_half_width_of_a_share_leads_to_no_more_than_all() -> None:
    text = row(told(studied(EVERY_INTERVAL, replications=2)), "general")
    value, half = text.split(" % ±")[0].split()[-1], text.split(" % ±")[1].split()[0]
    assert float(half) <= max(float(value), 100 - float(value))


def test_variants_stand_side_by_side_with_a_headline_each() -> None:
    loaded = load_all([str(CORNER_BANK)])
    found = compare(study_all(loaded, RunOptions(replications=3, jobs=1)))
    text = told_together(found, 100)
    assert all(cell_len(line) <= 100 for line in text.splitlines())
    assert text.count("general: SL3 in 20 s") == 1
    promotion = next(line for line in text.splitlines() if line.startswith("Double 11"))
    assert "(corner_bank:promotion): 0 of 3 targets met, " in promotion
    assert sum("of 3 targets met" in line for line in text.splitlines()) == 3


def test_a_target_of_its_own_has_a_row_of_its_own() -> None:
    eased = load(CORNER_BANK, sets=["queues.loan.target.level=50 %"])
    first, second = studied(), study(eased, RunOptions(replications=3, jobs=1), label="eased")
    text = told_together(Comparison((first, second)))
    assert text.count("loan: SL3 in 30 s") == 2
    assert "at least 50 %" in text
    assert "–" in text


def test_no_targets_at_all_are_one_sentence() -> None:
    assert told_together(Comparison((studied(*NO_TARGETS),))).strip() == "No queue has a target."


DROWNING = [
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 90 min, due: 48 h,"
    " target: {kpi: on_time, level: 90 %}}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
]


def test_a_promise_is_judged_on_what_is_due() -> None:
    drowning = studied(*DROWNING)
    text = row(told(drowning), "mail")
    assert "cannot be told" in text
    assert "the others are not due by the end" in text
    judged, came = text.split("judged on ")[1].split(";")[0].split(" of ")
    assert 2 * float(judged) < float(came)
    plain = next(each for each in study_summary(drowning)["targets"] if each["queue"] == "mail")
    assert plain["verdict"] == "cannot tell"
    assert not plain["holds"]
    assert plain["judged"] < plain["came"] / 2
    sooner = row(told(studied(DROWNING[0].replace("48 h", "1 min"), DROWNING[1])), "mail")
    assert "missed" in sooner
