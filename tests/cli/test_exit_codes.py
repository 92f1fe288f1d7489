"""What a shell is told, and what a person is told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crewline.cli import answer
from tests.cli.process import CORNER_BANK, QUICK, crewline


def test_a_run_ends_with_0_and_says_where_its_results_are(tmp_path: Path) -> None:
    ended = crewline("run", CORNER_BANK, *QUICK, cwd=tmp_path)
    assert ended.code == 0
    assert "results/corner_bank-001" in ended.err
    assert "SL3 in 20 s" in ended.out
    assert "answered in T" in ended.out


def test_a_title_is_text_and_no_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = "--set=title='Desk [/bold] one'"
    assert answer(["run", CORNER_BANK, *QUICK, odd, "--set=currency='[red]'"]) == 0
    out = capsys.readouterr().out
    assert "Desk [/bold] one" in out
    assert "[red] (wages" in out


def test_a_missed_target_ends_with_1_only_where_strict_asks(tmp_path: Path) -> None:
    few = ("--set", "groups.novices.agents=1", *QUICK)
    assert crewline("run", CORNER_BANK, *few, cwd=tmp_path).code == 0
    ended = crewline("run", CORNER_BANK, *few, "--strict", cwd=tmp_path)
    assert ended.code == 1
    assert "missed" in ended.out
    assert (tmp_path / "results" / "corner_bank-002").is_dir()  # the results are kept all the same


def test_targets_that_hold_end_with_0_under_strict(tmp_path: Path) -> None:
    plenty = [f"--set=groups.{group}.agents=60" for group in ("novices", "juniors", "experts")]
    ended = crewline("run", CORNER_BANK, *plenty, *QUICK, "--strict", cwd=tmp_path)
    assert ended.code == 0, ended.err


BAD = [
    (["run", "no_such_bank"], "no_such_bank"),
    (["run", "bank_hotlin_tenth"], "did you mean"),
    (["run", "bank_hotline_tenth:promotoin"], "did you mean"),
    (["run", "missing.yaml"], "missing.yaml"),
    (["run", CORNER_BANK, "--replicatons", "3"], "--replications"),
    (["run", CORNER_BANK, "--replications", "many"], "--replications"),
    (["run", CORNER_BANK, "--replications", "0"], "--replications"),
    (["run", CORNER_BANK, "--seed", "-1"], "--seed"),
    (["run", CORNER_BANK, "--engine", "fast"], "--engine"),
    (["compare", CORNER_BANK, "--engine", ""], "--engine"),
    (["run", CORNER_BANK, "--precision", "close"], "a half-width above zero"),
    (["run", CORNER_BANK, "--precision", "0 %"], "a half-width above zero"),
    (["run", CORNER_BANK, "--precision", "1"], "with its unit"),
    (["run", CORNER_BANK, "--set", "queues.general.volume_factor=-1"], "volume_factor"),
    (["run", CORNER_BANK, "--set", "queues.generel.capacity=3"], "generel"),
    (["run", CORNER_BANK, "--variant", "flood"], "flood"),
    (["run", CORNER_BANK, "--replications", "2000000"], "2000000 replications"),
    (["run", f"{CORNER_BANK}:promotion", "--variant", "site_loss"], "names promotion already"),
    (["compare", CORNER_BANK, "nowhere.yaml"], "nowhere.yaml"),
    (["compare", CORNER_BANK, CORNER_BANK], "corner_bank twice"),
    (["compare", CORNER_BANK, "--against", "queues.generel.capacity=3"], "generel"),
    (["run"], "Missing argument"),
    (["fly"], "fly"),
    (["import", "calls.txt", "--mapping", "none.yaml", "--out", "x"], "none.yaml"),
    (["app", "--port", "99999999"], "--port"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD)
def test_bad_input_is_2_and_a_plain_sentence(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_bad_input_ends_the_process_with_2_and_no_traceback(tmp_path: Path) -> None:
    ended = crewline("run", CORNER_BANK, "--set", "queues.general.capacity=-3", cwd=tmp_path)
    assert ended.code == 2
    assert "queues.general.capacity: got -3" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert list(tmp_path.iterdir()) == []


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = Path(CORNER_BANK).read_text(encoding="utf-8")
    bad = text.replace("capacity: 40", "capacity: -4").replace("absence: 5 %", "absence: 500 %")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    ended = crewline("check", "bad.yaml", cwd=tmp_path)
    lines = {field: 1 + _line_of(bad, field) for field in ("capacity: -4", "absence: 500 %")}
    assert ended.code == 2
    assert f"bad.yaml:{lines['capacity: -4']}: queues.general.capacity: got -4" in ended.err
    assert f"bad.yaml:{lines['absence: 500 %']}: groups.novices.absence: got 500 %" in ended.err


def test_results_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter").write_text("precious")
    for command in ("run", "compare"):
        assert answer([command, CORNER_BANK, *QUICK, "--out", str(tmp_path / "kept")]) == 2
        assert "--out" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["letter"]


def test_a_fault_of_the_program_is_owned_up_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("scenarios.load.load", fail)
    assert answer(["run", CORNER_BANK]) == 3
    said = capsys.readouterr().err
    assert "report it" in said
    assert "Traceback" not in said
    assert answer(["run", CORNER_BANK, "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def _line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines()) if part in line)
