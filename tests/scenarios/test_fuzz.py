"""Whatever is thrown at the loader, it returns a scenario or raises BadInput; nothing else."""

import contextlib
import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.load import check, load, load_text, resolved_yaml
from scenarios.yaml_file import read_tree
from tests.scenarios.small import CORNER_BANK, EVERY_CHANNEL

TREES = [read_tree(CORNER_BANK).data, read_tree(EVERY_CHANNEL).data]
TEXT = CORNER_BANK.read_text(encoding="utf-8")
CHANNELS = EVERY_CHANNEL.read_text(encoding="utf-8")

FUZZED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

#: What people, or their spreadsheets, put where something else was meant.
NASTY = st.sampled_from(
    [
        None, "", " ", "0", "-1", "1e999", ".nan", ".inf", "1_000", "١٢", "0x10", "1e-320", "5 %",
        "101 %", "-3 s", "3 min", "1e300 d", "24:00", "25:00", "09:60", "00:00-24:00",
        "day 0 10:00", "day 999 24:00", "2024-13-45", "never", "always", "true", "null", "~",
        "general", "expert", "phone", "chat", "email", "outbound", "complaint_desk", "both", "due",
        ["phone", "vip"], {"一般": {"share": "100 %", "due": "1 h"}}, {"stable": "100 %"},
        ["0.2"] * 48,
        "../x.csv", "/etc/passwd", "x" * 5000, "\ud7ff", "{}", "[]", "a\nb", "%s %(x)s {0}", "=1+1",
        [], {}, [[]], {"a": {}}, [None], {"": ""}, ["1"] * 48, ["0"] * 96, {"per_h": "60"},
        {"total": "9", "profile": "business_day"}, {"file": "a.csv", "column": "b"}, {"file": []},
        {"distribution": "gamma", "mean": "0 s", "cv": "1"}, {"distribution": ["gamma"]},
        {"distribution": "empirical", "shares": ["0", "1"], "values": ["0 s", "9 s"]},
        {"distribution": "empirical", "file": "a.csv"}, "999999999999999999", "9" * 400,
    ]
)  # fmt: skip


def paths(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    items = data.items() if isinstance(data, dict) else ()
    items = enumerate(data) if isinstance(data, list) else items
    for key, value in items:
        yield from paths(value, (*path, key))


PATHS = [[path for path in paths(tree) if path] for tree in TREES]


@st.composite
def mutated(draw: st.DrawFn, which: int) -> dict:
    """One of the two scenarios with up to three things replaced, removed or renamed."""
    data = copy.deepcopy(TREES[which])
    for _ in range(draw(st.integers(1, 3))):
        *above, key = draw(st.sampled_from(PATHS[which]))
        node = data
        try:
            for part in above:
                node = node[part]
            value = node[key]
            match draw(st.sampled_from(["replace", "remove", "rename"])):
                case "replace":
                    node[key] = draw(NASTY)
                case "remove":
                    del node[key]
                case "rename":
                    del node[key]
                    node[draw(st.sampled_from(["x", "generl", "", "a.b", "agents", "file"]))] = (
                        value
                    )
        except (KeyError, IndexError, TypeError):
            continue
    return data


def survives(path: Path) -> None:
    with contextlib.suppress(BadInput):
        for loaded in check(path):
            assert load_text(resolved_yaml(loaded.scenario)).scenario == loaded.scenario
            centre(loaded.scenario)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@FUZZED
@given(content=st.binary(max_size=300))
def test_any_bytes(folder: Path, content: bytes) -> None:
    (folder / "any.yaml").write_bytes(content)
    survives(folder / "any.yaml")


@FUZZED
@given(content=st.binary(max_size=300))
def test_any_bytes_as_a_table(folder: Path, content: bytes) -> None:
    (folder / "table.csv").write_bytes(content)
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04" + content)
    for name in ("table.csv", "table.xlsx"):
        text = TEXT.replace(
            "{total: 420, profile: business_day}", f"{{file: {name}, column: general}}"
        )
        with contextlib.suppress(BadInput):
            load_text(text, folder=folder)


@FUZZED
@given(content=st.text(alphabet="abc:-[]{}&*!|>'\"#%,?@` \n\t0~\u00e9\u94f6", max_size=120))
def test_any_yaml_like_text(content: str) -> None:
    with contextlib.suppress(BadInput):
        load_text(content)


@FUZZED
@given(start=st.integers(0, len(TEXT)), length=st.integers(0, 40), inserted=st.text(max_size=5))
def test_a_file_with_a_piece_cut_out(folder: Path, start: int, length: int, inserted: str) -> None:
    for whole in (TEXT, CHANNELS):
        text = whole[:start] + inserted + whole[start + length :]
        (folder / "cut.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        survives(folder / "cut.yaml")


@FUZZED
@given(data=mutated(0) | mutated(1))
def test_a_file_with_other_values(folder: Path, data: dict) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (folder / "mutated.yaml").write_text(text, encoding="utf-8")
    survives(folder / "mutated.yaml")


@FUZZED
@given(path=st.sampled_from(PATHS[0]), value=NASTY, variant=st.sampled_from([None, "promotion"]))
def test_any_setting(path: tuple[str | int, ...], value: object, variant: str | None) -> None:
    set_to(CORNER_BANK, path, value, variant)


@FUZZED
@given(path=st.sampled_from(PATHS[1]), value=NASTY, variant=st.sampled_from([None, "people"]))
def test_any_setting_of_channels(
    path: tuple[str | int, ...], value: object, variant: str | None
) -> None:
    set_to(EVERY_CHANNEL, path, value, variant)


def set_to(file: Path, path: tuple[str | int, ...], value: object, variant: str | None) -> None:
    dotted = ".".join(str(key + 1) if isinstance(key, int) else key for key in path)
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000).replace("\n...\n", "")
    with contextlib.suppress(BadInput):
        loaded = load(file, variant, [f"{dotted}={text}"])
        assert load_text(resolved_yaml(loaded.scenario)).scenario == loaded.scenario
        centre(loaded.scenario)


@FUZZED
@given(setting=st.text(max_size=30))
def test_any_text_as_a_setting(setting: str) -> None:
    with contextlib.suppress(BadInput):
        load(CORNER_BANK, None, [setting])


@FUZZED
@given(reference=st.text(max_size=30))
def test_any_text_as_a_reference(reference: str) -> None:
    with contextlib.suppress(BadInput):
        load(reference)
