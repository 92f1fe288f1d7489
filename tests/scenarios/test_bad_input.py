"""Each file in `bad/` is named by its fault; `bad/faults.txt` holds what a planner is told."""

from pathlib import Path

import pytest

from scenarios.faults import BadInput, Fault
from scenarios.load import check

BAD = Path(__file__).parent / "bad"


def expectations() -> dict[str, list[str]]:
    """Return the faults by file name; `(...)` at an end stands for the YAML parser's own words."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (BAD / "faults.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found[name].append(line.strip())
        else:
            name = line.strip()
            found[name] = []
    return found


EXPECTED = expectations()


def faults_of(name: str) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        check(name)
    return caught.value.faults


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_fault_is_told_with_its_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    told = [str(fault) for fault in faults_of(f"{name}.yaml")]
    assert len(told) == len(EXPECTED[name])
    for line, expected in zip(told, EXPECTED[name], strict=True):
        if expected.endswith("(...)"):
            assert line.startswith(expected.removesuffix("...)"))
        else:
            assert line == expected


def test_every_bad_file_is_expected() -> None:
    assert {path.stem for path in BAD.glob("*.yaml")} == set(EXPECTED)


def test_a_fault_can_be_read_by_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    (fault,) = faults_of("share_over_one.yaml")
    assert fault.as_dict() == {
        "file": "share_over_one.yaml",
        "line": 11,
        "field": "groups.front.absence",
        "value": "105 %",
        "expected": "a share from 0 to 1, such as 80 % or 0.8",
    }


def test_no_such_file() -> None:
    (fault,) = faults_of("no/such/file.yaml")
    assert str(fault) == (
        "no/such/file.yaml: got no such file or directory; expected a YAML file that can be read"
    )


def test_a_folder(tmp_path: Path) -> None:
    (fault,) = faults_of(str(tmp_path))
    assert fault.value == "a folder"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"# " + b"x" * 8_000_001)
    (fault,) = faults_of(str(tmp_path / "large.yaml"))
    assert (fault.value, fault.expected) == ("a larger file", "at most 8 MB")


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "volumes.csv").write_text("general\n1\n", encoding="utf-8")
    (inside / "volumes.csv").symlink_to(outside / "volumes.csv")
    text = (BAD / "wrong_column.yaml").read_text(encoding="utf-8")
    (inside / "linked.yaml").write_text(text, encoding="utf-8")
    (fault,) = faults_of(str(inside / "linked.yaml"))
    assert fault.expected == "a path inside the scenario's folder"
    assert (fault.line, fault.field) == (5, "queues.general.volume.file")
