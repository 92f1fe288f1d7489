"""Multiplying fields, in every form that they have; the numbers are worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import plan
from scenarios.studies.sweep.factors import NoNumber, multiplied
from tests.scenarios.small import data, front, general, small


def product(keys: str, factor: str, **changes: Any) -> Any:
    """Return what stands at `keys` of the small scenario after a cell multiplied it."""
    return multiplied(small(**changes), keys.split("."), Fraction(factor))


def varied(folder: Path, vary: str, **changes: Any) -> Scenario:
    """Return the scenario of the only cell of a sweep of the small scenario."""
    file = folder / "small.yaml"
    file.write_text(yaml.safe_dump(data(**changes), sort_keys=False), encoding="utf-8")
    return Bench(str(file), None, (), None).scenario(plan([vary], None, 2).cell(1))


def test_a_rate_a_total_and_a_list_of_contacts(tmp_path: Path) -> None:
    path = "queues.general.volume*=1.5"
    assert varied(tmp_path, path).volumes("general")[0] == 45  # 60 an hour, half an hour
    profiles = {"even": [1] * 48}
    total = {"total": 480, "profile": "even"}
    found = varied(tmp_path, path, profiles=profiles, queues=general(volume=total))
    assert found.volumes("general").tolist() == [15] * 48
    each_day = {"total": [480, 960], "profile": "even"}
    found = varied(tmp_path, path, days=2, profiles=profiles, queues=general(volume=each_day))
    assert found.volumes("general").sum() == 1.5 * 1440
    found = varied(tmp_path, path, queues=general(volume=list(range(48))))
    assert found.volumes("general").tolist() == [1.5 * number for number in range(48)]


def test_a_column_of_a_table(tmp_path: Path) -> None:
    rows = "\n".join(["calls", *map(str, range(48))])
    (tmp_path / "calls.csv").write_text(rows + "\n", encoding="utf-8")
    column = {"file": "calls.csv", "column": "calls"}
    found = varied(tmp_path, "queues.general.volume*=2", queues=general(volume=column))
    assert found.volumes("general").tolist() == [2 * number for number in range(48)]


def test_a_list_of_agents_is_rounded_halves_upwards(tmp_path: Path) -> None:
    agents = [0, 1, 2, 3, 4, 5] * 8
    found = varied(tmp_path, "groups.front.agents*=1.5", groups=front(agents=agents))
    assert list(found.groups["front"].agents or ())[:6] == [0, 2, 3, 5, 6, 8]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agents", "factor", "then"), [(45, "0.7", 32), (5, "1.1", 6), (4, "1", 4)]
)
def test_whole_numbers_are_rounded_exactly(agents: int, factor: str, then: int) -> None:
    """45 x 0.7 is 31.5, of which floats make 31.499999999999996."""
    assert product("groups.front.agents", factor, groups=front(agents=agents))[1] == then


def test_a_time_keeps_its_shape(tmp_path: Path) -> None:
    talk = {"distribution": "lognormal", "mean": "200 s", "cv": 0.9}
    found = varied(tmp_path, "queues.general.talk*=1.1", queues=general(talk=talk))
    assert found.queues["general"].talk.mean == pytest.approx(220)  # type: ignore[union-attr]
    assert found.queues["general"].talk.cv == 0.9  # type: ignore[union-attr]
    bare = varied(tmp_path, "queues.general.talk*=1.1", queues=general(talk="3 min"))
    assert bare.queues["general"].talk.value == pytest.approx(198)  # type: ignore[union-attr]
    same = varied(tmp_path, "queues.general.talk.value*=1.1", queues=general(talk="3 min"))
    assert same == bare
    observed = {"distribution": "empirical", "shares": [0, 1], "values": ["10 s", "30 s"]}
    found = varied(tmp_path, "queues.general.talk*=2", queues=general(talk=observed))
    assert found.queues["general"].talk.values == (20, 60)  # type: ignore[union-attr]


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    found = varied(tmp_path, "queues.general.volume_factor*=1.2")
    assert found.queues["general"].volume_factor == 1.2
    assert varied(tmp_path, "groups.front.absence*=2").groups["front"].absence == 0
    found = varied(tmp_path, "queues.general.redial.delay*=2")
    assert found.queues["general"].redial.delay.mean == 1200  # type: ignore[union-attr]


def test_items_of_lists_are_named_by_number(tmp_path: Path) -> None:
    dark = {"from": "10:00", "to": "12:00", "agents": 0.5, "name": "dark"}
    found = varied(tmp_path, "disruptions.1.agents*=1.5", disruptions=[dark])
    assert found.disruptions[0].agents == 0.75


@pytest.mark.parametrize(
    ("watch", "level", "factor", "then"),
    [
        ("load", "120 %", "1.25", "150 %"),
        ("load", "1.2", "0.5", "0.6"),
        ("oldest_wait", "5 min", "0.8", "4 min"),
        ("queue_length", 40, "0.8", "32"),
        ("queue_length", 40, "0.33", "13.2"),
    ],
)
def test_a_level_keeps_its_unit(
    watch: str, level: str | int, factor: str, then: str, tmp_path: Path
) -> None:
    levels = [{"at": level, "back": level, "do": [{"call_in": {"group": "front", "people": 3}}]}]
    playbooks = {"surge": {"watch": watch, "levels": levels}}
    for key in ("at", "back"):
        found = product(f"playbooks.surge.levels.1.{key}", factor, playbooks=playbooks)
        assert found == (("playbooks", "surge", "levels", "1", key), then)
    lower = varied(tmp_path, "playbooks.surge.levels.1.back*=0.5", playbooks=playbooks)
    assert lower.playbooks["surge"].levels[0].at == str(level)
    more = varied(
        tmp_path, "playbooks.surge.levels.1.do.1.call_in.people*=1.5", playbooks=playbooks
    )
    assert more.playbooks["surge"].levels[0].do[0].call_in.people == 5  # type: ignore[union-attr]


def test_a_factor_of_one_changes_nothing(tmp_path: Path) -> None:
    for path in ("queues.general.volume", "queues.general.talk", "groups.front.agents"):
        assert varied(tmp_path, f"{path}*=1").resolved() == small()


@pytest.mark.parametrize(
    ("keys", "found", "expected"),
    [
        ("queues.genral.volume", "genral", "did you mean general?"),
        ("queues.general.volumes", "volumes", "did you mean volume?"),
        ("queues.general.capacity", "nothing", "a number"),
        ("queues.general.title", "Calls", "a number"),
        ("queues.general.patience", "a mapping of zero_share, distribution", "a number"),
        ("queues.general", "a mapping of title, channel, volume", "a number"),
        ("queues.general.open", "a list of 1", "times of day cannot be multiplied"),
        ("disruptions.1.to", "12:00", "times of day cannot be multiplied"),
        ("playbooks.surge.levels.1.to", "12:00", "times of day cannot be multiplied"),
        ("disruptions.2.agents", "2", "a number from 1 to 1"),
        ("days.first", "first", "nothing behind it"),
    ],
)
def test_what_is_no_number_is_refused(keys: str, found: str, expected: str) -> None:
    changes = {
        "queues": general(title="Calls", open="08:00-20:00"),
        "disruptions": [{"from": "00:00", "to": "12:00", "agents": 0.5, "name": "dark"}],
        "playbooks": {
            "surge": {
                "levels": [
                    {
                        "from": "10:00",
                        "to": "12:00",
                        "do": [{"call_in": {"group": "front", "people": 3}}],
                    }
                ]
            }
        },
    }
    with pytest.raises(NoNumber) as none:
        product(keys, "2", **changes)
    assert found in none.value.found
    assert expected in none.value.expected
