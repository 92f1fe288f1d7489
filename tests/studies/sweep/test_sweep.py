"""Sweeps: the figures of run and compare, kept, resumed, extended, and found out if damaged."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crewline
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.comparison import compare, study_all
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from scenarios.studies.sweep import crew
from scenarios.studies.sweep import store as store_module
from scenarios.studies.sweep.store import DiskFault
from scenarios.studies.sweep.sweep import Asked, Sweep, Sweeping
from tests.cli.process import CORNER_BANK

VARY = ("queues.general.volume*=1,1.3", "groups.novices.absence=5 %,20 %")
SETS = ("queues.general.target.scope=interval",)
FIGURES = ["value", "low", "high"]


def swept(
    out: Path,
    vary: tuple[str, ...] = VARY,
    replications: int = 3,
    kpis: tuple[str, ...] | None = None,
    said: list[str] | None = None,
) -> Sweep:
    options = RunOptions(replications=replications, jobs=1)
    asked = Asked(CORNER_BANK, vary, sets=SETS, options=options, out=out, kpis=kpis)
    return Sweeping(asked).run(on_remark=([] if said is None else said).append)


def tables(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("table.parquet", "table.csv")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return swept(tmp_path_factory.mktemp("sweep") / "found")


def of(found: Sweep, cell: int) -> pd.DataFrame:
    table = found.table
    return table[table["cell"] == cell].reset_index(drop=True)


def test_a_cell_has_the_figures_of_run(found: Sweep) -> None:
    sets = [*SETS, "queues.general.volume.total=546", "groups.novices.absence=20 %"]
    ran = study(load(CORNER_BANK, sets=sets), RunOptions(replications=3, jobs=1))
    theirs = pd.concat([ran.kpis, ran.groups]).set_index(["kind", "name", "kpi"])
    mine = of(found, 4).set_index(["kind", "name", "kpi"]).loc[theirs.index]
    for column in FIGURES:
        np.testing.assert_allclose(mine[column], theirs[column], rtol=1e-12, atol=1e-15)
    of_target = mine[mine["target"].notna()].reset_index()
    judged = {list(ran.scenario.queues)[e.target.row - 1]: e for e in ran.evaluations}
    assert list(of_target["name"]) == list(judged)
    for _, row in of_target.iterrows():
        theirs_judged = judged[row["name"]]
        assert row["target"] == theirs_judged.verdict.value
        assert bool(row["target_holds"]) == theirs_judged.holds
        assert row["target_value"] == theirs_judged.estimate.value
        assert row["days_met"] == theirs_judged.share.value


def test_a_cell_has_the_differences_of_compare(found: Sweep) -> None:
    changed = [*SETS, "queues.general.volume.total=546"]
    both = [load(CORNER_BANK, sets=SETS), load(CORNER_BANK, sets=changed)]
    compared = compare(study_all(both, RunOptions(replications=3, jobs=1)))
    theirs = compared.differences.set_index(["kind", "name", "kpi"])
    mine = of(found, 3).set_index(["kind", "name", "kpi"]).loc[theirs.index]
    np.testing.assert_allclose(mine["difference"], theirs["difference"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(mine["difference_low"], theirs["low"], rtol=1e-9, atol=1e-12)
    assert list(mine["direction"]) == list(theirs["direction"])
    assert list(mine["verdict"]) == list(theirs["verdict"])


def test_a_factor_of_one_is_the_base_to_the_bit(found: Sweep) -> None:
    base, same = of(found, 0), of(found, 1)
    for column in FIGURES:
        assert np.array_equal(base[column], same[column], equal_nan=True)
    defined = same["value"].notna()
    assert (same.loc[defined, ["difference", "difference_low", "difference_high"]] == 0).all(
        axis=None
    )
    assert set(same.loc[defined, "direction"]) == {"the same"}
    assert (found.different, found.computed) == (4, 4)  # five cells, one of them the base


def test_axes_are_columns_of_numbers(found: Sweep) -> None:
    axes = ["queues.general.volume*", "groups.novices.absence"]
    values = found.table.groupby("cell")[axes].first()
    assert values.to_numpy().tolist() == [[1, 0.05], [1, 0.05], [1, 0.2], [1.3, 0.05], [1.3, 0.2]]


def test_what_holds_is_true_false_or_nothing(found: Sweep) -> None:
    for table in (found.table, found.found(1)):
        assert table["target_holds"].dtype == "boolean"
        assert table["target_holds"].notna().equals(table["target"].notna())
        assert 0 < table["target_holds"].sum() < len(table[~table["target_holds"].isna()]) + 1
    assert found.table["label"].dtype == "category"
    assert found.table["value"].dtype == "float64"


def test_csv_and_parquet_hold_the_same(found: Sweep) -> None:
    csv = pd.read_csv(found.folder / "table.csv", encoding="utf-8-sig", keep_default_na=False)
    assert list(csv.columns) == list(found.table.columns)
    assert len(csv) == len(found.table) == found.rows
    numbers = pd.to_numeric(csv["value"]).to_numpy()
    np.testing.assert_allclose(numbers, found.table["value"], rtol=6e-10, equal_nan=True)
    assert csv["label"].unique().tolist() == ["base", "1, 5 %", "1, 20 %", "1.3, 5 %", "1.3, 20 %"]
    head = (found.folder / "table.csv").read_bytes()[:40]
    assert head.startswith(b'\xef\xbb\xbf"cell","label",')


def test_names_are_no_formulas_in_the_csv(tmp_path: Path) -> None:
    rows = "name,days\n=1+1,1\n"
    (tmp_path / "night.csv").write_text(rows, encoding="utf-8")
    options = RunOptions(replications=2, jobs=1)
    file = tmp_path / "night.csv"
    out = tmp_path / "night"
    asked = Asked(CORNER_BANK, variants=file, options=options, out=out, kpis=("SL3",))
    named = Sweeping(asked).run()
    assert "'=1+1" in (out / "table.csv").read_text(encoding="utf-8")
    assert named.table["label"].unique().tolist() == ["base", "=1+1"]


def test_what_was_asked_is_written_down(found: Sweep) -> None:
    inputs = json.loads((found.folder / "sweep.json").read_text(encoding="utf-8"))
    assert inputs["scenario"] == "corner_bank"
    assert (inputs["seed"], inputs["replications"], inputs["cells"]) == (618, 3, 5)
    assert inputs["axes"]["queues.general.volume*"] == ["1", "1.3"]
    assert {"crewline", "numpy", "python"} <= set(inputs["versions"])


def test_again_it_computes_nothing_and_finds_the_same(found: Sweep, tmp_path: Path) -> None:
    before = tables(found.folder)
    again = swept(found.folder)
    assert (again.computed, again.resumed) == (0, 4)
    assert tables(found.folder) == before


def test_extended_it_computes_only_what_is_new(tmp_path: Path) -> None:
    out = tmp_path / "night"
    assert swept(out).computed == 4
    wider = ("queues.general.volume*=1,1.3,1.5", "groups.novices.absence=5 %,20 %,30 %")
    more = swept(out, wider)
    assert (len(more.cells), more.resumed, more.computed) == (10, 4, 5)
    fresh = swept(tmp_path / "fresh", wider)
    assert tables(out) == tables(fresh.folder)


def test_more_replications_are_added_to_those_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    simulate = crew.simulate
    monkeypatch.setattr(
        crew, "simulate", lambda task: (asked.append((task.first, task.number)), simulate(task))[1]
    )
    out = tmp_path / "night"
    swept(out, replications=2)
    more = swept(out, replications=5)
    assert (more.computed, more.extended, more.resumed) == (0, {2: 4}, 0)
    assert asked == [(0, 2)] * 4 + [(2, 3)] * 4
    fresh = swept(tmp_path / "fresh", replications=5)
    assert tables(out) == tables(fresh.folder)
    fewer = swept(out, replications=3)
    assert fewer.computed == 0
    assert set(fewer.table["n"]) == {3}


def test_files_that_changed_places_are_computed_again(tmp_path: Path) -> None:
    out = tmp_path / "night"
    swept(out)
    before = tables(out)
    one, other = sorted((out / "cells").glob("*.cell"))[:2]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)
    again = swept(out)
    assert sorted(again.damaged) == [one.name, other.name]
    assert again.computed == 2
    assert tables(out) == before


def test_damaged_cells_are_computed_again_and_told(tmp_path: Path) -> None:
    out = tmp_path / "night"
    swept(out)
    before = tables(out)
    files = sorted((out / "cells").glob("*.cell"))
    files[0].write_bytes(files[0].read_bytes()[:-7])
    content = bytearray(files[1].read_bytes())
    content[len(content) // 2] ^= 4
    files[1].write_bytes(bytes(content))
    files[2].unlink()
    said: list[str] = []
    again = swept(out, said=said)
    assert again.computed == 3
    (told,) = said
    assert told.startswith("Files of cells that are damaged, another cell's or of an older form,")
    assert told.endswith(f" computed anew: 2 ({', '.join(again.damaged)}).")
    assert tables(out) == before


def test_another_version_computes_anew_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "night"
    swept(out)
    inputs = json.loads((out / "sweep.json").read_text(encoding="utf-8"))
    monkeypatch.setattr("scenarios.studies.sweep.work.version", lambda _: "99.0")
    monkeypatch.setattr(
        "scenarios.studies.sweep.sweep.versions",
        lambda: inputs["versions"] | {"crewline": "99.0"},
    )
    said: list[str] = []
    again = swept(out, said=said)
    assert (again.computed, again.resumed) == (4, 0)
    assert said == [
        f"{out} was made by crewline {inputs['versions']['crewline']}; its cells are computed anew"
        " by 99.0."
    ]


def test_another_base_computes_anew_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "night"
    options = RunOptions(replications=2, jobs=1)
    Sweeping(Asked(CORNER_BANK, VARY, options=options, out=out)).run()
    said: list[str] = []
    other = RunOptions(replications=2, jobs=1, seed=7)
    Sweeping(Asked(CORNER_BANK, VARY, options=other, out=out)).run(on_remark=said.append)
    assert len(said) == 1
    assert "The base is not what it was" in said[0]


def test_a_folder_that_is_no_sweeps_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"--out: got .*; expected a sweep's folder"):
        swept(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_faults_of_axes_and_of_values_are_told_at_once() -> None:
    vary = ("days=2..1:3", "groups.novices.absense=5 %", "groups.experts.agents*=1,x", "tries=1,99")
    with pytest.raises(BadInput) as bad:
        Sweeping(Asked(CORNER_BANK, vary))
    assert {(fault.field, fault.value) for fault in bad.value.faults} == {
        ("days", "2..1:3"),
        ("groups.novices.absense", "absense"),
        ("groups.experts.agents*", "x"),
        ("tries", "99"),
    }


def test_the_folder_of_another_scenario_is_refused(found: Sweep) -> None:
    asked = Asked(
        "insurer_claims", ("days=1",), options=RunOptions(replications=2), out=found.folder
    )
    with pytest.raises(BadInput, match="a sweep of corner_bank; expected a folder of its own"):
        Sweeping(asked)


def test_chosen_kpis_alone_are_in_the_table(tmp_path: Path) -> None:
    few = swept(tmp_path / "few", ("days=1",), kpis=("SL3", "cost"))
    assert set(few.table["kpi"]) == {"SL3", "cost"}
    with pytest.raises(BadInput, match="--kpis: got SL9; expected one of the KPIs"):
        Asked(CORNER_BANK, VARY, kpis=("SL9",))


def test_queues_that_the_base_lacks_have_no_difference(tmp_path: Path) -> None:
    line = "queues.chat={volume: {per_h: 3}, talk: 2 min}"
    new = swept(tmp_path / "new", (line,), replications=2)
    of_chat = new.table[new.table["name"] == "chat"]
    assert len(of_chat) > 20
    assert of_chat["difference"].isna().all()
    assert of_chat["direction"].isna().all()
    assert of_chat.loc[of_chat["kpi"] == "offered", "value"].iloc[0] > 0


@pytest.mark.parametrize("number", [28, 5, 30])
def test_a_disk_that_cannot_be_written_loses_nothing(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third file's bytes do not reach the disk: it is full, worn, or for reading only."""
    out = tmp_path / "night"
    fsync, left = os.fsync, [4]  # two files of inputs and two cells

    def failing(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(store_module.os, "fsync", failing)
    with pytest.raises(DiskFault, match=r"\.cell cannot be written .* same command goes on"):
        swept(out)
    monkeypatch.undo()
    assert not list(out.glob("**/.unfinished-*"))
    again = swept(out)
    assert (again.resumed, again.computed) == (2, 2)


def test_the_python_face_sweeps(tmp_path: Path) -> None:
    heard: list[tuple[int, int, int]] = []
    found = crewline.sweep(
        CORNER_BANK,
        ["groups.experts.agents*=1,1.5"],
        replications=2,
        jobs=1,
        out=tmp_path / "night",
        on_cells=lambda *progress: heard.append(progress),
    )
    assert heard == [(0, 2, 0), (1, 2, 0), (2, 2, 0)]
    assert [each.met for each in found.standings[1:]] == [1, 1]
    assert found.ranked == [1, 2]  # with as many targets met the cheaper one
    assert found.found(2)["cell"].unique().tolist() == [2]
    assert repr(found) == (
        f"<Sweep corner_bank: 3 cells, replications 2, seed 618, in {tmp_path / 'night'}; see"
        " .table, .ranked, .standings, .found(cell)>"
    )
