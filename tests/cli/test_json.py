"""`--json` on every command: a machine-readable summary, and nothing else on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import CORNER_BANK, QUICK, Ended, crewline


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    return crewline("run", CORNER_BANK, *QUICK, "--json", cwd=tmp_path_factory.mktemp("ran"))


def test_run_says_how_it_was_made(ran: Ended) -> None:
    assert ran.code == 0
    assert ran.err == ""
    assert ran.json["ok"] is True
    assert ran.json["scenario"] == "corner_bank"
    assert (ran.json["seed"], ran.json["replications"]) == (618, 2)
    assert {"python", "crewline", "numpy", "simpy"} <= set(ran.json["versions"])
    assert ran.json["results"] == "results/corner_bank-001"


def test_run_tells_every_target(ran: Ended) -> None:
    targets = {target["queue"]: target for target in ran.json["targets"]}
    assert list(targets) == ["general", "loan", "expert"]
    assert targets["general"]["odds"] == 0.9
    assert targets["expert"]["kpi"] == "asa"
    assert all(t["verdict"] in {"met", "missed", "cannot tell"} for t in targets.values())


def test_run_tells_kpis_of_centre_queues_and_groups(ran: Ended) -> None:
    found = ran.json
    assert list(found["queues"]) == ["general", "loan", "expert"]
    assert list(found["groups"]) == ["novices", "juniors", "experts"]
    for level in ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6"):
        figure = found["centre"][level]
        assert figure["low"] <= figure["value"] <= figure["high"]
        assert 0 <= figure["value"] <= 1
    assert found["centre"]["cost"]["unit"] == "currency"
    assert 0 < found["all_groups"]["occupancy"]["value"] <= 1


def test_compare_tells_differences(tmp_path: Path) -> None:
    ended = crewline("compare", CORNER_BANK, *QUICK, "--json", cwd=tmp_path)
    assert ended.code == 0
    studies = [study["scenario"] for study in ended.json["studies"]]
    assert studies == ["corner_bank", "corner_bank:promotion", "corner_bank:site_loss"]
    assert ended.json["base"] == "corner_bank"
    offered = next(
        row
        for row in ended.json["differences"]
        if (row["variant"], row["kind"], row["kpi"]) == (studies[1], "centre", "offered")
    )
    assert offered["value"] - offered["base"] == pytest.approx(offered["difference"])
    assert (tmp_path / ended.json["results"] / "differences.parquet").is_file()


def test_check_lists_the_scenario_and_its_variants(tmp_path: Path) -> None:
    ended = crewline("check", CORNER_BANK, "--json", cwd=tmp_path)
    assert ended.code == 0
    assert [each["scenario"] for each in ended.json["scenarios"]] == [
        "corner_bank",
        "corner_bank:promotion",
        "corner_bank:site_loss",
    ]


def test_schema_is_one(tmp_path: Path) -> None:
    ended = crewline("schema", "--json", cwd=tmp_path)
    assert ended.json["additionalProperties"] is False


def test_faults_are_data_too(tmp_path: Path) -> None:
    ended = crewline("check", CORNER_BANK, "--set", "days=0", "--json", cwd=tmp_path)
    assert ended.code == 2
    assert ended.json["ok"] is False
    assert {"file", "line", "field", "value", "expected"} == set(ended.json["faults"][0])
    assert ended.json["faults"][0]["field"] == "days"


def test_a_wrong_option_is_a_fault_too(tmp_path: Path) -> None:
    ended = crewline("run", CORNER_BANK, "--sede", "3", "--json", cwd=tmp_path)
    assert ended.code == 2
    assert "--sede" in ended.json["faults"][0]["expected"]
