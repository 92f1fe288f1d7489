"""Events put into scenarios: what is appended, where faults are told, which day is struck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import crewline
from scenarios.faults import BadInput
from scenarios.load import Loaded, load
from scenarios.studies.study import label_of
from scenarios.studies.sweep.bench import Bench, canonical
from tests.scenarios.small import data

DAY_S = 86_400
FLOOD = {"name": "Flood", "from": "10:00", "to": "12:00", "volume": 3}
PLAN = {
    "watch": "load",
    "levels": [{"at": "120 %", "do": [{"announce": {"queue": "general", "after": "20 s",
                                                    "share": "10 %"}}]}],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def scenario(folder: Path, **changes: Any) -> str:
    return written(folder / "small.yaml", data(**changes))


def event(folder: Path, name: str = "flood", **keys: Any) -> str:
    return written(folder / f"{name}.yaml", {"name": name} | keys)


def written(path: Path, plain: dict[str, Any]) -> str:
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    return str(path)


def told(*arguments: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        load(*arguments)
    return [str(fault) for fault in caught.value.faults]


def composed(folder: Path, base: dict[str, Any], **keys: Any) -> Loaded:
    return load(scenario(folder, **base), None, (), [event(folder, **keys)])


# What is put together -----------------------------------------------------------------------------


def test_an_event_is_what_the_scenario_could_say_itself(folder: Path) -> None:
    own = {"name": "Own", "agents": 0.5}
    base = {"disruptions": [own], "playbooks": {"mine": PLAN}}
    made = composed(folder, base, disruptions=[FLOOD], playbooks={"theirs": PLAN}).scenario
    said = {"disruptions": [own, FLOOD], "playbooks": {"mine": PLAN, "theirs": PLAN}}
    assert made == load(scenario(folder, **said)).scenario
    assert [one.name for one in made.disruptions] == ["Own", "Flood"]


def test_events_follow_each_other(folder: Path) -> None:
    flood = event(folder, disruptions=[FLOOD])
    wind = event(folder, "wind", disruptions=[FLOOD | {"name": "Wind"}])
    made = load(scenario(folder), None, (), [wind, flood])
    assert [one.name for one in made.scenario.disruptions] == ["Wind", "Flood"]
    assert made.events == ("wind", "flood")
    assert made.applied == ("with wind", "with flood")
    assert label_of(made) == "small+wind+flood"


def test_the_event_may_stand_behind_the_reference(folder: Path) -> None:
    plain, flood = scenario(folder), event(folder, disruptions=[FLOOD])
    assert load(f"{plain}+{flood}") == load(plain, None, (), [flood])
    with_plus = written(folder / "a+b.yaml", data())
    assert load(f"{with_plus}+{flood}").events == ("flood",)
    assert load(with_plus).events == ()


def test_a_variant_keeps_its_own_and_gets_the_event(folder: Path) -> None:
    variant = {
        "overrides": {"dark": {"disruptions": [{"name": "Dark", "agents": 0.5}]}},
        "scenarios": {"night": {"overrides": ["dark"]}},
    }
    plain, flood = scenario(folder, **variant), event(folder, disruptions=[FLOOD])
    made = load(f"{plain}:night+{flood}")
    assert [one.name for one in made.scenario.disruptions] == ["Dark", "Flood"]
    assert label_of(made) == "small:night+flood"


def test_settings_change_what_an_event_brings(folder: Path) -> None:
    flood = event(folder, disruptions=[FLOOD], playbooks={"plan": PLAN})
    sets = ["disruptions.1.volume=5", "playbooks.plan.levels.1.at=150 %"]
    made = load(scenario(folder), None, sets, [flood]).scenario
    assert made.disruptions[0].volume == 5
    assert made.playbooks["plan"].levels[0].at == "150 %"


@pytest.mark.parametrize(
    ("own", "theirs", "holds"),
    [("60 s", "20 s", 20), ("10 s", "20 s", 10), (None, "30 s", 30), ("20 s", None, 20)],
)
def test_the_shortest_watch_holds(
    folder: Path, own: str | None, theirs: str | None, holds: int
) -> None:
    base = {} if own is None else {"watch": own}
    keys = {} if theirs is None else {"watch": theirs}
    assert composed(folder, base, disruptions=[FLOOD], **keys).scenario.watch == holds


def test_a_cell_with_an_event_is_another_cell(folder: Path) -> None:
    plain, flood = scenario(folder), event(folder, disruptions=[FLOOD])
    without, with_it, behind = (
        canonical(Bench(reference, None, (), None, events).written)
        for reference, events in ((plain, ()), (plain, (flood,)), (f"{plain}+{flood}", ()))
    )
    assert without != with_it
    assert with_it == behind


# The day ------------------------------------------------------------------------------------------

#: Monday to Friday; Double 11 of 2026 is the Wednesday, day 3.
WEEK = {"first_day": "2026-11-09", "days": 5}


@pytest.mark.parametrize(
    ("base", "date", "day"),
    [
        (WEEK, "double_11", 3),
        (WEEK, "2026-11-13", 5),
        (WEEK, ["double_12", "2026-11-12", "salary_day"], 2),  # the 10th is a salary day
        (WEEK, "2026-11-14", 1),  # the day after
        (WEEK, "618", 1),
        ({"days": 5}, "double_11", 1),  # nobody knows which day is which
        (WEEK, None, 1),
    ],
)
def test_an_event_strikes_its_day(folder: Path, base: dict[str, Any], date: Any, day: int) -> None:
    dated = {} if date is None else {"date": date}
    by_clock = {"levels": [{"from": "08:00", "to": "24:00", "do": PLAN["levels"][0]["do"]}]}
    ramp = FLOOD | {"shape": "ramp", "peak": "11:00"}
    plan = {"by_clock": by_clock}
    made = composed(folder, base, disruptions=[ramp], playbooks=plan, **dated)
    (flood,), before_s = made.scenario.disruptions, (day - 1) * DAY_S
    times = flood.start, flood.end, flood.peak
    assert times == (before_s + 36_000, before_s + 43_200, before_s + 39_600)
    (level,) = made.scenario.playbooks["by_clock"].levels
    assert (level.start, level.end) == (before_s + 28_800, before_s + DAY_S)
    assert made.notes[0].startswith(f"flood strikes on day {day}")


def test_what_has_no_time_begins_with_the_day_that_is_struck(folder: Path) -> None:
    open_ended = {"name": "Flu", "agents": 0.7}
    made = composed(folder, WEEK, date="double_11", disruptions=[open_ended])
    assert made.scenario.disruptions[0].span_s(5) == (2 * DAY_S, 5 * DAY_S)


def test_the_day_that_is_struck_is_said(folder: Path) -> None:
    struck = composed(folder, WEEK, date="double_11", disruptions=[FLOOD])
    assert struck.notes == ("flood strikes on day 3 (2026-11-11)",)
    missed = composed(folder, WEEK, date="618", disruptions=[FLOOD])
    words = "flood strikes on day 1 (2026-11-09), for 618 is not among the days of the scenario"
    assert missed.notes == (words,)


def test_a_setting_of_the_first_day_moves_the_event(folder: Path) -> None:
    flood = event(folder, date="double_11", disruptions=[FLOOD])
    plain = scenario(folder, **WEEK)
    made = load(plain, None, ["first_day=2026-11-10"], [flood]).scenario
    assert made.disruptions[0].start == DAY_S + 36_000


# What finds no place ------------------------------------------------------------------------------


def notes(folder: Path, **keys: Any) -> str:
    made = composed(folder, {}, disruptions=[FLOOD, *keys.pop("more", [])], **keys)
    assert [one.name for one in made.scenario.disruptions] == ["Flood"]
    assert made.scenario.playbooks == {}
    assert len(made.notes) == 2
    return made.notes[1]


@pytest.mark.parametrize(
    ("disruption", "words"),
    [
        ({"channels": ["chat", "email"], "volume": 2}, "no queue of chat, email here"),
        ({"self_service": 0}, "no self-service here"),
        ({"channels": ["phone"], "self_service": 0}, "no self-service here"),
    ],
)
def test_what_strikes_nobody_is_left_out(
    folder: Path, disruption: dict[str, Any], words: str
) -> None:
    assert notes(folder, more=[{"name": "Idle"} | disruption]).endswith(f"Idle: {words}")


@pytest.mark.parametrize(
    "action",
    [
        {"call_in": {"serving": "chat", "share": "10 %"}},
        {"bring_back": {"serving": "phone", "share": "10 %"}},  # nobody is off the phone
        {"send_home": {"serving": "email", "share": "10 %"}},
        {"suspend": {"channels": ["email", "phone"]}},
        {"self_service": {"channels": ["phone"], "contained": "50 %"}},
        {"offer_call_back": {"channels": ["chat"], "after": "60 s", "accepted": "40 %"}},
        {"also_serve": {"serving": "phone", "channels": ["phone"], "handling_factor": 1.2}},
        {"stop_overflow": {"channels": ["phone"]}},
    ],
)
def test_actions_on_nobody_are_left_out(folder: Path, action: dict[str, Any]) -> None:
    plan = {"watch": "load", "levels": [{"at": "120 %", "do": [action]}]}
    assert notes(folder, playbooks={"plan": plan}).endswith("plan: nothing is left to do")


def test_the_rest_of_a_level_stays(folder: Path) -> None:
    idle = {"suspend": {"channels": ["email"]}}
    kept = {"announce": {"channels": ["phone", "chat"], "after": "20 s", "share": "10 %"}}
    levels = [{"at": "120 %", "do": [idle]}, {"at": "150 %", "do": [idle, kept, idle]}]
    plan = {"plan": {"watch": "load", "levels": levels}}
    made = composed(folder, {}, playbooks=plan).scenario
    (level,) = made.playbooks["plan"].levels
    assert level.at == "150 %"
    assert [action.kind for action in level.do] == ["announce"]


def test_part_of_a_disruption_is_left_out(folder: Path) -> None:
    both = {"name": "Both", "volume": 2, "self_service": 0}
    made = composed(folder, {}, disruptions=[both])
    assert made.scenario.disruptions[0].volume == 2
    assert made.scenario.disruptions[0].self_service == 1
    assert "no self-service here" in made.notes[1]


def test_who_is_lost_is_lost_whatever_the_channel(folder: Path) -> None:
    made = composed(folder, {}, disruptions=[{"name": "x", "channels": ["chat"], "agents": 0.5}])
    assert made.scenario.disruptions[0].agents == 0.5


# What is wrong ------------------------------------------------------------------------------------


def test_names_that_are_not_there_are_faults_of_the_event_file(folder: Path) -> None:
    idle = {"name": "Idle", "channels": ["chat"]}  # left out, and yet the numbers of the file hold
    named = FLOOD | {"queues": ["general", "claims"], "groups": ["nobody"]}
    file = event(folder, disruptions=[idle, named])
    queue, group = told(scenario(folder), None, (), [file])
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    line = lines.index("  - claims") + 1
    assert queue.startswith(f"{file}:{line}: disruptions.2.queues.2: got claims; expected one of")
    assert group.startswith(f"{file}:{line + 2}: disruptions.2.groups.1: got nobody")


def test_faults_of_actions_have_the_numbers_of_the_file(folder: Path) -> None:
    idle = {"suspend": {"channels": ["email"]}}
    wrong = {"announce": {"queue": "genral", "after": "20 s", "share": "10 %"}}
    plan = {"watch": "load", "levels": [{"at": "120 %", "do": [idle, wrong]}]}
    (fault,) = told(scenario(folder), None, (), [event(folder, playbooks={"plan": plan})])
    assert "flood.yaml:" in fault
    assert "playbooks.plan.levels.1.do.2.announce.queue: got genral" in fault


def test_faults_of_event_and_scenario_are_told_at_once(folder: Path) -> None:
    plain = scenario(folder, days=0)
    broken = event(folder, disruptions=[FLOOD | {"volume": "much", "colour": "red"}])
    faults = told(plain, None, (), [broken])
    assert len(faults) == 3
    assert any("flood.yaml:" in one and "disruptions.1.volume: got much" in one for one in faults)
    assert any("disruptions.1.colour" in one for one in faults)
    assert any("small.yaml:" in one and "days: got 0" in one for one in faults)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "expected disruptions, or playbooks, or both"),
        ({"disruptions": [FLOOD], "queues": {}}, "queues: got queues; expected one of the keys"),
        ({"disruptions": [FLOOD], "date": "doubel_11"}, "did you mean double_11"),
        ({"disruptions": [FLOOD], "date": "2026-02-30"}, "date: got 2026-02-30; expected a date"),
        ({"disruptions": [FLOOD], "playbooks": None}, "playbooks on lines below it"),
        ({"disruptions": [FLOOD], "watch": "7 s"}, "watch: got 7 s; expected a divisor of a min"),
    ],
)
def test_what_is_no_event(folder: Path, keys: dict[str, Any], words: str) -> None:
    (fault,) = told(scenario(folder), None, (), [event(folder, **keys)])
    assert words in fault
    assert "flood.yaml" in fault


def test_two_playbooks_of_one_name_name_both_files(folder: Path) -> None:
    plain = scenario(folder, playbooks={"plan": PLAN})
    flood = event(folder, playbooks={"plan": PLAN})
    (fault,) = told(plain, None, (), [flood])
    assert fault.startswith(f"{flood}:")
    assert f"a playbook of {plain}, line" in fault
    wind = event(folder, "wind", playbooks={"plan": PLAN})
    (fault,) = told(scenario(folder), None, (), [flood, wind])
    assert fault.startswith(f"{wind}:")
    assert f"a playbook of {flood}, line" in fault


def test_an_event_once(folder: Path) -> None:
    flood = event(folder, disruptions=[FLOOD])
    (fault,) = told(scenario(folder), None, (), [flood, flood])
    assert "--with" in fault
    assert "each event once" in fault


@pytest.mark.parametrize("name", ["flod", "", "no/such.yaml"])
def test_an_event_that_is_none(folder: Path, name: str) -> None:
    assert told(scenario(folder), None, (), [name])


def test_an_event_outside_the_horizon(folder: Path) -> None:
    late = FLOOD | {"to": "day 2 12:00"}
    (fault,) = told(scenario(folder), None, (), [event(folder, disruptions=[late])])
    assert "flood.yaml:" in fault
    assert "disruptions.1.to" in fault


@pytest.mark.parametrize(
    "changes",
    [
        {"disruptions": "none"},
        {"playbooks": ["plan"]},
        {"watch": "often"},
        {"queues": "general"},
        {"groups": {"front": None}},
        {"first_day": "tomorrow", "days": "some"},
    ],
)
def test_a_broken_scenario_is_blamed_and_the_event_is_not(
    folder: Path, changes: dict[str, Any]
) -> None:
    flood = event(
        folder, date="double_11", watch="20 s", disruptions=[FLOOD], playbooks={"p": PLAN}
    )
    plain = scenario(folder, **changes)
    faults = told(plain, None, (), [flood])
    assert any(fault.startswith(f"{plain}:") for fault in faults)
    assert not any("did you mean" in fault for fault in faults)


def test_events_from_python(folder: Path) -> None:
    plain, flood = scenario(folder), event(folder, disruptions=[FLOOD])
    assert crewline.load(plain, events=[flood]) == crewline.load(f"{plain}+{flood}")
    found = crewline.run(f"{plain}+{flood}", replications=2, jobs=1)
    assert found.label == "small+flood"
    assert found.applied == ("with flood",)


def test_an_event_is_no_scenario(tmp_path: Path) -> None:
    """One says so at once, and how it is used."""
    file = tmp_path / "flood.yaml"
    file.write_text("name: flood\ndisruptions:\n  - {name: Flood, agents: 0.5}\n", "utf-8")
    with pytest.raises(BadInput) as refused:
        load(file)
    assert str(refused.value) == (
        f"{file}: got an event; expected a scenario, which an event is composed with:"
        f" SCENARIO --with {file}"
    )
