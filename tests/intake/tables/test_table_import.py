"""An interval table becomes a scenario: volumes, days, patience, agents, with their reasons."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from optimize.erlang import erlang_a
from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.intake import import_log
from scenarios.intake.guessing import guess, import_sheet, mapping_of, self_contained
from scenarios.intake.opening import open_sheet
from scenarios.intake.tables.importing import ImportedTable, import_table
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.modelled_patience import modelled_patience_s
from scenarios.load import load, load_text
from tests.auditor import audit
from tests.intake.tables.made_up_table import MONDAY, Dialect, Figures, sheet_of

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("CREWLINE_DATA", ROOT.parent / "shared" / "data"))
BANK = DATA / "anonymous_bank_1999"


def _week(weeks: int = 2, *, calls: int = 40, queue: str = "个人") -> list[Figures]:
    """Return weekday mornings: `calls` an interval on Mondays, one more on each later weekday."""
    found = []
    for place in range(7 * weeks):
        day = MONDAY + timedelta(days=place)
        if day.weekday() < 5:
            n = calls + day.weekday()
            found += [Figures(day, slot * 1800, queue, n, n - 2, 240, n - 8)
                      for slot in range(18, 22)]  # fmt: skip
    return found


def _imported(figures: list[Figures], **changes: object) -> ImportedTable:
    sheet = sheet_of(figures, Dialect())
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    changed = IntervalMapping.model_validate({**mapping.written(), **changes})
    return import_table(sheet, changed)


def test_the_typical_week_is_the_mean_of_its_weekdays_and_runs(tmp_path: Path) -> None:
    imported = _imported(_week())
    scenario = load(imported.write(tmp_path / "out")).scenario
    assert (scenario.days, scenario.first_day) == (5, MONDAY)
    volumes = scenario.volumes("个人").reshape(5, 48)
    for day in range(5):
        assert volumes[day, 18:22].tolist() == [40 + day] * 4
        assert volumes[day].sum() == 4 * (40 + day)
    assert imported.report.closed == ("saturday", "sunday")
    made = centre(scenario)
    contacts = made.contacts(scenario.seed)
    audit(made, contacts, made.run(contacts))


def test_one_text_holds_the_same_scenario(tmp_path: Path) -> None:
    imported = _imported(_week())
    folder = load(imported.write(tmp_path / "out")).scenario
    text = load_text(self_contained(imported.scenario_files, imported.scenario_file)).scenario
    assert text.queues == folder.queues
    assert text.groups == folder.groups


def test_handling_time_is_weighted_by_the_answered() -> None:
    """100 calls of 100 s and 300 of 200 s: (10,000 + 60,000) / 400 = 175 s."""
    figures = [
        Figures(MONDAY, 18 * 1800, "a", 100, 100, 100, 90),
        Figures(MONDAY, 19 * 1800, "a", 300, 300, 200, 290),
    ]
    (line,) = _imported(figures).lines
    assert line.handle_s == pytest.approx(175)
    assert line.level == pytest.approx(380 / 400, abs=1e-5)


def test_few_days_say_nothing_of_how_days_vary_and_that_is_said() -> None:
    imported = _imported(_week(1))
    assert imported.report.day_factor_cv == 0.05
    assert any("too few days" in str(one) for one in imported.report.remarks)
    tree = yaml.safe_load(imported.scenario_files[imported.scenario_file])
    assert tree["day_factor_cv"] == "5.0 %"


def test_days_that_vary_do_so_in_the_scenario() -> None:
    """Days of 400 a interval times 0.8 or 1.2 by turns: a factor of mean 1 and deviation 0.2.

    With n days of each weekday, half of them each, the unbiased variance is 0.04 n / (n - 1);
    the method takes the Poisson part (1 / 3200 of a day's 3,200 calls) off and the bias n / (n - 1)
    of the squares: sqrt(0.04 * 4/3 - 1/3200) = 0.2303 for the n = 4 weeks here.
    """
    figures = []
    for place in range(28):
        day = MONDAY + timedelta(days=place)
        calls = 320 if (place // 7) % 2 else 480
        figures += [Figures(day, slot * 1800, "a", calls, calls, 200, calls - 9)
                    for slot in range(18, 26)]  # fmt: skip
    imported = _imported(figures)
    assert imported.report.day_factor_cv == pytest.approx(0.2303, abs=0.0003)


@pytest.mark.parametrize("patience_s", [40.0, 180.0, 900.0])
@pytest.mark.parametrize("agents", [21.0, 24.5])
def test_patience_is_found_again_from_what_erlang_a_says(patience_s: float, agents: float) -> None:
    """360 calls an hour of 240 s are 24 Erlangs; Erlang A is the independent direction."""
    service = erlang_a(360, 240, agents, patience_s, 20)
    lost = float(service.share_abandoned)
    by_level = modelled_patience_s(360, 240, lost, level=float(service.level("SL3")), within_s=20)
    by_speed = modelled_patience_s(360, 240, lost, asa_s=float(service.asa_s))
    assert by_level == pytest.approx(patience_s, rel=0.03)
    assert by_speed == pytest.approx(patience_s, rel=0.03)


def test_patience_that_no_agents_have_is_none() -> None:
    assert modelled_patience_s(360, 240, 0.2, level=0.9999, within_s=20) is None
    assert modelled_patience_s(360, 240, 0.0, level=0.8) is None
    assert modelled_patience_s(360, 240, 0.05) is None


def _waits(
    rows: list[str], head: str = "date,interval,offered,answered,abandoned"
) -> ImportedTable:
    sheet = open_sheet("\n".join([head, *rows]).encode(), "t.csv")
    found = import_sheet(sheet, guess(sheet).mapping)
    assert isinstance(found, ImportedTable)
    return found


def test_patience_by_all_that_was_waited() -> None:
    """90 answered after 10 s and 10 gave up after 30 s: (900 + 300) / 10 = 120 s."""
    head = "date,interval,offered,answered,abandoned,AHT,ASA,average time to abandon"
    rows = [f"2026-06-01,{hour}:00,100,90,10,200,10,30" for hour in range(8, 18)]
    (line,) = _waits(rows, head).lines
    assert line.patience_s == pytest.approx(120)
    assert "all time waited" in str(line.patience)


def test_patience_is_without_end_where_nobody_gives_up_and_assumed_where_nothing_is_told() -> None:
    (line,) = _waits([f"2026-06-01,{hour}:00,100,100,0" for hour in range(8, 18)]).lines
    assert line.patience_s == np.inf
    sheet = open_sheet(b"date,interval,offered\n2026-06-01,9:00,50\n2026-06-01,9:30,60\n", "t.csv")
    imported = import_table(sheet, guess(sheet).mapping)  # type: ignore[arg-type]
    assert imported.lines[0].patience_s == 180
    remarks = " ".join(map(str, imported.report.remarks))
    assert "the table has no handling times; 180 s are assumed" in remarks
    assert "patience: assumed" in remarks


def test_agents_give_the_service_and_one_fewer_does_not() -> None:
    imported = _imported(_week(), staffing={"from": "target"})
    (line,) = imported.lines
    agents = pd.read_csv(_text(imported, "agents.csv"))
    busy = agents[(agents["day"] == "monday") & (agents["from"] == "09:00")]["个人"].iloc[0]
    patience_s = line.patience_s
    for number, keeps in ((busy, True), (busy - 1, False)):
        level = erlang_a(80, 240, number, patience_s, 20).level("SL3")
        assert (float(level) >= 0.8) == keeps


def test_one_agent_stays_for_those_who_wait_at_closing() -> None:
    agents = pd.read_csv(_text(_imported(_week()), "agents.csv"))
    monday = agents[agents["day"] == "monday"]["个人"].to_numpy()
    assert monday[22] == 1
    assert monday[23:].sum() == 0


def test_agents_of_the_table_are_taken_as_they_are() -> None:
    head = "date,interval,offered,answered,abandoned,agents"
    rows = [f"2026-06-{day:02d},{hour}:00,30,30,0,{hour - 4 + (day == 8)}" for day in (1, 8)
            for hour in (9, 10)]  # fmt: skip
    imported = _waits(rows, head)
    agents = pd.read_csv(_text(imported, "agents.csv"))["t"].to_numpy()
    assert agents[9:12].tolist() == [6, 7, 1]  # means 5.5 and 6.5, rounded; one stays


def _text(imported: ImportedTable, name: str) -> object:
    import io

    return io.StringIO(imported.scenario_files[name])


def test_weekdays_and_days_can_be_chosen() -> None:
    sheet = sheet_of(_week(), Dialect())
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    tuesday = import_table(sheet, mapping, weekday="tuesday", name="tue")
    assert (tuesday.scenario_file, len(tuesday.report.days_used)) == ("tue.yaml", 2)
    one = import_table(sheet, mapping, days=[date(2026, 6, 3)])
    assert one.report.days_used == (date(2026, 6, 3),)
    for choice in ({"weekday": "funday"}, {"days": [date(2031, 1, 1)]}, {"name": "../x"}):
        with pytest.raises(BadInput):
            import_table(sheet, mapping, **choice)  # type: ignore[arg-type]


def test_an_abnormal_day_is_left_out_and_told() -> None:
    figures = _week(4)
    odd = [replace(one, offered=4, answered=4) if one.day == date(2026, 6, 8) else one
           for one in figures]  # fmt: skip
    imported = _imported(odd)
    assert [one.day for one in imported.report.days_left_out] == [date(2026, 6, 8)]
    assert imported.report.as_dict()["days_left_out"]


def test_a_queue_without_a_name_of_its_own_is_refused_with_a_remedy() -> None:
    sheet = sheet_of(_week(queue="Credit card"), Dialect())
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    assert mapping.queues == {"Credit card": "credit_card"}
    with pytest.raises(BadInput, match="under `queues` of the mapping"):
        import_table(sheet, mapping.model_copy(update={"queues": {}}))


@pytest.mark.slow
@pytest.mark.skipif(
    not BANK.is_dir(), reason=f"the bank's log is not here ({BANK}); set CREWLINE_DATA"
)
def test_the_banks_january_as_an_interval_table_has_the_volumes_of_its_log() -> None:
    """Calls of the log added up by interval give the same week as the log itself."""
    log = import_log([BANK / "01_January.txt.gz"], "anonymous_bank_1999")
    calls = log.calls.table
    slots = (calls["queued_s"] // 1800).astype(int)
    table = calls.groupby([calls["day"], slots, calls["kind"]])["answered"].agg(["size", "sum"])
    rows = ["日期,时段,技能组,来电量,接通量"]
    rows += [
        f"{day:%Y/%m/%d},{slot // 2}:{slot % 2 * 30:02d},{kind},{size},{answered}"
        for (day, slot, kind), size, answered in table.itertuples()
    ]
    sheet = open_sheet("\n".join(rows).encode("gbk"), "bank.csv")
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    imported = import_table(sheet, mapping, days=log.days.used)
    assert imported.report.offered == len(calls)
    found = pd.read_csv(_text(imported, "volumes.csv")).set_index(["day", "from"])
    expected = pd.read_csv(_text(log, "volumes.csv")).set_index(["day", "from"])  # type: ignore[arg-type]
    own = expected.T.groupby(lambda name: name.removesuffix("_priority")).sum().T
    usual = imported.report.usual / len(log.days.used)
    gap = found[own.columns].reindex(own.index).sum().sum() - own.sum().sum()
    assert abs(gap) <= 0.02 * own.sum().sum() + usual


def test_the_page_shows_a_table_and_its_mapping_that_go_together() -> None:
    page = (ROOT / "docs" / "import.md").read_text("utf-8")
    table = page.split("```text\n日期", 1)[1].split("```", 1)[0]
    shown = page.split("```yaml\ntable: intervals", 1)[1].split("```", 1)[0]
    sheet = open_sheet(f"日期{table}".encode(), "daily.csv")
    mapping = mapping_of(f"table: intervals{shown}")
    found = import_sheet(sheet, mapping)
    assert isinstance(found, ImportedTable)
    assert found.report.offered == 112 + 131
    guessed = guess(sheet).mapping
    assert isinstance(guessed, IntervalMapping)
    assert isinstance(mapping, IntervalMapping)
    assert guessed.measures.keys() == mapping.measures.keys()
    assert guessed.when == mapping.when


def test_volumes_that_nobody_has_are_refused_or_doubted() -> None:
    """Four rows of an interval that add up: to billions, to millions, to some ten thousands."""

    def table(calls: int) -> str:
        rows = [f"2026-06-0{day},{slot},a,{calls},{site}\n" for day in (1, 2)
                for slot in ("9:00", "9:30") for site in "wxyz"]  # fmt: skip
        return "date,interval,queue,offered,site\n" + "".join(rows)

    def imported(calls: int) -> ImportedTable:
        sheet = open_sheet(table(calls).encode(), "t.csv")
        mapping = guess(open_sheet(table(10).encode(), "t.csv")).mapping
        assert isinstance(mapping, IntervalMapping)
        rows = mapping.rows.model_copy(update={"twice": "sum"})
        return import_table(sheet, mapping.model_copy(update={"rows": rows}))

    with pytest.raises(BadInput, match="no row of figures"):
        imported(2_026_060_109)
    with pytest.raises(BadInput, match="got 3,600,000 calls in one interval; expected at most"):
        imported(900_000)
    doubts = [str(one) for one in imported(9_000).report.remarks if "very many" in str(one)]
    assert doubts == [
        "a: up to 36,000 calls in one interval are very many; see that the column counts calls"
    ]
    assert not [one for one in imported(900).report.remarks if "very many" in str(one)]
