"""The floor by the minute as tables: what they hold, in both engines, with playbooks or without."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import crewline
from scenarios.build import centre, service_clock
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies import memory
from scenarios.studies.options import RunOptions
from scenarios.studies.results import load_results, save
from scenarios.studies.study import Study, study
from scenarios.studies.timeline import Look, TimelineTables
from sim.engines.choice import Engine
from sim.kpis.timeline import GroupState, QueueState

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"

#: A sale from 10:00 to 14:00. A reserve stands by from 09:30 to 15:00 and needs half an hour to
#: come; and more come 20 minutes after five have waited for two minutes.
SALE = """
disruptions:
  - {name: Sale, from: "10:00", to: "14:00", volume: 3, queues: [general]}
playbooks:
  reserve:
    levels:
      - {from: "09:30", to: "15:00", do: [{call_in: {group: juniors, people: 2}, after: 30 min}]}
  surge:
    watch: queue_length
    queues: [general]
    levels:
      - at: 5
        for: 2 min
        back: 1
        back_for: 10 min
        do: [{call_in: {group: novices, people: 6}, after: 20 min, at_least: 1 h}]
"""


def simulated(file: Path, engine: Engine = Engine.AUTO, replications: int = 3) -> Study:
    options = RunOptions(replications=replications, jobs=1, engine=engine)
    return study(load(file), options, timeline=True)


def tables_of(found: Study) -> TimelineTables:
    assert found.timeline is not None
    return found.timeline


@pytest.fixture(scope="module")
def sale_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sale") / "sale.yaml"
    file.write_text(CORNER_BANK.read_text("utf-8") + SALE, "utf-8")
    return file


@pytest.fixture(scope="module")
def sale(sale_file: Path) -> Study:
    return simulated(sale_file)


def at(table: pd.DataFrame, kind: str, name: str, at_min: float) -> pd.Series:
    rows = table[(table["kind"] == kind) & (table["name"] == name) & (table["at_min"] == at_min)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_row_for_every_minute_of_every_thing(sale: Study) -> None:
    tables = tables_of(sale)
    assert len(tables.queues) == len(tables.groups) == (1 + 3) * 1440
    # Seven figures and the service level of centre and lines, seven of all groups and each.
    assert len(tables.bands) == (1 + 3) * (8 + 7) * 1440
    of_day = tables.queues.loc[tables.queues["kind"] == "centre", ["day", "at_min"]]
    assert of_day.to_numpy().tolist() == [[1, minute] for minute in range(1, 1441)]


def test_minutes_add_up_to_what_the_kpis_count(sale: Study) -> None:
    """All that came in three replications is what was offered, by the mean of the bands, too."""
    bands = tables_of(sale).bands
    offered = sale.kpis[sale.kpis["kpi"] == "offered"].set_index("name")["value"]
    for name in ("", "general", "loan", "expert"):
        kind = "queue" if name else "centre"
        mine = (bands["kind"] == kind) & (bands["name"] == name) & (bands["figure"] == "arrivals")
        assert bands.loc[mine, "mean"].sum() == pytest.approx(offered[name])


def test_people_come_when_the_events_say_so(sale: Study) -> None:
    """The reserve is decided on at 09:30 and there from 10:00 to 15:00, in every replication."""
    tables = tables_of(sale)
    events = tables.events[tables.events["name"] == "reserve/1"]
    assert events[["event", "at_min"]].to_numpy().tolist() == [
        ["detected", 570],
        ["begun", 600],
        ["people", 600],
        ["back", 900],
        ["people", 900],
        ["ended", 900],
    ]
    assert events["people"].dropna().tolist() == [2, 0]
    assert set(events["action"]) == {"", "call in 2 to juniors"}
    juniors = [at(tables.groups, "group", "juniors", minute)["on_duty"] for minute in (600, 601)]
    # Three are planned from 09:30 to 12:00; the change at 10:00 is not yet seen then.
    assert juniors == [3, 3 + 2]
    band = tables.bands[(tables.bands["name"] == "juniors") & (tables.bands["at_min"] == 601)]
    on_duty = band[band["figure"] == "on_duty"].iloc[0]
    assert on_duty[["mean", "p10", "p90"]].tolist() == [5, 5, 5]


def test_events_over_all_replications(sale: Study) -> None:
    found = tables_of(sale).event_bands.set_index(["event", "name", "action"])
    sale_begins = found.loc[("disruption begins", "Sale", "")]
    assert sale_begins.tolist() == [1, 1, *(3 * [10 * 3_600_000])]
    surge = found.loc[("detected", "surge/1", "")]
    assert surge["share"] == 1
    # After two minutes at the least, and not before the sale.
    assert surge["p10_ms"] >= (10 * 60 + 2) * 60_000
    called = found.loc[("begun", "surge/1", "call in 6 to novices")]
    assert called["p50_ms"] == surge["p50_ms"] + 20 * 60_000
    assert "people" not in {event for event, _, _ in found.index}


def test_both_engines_tell_the_same(sale: Study, sale_file: Path) -> None:
    compiled, reference = tables_of(sale), tables_of(simulated(sale_file, Engine.REFERENCE))
    for name, table in compiled.named().items():
        pd.testing.assert_frame_equal(table, reference.named()[name])


def test_many_at_a_time_tell_the_same_as_one(sale: Study, sale_file: Path) -> None:
    options = RunOptions(replications=3, jobs=2)
    again = study(load(sale_file), options, timeline=True, legs=True)
    for name, table in tables_of(sale).named().items():
        pd.testing.assert_frame_equal(table, tables_of(again).named()[name])


def test_a_day_without_disruptions_has_no_events(tmp_path: Path) -> None:
    found = simulated(CORNER_BANK, replications=1)
    tables = tables_of(found)
    assert len(tables.events) == len(tables.event_bands) == 0
    folder = save(found, tmp_path / "kept", csv=True)
    kept = load_results(folder).tables
    assert set(tables.named()) <= set(kept)
    pd.testing.assert_frame_equal(
        kept["timeline_groups"], tables.groups, check_categorical=False, check_dtype=False
    )
    assert (folder / "timeline_bands.csv").exists()


def test_nothing_is_kept_unless_asked() -> None:
    assert crewline.run(CORNER_BANK, replications=1, jobs=1).timeline is None
    kept = crewline.run(CORNER_BANK, replications=1, jobs=1, timeline=True)
    assert kept.timeline is not None


def test_a_timeline_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,000 replications fit without it; with it they take twice 4 bytes for each number.

    That is of four queues and four groups (with centre and all groups), of 1440 minutes.
    """
    scenario = load(CORNER_BANK).scenario
    built = centre(scenario)
    look = Look(built, service_clock(scenario))
    assert look.bytes_kept == 2 * 4 * 1440 * 4 * (len(QueueState) + len(GroupState))
    monkeypatch.setattr(memory, "memory_bytes", lambda: 8e8)
    memory.refuse_too_large(built, 1_000, 1, "corner_bank.yaml")
    with pytest.raises(BadInput, match="of memory"):
        memory.refuse_too_large(built, 1_000, 1, "corner_bank.yaml", beside_bytes=look.bytes_kept)
