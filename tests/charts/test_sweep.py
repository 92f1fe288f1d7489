"""The pictures of sweeps: every value in its place, targets marked, no text taken for markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crewline.charts.scope import View
from crewline.charts.sweep import cells_sheet, curves_picture, heat_picture, is_told
from crewline.charts.swept import Swept, SweptAxis
from crewline.words import Language, Words
from scenarios.load import load
from scenarios.studies.options import RunOptions
from scenarios.studies.sweep.sweep import Asked, Sweeping

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"
ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
VOLUME, ABSENCE = "queues.general.volume_factor*", "groups.novices.absence"
GENERAL, LOAN, CENTRE = View("general"), View("loan"), View("")


def swept(folder: Path, *vary: str) -> Swept:
    """Return a sweep of a few days of the corner bank."""
    options = RunOptions(replications=3, jobs=1)
    found = Sweeping(Asked(str(CORNER_BANK), vary, options=options, out=folder)).run()
    axes = tuple(SweptAxis(one.field.name, one.values, None) for one in found.cells.axes)
    return Swept(
        load(CORNER_BANK).scenario,
        axes,
        tuple(cell.label for cell in found.cells),
        found.table,
        found.standings,
        found.base_values,
        3,
        618,
        0,
    )


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    folder = tmp_path_factory.mktemp("two")
    return swept(folder, f"{VOLUME}=0.5,1,2", f"{ABSENCE}=0 %,30 %")


def value(found: Swept, view: View, kpi: str, cell: int) -> float:
    table = found.of(view.row, kpi)
    return float(table[table["cell"] == cell]["value"].iloc[0])


def test_every_cell_of_the_map_is_in_its_place(two: Swept) -> None:
    # Cells 1 to 6: volume 0.5 with 0 % and 30 %, then volume 1, then volume 2.
    heat = heat_picture(two, GENERAL, "SL3", ["volume", "absence"], ENGLISH).data[0]
    assert np.shape(heat.z) == (2, 3)  # absence upwards, volume to the right
    for cell, (up, across) in enumerate([(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)], 1):
        assert heat.z[up][across] == pytest.approx(100 * value(two, GENERAL, "SL3", cell))
    assert heat.z[0][0] > heat.z[1][0]  # fewer there
    assert heat.z[0][0] > heat.z[0][2]  # more calls


def test_a_cell_says_what_can_be_told_of_its_target(two: Swept) -> None:
    heat = heat_picture(two, GENERAL, "SL3", ["volume", "absence"], ENGLISH).data[0]
    table = two.of(GENERAL.row, "SL3")
    marks = {"met": "✓", "missed": "✗", "cannot tell": "?"}
    assert heat.text[1][2].endswith(marks[table["target"].iloc[6]])
    assert {text[-1] for row in heat.text for text in row} <= set(marks.values())
    others = heat_picture(two, GENERAL, "asa", ["volume", "absence"], ENGLISH).data[0]
    told = two.of(GENERAL.row, "asa")["verdict"].tolist()[1:]
    shown = [text.endswith("≈") for row in np.transpose(others.text) for text in row]
    assert shown == [verdict == "cannot tell apart" for verdict in told]


def test_the_targets_level_is_a_contour_where_it_is_crossed(two: Swept) -> None:
    drawn = heat_picture(two, GENERAL, "SL3", ["volume", "absence"], ENGLISH)
    crossed = np.max(drawn.data[0].z) > 80
    assert [trace.type for trace in drawn.data[1:]] == (["contour"] if crossed else [])
    drawn = heat_picture(two, CENTRE, "cost", ["volume", "absence"], ENGLISH)
    assert len(drawn.data) == 1


def test_one_axis_is_a_curve_with_its_band_for_each_line(tmp_path: Path) -> None:
    found = swept(tmp_path, f"{VOLUME}=0.5..2:4")
    axis = replace(found.axes[0], numbers=(0.5, 1.0, 1.5, 2.0))
    found = replace(found, axes=(axis,))
    drawn = curves_picture(found, [CENTRE, GENERAL, LOAN], "SL3", ["volume"], ENGLISH)
    names = [trace.name for trace in drawn.data if trace.name]
    lines = ["General enquiries", "Loans"]
    assert names == [
        "The whole centre",
        *(name for line in lines for name in (line, f"Target of {line}")),
    ]
    curve = next(trace for trace in drawn.data if trace.name == "General enquiries")
    assert curve.x == (0.5, 1.0, 1.5, 2.0)
    assert curve.y == tuple(100 * value(found, GENERAL, "SL3", cell) for cell in range(1, 5))
    band = next(trace for trace in drawn.data if trace.legendgroup == "General enquiries")
    assert len(band.x) == 8


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_the_table_has_every_cell_and_its_values(two: Swept, say: Words) -> None:
    sheet = cells_sheet(two, [CENTRE, GENERAL], ["SL3", "cost"], say)
    assert len(sheet) == 7 + 7 + 7  # the cost is the centre's alone
    assert sheet[VOLUME].tolist()[:7] == ["1", "0.5", "0.5", "1", "1", "2", "2"]
    assert sheet[ABSENCE].tolist()[1:7] == ["0 %", "30 %"] * 3
    assert not is_told(two, GENERAL, "cost")


def test_no_text_of_a_scenario_is_markup(two: Swept) -> None:
    queue = two.scenario.queues["general"].model_copy(update={"title": "<b>x</b>"})
    queues = {**two.scenario.queues, "general": queue}
    odd = replace(two, scenario=two.scenario.model_copy(update={"queues": queues}))
    drawn = heat_picture(odd, View("general"), "SL3", ["<i>", "<u>"], ENGLISH)
    assert "<i>" not in str(drawn.layout)
    odd = replace(odd, axes=odd.axes[:1], table=odd.table[odd.table["cell"] < 4])
    assert "<b>" not in str(curves_picture(odd, [GENERAL], "SL3", ["volume"], ENGLISH))
