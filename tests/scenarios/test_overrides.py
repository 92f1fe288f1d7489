from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.load import check, load
from scenarios.overrides import named_patches, patched, set_patches
from scenarios.yaml_file import parse_tree

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"

BASE = """\
queues:
  card: {volume: {total: 100, profile: day}, talk: {distribution: gamma, mean: 3 min, cv: 1}}
  loan: {volume: [1, 2, 3], talk: 4 min, capacity: 5}
groups:
  front: {serves: {card: {}}, agents: 4}
  back: {serves: {loan: {}}, shifts: {early: {start: "08:00", end: "12:00", agents: 2}}}
disruptions:
  - {name: storm, from: "10:00", to: "12:00"}
overrides:
  named:
    {patch}
"""


def laid(patch: str) -> dict:
    tree = parse_tree(BASE.replace("{patch}", patch), "base.yaml")
    return patched(tree, named_patches(tree, ["named"])).data


def set_to(*sets: str) -> dict:
    return patched(parse_tree(BASE, "base.yaml"), set_patches(sets)).data


def refused(*sets: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        load(CORNER_BANK, None, sets)
    return [str(fault) for fault in caught.value.faults]


def test_mappings_merge_key_by_key() -> None:
    data = laid("queues: {card: {volume: {total: 200}}}")
    assert data["queues"]["card"]["volume"] == {"total": "200", "profile": "day"}
    assert data["queues"]["loan"]["capacity"] == "5"


def test_a_volume_of_another_kind_replaces() -> None:
    data = laid("queues: {card: {volume: {per_h: 60}}, loan: {volume: {per_h: 30}}}")
    assert data["queues"]["card"]["volume"] == {"per_h": "60"}
    assert data["queues"]["loan"]["volume"] == {"per_h": "30"}


def test_a_distribution_of_another_kind_replaces() -> None:
    data = laid("queues: {card: {talk: {distribution: exponential, mean: 4 min}}}")
    assert data["queues"]["card"]["talk"] == {"distribution": "exponential", "mean": "4 min"}


def test_a_distribution_of_the_same_kind_merges() -> None:
    data = laid("queues: {card: {talk: {mean: 4 min}}}")
    assert data["queues"]["card"]["talk"]["mean"] == "4 min"
    assert data["queues"]["card"]["talk"]["cv"] == "1"


def test_lists_are_replaced() -> None:
    assert laid("queues: {loan: {volume: [9]}}")["queues"]["loan"]["volume"] == ["9"]


def test_nothing_goes_back_to_the_default() -> None:
    assert "capacity" not in laid("queues: {loan: {capacity: null}}")["queues"]["loan"]


def test_agents_replace_shifts_and_shifts_agents() -> None:
    data = laid('groups: {back: {agents: 3}, front: {shifts: {l: {start: "9:00", end: "10:00"}}}}')
    assert data["groups"]["back"] == {"serves": {"loan": {}}, "agents": "3"}
    assert "agents" not in data["groups"]["front"]


def test_a_shift_changes_alone() -> None:
    data = laid("groups: {back: {shifts: {early: {agents: 9}}}}")
    assert data["groups"]["back"]["shifts"]["early"] == {
        "start": "08:00", "end": "12:00", "agents": "9"
    }  # fmt: skip


def test_settings_reach_into_lists_by_number() -> None:
    data = set_to("disruptions.1.volume=2", "queues.loan.volume.2=7")
    assert data["disruptions"] == [{"name": "storm", "from": "10:00", "to": "12:00", "volume": "2"}]
    assert data["queues"]["loan"]["volume"] == ["1", "7", "3"]


def test_the_base_is_left_as_it_was() -> None:
    tree = parse_tree(BASE, "base.yaml")
    patched(tree, set_patches(["queues.loan.volume.2=7", "queues.card.talk.mean=9 s"]))
    assert tree.data == parse_tree(BASE, "base.yaml").data


def test_a_later_setting_wins() -> None:
    assert set_to("days=2", "days=3")["days"] == "3"


def test_overrides_that_meet_in_a_choice_conflict() -> None:
    text = BASE.replace("{patch}", "groups: {back: {agents: 3}}")
    text += "  other:\n    groups: {back: {shifts: {early: {agents: 1}}}}\n"
    tree = parse_tree(text, "base.yaml")
    with pytest.raises(BadInput) as caught:
        named_patches(tree, ["named", "other"])
    (fault,) = caught.value.faults
    assert (fault.line, fault.value) == (13, "override other")
    assert fault.field == "overrides.other.groups.back.shifts.early.agents"
    assert fault.expected == "no key that override named sets too (line 11)"


def test_a_setting_of_an_unknown_key_hints_at_the_known() -> None:
    (told,) = refused("queues.general.volum_factor=2")
    assert told.startswith("--set: queues.general.volum_factor: got volum_factor; expected one of")
    assert told.endswith("(did you mean volume_factor?)")


def test_a_setting_of_an_unknown_queue_hints_at_the_known() -> None:
    assert refused("queues.genral.volume_factor=2") == [
        "--set: queues.genral: got genral; expected one of the queues: general, loan, expert "
        "(did you mean general?)"
    ]


def test_a_setting_with_a_faulty_value_is_blamed_on_the_setting() -> None:
    assert refused("days=many", "queues.loan.volume_factor=-1") == [
        "--set: days: got many; expected a whole number",
        "--set: queues.loan.volume_factor: got -1; expected at least 0",
    ]


@pytest.mark.parametrize("setting", ["days", "=2", "", "a..b=1", ".".join("a" * 30) + "=1"])
def test_settings_have_a_path_and_a_value(setting: str) -> None:
    (told,) = refused(setting)
    assert told.endswith("expected path=value, such as days=2")


def test_a_setting_whose_value_is_no_yaml() -> None:
    (told,) = refused("title=[open")
    assert told.startswith("--set: title: got [open; expected indents, colons")


@pytest.mark.parametrize("key", ["schema_version", "name", "overrides", "scenarios"])
def test_what_is_the_scenarios_own_stays(key: str) -> None:
    (told,) = refused(f"{key}=1")
    assert told == f"--set: {key}: got {key}; expected a key that may change; this one may not"


def test_a_profile_without_bound_is_a_fault() -> None:
    with pytest.raises(BadInput, match="a number"):
        load(CORNER_BANK, None, ["profiles.business_day.1=1e999"])


@pytest.mark.parametrize("name", ["volume", "agents", "talk", "delay", "patience"])
def test_a_queue_or_group_may_be_named_as_a_key_is(name: str) -> None:
    text = f"""\
queues: {{{name}: {{volume: {{per_h: 1}}, talk: 1 min}}}}
groups: {{{name}: {{serves: {{{name}: {{}}}}, agents: 1}}}}
overrides:
  a: {{queues: {{{name}: {{volume_factor: 2}}}}, groups: {{{name}: {{absence: 5 %}}}}}}
  b: {{queues: {{{name}: {{talk: 2 min}}}}, groups: {{{name}: {{wage_per_h: 3}}}}}}
"""
    tree = parse_tree(text, "base.yaml")
    data = patched(tree, named_patches(tree, ["a", "b"])).data
    assert data["queues"][name] == {
        "volume": {"per_h": "1"},
        "volume_factor": "2",
        "talk": "2 min",
    }
    assert data["groups"][name]["wage_per_h"] == "3"
    assert data["groups"][name]["absence"] == "5 %"


def test_what_a_setting_takes_away_is_missed_by_its_fault() -> None:
    assert refused("queues.general=null") == [
        "--set: queues.general: got nothing; expected a queue, for group novices serves it (line "
        f"{line_of('      general:', 'groups:')})"
    ]
    assert refused("queues.general.talk=null") == [
        "--set: queues.general.talk; expected this key; it has no default"
    ]
    (told,) = refused(*(f"groups.{name}=null" for name in load(CORNER_BANK).scenario.groups))
    assert told.startswith("--set: groups: got an empty mapping")


def line_of(text: str, after: str) -> int:
    """Return the first line of the corner bank that begins so, below a line `after`."""
    lines = CORNER_BANK.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if n > lines.index(after) and text in line)


def test_what_an_override_takes_away_is_missed_in_its_line(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(
        """\
schema_version: 1
name: some
queues:
  general: {volume: {per_h: 1}, talk: 1 min}
groups:
  front: {serves: {general: {}}, agents: 1}
overrides:
  gone:
    queues:
      general: null
  nobody:
    groups: {front: }
""",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as caught:
        check(tmp_path / "some.yaml")
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [
        (10, "overrides.gone.queues.general"),
        (12, "overrides.nobody.groups"),
    ]


GRADED = """\
queues:
  mail: {channel: email, talk: 3 min, due: 4 h}
  desk:
    channel: ticket
    talk: 9 min
    grades: {usual: {share: 90 %, due: 1 d}, severe: {share: 10 %, due: 4 h}}
    self_service: {contained: 5 %, time: {distribution: gamma, mean: 3 min, cv: 1}}
segments:
  vip: {value: high, risk: low, queues: [mail]}
groups:
  front: {serves: {mail: {}, desk: {}}, agents: 1}
"""


def graded(*sets: str) -> dict:
    return patched(parse_tree(GRADED, "base.yaml"), set_patches(sets)).data


def test_one_time_limit_and_grades_replace_each_other() -> None:
    data = graded("queues.desk.due=2 h", "queues.mail.grades={one: {share: 1, due: 1 h}}")
    assert "grades" not in data["queues"]["desk"]
    assert "due" not in data["queues"]["mail"]


def test_a_grade_changes_alone() -> None:
    desk = graded("queues.desk.grades.severe.due=2 h")["queues"]["desk"]
    assert desk["grades"]["severe"] == {"share": "10 %", "due": "2 h"}
    assert desk["grades"]["usual"] == {"share": "90 %", "due": "1 d"}


def test_the_time_of_self_service_is_replaced_by_another_kind() -> None:
    time = graded("queues.desk.self_service.time={distribution: exponential, mean: 9 s}")
    assert time["queues"]["desk"]["self_service"]["time"] == {
        "distribution": "exponential", "mean": "9 s"
    }  # fmt: skip


def test_an_incomplete_grade_or_segment_is_a_misspelt_name() -> None:
    with pytest.raises(BadInput) as caught:
        graded("queues.desk.grades.sever.due=2 h")
    assert caught.value.faults[0].expected == (
        "one of the grades: usual, severe (did you mean severe?)"
    )
    with pytest.raises(BadInput) as caught:
        graded("segments.vp.priority=2")
    assert caught.value.faults[0].expected == "one of the segments: vip (did you mean vip?)"


def test_overrides_that_meet_in_a_time_limit_conflict() -> None:
    text = GRADED + (
        "overrides:\n  one: {queues: {desk: {due: 3 h}}}\n"
        "  other: {queues: {desk: {grades: {severe: {due: 2 h}}}}}\n"
    )
    with pytest.raises(BadInput) as caught:
        named_patches(parse_tree(text, "base.yaml"), ["one", "other"])
    assert [fault.value for fault in caught.value.faults] == ["override other"]


def test_a_factor_is_no_setting() -> None:
    (told,) = refused("queues.loan.volume*=1.2")
    assert told.startswith("--set: queues.loan.volume*: got 1.2; expected path=value")
    assert "volume_factor=1.2" in told
