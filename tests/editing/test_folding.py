"""Settings moved into a text say the same day as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenarios.editing.folding import alone, folded, settings_of
from scenarios.load import load, load_text, template
from scenarios.yaml_file import parse_tree

CORNER = Path(__file__).parents[1] / "corner_bank.yaml"
TEXT = CORNER.read_text("utf-8")
SETS = (
    "queues.general.talk.mean=4 min",
    "queues.general.volume_factor=2.5",
    "disruptions=[]",
    "queues.loan.capacity=7",
)


@pytest.mark.parametrize("variant", [None, "promotion", "site_loss"])
@pytest.mark.parametrize("events", [(), ("site_loss",)])
def test_the_day_stays_the_same(variant: str | None, events: tuple[str, ...]) -> None:
    text, rest = folded(TEXT, SETS, variant, bool(events))
    before = load(CORNER, variant, SETS, events).scenario
    assert load_text(text, variant=variant, sets=rest, events=events).scenario == before
    assert ("disruptions=[]" in rest) == (bool(events) or variant == "site_loss")
    assert ("queues.general.volume_factor=2.5" in rest) == (variant == "promotion")
    assert "queues.loan.capacity=7" not in rest


def test_what_comes_behind_a_setting_that_stays_stays_too() -> None:
    sets = ("queues.general={volume_factor: 3}", "queues.general.volume_factor=2")
    assert folded(TEXT, sets, "promotion", False)[1] == sets


def test_what_fits_nowhere_stays() -> None:
    text, rest = folded(TEXT, ("queues.nobody.capacity=3", "tries=2"), None, False)
    assert rest == ("queues.nobody.capacity=3",)
    assert "tries: 2" in text


#: What `with_overrides` leaves out.
LEFT: dict[str, Any] = {"overrides": {}, "scenarios": {}}


@pytest.mark.parametrize("name", ["sale_volume", "sale_talk", "half_site_dark"])
def test_an_override_as_settings_is_the_override(name: str) -> None:
    data = parse_tree(TEXT, "text").data
    made = load(CORNER, sets=settings_of(data["overrides"][name], data)).scenario
    assert made.model_copy(update=LEFT) == load(CORNER).scenario.with_overrides([name])


@pytest.mark.parametrize("scenario", ["shop_service", "insurer_claims"])
def test_overrides_that_ship_are_settings_too(scenario: str) -> None:
    base, data = load(scenario).scenario, template(scenario).tree.data
    for name, patch in data["overrides"].items():
        made = load(scenario, sets=settings_of(patch, data)).scenario
        assert made.model_copy(update=LEFT) == base.with_overrides([name])


def test_a_text_alone_needs_no_tables(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("calls\n" + "5\n" * 48, "utf-8")
    text = TEXT.replace(
        "volume: {total: 420, profile: business_day}", "volume: {file: calls.csv, column: calls}"
    )
    made = alone(text, tmp_path)
    assert load_text(made).scenario == load_text(text, folder=tmp_path).scenario
    assert alone(TEXT, tmp_path) == TEXT
