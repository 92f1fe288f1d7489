"""Warnings of several variants are told once, with the variants they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from crewline.cli import answer
from crewline.cli.doubts import told_once
from scenarios.faults import Fault

LATE = Fault("w.yaml", 7, "queues.q.volume", "80.0 contacts", "none")
MORE = Fault("w.yaml", 9, "queues.q.volume", "160.0 contacts", "none")
OTHER = Fault("w.yaml", 8, "groups.g", "nobody", "somebody")

NIGHT = """
schema_version: 1
name: w
interval: 30 min
queues:
  q: {open: "09:00-18:00", volume: {per_h: 10}, talk: 200 s}
groups:
  g: {serves: {q: {rank: 1}}, agents: 5}
overrides:
  fewer: {groups: {g: {agents: 4}}}
  double: {queues: {q: {volume_factor: 2}}}
scenarios:
  slim: {overrides: [fewer]}
  busy: {overrides: [double]}
"""


def test_what_is_true_of_all_names_nobody() -> None:
    assert list(told_once([("w", [LATE]), ("w:x", [LATE])])) == [LATE]
    assert list(told_once([("w", [LATE])])) == [LATE]


def test_what_is_true_of_one_names_it() -> None:
    (told,) = told_once([("w", []), ("w:x", [OTHER])])
    assert told.value == "nobody in w:x"


def test_values_that_differ_are_told_side_by_side() -> None:
    (told,) = told_once([("w", [LATE]), ("w:x", [LATE]), ("w:y", [MORE])])
    assert told.value == "80.0 contacts in w, w:x; 160.0 contacts in w:y"


@pytest.mark.parametrize("command", [["check"], ["compare", "--replications", "2", "--jobs", "1"]])
def test_a_warning_of_three_variants_is_one_line(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.yaml").write_text(NIGHT, "utf-8")
    assert answer([command[0], "w.yaml", *command[1:]]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "outside opening" in line]
    assert len(lines) == 1
    assert "150.0 contacts outside opening hours in w, w:slim; 300.0" in lines[0]
    assert "in w:busy" in lines[0]
