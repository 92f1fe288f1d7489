"""From cells to scenarios and their digests: the same scenario is the same key."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.load import load, load_text
from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.bench import Bench, canonical, checked, digest
from scenarios.studies.sweep.cells import plan
from tests.cli.process import CORNER_BANK


def scenarios(*vary: str, sets: tuple[str, ...] = (), seed: int | None = None) -> list[Scenario]:
    bench = Bench(CORNER_BANK, None, sets, seed)
    return [scenario for _, scenario in checked(bench, plan(vary, None, 2))]


def key(scenario: Scenario) -> str:
    return digest(canonical(scenario), "1.0")


def test_a_cell_is_the_scenario_of_the_same_settings() -> None:
    sets = ["queues.general.volume.total=500", "groups.novices.absence=10 %"]
    (_, cell) = scenarios(*sets)
    assert cell.resolved() == load(CORNER_BANK, sets=sets).scenario


def test_the_same_scenario_has_the_same_key_however_it_is_written() -> None:
    base, one, percent, fraction, far = scenarios(
        "groups.novices.absence=5%,5 %,0.05,6 %", sets=("title=Another",)
    )
    assert len({key(each) for each in (base, one, percent, fraction)}) == 1
    assert key(far) != key(base)


def test_titles_and_the_first_day_are_no_part_of_the_key() -> None:
    cells = scenarios("title=a,b", "first_day=2026-06-15,2026-06-22", "queues.loan.title=x,y")
    assert len({key(each) for each in cells}) == 1


def test_the_seed_and_the_version_are() -> None:
    (base, _), (other, _) = scenarios("days=1"), scenarios("days=1", seed=7)
    assert key(base) != key(other)
    assert digest("a", "1.0") != digest("a", "1.1")


def test_the_text_of_a_key_is_the_scenario_itself() -> None:
    for scenario in scenarios("variant=null,promotion,site_loss", "queues.general.talk*=0.9,1.1"):
        again = Scenario.model_validate_json(canonical(scenario))
        assert canonical(again) == canonical(scenario)
        assert again.queues["general"].model_dump(exclude={"title"}) == scenario.resolved().queues[
            "general"
        ].model_dump(exclude={"title"})


def test_variants_are_an_axis_and_null_is_the_ordinary_day() -> None:
    base, ordinary, promotion = scenarios("variant=null,promotion")
    assert key(base) == key(ordinary)
    assert promotion.resolved() == load(f"{CORNER_BANK}:promotion").scenario
    of_variant = Bench(f"{CORNER_BANK}:promotion", None, (), None)
    cells = plan(["variant=null,promotion"], None, 2)
    found = [key(of_variant.scenario(cell)) for cell in cells]
    assert found == [key(promotion), key(base), key(promotion)]


def test_reading_only_what_changed_finds_what_reading_all_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vary = ("queues.general.volume.total=400,500", "groups.juniors.agents*=1.2", "days=2")
    quick = scenarios(*vary)
    monkeypatch.setattr("scenarios.load.Template._with_sections_read", lambda _, tree: tree.data)
    assert scenarios(*vary) == quick


def test_faults_of_all_cells_are_told_at_once() -> None:
    with pytest.raises(BadInput) as bad:
        scenarios("groups.novices.absence=5%,150 %,many", "queues.general.volumn=1,2")
    told = {(fault.file, fault.field, fault.value) for fault in bad.value.faults}
    assert told == {
        ("--vary", "groups.novices.absence", "150 %"),
        ("--vary", "groups.novices.absence", "many"),
        ("--vary", "queues.general.volumn", "volumn"),
    }
    assert any("did you mean volume" in fault.expected for fault in bad.value.faults)


def test_a_fault_between_values_says_in_which_cell() -> None:
    with pytest.raises(BadInput, match=r"in cell 2: days=1, warm_up=2 d") as bad:
        scenarios("days=1,2", "warm_up=1 d,2 d")
    assert len(bad.value.faults) == 1


def test_a_factor_of_what_is_not_there_is_blamed_on_the_option() -> None:
    with pytest.raises(BadInput, match=r"--vary: queues.genral.volume\*: got genral.*mean general"):
        scenarios("queues.genral.volume*=1,2")


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(BadInput, match="did you mean promotion"):
        scenarios("variant=promotoin")


def test_the_base_that_is_written_down_leads_to_the_same_cells(tmp_path: Path) -> None:
    from scenarios.load import written_yaml

    bench = Bench(CORNER_BANK, None, ("queues.loan.volume.total=150",), 7)
    vary = ["queues.general.volume.total=400", "variant=promotion"]
    file = tmp_path / "scenario.yaml"
    file.write_text(written_yaml(bench.written), encoding="utf-8")
    again = Bench(str(file), None, (), None)
    cells = plan(vary, None, 2)
    assert [key(again.scenario(cell)) for cell in cells] == [
        key(bench.scenario(cell)) for cell in cells
    ]
    assert load_text(file.read_text(encoding="utf-8")).scenario.seed == 7
