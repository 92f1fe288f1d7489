"""Variants on the same random days."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from crewline.tables.comparison import print_comparison
from crewline.tables.intervals import print_intervals
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.comparison import (
    Comparison,
    compare,
    difference_of,
    labels_of,
    load_all,
    study_all,
    verdict,
)
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from sim.kpis.compare import Direction
from sim.kpis.definitions import KPIS, OF_LIVE_LINES

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(study_all(load_all([str(CORNER_BANK)]), RunOptions(replications=6, jobs=1)))


def row(found: Comparison, variant: str, kind: str, name: str, kpi: str) -> dict[str, object]:
    table = found.differences
    rows = table[
        (table["variant"] == variant)
        & (table["kind"] == kind)
        & (table["name"] == name)
        & (table["kpi"] == kpi)
    ]
    return rows.iloc[0].to_dict()


def test_one_reference_brings_all_of_its_variants(found: Comparison) -> None:
    labels = [study.label for study in found.studies]
    assert labels == ["corner_bank", "corner_bank:promotion", "corner_bank:site_loss"]
    assert {study.replications for study in found.studies} == {6}


def test_a_named_variant_comes_alone() -> None:
    assert len(load_all([f"{CORNER_BANK}:promotion"])) == 1
    assert len(load_all([str(CORNER_BANK), f"{CORNER_BANK}:site_loss"])) == 2


def test_faults_of_all_references_are_told() -> None:
    with pytest.raises(BadInput) as told:
        load_all(["nowhere.yaml", "nobody.yaml"])
    assert {fault.file for fault in told.value.faults} == {"nowhere.yaml", "nobody.yaml"}


def test_a_promotion_is_worse_for_waiting_and_dearer(found: Comparison) -> None:
    promotion = "corner_bank:promotion"
    assert row(found, promotion, "centre", "", "offered")["verdict"] == "higher"
    assert row(found, promotion, "queue", "general", "SL3")["verdict"] == "worse"
    assert row(found, promotion, "centre", "", "abandonment")["verdict"] == "worse"


def test_the_interval_of_a_difference_is_narrower_than_those_of_the_figures(
    found: Comparison,
) -> None:
    """Common random numbers: busy days are busy in both, and cancel."""
    kpis = found.base.kpis
    base = kpis[(kpis["kind"] == "centre") & (kpis["kpi"] == "SL3")].iloc[0]
    difference = row(found, "corner_bank:site_loss", "centre", "", "SL3")
    assert difference["high"] - difference["low"] < base["high"] - base["low"]  # type: ignore[operator]


def test_what_is_the_same_is_called_so() -> None:
    loaded, options = load(CORNER_BANK), RunOptions(replications=3, jobs=1)
    twice = compare([study(loaded, options), study(loaded, options)])
    assert set(twice.differences["direction"]) <= {"the same", "undefined"}
    defined = twice.differences[twice.differences["difference"].notna()]
    assert set(defined["verdict"]) == {"the same"}


def test_different_seeds_cannot_be_compared() -> None:
    loaded = load(CORNER_BANK)
    studies = [study(loaded, RunOptions(replications=2, jobs=1, seed=seed)) for seed in (1, 2)]
    with pytest.raises(ValueError, match="seeds"):
        compare(studies)


def test_a_queue_that_only_one_has_is_left_out() -> None:
    more = "queues.extra={volume: {per_h: 1}, talk: 60 s}"
    loaded = [load(CORNER_BANK), load(CORNER_BANK, sets=[more])]
    found = compare(study_all(loaded, RunOptions(replications=2, jobs=1)))
    assert "extra" not in set(found.differences["name"])
    unchanged = found.differences[
        (found.differences["name"] == "general") & (found.differences["kpi"] == "SL3")
    ]
    assert unchanged["verdict"].tolist() == ["the same"]  # a new queue re-draws nothing


@pytest.mark.parametrize(
    ("kpi", "direction", "word"),
    [
        ("SL3", Direction.HIGHER, "better"),
        ("SL3", Direction.LOWER, "worse"),
        ("asa", Direction.HIGHER, "worse"),
        ("abandonment", Direction.HIGHER, "worse"),
        ("hold_pressure", Direction.HIGHER, "worse"),
        # No promise of service: a cost, or what moves with the mix of contacts.
        ("cost", Direction.LOWER, "lower"),
        ("cost_per_contact", Direction.HIGHER, "higher"),
        ("wages", Direction.HIGHER, "higher"),
        ("aht", Direction.LOWER, "lower"),
        ("group_aht", Direction.LOWER, "lower"),
        ("repeat_share", Direction.LOWER, "lower"),
        ("offered", Direction.HIGHER, "higher"),
        ("occupancy", Direction.LOWER, "lower"),
        ("SL3", Direction.CANNOT_TELL, "cannot tell apart"),
        ("SL3", Direction.SAME, "the same"),
        ("SL3", Direction.UNDEFINED, "undefined"),
    ],
)
def test_verdicts_are_a_planners(kpi: str, direction: Direction, word: str) -> None:
    assert verdict(KPIS[kpi], direction) == word


def test_one_scenario_twice_is_refused_before_anything_is_simulated() -> None:
    other_words = f"{CORNER_BANK.parent}/../tests/corner_bank.yaml"
    for twice in ([str(CORNER_BANK)] * 2, [str(CORNER_BANK), other_words]):
        with pytest.raises(BadInput, match="corner_bank twice; expected scenarios that differ"):
            next(study_all(load_all(twice), RunOptions(replications=2, jobs=1)))


def test_namesakes_of_two_files_are_told_apart_by_their_files(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(CORNER_BANK.read_text("utf-8"), "utf-8")
    labels = labels_of(load_all([str(CORNER_BANK), str(copy), f"{copy}:promotion"]))
    assert labels == [
        f"corner_bank ({CORNER_BANK})",
        f"corner_bank ({copy})",
        "corner_bank:promotion",
    ]


def test_a_base_is_compared_with_itself_changed() -> None:
    more = ["groups.experts.agents=9", "groups.juniors.agents=9"]
    loaded = load_all([str(CORNER_BANK)], ["days=2"], more)
    assert labels_of(loaded) == ["corner_bank", " ".join(["corner_bank", *more])]
    found = compare(study_all(loaded, RunOptions(replications=3, jobs=1)))
    assert found.base.scenario.days == found.variants[0].scenario.days == 2
    changed = row(found, found.variants[0].label, "queue", "loan", "asa")
    assert changed["verdict"] == "better"


def test_a_variant_can_be_the_base_of_a_change() -> None:
    loaded = load_all([f"{CORNER_BANK}:promotion"], against=["groups.experts.agents=9"])
    assert [each.variant for each in loaded] == ["promotion", "promotion"]


MAIL = [
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 5 min, due: 4 h}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
]


def test_nothing_is_told_of_work_that_is_about_waiting_on_a_line() -> None:
    loaded = load_all([str(CORNER_BANK)], MAIL, ["groups.clerks.agents=3"])
    found = compare(study_all(loaded, RunOptions(replications=2, jobs=1)))
    for table in (found.base.kpis, found.base.intervals, found.differences):
        of_work = table[table["name"].isin(["mail", "email"])]
        told = set(of_work["kpi"])
        assert not told & OF_LIVE_LINES
        assert {"on_time", "backlog", "offered", "aht"} <= told
        assert set(of_work["kind"]) == {"queue", "channel"}
        for row in ("general", "phone", ""):
            assert set(table[table["name"] == row]["kpi"]) >= OF_LIVE_LINES
    days = found.base.days
    assert days[days["name"] == "mail"]["asa"].isna().all()
    assert days[days["name"] == "general"]["asa"].notna().all()


def test_what_only_a_variant_has_is_told_of_the_base_too() -> None:
    bot = ["queues.general.self_service={time: 30 s, contained: 40 %, gives_up: 5 %}"]
    plain = load_all([str(CORNER_BANK)], [], bot)
    found = compare(study_all(plain, RunOptions(replications=2, jobs=1)))
    figures = found.base_figures
    base = figures[(figures["kind"] == "centre") & (figures["kpi"] == "containment")]
    assert base["value"].tolist() == [0.0]
    told = row(found, found.variants[0].label, "centre", "", "containment")
    assert (told["base"], told["verdict"]) == (0.0, "better")
    arrived_at_first = row(found, found.variants[0].label, "queue", "general", "arrived")
    offered = row(found, found.variants[0].label, "queue", "general", "offered")
    assert arrived_at_first["base"] == offered["base"]
    back = compare([*found.variants, found.base])
    assert row(back, found.base.label, "centre", "", "containment")["verdict"] == "worse"
    screen = Console(file=io.StringIO(), width=132)
    print_comparison(screen, found)
    assert isinstance(screen.file, io.StringIO)
    lines = screen.file.getvalue().splitlines()
    arrived, share = (
        next(line for line in lines if f"centre: {kpi}" in line)
        for kpi in ("arrived", "containment")
    )
    assert "–" not in arrived
    assert share.split()[3] == "0.0"


def test_ages_are_told_in_hours() -> None:
    loaded = load_all([str(CORNER_BANK)], MAIL, ["queues.mail.talk=40 min"])
    found = compare(study_all(loaded, RunOptions(replications=2, jobs=1)))
    screen = Console(file=io.StringIO(), width=132)
    print_comparison(screen, found)
    print_intervals(screen, found.variants[0], "mail")
    assert isinstance(screen.file, io.StringIO)
    text = screen.file.getvalue()
    assert "backlog age, h" in text
    assert "backlog age, s" not in text
    age_s = row(found, found.variants[0].label, "queue", "mail", "backlog_age")["value"]
    assert isinstance(age_s, float)
    line = next(line for line in text.splitlines() if "mail: backlog age" in line)
    assert line.split()[-1] == f"{age_s / 3600:.1f}"


def test_one_difference_alone_is_that_of_the_table() -> None:
    loaded = load_all([str(CORNER_BANK)], against=["queues.general.volume_factor=1.2"])
    found = compare(study_all(loaded, RunOptions(replications=3, jobs=1)))
    label = found.variants[0].label
    for about in (("queue", "general", "SL3"), ("all groups", "", "occupancy")):
        alone = difference_of(found.base, found.variants[0], about[:2], about[2])
        assert alone == row(found, label, *about)


def test_a_factor_against_is_blamed_on_its_option() -> None:
    with pytest.raises(BadInput) as caught:
        load_all([str(CORNER_BANK)], against=["queues.general.volume*=1.2"])
    (fault,) = caught.value.faults
    assert (fault.file, fault.field) == ("--against", "queues.general.volume*")
