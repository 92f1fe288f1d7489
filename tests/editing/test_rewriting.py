"""Settings written into a text: it says what they say, and keeps what they do not touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.editing.rewriting import rewritten
from scenarios.faults import BadInput
from scenarios.load import library
from scenarios.overrides import patched, set_patches
from scenarios.yaml_file import parse_tree

CORNER = (Path(__file__).parents[1] / "corner_bank.yaml").read_text("utf-8")
ALIASED = """\
queues:
  a: &one {talk: 3 min, volume: {per_h: 1}}
  b: *one
days: 1
"""


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that are gone and those that came, in order."""
    old, new = before.splitlines(), after.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


@pytest.mark.parametrize(
    ("setting", "gone", "came"),
    [
        ("tries=3", ["tries: 4"], ["tries: 3"]),
        ("queues.general.capacity=50", ["    capacity: 40"], ["    capacity: 50"]),
        ("queues.loan.wrap_up=90 s", ["    wrap_up: 1 min"], ["    wrap_up: 90 s"]),
        ("queues.loan.capacity=9", [], ["    capacity: 9"]),
        ("groups.novices.serves.general.rank=2", [], ["        rank: 2"]),
        ("effort.per_return=null", None, ["effort: {per_min_waited: 1, per_transfer: 3}"]),
        ("effort.per_min_waited=null", None, ["effort: {per_transfer: 3, per_return: 5}"]),
        (
            "costs.premiums.1.share=40 %",
            None,
            ['  premiums: [{between: "18:00-22:00", share: 40 %}]'],
        ),
        ("queues.general.at_close=null", ["    at_close: serve"], []),
        ("groups.experts.fatigue={after: 2 h}", [], ["    fatigue: {after: 2 h}"]),
        ("playbooks={}", [], ["playbooks: {}"]),
        (
            "groups.novices.shifts.late.breaks.2.waves=1",
            ['          - {start: "16:30", length: 45 min, waves: 2, paid: false}'],
            ['          - {start: "16:30", length: 45 min, waves: 1, paid: false}'],
        ),
    ],
)
def test_one_line_changes_and_comments_stay(
    setting: str, gone: list[str] | None, came: list[str]
) -> None:
    after = rewritten(CORNER, [setting])
    went, new = lines_changed(CORNER, after)
    assert new == came
    assert gone is None or went == gone
    assert after.startswith("# A small bank with a branch on the corner")


def test_a_long_list_is_laid_out_on_lines() -> None:
    after = rewritten(CORNER, [f"queues.general.volume=[{', '.join(map(str, range(48)))}]"])
    assert "    volume:\n      [0, 1, 2," in after
    assert max(map(len, after.splitlines())) <= max(map(len, CORNER.splitlines()))


@pytest.mark.parametrize("name", ["bank_service", "shop_service", "insurer_claims"])
def test_it_says_what_the_settings_say(name: str) -> None:
    """Against the settings laid over what was read: another way to the same."""
    text = library()[name].read_text("utf-8")
    data = parse_tree(text, name).data
    sets = ["days=2", "tries=null", "warm_up=1 h", "description=a # b: c", "title=null"]
    for queue in list(data["queues"])[:3]:
        sets += [
            f"queues.{queue}.volume={{per_h: 7}}",
            f"queues.{queue}.talk.mean=77 s",
            f"queues.{queue}.target=null",
            f"queues.{queue}.redial.closed=3 %",
        ]
    for group in list(data["groups"])[:2]:
        sets += [f"groups.{group}.agents=[1, 2]", f"groups.{group}.absence=null"]
    after = rewritten(text, sets)
    assert parse_tree(after, name).data == patched(parse_tree(text, name), set_patches(sets)).data


@pytest.mark.parametrize(
    "setting",
    [
        "queues.a.talk=5 min",  # b is the same text, and must not change
        "queues.b.talk=5 min",
        "queues.a.volume=null",
        "days={}",
    ],
)
def test_what_cannot_be_put_in_place_is_written_anew(setting: str) -> None:
    after = parse_tree(rewritten(ALIASED, [setting]), "text").data
    assert after == patched(parse_tree(ALIASED, "text"), set_patches([setting])).data


def test_nothing_set_changes_nothing() -> None:
    assert rewritten(CORNER, []) == CORNER
    assert rewritten(CORNER, ["tries=4"]) == CORNER


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadInput, match="generall"):
        rewritten(CORNER, ["queues.generall.capacity=3"])
