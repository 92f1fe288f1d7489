from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.load import check, library, load, load_text, resolved_yaml
from tests.scenarios.small import CORNER_BANK, general, loaded, small


def told(*arguments: object) -> str:
    with pytest.raises(BadInput) as caught:
        load(*arguments)  # type: ignore[arg-type]
    (fault,) = caught.value.faults
    return str(fault)


def test_the_ordinary_day() -> None:
    loaded = load(CORNER_BANK)
    assert loaded.scenario.name == "corner_bank"
    assert (loaded.variant, loaded.applied, loaded.warnings) == (None, (), ())
    assert loaded.source == str(CORNER_BANK)
    assert list(loaded.scenario.variants) == ["promotion", "site_loss"]


def test_volumes_of_a_total_follow_the_profile() -> None:
    volume = load(CORNER_BANK).scenario.queues["general"].volume
    assert sum(volume) == pytest.approx(420)
    # 2 of 104 parts of the day fall between 08:00 and 08:30.
    assert volume[15:17] == (0, pytest.approx(420 * 2 / 104))


def test_a_variant() -> None:
    loaded = load(f"{CORNER_BANK}:promotion")
    assert loaded.variant == "promotion"
    assert loaded.applied == ("sale_volume", "sale_talk")
    assert loaded.scenario.title == "Double 11 / 双十一"
    assert loaded.scenario.queues["general"].volume_factor == 1.8
    assert loaded.scenario.variants == {}


def test_a_variant_named_apart() -> None:
    assert load(CORNER_BANK, "promotion") == load(str(CORNER_BANK), "promotion")
    assert load(CORNER_BANK, "promotion").scenario == load(f"{CORNER_BANK}:promotion").scenario


def test_two_variants_at_once_are_refused() -> None:
    with pytest.raises(BadInput, match=r"--variant: got flood; expected one variant; .*promotion"):
        load(f"{CORNER_BANK}:promotion", "flood")
    with pytest.raises(BadInput, match=r"one variant; .*names promotion already"):
        load("bank_hotline_tenth:promotion", "site_loss")
    assert load(f"{CORNER_BANK}:promotion", "promotion").variant == "promotion"


def test_overrides_by_name_equal_the_variant() -> None:
    ordinary, promotion = load(CORNER_BANK).scenario, load(CORNER_BANK, "promotion").scenario
    made = ordinary.with_overrides(["sale_volume", "sale_talk"])
    assert made.model_copy(update={"title": promotion.title}) == promotion


def test_overrides_by_an_unknown_name() -> None:
    with pytest.raises(BadInput, match="did you mean sale_volume"):
        load(CORNER_BANK).scenario.with_overrides(["sale_volum"])


def test_settings_come_last() -> None:
    loaded = load(CORNER_BANK, "promotion", ["queues.general.volume_factor=3", "days=2"])
    assert loaded.applied[-2:] == ("queues.general.volume_factor=3", "days=2")
    assert loaded.scenario.queues["general"].volume_factor == 3
    assert loaded.scenario.days == 2


def test_an_unknown_variant() -> None:
    assert told(CORNER_BANK, "promotions").endswith(
        ":116: scenarios: got promotions; expected one of the variants: promotion, site_loss "
        "(did you mean promotion?)"
    )


def test_an_unknown_name() -> None:
    assert told("bank_hotlin") == (
        "bank_hotlin: got bank_hotlin; expected one of the scenarios: bank_hotline, "
        "bank_hotline_tenth, bank_service, insurer_claims, shop_service "
        "(did you mean bank_hotline?); or a file"
    )


@pytest.mark.parametrize("text", ["x" * 5000, "x/" * 5000, f"{'x' * 5000}:y", "x" * 300 + ".yaml"])
def test_names_too_long_for_a_file(text: str) -> None:
    with pytest.raises(BadInput):
        load(text)
    with pytest.raises(BadInput):
        load(text, "sale")


@pytest.mark.parametrize("text", ["", " "])
def test_no_name(text: str) -> None:
    assert told(text).startswith("command line: scenario: got nothing; expected one of the scen")


def test_checking_an_override_that_no_variant_uses(tmp_path: Path) -> None:
    text = CORNER_BANK.read_text(encoding="utf-8")
    text = text.replace("overrides:\n", "overrides:\n  spare: {queues: {genral: {talk: 1 s}}}\n", 1)
    (tmp_path / "spare.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "spare.yaml")
    with pytest.raises(BadInput, match=r"overrides\.spare\.queues\.genral: got genral.*general\?"):
        check(tmp_path / "spare.yaml")


def test_a_name_and_a_variant_that_are_unknown() -> None:
    assert told("bank:x").startswith("bank: got bank; expected one of the scenarios")


@pytest.mark.parametrize("name", sorted(library()))
def test_what_ships_is_sound(name: str) -> None:
    loaded = check(name)
    assert len(loaded) > 2
    assert [str(warning) for each in loaded for warning in each.warnings] == []
    assert loaded[0].source == f"{name}.yaml"


@pytest.mark.parametrize("name", [str(CORNER_BANK), *sorted(library())])
def test_a_resolved_scenario_is_read_to_an_equal_one(name: str) -> None:
    for each in check(name):
        assert load_text(resolved_yaml(each.scenario)).scenario == each.scenario


def test_text_that_looks_like_something_else_survives() -> None:
    for title in ("null", "~", "true", "2026-06-15", "1.50", "", "a: b", "# c", "'", "é\n二"):
        scenario = small(title=title)
        assert scenario.title == title
        assert load_text(resolved_yaml(scenario)).scenario.title == title


def test_nothing_in_an_override_survives() -> None:
    scenario = small(
        queues=general(capacity=3), overrides={"open": {"queues": {"general": {"capacity": None}}}}
    )
    again = load_text(resolved_yaml(scenario)).scenario
    assert again == scenario
    assert again.with_overrides(["open"]).queues["general"].capacity is None


def test_checking_tells_the_faults_of_all_variants_once(tmp_path: Path) -> None:
    text = CORNER_BANK.read_text(encoding="utf-8")
    text = text.replace("volume_factor: 1.8", "volume_factor: lots").replace("seed: 618", "seed: x")
    (tmp_path / "faulty.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        check(tmp_path / "faulty.yaml")
    assert [fault.value for fault in caught.value.faults] == ["x", "lots"]


def test_checking_one_variant() -> None:
    (only,) = check(f"{CORNER_BANK}:site_loss")
    assert only.variant == "site_loss"


@pytest.mark.parametrize("date", ["20240101", "2024-W01-1", "2024-1-1", "2024-01-01T00:00"])
def test_dates_of_another_form(date: str) -> None:
    with pytest.raises(BadInput, match=r"first_day: got 2024.*; expected a date such as"):
        small(first_day=date)


def test_a_scenario_is_frozen() -> None:
    scenario = small()
    with pytest.raises(ValueError, match="frozen"):
        scenario.days = 3  # type: ignore[misc]


def test_asa_is_within_its_level() -> None:
    within = small(queues=general(target={"kpi": "asa", "within": "45 s"}))
    level = small(queues=general(target={"kpi": "asa", "level": "45 s"}))
    assert within == level
    assert level.queues["general"].target.level == 45


def test_nothing_goes_back_to_the_default_in_overrides_and_settings_alone() -> None:
    bot = {"contained": "20 %", "time": "1 min"}
    plain = {"queues": {"general": {"self_service": None}}}
    queues = general(self_service=bot)
    scenario = loaded(queues=queues, overrides={"plain": plain}).scenario
    assert scenario.with_overrides(["plain"]).queues["general"].self_service is None
    with pytest.raises(BadInput, match=r"queues\.general\.self_service: got nothing"):
        loaded(queues=general(self_service=None), overrides={"plain": plain})
