"""From results of every kind to a decision: the figures are those of the folder, and no others."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy import stats

from crewline.reports import Kind, decision_of, decision_of_studies
from crewline.reports.decision import COST, LOST, SERVICE, Decision, Reason
from crewline.reports.gaps import OF_DAYS, between, series_of
from crewline.reports.telling.blocks import Items
from crewline.reports.telling.page import page_of
from crewline.words import Language, Words
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.study import study
from scenarios.studies.sweep.folder import SWEEP
from sim.kpis.compare import Direction
from tests.reports import folders
from tests.reports.folders import QUICK, studies

MEASURES = (COST, LOST, SERVICE)


def summary_of(folder: Path) -> Any:
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def changed(folder: Path, into: Path, **fields: Any) -> Path:
    """Copy a folder with fields of its summary replaced; None takes one away."""
    shutil.copytree(folder, into)
    summary = summary_of(into) | fields
    kept = {key: value for key, value in summary.items() if value is not None}
    (into / "summary.json").write_text(json.dumps(kept), encoding="utf-8")
    return into


def faults_of(*paths: Path) -> list[str]:
    with pytest.raises(BadInput) as bad:
        decision_of(paths)
    return [str(fault) for fault in bad.value.faults]


# --- runs and comparisons


def test_differences_of_a_comparison_are_those_that_compare_found(results: Path) -> None:
    folder = results / "compared"
    decision = decision_of([folder])
    table = pd.read_parquet(folder / "differences.parquet")
    centre = table[table["kind"] == "centre"].set_index(["variant", "kpi"])
    assert len(decision.options) == 4
    for option in decision.options[1:]:
        for kpi in MEASURES:
            row, gap = centre.loc[(option.label, kpi)], option.gaps[kpi]
            assert (gap.value, gap.low, gap.high) == pytest.approx(
                (row["difference"], row["low"], row["high"]), rel=1e-6, abs=1e-9
            )
            assert gap.direction.value == row["direction"]
            assert gap.paired


def test_runs_side_by_side_are_as_their_comparison(results: Path) -> None:
    together = decision_of([results / "compared"])
    apart = decision_of([results / f"run-{number}" for number in range(3)])
    assert apart.kind is Kind.COMPARE
    for one, other in zip(apart.options, together.options, strict=False):
        assert one.figures == other.figures
        assert dict(one.gaps) == dict(other.gaps)
        assert one.promises == other.promises


def test_folders_and_studies_say_the_same(results: Path) -> None:
    read, held = decision_of([results / "compared"]), decision_of_studies(studies())
    assert [each.gaps for each in read.options] == [each.gaps for each in held.options]
    assert read.advice == held.advice
    assert read.versions == held.versions


def test_wages_are_no_other_day_and_a_promotion_is(results: Path) -> None:
    decision = decision_of([results / "compared"])
    assert decision.situations == ((0, 1), (2, 3))
    assert [advice.among for advice in decision.advice] == [(0, 1), (2, 3)]


def test_differences_in_a_situation_are_to_its_own_first(results: Path) -> None:
    decision = decision_of([results / "compared"])
    promotion, dearer = decision.options[2], decision.options[3]
    gap = decision.advice[1].gaps[3][COST]
    assert gap.value == pytest.approx(dearer.figure(COST).value - promotion.figure(COST).value)
    # Higher wages change nothing but cost: nobody is lost for them.
    assert decision.advice[1].gaps[3][LOST].direction is Direction.SAME


def test_runs_of_other_days_are_compared_as_independent(results: Path, tmp_path: Path) -> None:
    other = folders.ran_on_other_days(tmp_path)
    decision = decision_of([results / "run-0", other])
    gap = decision.options[1].gaps[LOST]
    assert not gap.paired
    assert not decision.same_days
    days = [pd.read_parquet(folder / "days.parquet") for folder in (results / "run-0", other)]
    old, new = (each.loc[each["kind"] == "centre", "lost"] for each in days)
    welch = stats.ttest_ind(new, old, equal_var=False).confidence_interval(0.95)
    assert gap.value == pytest.approx(new.mean() - old.mean())
    assert (gap.low, gap.high) == pytest.approx((welch.low, welch.high))


def test_wages_add_up_to_what_was_counted(results: Path) -> None:
    decision = decision_of([results / "run-0"])
    groups = pd.read_parquet(results / "run-0" / "groups.parquet")
    counted = groups[(groups["kind"] == "group") & (groups["kpi"] == "wages")]
    paid = {each.group: each.wages for each in decision.present.paid}
    assert paid == pytest.approx(counted.set_index("name")["value"].to_dict())


def test_one_run_is_weighed_with_nothing(results: Path) -> None:
    decision = decision_of([results / "run-0"])
    assert decision.kind is Kind.RUN
    assert [advice.reason for advice in decision.advice] == [Reason.ALONE]
    assert [each.line for each in decision.present.promises] == ["general", "loan", "expert"]


def test_namesakes_are_told_apart_by_their_folder(results: Path, tmp_path: Path) -> None:
    copy = folders.ran(tmp_path, 0, "again")
    labels = folders.options_of(decision_of([results / "run-0", copy]))
    assert labels == ["corner_bank (run-0)", "corner_bank (again)"]


@pytest.mark.parametrize(
    ("file", "sets"),
    [(folders.CORNER_BANK, ("days=2",)), (folders.EVERY_CHANNEL, ())],
    ids=["two days", "every channel"],
)
def test_days_add_up_to_what_was_estimated(file: Path, sets: tuple[str, ...]) -> None:
    """Ratios are put together from days again: by volume, those called back left out."""
    found = study(load(file, sets=sets), QUICK)
    centre = found.kpis[found.kpis["kind"] == "centre"].set_index("kpi")
    series = series_of(found.days)
    assert set(series) == set(OF_DAYS)
    for kpi, each in series.items():
        known = each.estimate(found.scenario.confidence)
        row = centre.loc[kpi]
        assert (known.value, known.low, known.high) == pytest.approx(
            (row["value"], row["low"], row["high"]), rel=1e-9
        ), kpi


# --- the other kinds


def test_a_sweep_has_its_base_and_its_best_cells(tmp_path: Path) -> None:
    folder = folders.swept(tmp_path)
    decision = decision_of([folder])
    table = pd.read_parquet(folder / "table.parquet")
    costs = table[(table["kind"] == "centre") & (table["kpi"] == "cost")].set_index("cell")
    assert decision.kind is Kind.SWEEP
    # Cell 1 is the base's own wage, 50, and is no option of its own.
    assert folders.options_of(decision) == ["base", "70"]
    assert decision.options[1].figure(COST).value == costs.loc[2, "value"]
    assert decision.options[1].gaps[COST].value == costs.loc[2, "difference"]
    assert decision.options[1].scenario is not None
    assert decision.options[1].scenario.groups["juniors"].wage_per_h == 70
    assert decision.advice[0].among == (0, 1)
    assert decision.left_out == 1


def test_cells_are_compared_with_each_other_by_pairs(tmp_path: Path) -> None:
    """Their interval is that of the paired t-test of the days that runs of the same seed have."""
    folder = folders.swept(tmp_path, ["groups.novices.absence=0%,40%"])
    decision = decision_of([folder])
    one, other = (options_at(decision, label) for label in ("0%", "40%"))
    lost = []
    for absence in ("0%", "40%"):
        loaded = load(folders.CORNER_BANK, sets=(f"groups.novices.absence={absence}",))
        days = study(loaded, replace(QUICK, replications=3)).days
        lost.append(days.loc[days["kind"] == "centre", "lost"].to_numpy())
    paired = stats.ttest_rel(lost[1], lost[0]).confidence_interval(0.95)
    gap = between(decision.options, other, one, LOST, 0.95)
    assert gap.paired
    assert (gap.value, gap.low, gap.high) == pytest.approx(
        (lost[1].mean() - lost[0].mean(), paired.low, paired.high)
    )
    assert not decision.unpaired
    assert not [line for line in told_of(decision) if "days of its own" in line]


def test_cells_whose_days_are_gone_are_compared_as_apart_and_told_so(tmp_path: Path) -> None:
    folder = folders.swept(tmp_path, ["groups.juniors.wage_per_h=55,70"])
    whole = decision_of([folder])
    shutil.rmtree(folder / "cells")
    decision = decision_of([folder])
    one, other = (options_at(decision, label) for label in ("55", "70"))
    assert decision.unpaired
    # Beside the base the table has the paired difference, whichever way round it is asked.
    for at in (one, other):
        gap = between(decision.options, at, 0, COST, 0.95)
        assert gap.paired
        assert gap == decision.options[at].gaps[COST]
        turned = between(decision.options, 0, at, COST, 0.95)
        assert (turned.value, turned.low, turned.high) == (-gap.value, -gap.high, -gap.low)
    # Of two others it is as of independent means: other wages cost as much more every day.
    apart, paired = (between(each.options, other, one, COST, 0.95) for each in (decision, whole))
    assert not apart.paired
    assert apart.high - apart.low > paired.high - paired.low
    (line,) = [line for line in told_of(decision) if "days of its own" in line]
    assert line.startswith("Options other than the first")
    assert [line for line in told_of(decision) if "a difference to the first option" in line]
    assert [line for line in told_of(decision, Language.CHINESE) if "第一个方案以外" in line]


def test_points_whose_numbers_are_gone_are_compared_as_apart_and_told_so(tmp_path: Path) -> None:
    folder = folders.priced(tmp_path)
    for file in (folder / "points").glob("*.json"):
        file.unlink()
    decision = decision_of([folder])
    assert not decision.options[1].gaps[SERVICE].paired
    told = told_of(decision)
    assert [line for line in told if line.startswith("Options are compared as if each had met")]
    assert not [line for line in told if "another seed" in line and "tell more" in line]
    assert not [line for line in told if "Not all options met the same random days" in line]
    assert [line for line in told_of(decision, Language.CHINESE) if "各自遇到不同" in line]


def test_wages_of_plans_are_no_matter_of_days(tmp_path: Path) -> None:
    told = told_of(decision_of([folders.scheduled(tmp_path)]))
    assert [line for line in told if "no chance in their differences" in line]
    assert not [line for line in told if "the same random days" in line]


def options_at(decision: Decision, label: str) -> int:
    return folders.options_of(decision).index(label)


def told_of(decision: Decision, language: Language = Language.ENGLISH) -> list[str]:
    """Return what a page says in lists: how sure it is, and what it rests on."""
    page = page_of(decision, Words(language))
    return [line for block in page.blocks if isinstance(block, Items) for line in block.items]


def test_cells_with_other_volumes_are_other_days(tmp_path: Path) -> None:
    decision = decision_of([folders.swept(tmp_path, ["queues.general.volume_factor=1,1.5"])])
    assert len(decision.situations) == 2


@pytest.mark.parametrize(
    ("column", "values", "situations"),
    [("groups.juniors.wage_per_h", (55, 70), 1), ("queues.general.volume_factor", (1.2, 1.5), 3)],
)
def test_cells_of_a_file_are_told_apart_by_what_they_set(
    tmp_path: Path, column: str, values: tuple[float, float], situations: int
) -> None:
    rows = [f"{name},{value}" for name, value in zip(("low", "high"), values, strict=True)]
    decision = decision_of([folders.swept_by_file(tmp_path, "\n".join([f"name,{column}", *rows]))])
    assert sorted(folders.options_of(decision)) == ["base", "high", "low"]
    assert len(decision.situations) == situations
    assert page_of(decision, Words(Language.CHINESE)).blocks


def test_a_playbook_is_weighed_by_what_it_keeps(tmp_path: Path) -> None:
    folder = folders.played(tmp_path)
    decision = decision_of([folder])
    rows = {row["figure"]: row for row in summary_of(folder)["outcomes"] if row["kind"] == "centre"}
    assert [each.role for each in decision.options] == ["without", "with"]
    assert decision.options[0].figure(LOST).value == rows["lost"]["without"]
    assert decision.options[1].gaps[LOST].value == rows["lost"]["difference"]
    assert decision.worth == 30.0
    together = decision.earned[0]
    assert together.action == ""
    assert together.gain.value == pytest.approx(30 * together.kept.value - together.paid.value)
    expected = {"surely": 1, "surely not": 0}.get(together.word)
    assert decision.advice[0].chosen == expected


def test_a_frontier_has_prices_between_its_points(tmp_path: Path) -> None:
    folder = folders.priced(tmp_path)
    decision = decision_of([folder])
    points = summary_of(folder)["points"]
    best = [point for point in points if point["beaten_by"] is None]
    assert len(decision.options) == len(best)
    for price in decision.prices:
        low, high = (decision.options[at] for at in (price.start, price.end))
        dearer = high.figure(COST).value - low.figure(COST).value
        points_better = 100 * (high.figure(SERVICE).value - low.figure(SERVICE).value)
        assert price.value == pytest.approx(dearer / points_better)
    assert decision.options[1].gaps[SERVICE].paired


def test_a_schedule_has_its_bridge_and_its_proof(tmp_path: Path) -> None:
    folder = folders.scheduled(tmp_path)
    decision = decision_of([folder])
    summary = summary_of(folder)
    assert decision.costs == "wages"
    assert [each.role for each in decision.options] == ["plain_erlang_c", "schedule"]
    assert decision.options[-1].figure("wages").value == pytest.approx(summary["schedule"]["cost"])
    assert decision.options[0].figure("wages").value == summary["plain_erlang_c"]["cost"]
    assert decision.bridge[-1].key == "proved"
    assert decision.bridge[-1].cost == pytest.approx(summary["schedule"]["cost"])
    taken = {"met": Reason.KEEPS_ALL, "missed": Reason.NONE_KEEPS}
    assert decision.advice[0].reason is taken.get(summary["outcome"], Reason.UNSURE)


# --- what is no results folder


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "nowhere")
    assert "nowhere" in fault
    assert "a folder of results" in fault


def test_all_folders_are_looked_at_before_anything_is_said(tmp_path: Path, results: Path) -> None:
    assert len(faults_of(tmp_path / "one", results / "run-0", tmp_path / "two")) == 2


def test_a_broken_summary_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text('{"ok": true,\n"centre": }', encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert "summary.json:2" in fault


@pytest.mark.parametrize("text", ["[1, 2]", "3", '"run"', "null", "{}", '{"ok": true}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "summary.json").write_text(text, encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert "summary" in fault


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"centre": "much"}, "centre"),
        ({"centre": {}}, "centre.cost"),
        ({"targets": {}}, "targets"),
        ({"targets": [{"queue": "nobody's", "verdict": "met"}]}, "targets.queue"),
        ({"seed": None}, "seed"),
        ({"seed": True}, "seed"),
        ({"replications": "many"}, "replications"),
    ],
)
def test_a_field_that_is_not_so_is_named(
    results: Path, tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    (fault,) = faults_of(changed(results / "run-0", tmp_path / "changed", **fields))
    assert f": {field}" in fault
    assert "expected" in fault


def test_a_missing_table_is_named(results: Path, tmp_path: Path) -> None:
    folder = changed(results / "run-0", tmp_path / "changed")
    (folder / "days.parquet").unlink()
    (fault,) = faults_of(folder)
    assert "days.parquet: got no such file" in fault


def test_a_broken_table_is_named(results: Path, tmp_path: Path) -> None:
    folder = changed(results / "run-0", tmp_path / "changed")
    (folder / "days.parquet").write_bytes(b"PAR1 and no more")
    (fault,) = faults_of(folder)
    assert "days.parquet: got cannot be read" in fault


def test_a_scenario_that_is_missing_is_named(results: Path, tmp_path: Path) -> None:
    folder = changed(results / "run-0", tmp_path / "changed")
    (folder / "scenario.yaml").unlink()
    assert any("scenario.yaml" in fault for fault in faults_of(folder))


def test_a_comparison_without_a_column_is_refused(results: Path, tmp_path: Path) -> None:
    folder = tmp_path / "compared"
    shutil.copytree(results / "compared", folder)
    shutil.rmtree(next(folder.glob("2-*")))
    (fault,) = faults_of(folder)
    assert "2-..." in fault


def test_other_money_is_not_put_beside(results: Path, tmp_path: Path) -> None:
    euros = changed(results / "run-1", tmp_path / "euros", currency="EUR")
    (fault,) = faults_of(results / "run-0", euros)
    assert "currency: got EUR; expected CNY" in fault


def test_only_runs_are_put_side_by_side(results: Path) -> None:
    (fault,) = faults_of(results / "run-0", results / "compared")
    assert "comparison" in fault


def test_a_broken_sweep_is_told(tmp_path: Path) -> None:
    (tmp_path / SWEEP).write_text("{", encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert SWEEP in fault


def test_nothing_is_no_decision() -> None:
    with pytest.raises(BadInput):
        decision_of([])
    with pytest.raises(ValueError, match="no studies"):
        decision_of_studies([])


def test_a_decision_is_a_value(results: Path) -> None:
    one, other = (decision_of([results / "run-0"]) for _ in range(2))
    assert isinstance(one, Decision)
    assert one.options[0].gaps == other.options[0].gaps
