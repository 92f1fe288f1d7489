"""Tiny logs, written by the tests, and the mapping they are read with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from scenarios.intake.calls import ReadCalls, read_calls
from scenarios.intake.log import read_log
from scenarios.intake.mapping import LogMapping

HEADER = "queued,wait,talk,end,line,agent,class"

MAPPING = {
    "name": "small",
    "columns": {
        "queued": "queued",
        "waited": "wait",
        "served": "talk",
        "outcome": "end",
        "kind": "line",
        "agent": "agent",
    },
    "outcomes": {"A": "answered", "H": "abandoned", "X": "ignored", "V": "not_offered"},
}


def mapping(**changes: object) -> LogMapping:
    """Return the small mapping with keys changed."""
    return LogMapping.model_validate({**MAPPING, **changes})


def write_mapping(folder: Path, **changes: object) -> Path:
    """Write the small mapping as YAML."""
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump({**MAPPING, **changes}, sort_keys=False), encoding="utf-8")
    return path


def row(
    queued: str,
    *,
    wait: float | str = 0,
    talk: float | str = 60,
    end: str = "A",
    line: str = "general",
    agent: str = "ann",
    customer_class: str = "",
) -> str:
    """Return one row of a small log."""
    return f"{queued},{wait},{talk},{end},{line},{agent},{customer_class}"


def write_log(folder: Path, rows: Sequence[str], name: str = "log.csv") -> Path:
    """Write a small log."""
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def read(folder: Path, lines: Sequence[str], /, **changes: object) -> ReadCalls:
    """Return the calls of a small log, its mapping changed."""
    chosen = mapping(**changes)
    return read_calls(read_log([write_log(folder, lines)], chosen), chosen)
