import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from scenarios.faults import BadInput
from scenarios.load import load_text, resolved_yaml
from scenarios.tables import read_sheet

SCENARIO = """\
schema_version: 1
name: tables
interval: 6 h
queues:
  general: {volume: {volume}, talk: {talk}, patience: {patience}}
groups:
  front: {serves: {general: {}}, agents: {agents}}
"""


def text(**parts: str) -> str:
    usual = {"volume": "{per_h: 1}", "talk": "3 min", "patience": "never", "agents": "1"}
    filled = SCENARIO
    for name, value in (usual | parts).items():
        filled = filled.replace("{" + name + "}", value)
    return filled


def book(path: Path, **sheets: list[list[object]]) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)


def told(folder: Path, **parts: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        load_text(text(**parts), folder=folder)
    return [str(fault) for fault in caught.value.faults]


def test_columns_of_a_csv(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("start,calls,staff\n0,1.5,1\n6,20,3\n12,30,4\n18,4,2\n\n")
    volume, agents = "{file: day.csv, column: calls}", "{file: day.csv, column: staff}"
    scenario = load_text(text(volume=volume, agents=agents), folder=tmp_path).scenario
    assert scenario.queues["general"].volume == (1.5, 20, 30, 4)
    assert scenario.groups["front"].agents == (1, 3, 4, 2)
    assert load_text(resolved_yaml(scenario)).scenario == scenario


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_headings_in_chinese(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "day.csv").write_text("时段;来电\r\n0;1\r\n6;2\r\n12;3\r\n18;4\r\n", encoding)
    volume = "{file: day.csv, column: 来电}"
    scenario = load_text(text(volume=volume), folder=tmp_path).scenario
    assert scenario.queues["general"].volume == (1, 2, 3, 4)


def test_columns_of_a_workbook(tmp_path: Path) -> None:
    book(
        tmp_path / "days.xlsx",
        Mon=[["start", "calls"], [0, 1], [6, 2], [12, 3], [18, 4], [None, None]],
        Tue=[["start", "calls"], [0, 5], [6, 6], [12, 7], [18, 8.5]],
    )
    first = load_text(text(volume="{file: days.xlsx, column: calls}"), folder=tmp_path)
    assert first.scenario.queues["general"].volume == (1, 2, 3, 4)
    second = load_text(text(volume="{file: days.xlsx, sheet: Tue, column: calls}"), folder=tmp_path)
    assert second.scenario.queues["general"].volume == (5, 6, 7, 8.5)


def test_a_file_in_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "day.csv").write_text("calls\n1\n2\n3\n4\n")
    scenario = load_text(text(volume="{file: data/day.csv, column: calls}"), folder=tmp_path)
    assert scenario.scenario.queues["general"].volume == (1, 2, 3, 4)


def test_an_empirical_distribution(tmp_path: Path) -> None:
    (tmp_path / "patience.csv").write_text("share,value\n0,0\n0.25,30\n0.5,2 min\n")
    patience = "{distribution: empirical, file: patience.csv, zero_share: 2 %}"
    scenario = load_text(text(patience=patience), folder=tmp_path).scenario
    described = scenario.queues["general"].patience
    assert described.shares == (0, 0.25, 0.5)
    assert described.values == (0, 30, 120)
    assert described.zero_share == 0.02
    assert load_text(resolved_yaml(scenario)).scenario == scenario


def test_faults_name_the_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "patience.csv").write_text("share,value\n0,0\n0.5,30\n0.4,minutes\n")
    (tmp_path / "day.csv").write_text("calls\n1\nmany\n3\n4\n")
    assert told(
        tmp_path,
        volume="{file: day.csv, column: calls}",
        patience="{distribution: empirical, file: patience.csv}",
    ) == [
        "day.csv:3: calls: got many; expected a number",
        "patience.csv:4: value: got minutes; expected a duration with its unit "
        "(ms, s, min, h, d), such as 20 s or 3 min",
    ]


def test_shares_that_fall_are_blamed_on_their_line(tmp_path: Path) -> None:
    (tmp_path / "patience.csv").write_text("share,value\n0,0\n0.5,30\n0.4,60\n")
    assert told(tmp_path, patience="{distribution: empirical, file: patience.csv}") == [
        "patience.csv:4: share: got 0.4; expected shares that rise"
    ]


def test_columns_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "patience.csv").write_text("share,seconds\n0,0\n1,30\n")
    assert told(tmp_path, patience="{distribution: empirical, file: patience.csv}") == [
        "patience.csv:1: value: got value; expected one of the columns share, seconds"
    ]


def test_a_heading_that_stands_twice(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("calls,calls\n1,2\n")
    (fault,) = told(tmp_path, volume="{file: day.csv, column: calls}")
    assert fault.endswith("expected one column of that heading, not 2")


def test_a_sheet_that_is_missing(tmp_path: Path) -> None:
    book(tmp_path / "days.xlsx", Mon=[["calls"], [1]], Tue=[["calls"], [1]])
    assert told(tmp_path, volume="{file: days.xlsx, sheet: Tues, column: calls}") == [
        "days.xlsx: got Tues; expected one of the sheets Mon, Tue (did you mean Tue?)"
    ]


def test_cells_that_are_missing(tmp_path: Path) -> None:
    book(tmp_path / "days.xlsx", Mon=[["start", "calls"], [0, 1], [6], [12, "x"], [18, True]])
    assert told(tmp_path, volume="{file: days.xlsx, column: calls}") == [
        "days.xlsx:3: calls: got nothing; expected a number",
        "days.xlsx:4: calls: got x; expected a number",
        "days.xlsx:5: calls: got True; expected a number",
    ]


def test_every_table_is_tried(tmp_path: Path) -> None:
    faults = told(
        tmp_path,
        volume="{file: one.csv, column: calls}",
        agents="{file: two.csv, column: staff}",
        talk="{distribution: empirical, file: ../three.csv}",
    )
    assert [fault.partition(": got ")[2].partition(";")[0] for fault in faults] == [
        "../three.csv", "one.csv", "two.csv"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a\\..\\b.csv", "C:/x.csv", "..", "a/../../b.csv", "//h/x.csv"])
def test_paths_that_leave(tmp_path: Path, name: str) -> None:
    (fault,) = told(tmp_path, volume=f"{{file: '{name}', column: calls}}")
    assert fault.endswith("expected a path inside the scenario's folder")


def test_a_table_in_an_override(tmp_path: Path) -> None:
    (tmp_path / "sale.csv").write_text("calls\n5\n6\n7\n8\n")
    sale = "overrides:\n  sale:\n    queues: {general: {volume: {file: sale.csv, column: calls}}}\n"
    loaded = load_text(text() + sale, folder=tmp_path)
    assert loaded.scenario.with_overrides(["sale"]).queues["general"].volume == (5, 6, 7, 8)


def test_a_table_beside_other_keys_is_refused(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("calls\n1\n2\n3\n4\n")
    (fault,) = told(tmp_path, volume="{file: day.csv, column: calls, factor: 2}")
    assert "got factor; expected one of the keys: file, sheet, column" in fault


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text('calls\n"1\n2\n')
    with pytest.raises(BadInput) as caught:
        read_sheet(tmp_path / "day.csv", "day.csv")
    assert caught.value.faults[0].expected == "CSV text"


def test_too_many_rows(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("calls\n" + "1\n" * 50_001)
    with pytest.raises(BadInput) as caught:
        read_sheet(tmp_path / "day.csv", "day.csv")
    assert caught.value.faults[0].expected == "at most 50000"


def test_stray_cells_far_out_cost_nothing(tmp_path: Path) -> None:
    book(tmp_path / "days.xlsx", Mon=[["calls"], [1], [2], [3], [4]])
    filled = openpyxl.load_workbook(tmp_path / "days.xlsx")
    filled["Mon"].cell(100_000, 16_384, "stray")
    filled.save(tmp_path / "days.xlsx")
    tracemalloc.start()
    try:
        scenario = load_text(text(volume="{file: days.xlsx, column: calls}"), folder=tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert scenario.scenario.queues["general"].volume == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ((60_000, 1), "days.xlsx:60000: got more rows; expected at most 50000"),
        ((1, 16_384), "days.xlsx:1: got 16384 columns; expected at most 500"),
    ],
)
def test_sheets_too_large_are_refused(tmp_path: Path, cell: tuple[int, int], words: str) -> None:
    book(tmp_path / "days.xlsx", Mon=[["calls"], [1], [2], [3], [4]])
    filled = openpyxl.load_workbook(tmp_path / "days.xlsx")
    filled["Mon"].cell(*cell, 5)
    filled.save(tmp_path / "days.xlsx")
    assert told(tmp_path, volume="{file: days.xlsx, column: calls}") == [words]


@pytest.mark.parametrize("beside", [[], ["06:00"]])
def test_formulas_without_saved_values(tmp_path: Path, beside: list[object]) -> None:
    headings = ["start"] if beside else []
    rows = [[*beside, "=1+1"] for _ in range(4)]
    book(tmp_path / "days.xlsx", Mon=[[*headings, "calls"], *rows])
    assert told(tmp_path, volume="{file: days.xlsx, column: calls}") == [
        "days.xlsx:2: calls: got formulas without saved values; expected numbers; open the "
        "workbook in a spreadsheet program and save it"
    ]


def test_a_formula_in_another_column_is_no_matter(tmp_path: Path) -> None:
    book(tmp_path / "days.xlsx", Mon=[["calls", "sum"], [1, "=A2"], [2, None], [3, None], [4]])
    scenario = load_text(text(volume="{file: days.xlsx, column: calls}"), folder=tmp_path).scenario
    assert scenario.queues["general"].volume == (1, 2, 3, 4)


def test_charts_and_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "Old"
    made["Old"].sheet_state = "hidden"
    for row in (["calls"], [9], [9], [9], [9]):
        made["Old"].append(row)
    made.create_chartsheet("Chart", 0).add_chart(BarChart())
    monday = made.create_sheet("Mon")
    for row in (["calls"], [1], [2], [3], [4]):
        monday.append(row)
    made.active = 2
    made.save(tmp_path / "days.xlsx")
    volume = "{file: days.xlsx, column: calls}"
    scenario = load_text(text(volume=volume), folder=tmp_path).scenario
    assert scenario.queues["general"].volume == (1, 2, 3, 4)
    hidden = load_text(text(volume="{file: days.xlsx, sheet: Old, column: calls}"), folder=tmp_path)
    assert hidden.scenario.queues["general"].volume == (9, 9, 9, 9)
    assert told(tmp_path, volume="{file: days.xlsx, sheet: Chart, column: calls}") == [
        "days.xlsx: got Chart; expected one of the sheets Old, Mon"
    ]


def test_utf_16_that_is_broken_is_told(tmp_path: Path) -> None:
    for content in ("calls\n1".encode("utf-16") + b"x", b"\xff\xfe\0\0", b"\xfe\xff\xd8\x00"):
        (tmp_path / "day.csv").write_bytes(content)
        assert told(tmp_path, volume="{file: day.csv, column: calls}") == [
            "day.csv: got a binary file, or UTF-16 that is broken; expected CSV text"
        ]


@pytest.mark.parametrize("column", ["calls", "a,b,c,d"])
def test_the_separator_is_the_one_that_gives_the_column(tmp_path: Path, column: str) -> None:
    (tmp_path / "day.csv").write_text("time;a,b,c,d;calls\n0;1;1\n6;2;2\n12;3;3\n18;4;4\n")
    volume = f'{{file: day.csv, column: "{column}"}}'
    scenario = load_text(text(volume=volume), folder=tmp_path).scenario
    assert scenario.queues["general"].volume == (1, 2, 3, 4)


def test_the_separator_of_a_misspelt_column_is_that_of_the_rows(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("time;a,b,c,d;calls\n0;1;1\n6;2;2\n12;3;3\n18;4;4\n")
    assert told(tmp_path, volume="{file: day.csv, column: call}") == [
        "day.csv:1: call: got call; expected one of the columns time, a,b,c,d, calls "
        "(did you mean calls?)"
    ]


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("calls\n1\n2\n3\n4\n")
    assert told(tmp_path, volume="{file: day.csv, sheet: Mon, column: calls}") == [
        "text:5: queues.general.volume.sheet: got Mon; expected no sheet, for a CSV file has none"
    ]


def test_an_empirical_time_of_self_service(tmp_path: Path) -> None:
    (tmp_path / "bot.csv").write_text("share,value\n0,10\n1,90\n")
    bot = "{contained: 5 %, time: {distribution: empirical, file: bot.csv}}"
    written = text(patience=f"never, self_service: {bot}")
    service = load_text(written, folder=tmp_path).scenario.queues["general"].self_service
    assert service is not None
    assert service.time.values == (10, 90)
