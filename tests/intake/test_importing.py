"""Importing: a scenario that loads and runs, written whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.intake import Imported, import_log
from scenarios.load import load
from tests.auditor import audit
from tests.intake.small_log import mapping, row, write_log, write_mapping

MONDAY = date(2026, 6, 1)


def _rows(days: int = 14) -> list[str]:
    """Return a call every five minutes from 9 to 12, every sixth given up after a minute."""
    rows = []
    for place in range(days):
        day = MONDAY + timedelta(days=place)
        for call in range(36):
            at = f"{day} {9 + call // 12:02d}:{call % 12 * 5:02d}:00"
            line = "loans" if call % 4 == 0 else "general"
            if call % 6 == 5:
                rows.append(row(at, wait=60, talk="", end="H", agent="", line=line))
            else:
                agent = "ann" if call % 2 else "bob"
                rows.append(row(at, wait=call % 3 * 10, talk=200 + call, agent=agent, line=line))
    return rows


def _imported(folder: Path, **choices: object) -> Imported:
    return import_log(write_log(folder, _rows()), mapping(), **choices)  # type: ignore[arg-type]


def test_scenario_loads_and_obeys_the_model(tmp_path: Path) -> None:
    path = _imported(tmp_path).write(tmp_path / "out")
    assert path == tmp_path / "out" / "small.yaml"
    assert sorted(entry.name for entry in path.parent.iterdir()) == [
        "agents.csv",
        "small.yaml",
        "volumes.csv",
    ]
    scenario = load(path).scenario
    assert (scenario.days, scenario.first_day) == (7, MONDAY)
    assert list(scenario.queues) == ["general", "loans"]
    assert scenario.volumes("general").sum() == pytest.approx(7 * 27)
    made = centre(scenario)
    contacts = made.contacts(scenario.seed)
    audit(made, contacts, made.run(contacts))


@pytest.mark.parametrize("name", ["../victim", "/tmp/victim", "", ".", "a b", "x" * 61, "a\nb"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"--name: got .*; expected a name of letters, digits"):
        _imported(tmp_path, name=name)


def test_a_name_of_ones_own(tmp_path: Path) -> None:
    assert _imported(tmp_path, name="spring").scenario_file == "spring.yaml"


def test_report_adds_up(tmp_path: Path) -> None:
    rows = [*_rows(), row("no time"), row(f"{MONDAY} 09:00:00", end="X"), "ragged"]
    quality = import_log(write_log(tmp_path, rows), mapping()).quality
    assert quality.rows_read == 14 * 36 + 3
    assert quality.dropped == 2
    assert sum(finding.count for finding in quality.ignored) == 1
    assert quality.offered == 14 * 36
    assert quality.figures["abandoned_share"] == pytest.approx(1 / 6)
    assert quality.figures["offered_per_day"] == 36
    assert len(quality.days_used) == 14
    report = quality.as_dict()
    assert report["first_day"] == "2026-06-01"
    assert any("inferred from who served" in line for line in quality.lines())


def test_one_weekday_or_one_day(tmp_path: Path) -> None:
    tuesday = _imported(tmp_path, weekday="tuesday", name="tuesday")
    assert tuesday.scenario_file == "tuesday.yaml"
    scenario = load(tuesday.write(tmp_path / "tuesday")).scenario
    assert (scenario.days, scenario.first_day) == (1, date(2026, 6, 2))
    one = _imported(tmp_path, days=[date(2026, 6, 3)])
    assert one.days.used == (date(2026, 6, 3),)


@pytest.mark.parametrize(
    "choices",
    [
        {"days": [date(2030, 1, 1)]},
        {"days": []},
        {"weekday": "someday"},
        {"days": [date(2026, 6, 3)], "weekday": "monday"},
    ],
)
def test_days_that_are_none_are_refused(tmp_path: Path, choices: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        _imported(tmp_path, **choices)


def test_full_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    imported = _imported(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="does not exist yet"):
        imported.write(out)
    assert [entry.name for entry in out.iterdir()] == ["mine.txt"]


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert _imported(tmp_path).write(out).is_file()


def test_nothing_is_left_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = _imported(tmp_path)
    written: list[Path] = []
    whole = Path.write_text

    def fails_the_second_time(self: Path, *text: str, **more: str) -> int:
        written.append(self)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        return whole(self, *text, **more)

    monkeypatch.setattr(Path, "write_text", fails_the_second_time)
    with pytest.raises(BadInput, match="No space left"):
        imported.write(tmp_path / "out")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["log.csv"]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    imported = _imported(tmp_path)
    with pytest.raises(BadInput):
        imported.write(tmp_path / "log.csv" / "out")


def test_mapping_by_path_and_faults_of_it(tmp_path: Path) -> None:
    log = write_log(tmp_path, _rows())
    assert import_log([log], write_mapping(tmp_path)).name == "small"
    with pytest.raises(BadInput, match="no such key"):
        import_log([log], write_mapping(tmp_path, colour="red"))


def test_assumed_wrap_up_priority_and_head_start_are_written(tmp_path: Path) -> None:
    columns = {**mapping().columns.model_dump(exclude_none=True), "customer_class": "class"}
    chosen = mapping(
        columns=columns,
        kinds={"general": {"name": "general", "priority": 2}, "loans": {"name": "loans"}},
        classes={"classes": [{"codes": ["2"], "suffix": "vip", "head_start": "90 s"}]},
        handling={"wrap_up": "20 s"},
        staffing={"method": "saturated"},
    )
    rows = [line + ("2" if place % 3 else "1") for place, line in enumerate(_rows())]
    imported = import_log(write_log(tmp_path, rows), chosen)
    queues = load(imported.write(tmp_path / "out")).scenario.queues
    assert list(queues) == ["general", "general_vip", "loans", "loans_vip"]
    assert (queues["general_vip"].priority, queues["general_vip"].head_start) == (2, 90)
    assert queues["loans"].wrap_up.mean == 20  # type: ignore[union-attr]
    assert any("is assumed" in note for note in imported.quality.notes)


def test_log_where_nobody_gives_up(tmp_path: Path) -> None:
    rows = [line for line in _rows() if ",H," not in line]
    imported = import_log(write_log(tmp_path, rows), mapping())
    scenario = load(imported.write(tmp_path / "out")).scenario
    assert scenario.queues["general"].patience.distribution == "never"
    assert any("unlimited" in note for note in imported.quality.notes)


def test_log_where_nobody_is_served_is_refused(tmp_path: Path) -> None:
    rows = [line for line in _rows() if ",H," in line]
    with pytest.raises(BadInput, match="answered calls"):
        import_log(write_log(tmp_path, rows), mapping())


def test_agents_with_two_calls_at_once_are_counted(tmp_path: Path) -> None:
    rows = [*_rows(), row(f"{MONDAY} 13:00:00", talk=900), row(f"{MONDAY} 13:02:00", talk=900)]
    quality = import_log(write_log(tmp_path, rows), mapping()).quality
    found = [odd for odd in quality.oddities if "same agent" in odd.what]
    assert [odd.count for odd in found] == [1]


def test_same_log_same_files(tmp_path: Path) -> None:
    first, second = _imported(tmp_path), _imported(tmp_path)
    assert first.scenario_files == second.scenario_files
    assert np.array_equal(first.estimates.staffing.seen, second.estimates.staffing.seen)
