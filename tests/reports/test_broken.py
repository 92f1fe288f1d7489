"""Folders of results that are cut short, edited, or another program's: told, and never a crash."""

from __future__ import annotations

import copy
import json
import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from crewline.reports import decision_of
from crewline.reports.files import Format, report
from crewline.words import Language, Words
from scenarios.faults import BadInput, Fault
from scenarios.studies.sweep.folder import SWEEP
from tests.reports import folders

CHINESE = Words(Language.CHINESE)
SUMMARY = "summary.json"

#: Of each kind of results: what makes it, and the file that tells what it is.
KINDS: Final = {
    "run-0": (folders.ran, SUMMARY),
    "swept": (folders.swept, SWEEP),
    "played": (folders.played, SUMMARY),
    "priced": (folders.priced, SUMMARY),
    "scheduled": (folders.scheduled, SUMMARY),
}


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with results of every kind."""
    folder = tmp_path_factory.mktemp("every")
    for make, _ in KINDS.values():
        make(folder)
    return folder


@pytest.fixture
def copied(every: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy_of(kind: str) -> Path:
        return Path(shutil.copytree(every / kind, tmp_path / kind))

    return copy_of


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as bad:
        decision_of([folder])
    return bad.value.faults


def edited(file: Path, path: tuple[str | int, ...], value: Any) -> None:
    """Write a JSON file anew with one value replaced; `...` takes it away."""
    whole = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(replaced(whole, path, value)), "utf-8")


def replaced(whole: Any, path: tuple[str | int, ...], value: Any) -> Any:
    whole = copy.deepcopy(whole)
    held = whole
    for key in path[:-1]:
        held = held[key]
    if value is ...:
        del held[path[-1]]
    else:
        held[path[-1]] = value
    return whole


@pytest.mark.parametrize(
    ("kind", "path", "value", "told"),
    [
        ("run-0", ("seed",), ..., ("seed", "nothing")),
        ("run-0", ("seed",), 10**400, ("seed", "1000")),
        ("run-0", ("confidence",), 95, ("confidence", "95")),
        ("run-0", ("replications",), 0, ("replications", "0")),
        ("run-0", ("centre", "SL3", "low"), "low", ("centre.SL3.low", "low")),
        ("run-0", ("centre", "lost"), [1], ("centre.lost", "a list of 1")),
        ("run-0", ("targets", 0, "queue"), ["general"], ("targets.1.queue", "a list of 1")),
        ("run-0", ("targets", 0, "verdict"), "perhaps", ("targets.1.verdict", "perhaps")),
        ("run-0", ("targets", 0), None, ("targets.1", "nothing")),
        ("run-0", ("title",), "\ud800", ("title", "?")),
        ("run-0", ("warnings",), [3], ("warnings.1", "3")),
        ("run-0", ("versions", "numpy"), 2.1, ("versions.numpy", "2.1")),
        ("swept", ("replications",), "many", ("replications", "many")),
        ("swept", ("form",), "crewline sweep 0", ("form", "crewline sweep 0")),
        ("swept", ("vary",), ["groups.juniors.wage_per_h=50"], ("vary", "what makes 2 cells")),
        ("swept", ("vary",), ["nobody"], ("vary", "nobody")),
        ("played", ("outcomes", 0), "good", ("outcomes.1", "good")),
        ("played", ("outcomes", 0, "with"), "good", ("outcomes.1.with", "good")),
        ("played", ("earned",), {}, ("earned", "an empty mapping")),
        ("played", ("worth",), "much", ("worth", "much")),
        ("priced", ("points", 1, "cost"), "1,200", ("points.2.cost", "1,200")),
        ("priced", ("points", 1, "cost"), 1e300, ("points.2.cost", "1e+300")),
        ("priced", ("kpi",), "sl3", ("kpi", "sl3")),
        ("priced", ("points",), {}, ("points", "an empty mapping")),
        ("scheduled", ("groups", 0), "team", ("groups.1", "team")),
        ("scheduled", ("groups", 0, "group"), ["team"], ("groups.1.group", "a list of 1")),
        ("scheduled", ("plain_erlang_c", "seed"), ..., ("plain_erlang_c.seed", "nothing")),
        ("scheduled", ("simulation", "centre", "cost"), ..., ("simulation.centre.cost", "nothing")),
        ("scheduled", ("bridge", 0, "step"), None, ("bridge.1.step", "nothing")),
    ],
)
def test_a_field_of_another_kind_is_named(
    copied: Callable[[str], Path],
    kind: str,
    path: tuple[str | int, ...],
    value: Any,
    told: tuple[str, str],
) -> None:
    file = copied(kind) / KINDS[kind][1]
    edited(file, path, value)
    (fault,) = faults_of(file.parent)
    field, shown = told
    assert (fault.file, fault.field) == (str(file), field)
    assert shown in fault.value
    assert fault.expected


@pytest.mark.parametrize("kind", KINDS)
def test_all_faults_are_told_at_once(copied: Callable[[str], Path], kind: str) -> None:
    file = copied(kind) / KINDS[kind][1]
    asked = json.loads(file.read_text("utf-8"))
    wrong = {"scenario": 1, "replications": "few"} if kind in {"run-0", "swept", "played"} else {}
    wrong = wrong or {"currency": 1, "versions": []}
    file.write_text(json.dumps(asked | wrong), "utf-8")
    assert sorted(fault.field for fault in faults_of(file.parent)) == sorted(wrong)


def test_results_of_another_version_are_told_so(copied: Callable[[str], Path]) -> None:
    file = copied("run-0") / SUMMARY
    edited(file, ("versions", "crewline"), "0.0.1")
    assert decision_of([file.parent]).versions["crewline"] == "0.0.1"  # it has all that is read
    edited(file, ("targets",), ...)
    (fault,) = faults_of(file.parent)
    assert "crewline 0.0.1 made these results, and this is crewline" in fault.expected
    edited(file, ("targets",), [])
    table = pd.read_parquet(file.parent / "days.parquet")
    table.drop(columns="asa").to_parquet(file.parent / "days.parquet")
    (fault,) = faults_of(file.parent)
    assert (fault.field, fault.value) == ("asa", "nothing")
    assert "crewline 0.0.1" in fault.expected


@pytest.mark.parametrize("kind", ["run-0", "swept"])
@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"[" * 200_000 + b"]" * 200_000, "sections nested without end"),
        (b'{"title": "\xff\xfe"}', "bytes that are no text in UTF-8"),
        (b'{"seed": NaN}', "what is no JSON"),
        (b"\x00", "what is no JSON"),
        (b"", "what is no JSON"),
        (b"[1]", "a list of 1"),
    ],
    ids=["nested", "bytes", "not a number", "nul", "empty", "list"],
)
def test_what_is_no_summary_is_told(
    copied: Callable[[str], Path], kind: str, content: bytes, value: str
) -> None:
    file = copied(kind) / KINDS[kind][1]
    file.write_bytes(content)
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.value) == (str(file), value)


# --- tables


def changed_column(file: Path, column: str, values: Any) -> None:
    table = pd.read_parquet(file)
    table[column] = [values] * len(table) if isinstance(values, list) else values
    table.to_parquet(file)


def tables() -> Iterator[tuple[str, str, str]]:
    for column in ("kind", "replication", "cost", "lost", "offered", "answered", "SL3", "asa"):
        yield "run-0", "days", column
    for column in ("cell", "label", "kind", "name", "kpi", "value", "direction", "days_met"):
        yield "swept", "table", column
    yield "swept", "table", "difference_low"


@pytest.mark.parametrize(("kind", "name", "column"), [*tables()])
def test_a_column_that_is_missing_is_named(
    copied: Callable[[str], Path], kind: str, name: str, column: str
) -> None:
    file = copied(kind) / f"{name}.parquet"
    pd.read_parquet(file).drop(columns=column).to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.field, fault.value) == (str(file), column, "nothing")


@pytest.mark.parametrize(("kind", "name", "column"), [*tables()])
def test_a_column_of_another_kind_is_named(
    copied: Callable[[str], Path], kind: str, name: str, column: str
) -> None:
    file = copied(kind) / f"{name}.parquet"
    is_text = column in {"kind", "label", "name", "kpi", "direction"}
    changed_column(file, column, 7 if is_text else "much")
    (fault,) = faults_of(file.parent)
    wanted = "7" if is_text else "much"
    assert (fault.file, fault.field, fault.value) == (str(file), column, wanted)


@pytest.mark.parametrize(("kind", "name"), [("run-0", "days"), ("swept", "table")])
def test_a_table_of_something_else_is_told(
    copied: Callable[[str], Path], kind: str, name: str
) -> None:
    file = copied(kind) / f"{name}.parquet"
    pd.DataFrame({"x": [1]}).to_parquet(file)
    assert {fault.value for fault in faults_of(file.parent)} == {"nothing"}
    file.write_bytes(b"PAR1" + b"\x15\x04" * 100 + b"PAR1")
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.value) == (str(file), "cannot be read")
    file.unlink()
    file.mkdir()
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.value) == (str(file), "no such file")


def test_a_table_without_rows_is_told(copied: Callable[[str], Path]) -> None:
    file = copied("run-0") / "days.parquet"
    pd.read_parquet(file).iloc[:0].to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.value) == (str(file), "no rows")


@pytest.mark.parametrize("rows", [1, 2], ids=["fewer", "twice"])
def test_days_of_other_replications_are_told(copied: Callable[[str], Path], rows: int) -> None:
    file = copied("run-0") / "days.parquet"
    table = pd.read_parquet(file)
    first = table[table["replication"] == 0]
    other = table[table["replication"] > 0] if rows == 1 else pd.concat([table, first])
    other.to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert (fault.file, fault.field) == (str(file), "replication")
    assert "4 replications" in fault.expected


def test_cells_that_are_told_twice_or_of_another_sweep(copied: Callable[[str], Path]) -> None:
    file = copied("swept") / "table.parquet"
    table = pd.read_parquet(file)
    pd.concat([table, table]).to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert "two rows" in fault.value
    table[table["cell"] > 0].to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert fault.value == "no cell 0"
    table.assign(label=table["label"].astype(str).replace("70", "71")).to_parquet(file)
    (fault,) = faults_of(file.parent)
    assert (fault.field, fault.value) == ("label", "71")


def test_a_point_of_another_form_is_told(copied: Callable[[str], Path]) -> None:
    folder = copied("priced")
    file = min((folder / "points").glob("*.json"))
    kept = file.read_text("utf-8")
    for path, value, field in (
        (("cost", "top"), ["much"], "cost.top.1"),
        (("cost", "bottom"), [1.0], "cost"),
        (("gap",), 10**400, "gap"),
        (("service",), ..., "service"),
    ):
        file.write_text(kept, "utf-8")
        edited(file, path, value)
        (fault,) = faults_of(folder)
        assert (fault.file, fault.field) == (str(file), field)
    file.write_text(kept, "utf-8")
    edited(file, ("decision",), 3)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.value) == (str(file), "another form")


def test_a_price_without_bounds_is_told_alone(copied: Callable[[str], Path]) -> None:
    """A single replication tells of no chance."""
    file = copied("priced") / SUMMARY
    edited(file, ("points", 0, "price_low"), None)
    edited(file, ("points", 0, "price_high"), None)
    decision = decision_of([file.parent])
    assert math.isnan(decision.prices[0].low)
    for form in Format:
        assert report(decision, form, CHINESE)
