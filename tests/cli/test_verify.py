"""`crewline verify`: both engines agree on a user's scenario, or the leg is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.cli.process import CORNER_BANK
from tests.engines.faults import FAULTS

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_engines_that_agree_end_with_0_and_a_line(capsys: Capture, inside: Path) -> None:
    assert answer(["verify", CORNER_BANK, "--replications", "2"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("corner_bank: both engines agree in every field of ")
    assert "(replications: 2, seed: 618); reference " in out
    assert len(out.splitlines()) == 1
    assert err == ""
    assert list(inside.iterdir()) == []


def test_what_was_verified_is_told_to_a_machine(capsys: Capture) -> None:
    arguments = ["--variant", "promotion", "--set", "days=2", "--seed", "3", "--json"]
    assert answer(["verify", CORNER_BANK, *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"]
    assert found["agree"]
    assert found["scenario"] == "corner_bank:promotion"
    assert "days=2" in found["overrides"]
    assert (found["replications"], found["seed"], found["difference"]) == (3, 3, None)
    assert set(found["wall_s"]) == {"reference", "compiled"}


def test_engines_that_differ_end_with_1_and_the_leg(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The first call that should have been answered by overflow, after 40 s, is not."""
    FAULTS["ForgetsTimers"](monkeypatch)
    assert answer(["verify", CORNER_BANK]) == 1
    out, err = capsys.readouterr()
    head = "corner_bank: the engines differ in replication 0, seed 618, first in leg 12, at"
    assert out.startswith(f"{head} 08:25:48.243 (30348243 ms).")
    assert row(out, "queued_ms") == ["08:25:08.243", "(30308243", "ms)"] * 2
    assert row(out, "answered_ms") == ["–", "08:25:48.243", "(30348243", "ms)", "differs"]
    assert row(out, "group") == ["–", "experts", "differs"]
    assert row(out, "outcome") == ["abandoned", "answered", "differs"]
    assert "The contact's other legs" in out
    assert row(out, "658")[:3] == ["reference", "redial", "loan"]
    assert "report it" in err


def test_the_leg_is_told_to_a_machine(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    FAULTS["ForgetsTimers"](monkeypatch)
    assert answer(["verify", CORNER_BANK, "--json"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    found = json.loads(out)
    assert (found["ok"], found["agree"], found["replications"]) == (True, False, 1)
    difference = found["difference"]
    assert (difference["replication"], difference["leg"]) == (0, 12)
    assert difference["at_ms"] == difference["compiled"]["leg"]["answered_ms"] == 30348243
    assert {"answered_ms", "group", "outcome"} <= set(difference["fields"])
    assert difference["reference"]["leg"]["group"] is None
    assert difference["compiled"]["leg"]["outcome"] == "answered"
    assert [*difference["reference"]["other_legs"]] == ["658"]
    assert difference["compiled"]["other_legs"] == {}


def test_without_a_leg_nothing_is_verified(capsys: Capture) -> None:
    silent = [f"queues.{queue}.volume_factor=0" for queue in ("general", "loan", "expert")]
    sets = [argument for setting in silent for argument in ("--set", setting)]
    assert answer(["verify", CORNER_BANK, *sets, "--replications", "1"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "no leg was compared, so nothing is verified" in err


BAD = [
    ([CORNER_BANK, "--set", "queues.general.capacity=-3"], "queues.general.capacity: got -3"),
    ([CORNER_BANK, "--set", "queues.generel.capacity=3"], "generel"),
    ([CORNER_BANK, "--replications", "0"], "--replications"),
    ([CORNER_BANK, "--replications", "9000000"], "9000000 replications"),
    ([CORNER_BANK, "--seed", "-1"], "--seed"),
    (["missing.yaml"], "missing.yaml"),
    ([f"{CORNER_BANK}:flood"], "flood"),
    ([], "Missing argument"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD)
def test_bad_input_is_2_and_a_plain_sentence(
    arguments: list[str], said: str, capsys: Capture
) -> None:
    assert answer(["verify", *arguments]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


def test_all_faults_of_a_file_are_told(inside: Path, capsys: Capture) -> None:
    text = Path(CORNER_BANK).read_text(encoding="utf-8")
    bad = text.replace("capacity: 40", "capacity: -4").replace("absence: 5 %", "absence: 500 %")
    (inside / "bad.yaml").write_text(bad, encoding="utf-8")
    assert answer(["verify", "bad.yaml"]) == 2
    err = capsys.readouterr().err
    assert "queues.general.capacity: got -4" in err
    assert "groups.novices.absence: got 500 %" in err


def row(out: str, name: str) -> list[str]:
    """Return the words of a printed row after its first."""
    return next(words[1:] for line in out.splitlines() if (words := line.split())[:1] == [name])
