"""The cells of a grid, of a file of variants, and of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.studies.sweep.cells import Cells, plan


def labels(cells: Cells) -> list[str]:
    return [cell.label for cell in cells]


def changes(cells: Cells) -> list[str]:
    return [cell.changes for cell in cells]


def variants(folder: Path, text: str) -> Path:
    file = folder / "night.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_grid_holds_the_base_and_all_combinations_in_order() -> None:
    cells = plan(["a*=1,2", "b=x,y,z"], None, 2)
    assert len(cells) == 7
    assert changes(cells) == [
        "base",
        *("a*=1, b=x", "a*=1, b=y", "a*=1, b=z"),
        *("a*=2, b=x", "a*=2, b=y", "a*=2, b=z"),
    ]
    assert labels(cells)[:3] == ["base", "1, x", "1, y"]
    assert [cell.number for cell in cells] == list(range(7))


def test_a_file_of_variants_has_a_row_a_cell(tmp_path: Path) -> None:
    file = variants(tmp_path, "name,a.b*,variant,days\nbusy,1.2,,\n,,promotion,2\n,,,\n")
    cells = plan([], file, 2)
    assert labels(cells) == ["base", "busy", "promotion, 2"]
    assert [cell.variant for cell in cells] == [(False, None), (False, None), (True, "promotion")]
    assert [field.name for field in cells.fields] == ["a.b*", "variant", "days"]
    (setting,) = cells.cell(1).settings
    assert (setting.place.file, setting.place.line) == (str(file), 2)


def test_rows_and_axes_are_combined(tmp_path: Path) -> None:
    file = variants(tmp_path, "name;b\none;1\ntwo;2\n")
    cells = plan(["a=x,y"], file, 2)
    assert labels(cells) == ["base", "one, x", "one, y", "two, x", "two, y"]


def test_what_is_wrong_with_a_file_is_told_by_line_and_column(tmp_path: Path) -> None:
    file = variants(tmp_path, "name,a*,a..b\nx,fast,1\nx,1.5,2,3\n")
    with pytest.raises(BadInput) as bad:
        plan([], file, 2)
    assert [(fault.line, fault.field, fault.value) for fault in bad.value.faults] == [
        (1, "a..b", "a..b"),
        (2, "a*", "fast"),
        (3, "", "3"),
        (3, "name", "x"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty file"),
        ("name,a\n", "a row for each variant"),
        ("a,a.b\n1,2\n", "a is varied already"),
    ],
)
def test_a_file_without_variants_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        plan([], variants(tmp_path, text), 2)


def test_a_file_that_is_not_there_is_refused_with_all_else(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        plan(["a=1..2:0"], tmp_path / "none.csv", 2)
    assert len(bad.value.faults) == 2


@pytest.mark.parametrize(
    "vary", [["a=1,2", "a=3"], ["a=1", "a*=3"], ["a.b=1", "a=2"], ["a=2", "a.b.c*=1"]]
)
def test_a_field_is_varied_once(vary: list[str]) -> None:
    with pytest.raises(BadInput, match=r"each field varied once; a.* is varied already"):
        plan(vary, None, 2)


def test_the_seed_is_no_axis() -> None:
    with pytest.raises(BadInput, match=r"seed: .*all cells share"):
        plan(["seed=1,2"], None, 2)


def test_a_sweep_varies_something() -> None:
    with pytest.raises(BadInput, match="something to vary"):
        plan([], None, 2)


def test_cells_are_bounded() -> None:
    with pytest.raises(BadInput, match="1,000,001 cells; expected at most 100,000"):
        plan(["a=1..2:1000", "b=1..2:1000"], None, 2)
    with pytest.raises(BadInput, match="10,000,000 replications in all"):
        plan(["a=1..2:50000"], None, 1000)
