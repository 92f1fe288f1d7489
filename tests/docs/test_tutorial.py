"""The tutorial's commands are executed as they stand, in order, in one folder."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(
    r"^```(?P<kind>\w+) ?(?P<word>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def blocks() -> Iterator[tuple[str, str, str]]:
    for found in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8")):
        yield found["kind"], found["word"], found["text"]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    name, *arguments = shlex.split(command)
    assert name == "crewline"
    return subprocess.run(
        [sys.executable, "-m", "crewline", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TUTORIAL.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_ends_as_the_page_says(tmp_path: Path) -> None:
    executed = 0
    for kind, word, text in blocks():
        if kind in {"yaml", "csv"}:
            how, name = word.split("=")
            before = (tmp_path / name).read_text("utf-8") if how == "append" else ""
            (tmp_path / name).write_text(before + text, "utf-8")
        elif kind == "console":
            expected = int(word.removeprefix("exit=") or 0)
            for line in text.splitlines():
                done = run(line.removeprefix("$ "), tmp_path)
                assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
                executed += 1
    assert executed >= 7
    faults = run("crewline check broken.yaml", tmp_path).stderr.splitlines()
    assert len([line for line in faults if line.startswith("broken.yaml:")]) == 5


def test_the_python_of_the_page_runs(tmp_path: Path) -> None:
    files = {word: text for kind, word, text in blocks() if kind == "yaml"}
    (tmp_path / "shop.yaml").write_text(files["file=shop.yaml"], "utf-8")
    (script,) = (text for kind, _, text in blocks() if kind == "python")
    (tmp_path / "example.py").write_text(script, "utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TUTORIAL.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "SL3" in done.stdout
