"""Standard output of another encoding, closed early, or full."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.process import CORNER_BANK, QUICK, command, environment

ASCII = environment() | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
FULL = Path("/dev/full")


@pytest.mark.parametrize("verb", [("check",), ("run", *QUICK), ("schema",)])
def test_a_terminal_without_chinese_gets_escapes(verb: tuple[str, ...], tmp_path: Path) -> None:
    scenario = [] if verb == ("schema",) else [CORNER_BANK]
    done = subprocess.run(
        command(verb[0], *scenario, *verb[1:]),
        cwd=tmp_path,
        env=ASCII,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done.stdout.decode("ascii")


def test_json_is_whole_in_any_encoding(tmp_path: Path) -> None:
    done = subprocess.run(
        command("check", CORNER_BANK, "--json"),
        cwd=tmp_path,
        env=ASCII,
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 0
    assert "街角银行" in str(json.loads(done.stdout.decode("ascii")))


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "words",
    [
        ("check", CORNER_BANK),
        ("check", CORNER_BANK, "--json"),
        ("check", "nobody.yaml", "--json"),
        ("run", CORNER_BANK, *QUICK),
    ],
)
def test_a_full_disk_is_told_in_a_line(words: tuple[str, ...], tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            command(*words),
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 74
    assert done.stderr.endswith("Standard output cannot be written (No space left on device).\n")
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("schema"),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert said == ""
