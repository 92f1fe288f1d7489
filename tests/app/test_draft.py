"""A draft in an address and back, and what an address may name."""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crewline.ui import FOLDER_VARIABLE
from crewline.ui.draft.address import from_address, to_address
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.workspace import digest_of, events_there, save, scenarios_there
from scenarios.faults import BadInput
from tests.app.pages import CORNER_BANK, workspace  # noqa: F401

TEXTS = st.text(max_size=40)
DRAFTS = st.builds(
    Draft,
    reference=st.text(min_size=1, max_size=20),
    variant=st.none() | st.text(min_size=1, max_size=10),
    events=st.lists(TEXTS, max_size=3).map(tuple),
    settings=st.lists(st.text(max_size=900), max_size=4).map(tuple),
    replications=st.integers(2, 1000),
    seed=st.none() | st.integers(0, 2**31 - 1),
    own=st.sampled_from(["", "name: x\n", "汉字 " * 5000]),
)


def given_of(draft: Draft) -> dict[str, list[str]]:
    """Return an address's parameters as a page is given them."""
    return {
        key: value if isinstance(value, list) else [value]
        for key, value in to_address(draft).items()
    }


@given(DRAFTS)
def test_an_address_tells_the_whole_draft(draft: Draft) -> None:
    assert from_address(given_of(draft)) == draft


def test_an_address_stays_short() -> None:
    random = "".join(chr(33 + (7 * n * n + n) % 90) for n in range(60_000))
    many = Draft(settings=tuple(f"queues.a.volume.{n}={n * n}" for n in range(2000)))
    for draft in (Draft(own=random), many):
        assert sum(len(value) for values in given_of(draft).values() for value in values) < 6_500


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "~",
        "~" + "0" * 64,
        "not base64 at all!",
        base64.urlsafe_b64encode(b"no zlib").decode(),
        base64.urlsafe_b64encode(zlib.compress(b"{}")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'[1, "x"]')).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"\xff\xfe")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[" * 200_000)).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'[["a=\\ud800"], ""]')).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'[[], "title: \\ud800"]')).decode(),
    ],
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(packed: str) -> None:
    assert from_address({"scenario": ["shop_service"], "z": [packed]}) == Draft("shop_service")


def test_an_address_does_not_blow_up() -> None:
    bomb = zlib.compress(json.dumps([[], "a" * 50_000_000]).encode(), 9)
    packed = base64.urlsafe_b64encode(bomb).decode()
    found = from_address({"scenario": ["shop_service"], "z": [packed]})
    assert found == Draft("shop_service")


@pytest.mark.parametrize("number", ["-3", "1e9", "nan", "²", "99999999999", "9" * 5_000])
def test_numbers_of_an_address_stay_in_their_range(number: str) -> None:
    found = from_address({"scenario": ["shop_service"], "n": [number], "seed": [number]})
    assert found is not None
    assert 2 <= found.replications <= 1000
    assert found.seed is None or 0 <= found.seed < 2**31


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../secret.yaml",
        "",
        "nobody",
        "corner_bank.yaml/../../secret.yaml",
        "a" * 300,
        "a" * 300 + ".yaml",
    ],
)
@pytest.mark.usefixtures("workspace")
def test_a_name_leads_to_no_file_elsewhere(name: str, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.yaml").write_text("secret: 1\n", "utf-8")
    with pytest.raises(BadInput):
        Draft(name).loaded()
    with pytest.raises(BadInput):
        Draft("corner_bank.yaml", events=(name,)).loaded()


def test_a_text_of_ones_own_names_no_file_here(tmp_path: Path) -> None:
    table = tmp_path / "volumes.csv"
    table.write_text("start,general\n00:00,1\n", "utf-8")
    text = CORNER_BANK.read_text("utf-8").replace("queues:", f"volumes: {table}\nqueues:", 1)
    with pytest.raises(BadInput):
        Draft("mine", own=text).loaded()


def test_a_text_of_ones_own_takes_variants_events_and_settings() -> None:
    text = CORNER_BANK.read_text("utf-8")
    draft = Draft("mine", "promotion", ("site_loss",), ("seed=7",), own=text)
    loaded = draft.loaded()
    assert loaded.scenario.seed == 7
    assert loaded.variant == "promotion"
    assert loaded.events
    assert draft.plain().scenario.seed != 7
    assert draft.base().variant is None


def test_a_changed_file_is_read_again(workspace: Path) -> None:  # noqa: F811
    path = workspace / "corner_bank.yaml"
    draft = Draft("corner_bank.yaml")
    assert draft.loaded().scenario.name == "corner_bank"
    path.write_text(path.read_text("utf-8").replace("name: corner_bank", "name: corner", 1))
    assert draft.loaded().scenario.name == "corner"


def test_a_list_tells_scenarios_from_events(workspace: Path) -> None:  # noqa: F811
    event = "title: Own event\ndisruptions: {rush: {queues: all, volume: 2}}\n"
    (workspace / "own_event.yaml").write_text(event, "utf-8")
    assert "own_event.yaml" not in {choice.reference for choice in scenarios_there()}
    assert "own_event.yaml" in {choice.reference for choice in events_there()}
    assert scenarios_there()[0].reference == "corner_bank.yaml"


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("name", ["../x.yaml", "x", ".x.yaml", "a/b.yaml", "", "x.yaml\n"])
def test_a_scenario_is_saved_under_a_file_name_only(name: str) -> None:
    with pytest.raises(BadInput):
        save(name, "name: x\n")


def test_a_saved_scenario_is_there(workspace: Path) -> None:  # noqa: F811
    save("我的 bank.yaml", CORNER_BANK.read_text("utf-8"))
    assert Draft("我的 bank.yaml").loaded().scenario.name == "corner_bank"
    assert not list(workspace.glob(".*"))


def test_a_file_that_is_there_is_not_replaced_unasked(workspace: Path) -> None:  # noqa: F811
    path = workspace / "corner_bank.yaml"
    seen = digest_of(path.name)
    with pytest.raises(BadInput, match="a name that no file has"):
        save(path.name, "name: mine\n")
    save(path.name, "name: mine\n", over=seen)
    with pytest.raises(BadInput, match="changed meanwhile"):
        save(path.name, "name: another\n", over=seen)
    assert path.read_text("utf-8") == "name: mine\n"
    path.unlink()
    with pytest.raises(BadInput, match="changed meanwhile"):
        save(path.name, "name: another\n", over=seen)
    assert [one.name for one in workspace.iterdir()] == []


def test_on_a_disk_without_links_nothing_is_replaced_either(
    workspace: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_links(path: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    save("new.yaml", "name: x\n")
    assert (workspace / "new.yaml").read_text("utf-8") == "name: x\n"
    with pytest.raises(BadInput, match="a name that no file has"):
        save("new.yaml", "name: y\n")


def test_without_a_folder_nothing_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    with pytest.raises(BadInput):
        save("x.yaml", "name: x\n")


@pytest.mark.parametrize("name", ["a&b, 2026.yaml", "【备份】.yml"])
def test_what_is_listed_can_be_chosen(name: str, workspace: Path) -> None:  # noqa: F811
    (workspace / name).write_text(CORNER_BANK.read_text("utf-8"), "utf-8")
    assert name in {choice.reference for choice in scenarios_there()}
    assert Draft(name).loaded().scenario.name == "corner_bank"


# --- reading the files that a draft names


def test_faults_do_not_tell_where_the_folder_is(workspace: Path) -> None:  # noqa: F811
    (workspace / "torn.yaml").write_text("queues: [", "utf-8")
    (workspace / "odd.yaml").write_text("queues: {}\nschema: {file: nowhere.csv}\n", "utf-8")
    for name in ("torn.yaml", "odd.yaml"):
        for read in (Draft(name).loaded, Draft(name, variant="none").template):
            with pytest.raises(BadInput) as found:
                read()
            assert str(workspace) not in str(found.value)
            assert all(fault.file == name for fault in found.value.faults)
    assert Draft("corner_bank.yaml").loaded().source == "corner_bank.yaml"


def test_what_is_wrong_is_read_once(
    workspace: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (workspace / "odd.yaml").write_text("queues: {}\n", "utf-8")
    read: list[Draft] = []
    template = Draft.template
    monkeypatch.setattr(Draft, "template", lambda one: read.append(one) or template(one))
    for number in range(3):
        with pytest.raises(BadInput):
            Draft("odd.yaml", replications=number + 2).loaded()
    assert len(read) == 1


def test_a_table_that_changes_is_read_again(workspace: Path) -> None:  # noqa: F811
    bank = yaml.safe_load((workspace / "corner_bank.yaml").read_text("utf-8"))
    bank["queues"]["general"]["volume"] = {"file": "calls.csv", "column": "calls"}
    (workspace / "table_bank.yaml").write_text(yaml.safe_dump(bank), "utf-8")
    table = workspace / "calls.csv"
    number = len(Draft("corner_bank.yaml").loaded().scenario.queues["general"].volume)
    for volume in (20.0, 30.0):
        table.write_text("calls\n" + f"{volume}\n" * number, "utf-8")
        os.utime(table, ns=(0, int(volume * 1e9)))
        assert set(Draft("table_bank.yaml").loaded().scenario.queues["general"].volume) == {volume}
