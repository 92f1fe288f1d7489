"""The smallest scenario that is worth a schedule: one line, one group, two kinds of shift."""

from __future__ import annotations

from pathlib import Path

DESK = """\
schema_version: 1
name: desk
title: Help desk / 服务台
seed: 7
interval: 30 min
currency: CNY
queues:
  help:
    volume: {per_h: 30}
    talk: {distribution: exponential, mean: 4 min}
    patience: {distribution: exponential, mean: 3 min}
    open: "08:00-18:00"
    target: {kpi: SL3, within: 20 s, level: 80 %}
groups:
  team:
    serves: {help: {}}
    agents: 4
    wage_per_h: 40
planning:
  shifts:
    full:
      starts: [08:00, 09:00]
      lengths: 9 h
      breaks: [{length: 60 min, from: 3 h, to: 5 h, paid: false}]
    part: {starts: {from: 08:00, to: 14:00, every: 60 min}, lengths: 4 h}
"""

#: As little effort as makes a proof.
QUICK = ("--replications", "4", "--rounds", "2", "--time-limit", "5s", "--jobs", "1")


def desk(folder: Path, *changes: tuple[str, str]) -> str:
    """Write the scenario with texts replaced, and return its path."""
    text = DESK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "desk.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)
