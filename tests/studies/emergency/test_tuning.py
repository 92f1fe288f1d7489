"""Tuning: what is turned, how far; which cells are on the curve; and going on after an end."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from scenarios.faults import BadInput
from scenarios.studies.emergency.curve import COUNTS, of_centre
from scenarios.studies.emergency.dials import dials, turned
from scenarios.studies.emergency.tuning import (
    BEATEN,
    MAY_BE_BEATEN,
    ON_CURVE,
    SAME,
    Tuning,
    tuned,
    tuning,
)
from scenarios.studies.options import RunOptions
from scenarios.studies.results import load_results
from scenarios.studies.sweep.sweep import Asked
from tests.studies.emergency import bad_day

SURGE: dict[str, Any] = {
    "watch": "queue_length",
    "levels": [
        {
            "at": 5,
            "back": 2,
            "back_for": "10 min",
            "do": [
                {
                    "call_in": {"group": "front", "people": 3},
                    "after": "10 min",
                    "cost": {"per_person_h": 50},
                }
            ],
        }
    ],
}
EVERYTHING: dict[str, Any] = {
    "surge": SURGE,
    "service": {
        "watch": "service_level",
        "levels": [
            {
                "at": "90 %",
                "back": "95 %",
                "do": [{"send_home": {"group": "front", "share": "80 %"}, "after": "1 h"}],
            }
        ],
    },
    "planned": {
        "levels": [
            {
                "from": "10:00",
                "to": "12:00",
                "do": [{"call_in": {"group": "front", "share": "60 %"}}],
            }
        ]
    },
}


def asked(folder: Path, *vary: str, out: str = "out", **changes: Any) -> Asked:
    file = folder / "bad_day.yaml"
    file.write_text(bad_day.text(**({"playbooks": {"surge": SURGE}} | changes)), encoding="utf-8")
    options = RunOptions(replications=3, jobs=1)
    return Asked(str(file), vary, options=options, out=folder / out)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Tuning:
    sweeping = tuning(asked(tmp_path_factory.mktemp("tuning")))
    return tuned(sweeping.run(), sweeping)


def test_dials_turn_levels_reserves_and_lead_times() -> None:
    every = dials(bad_day.loaded(playbooks=EVERYTHING).scenario)
    texts = {
        f"{dial.name}: {'.'.join(knob.keys[1:])}": [
            knob.text(factor) for factor in map(Fraction, dial.factors)
        ]
        for dial in every
        for knob in dial.knobs
    }
    assert texts == {
        "levels: surge.levels.1.at": ["4", "5", "6.25"],
        "levels: surge.levels.1.back": ["1.6", "2", "2.5"],
        # A share stops at all of it.
        "levels: service.levels.1.at": ["72 %", "90 %", "100 %"],
        "levels: service.levels.1.back": ["76 %", "95 %", "100 %"],
        # 4.5 people are five; those who are sent home are no reserve while people are called in.
        "reserves: surge.levels.1.do.1.call_in.people": ["0", "2", "3", "5", "6"],
        "reserves: planned.levels.1.do.1.call_in.share": ["0 %", "30 %", "60 %", "90 %", "100 %"],
        "lead times: surge.levels.1.do.1.after": ["300 s", "600 s", "1200 s"],
        "lead times: service.levels.1.do.1.after": ["1800 s", "3600 s", "7200 s"],
    }
    cells = turned(every)
    assert len(cells) == 3 * 5 * 3  # the base is the one with all factors 1
    assert len({cell.label for cell in cells}) == 45


def test_where_nobody_is_called_in_others_are_turned() -> None:
    service = {"service": EVERYTHING["service"]}
    reserves = dials(bad_day.loaded(playbooks=service).scenario)[1]
    assert [knob.keys[-2:] for knob in reserves.knobs] == [("send_home", "share")]


def test_what_cannot_be_turned_is_left_out() -> None:
    planned = {"planned": EVERYTHING["planned"]}
    assert [d.name for d in dials(bad_day.loaded(playbooks=planned).scenario)] == ["reserves"]
    line = {
        "levels": [{"from": "10:00", "to": "11:00", "do": [{"close_line": {"queue": "general"}}]}]
    }
    with pytest.raises(BadInput, match="nothing to turn"):
        dials(bad_day.loaded(playbooks={"line": line}).scenario)


def test_a_scenario_without_playbooks_is_refused(tmp_path: Path) -> None:
    for vary in ((), ("groups.front.agents=5,6",)):
        with pytest.raises(BadInput, match="playbook"):
            tuning(asked(tmp_path, *vary, playbooks={}))


def test_cells_are_the_scenarios_that_they_say(found: Tuning, tmp_path: Path) -> None:
    label = "levels × 0.8, reserves × 2, lead times × 0.5"
    number = next(cell.number for cell in found.sweep.cells if cell.label == label)
    level = SURGE["levels"][0]
    action = {**level["do"][0], "call_in": {"group": "front", "people": 6}, "after": "5 min"}
    own = bad_day.found(
        playbooks={"surge": {**SURGE, "levels": [{**level, "at": 4, "back": 1.6, "do": [action]}]}}
    )
    for figure in COUNTS:
        parts = of_centre(found.sweep.kept(number), figure)
        assert parts.top.tolist() == own.played.figures["centre", "", figure].top.tolist()


def test_the_curve_by_brute_force(found: Tuning) -> None:
    cells = [found.sweep.kept(number) for number in range(45)]
    values = {
        figure: np.array([of_centre(cell, figure).values[:, 0] for cell in cells])
        for figure in ("cost", "lost")
    }
    served = [of_centre(cell, "SL3") for cell in cells]
    places = dict(zip(found.table["cell"], found.table["place"], strict=True))

    def gains(a: int, b: int) -> list[tuple[float, float]]:
        """Return by how much a is better than b in what counts, with the intervals' reaches."""
        told = []
        for figure in ("cost", "lost"):
            differences = values[figure][b] - values[figure][a]
            reach = stats.t.ppf(0.975, 2) * stats.sem(differences)
            told.append((differences.mean(), reach))
        ratios, residuals = [], []
        for cell in (a, b):
            top, bottom = served[cell].top[:, 0], served[cell].bottom[:, 0]
            ratios.append(top.sum() / bottom.sum())
            residuals.append((top - ratios[-1] * bottom) / bottom.mean())
        reach = stats.t.ppf(0.975, 2) * stats.sem(residuals[0] - residuals[1])
        told.append((ratios[0] - ratios[1], reach))
        return told

    for b in range(0, 45, 6):
        beats = surely = False
        for a in range(45):
            gain = gains(a, b)
            if all(value >= 0 for value, _ in gain) and any(value > 0 for value, _ in gain):
                beats = True
                surely |= all(value > reach or (value, reach) == (0, 0) for value, reach in gain)
        place = BEATEN if surely else MAY_BE_BEATEN if beats else ON_CURVE
        assert places[b] in (SAME, place), b
    assert {*places.values()} >= {ON_CURVE, MAY_BE_BEATEN, SAME}


def test_what_costs_more_and_is_the_same_is_beaten_for_sure(tmp_path: Path) -> None:
    sweeping = tuning(asked(tmp_path, "playbooks.surge.levels.1.do.1.cost.once=0,1000"))
    table = tuned(sweeping.run(), sweeping).table
    assert table["place"].tolist() == [ON_CURVE, SAME, BEATEN]  # once: 0 is what is written
    assert table["beaten_by"].tolist()[1:] == [0, 0]


def test_no_reserve_makes_lead_times_all_the_same(found: Tuning) -> None:
    rows = found.table[found.table["label"].str.contains("reserves × 0,")]
    assert rows["cost"].nunique() == rows["lost"].nunique() == 1
    assert (rows["place"] == SAME).sum() == len(rows) - 1


def test_the_cheapest_that_meets_all_targets(found: Tuning) -> None:
    table = found.table
    holding = table[table["targets_hold"]]
    if holding.empty:
        assert found.cheapest is None
    else:
        assert found.cheapest is not None
        assert table.set_index("cell").loc[found.cheapest, "cost"] == holding["cost"].min()


def test_all_of_it_is_in_the_folder(found: Tuning) -> None:
    results = load_results(found.sweep.folder)
    assert results.summary["curve"] == found.curve["cell"].tolist()
    assert len(results.summary["table"]) == 45
    assert results.tables["tuning"]["label"].tolist() == found.table["label"].tolist()
    assert (found.sweep.folder / "tuning.csv").is_file()


def test_an_interrupted_tuning_goes_on(found: Tuning, tmp_path: Path) -> None:
    def stop(done: int, planned: int, resumed: int) -> None:
        del planned, resumed
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tuning(asked(tmp_path)).run(on_cells=stop)
    kept = len(list((tmp_path / "out" / "cells").glob("*.cell")))
    assert 5 <= kept < 45
    sweeping = tuning(asked(tmp_path))
    again = tuned(sweeping.run(), sweeping)
    assert (again.sweep.resumed, again.sweep.computed) == (kept, 45 - kept)
    for name in ("tuning.parquet", "tuning.csv", "table.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (found.sweep.folder / name).read_bytes()


def test_one_may_vary_what_one_likes(tmp_path: Path) -> None:
    level = "playbooks.surge.levels.1"
    vary = (f"{level}.at*=1,2", f"{level}.do.1.call_in.people=0,6")
    sweeping = tuning(asked(tmp_path, *vary))
    own = tuned(sweeping.run(), sweeping)
    assert own.table["label"].tolist() == ["as written", "1, 0", "1, 6", "2, 0", "2, 6"]
    assert not math.isnan(own.table["cost"].sum())
