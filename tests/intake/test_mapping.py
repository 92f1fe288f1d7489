"""Mappings: what is accepted, and that every fault is found at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scenarios.faults import BadInput
from scenarios.intake.mapping import read_mapping, shipped_mappings
from tests.intake.small_log import MAPPING, write_mapping


def test_shipped_mapping_is_read_by_name() -> None:
    assert "anonymous_bank_1999" in shipped_mappings()
    bank = read_mapping("anonymous_bank_1999")
    assert bank.outcomes == {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "ignored"}
    assert bank.classes.classes[0].head_start == 90
    assert bank.agents.aliases == {"NO_SERVERAMA": "NAAMA", "ANO_SERVERT": "ANAT"}
    assert bank.days.interval == 1800
    assert bank.target.level == pytest.approx(0.8)


def test_each_column_is_wanted_once(tmp_path: Path) -> None:
    rules = [{"column": "wait", "above": 9999, "why": "too long"}]
    read = read_mapping(write_mapping(tmp_path, rows=rules))
    assert read.column_names == ("queued", "wait", "talk", "end", "line", "agent")


def test_all_faults_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "name: small\n"
        "columns: {queued: q, waited: w, served: s, outcome: o, agnet: a}\n"
        "outcomes:\n"
        "  A: answered\n"
        "  H: hung up\n"
        "days:\n"
        "  interval: 30\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as bad:
        read_mapping(path)
    found = {(fault.line, fault.field): fault for fault in bad.value.faults}
    assert set(found) == {(2, "columns.agnet"), (5, "outcomes.H"), (7, "days.interval")}
    assert "agent" in found[2, "columns.agnet"].expected
    assert found[5, "outcomes.H"].value == "hung up"
    assert "answered" in found[5, "outcomes.H"].expected
    assert all(fault.file == str(path) for fault in bad.value.faults)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"columns": {**MAPPING["columns"], "waited": None}}, "waited"),
        ({"columns": {**MAPPING["columns"], "served": None}}, "served"),
        ({"format": {"encoding": "klingon"}}, "encoding"),
        ({"format": {"separator": "--"}}, "separator"),
        ({"days": {"interval": "7 min"}}, "divisor"),
        ({"times": {"written": "clock"}}, "columns.date"),
        ({"classes": {"classes": [{"codes": ["2"], "suffix": "vip"}]}}, "columns.customer_class"),
        ({"rows": [{"column": "wait", "why": "?"}]}, "equals"),
        ({"kinds": {"a": {"name": "x"}, "b": {"name": "x"}}}, "differ"),
        ({"outcomes": {}}, "1"),
        ({"times": {"timestamp_format": "%Q"}}, "format"),
        ({"times": {"timestamp_format": "%Y-%m-%d %H:%M:%S%z"}}, "time zone"),
    ],
)
def test_what_contradicts_itself_is_refused(
    tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        read_mapping(write_mapping(tmp_path, **changes))


def test_unknown_mapping_names_the_shipped_ones() -> None:
    with pytest.raises(BadInput, match="did you mean anonymous_bank_1999"):
        read_mapping("anonymous_bank_1998")


@pytest.mark.parametrize("text", ["", "just text", "a: !!python/object:os.system x", "a: [", "\0"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        read_mapping(path)


def test_written_mapping_reads_the_same(tmp_path: Path) -> None:
    bank = read_mapping("anonymous_bank_1999")
    again = tmp_path / "again.yaml"
    again.write_text(yaml.safe_dump(bank.model_dump(mode="json", exclude_none=True)), "utf-8")
    assert read_mapping(again) == bank


def test_a_name_too_long_for_a_file() -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_mapping("x" * 5000)
