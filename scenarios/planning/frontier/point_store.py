"""Finished points of a frontier on disk: whole or not there.

    <folder>/points/<key>.json    what the decision came to, by replication
    <folder>/points/<key>.yaml    the scheduled scenario, which every command runs

The schedule is written first: a point whose numbers are there is finished.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from scenarios.load import load, written_yaml
from scenarios.planning.frontier.points import Point
from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.store import DiskFault, drafted

POINTS: Final = "points"


class PointStore:
    """Reads and writes the finished points of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / POINTS

    def prepare(self) -> None:
        """Make the room for points. Raises DiskFault."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DiskFault(self._folder, "made", error) from error

    def read(self, key: str) -> Point | None:
        """Return a finished point; None where there is none, or it was damaged."""
        try:
            return Point.of_dict(json.loads(self._file(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, key: str, point: Point, scenario: Scenario | None) -> None:
        """Keep a finished point, and its scheduled scenario where there is one.

        Raises DiskFault; then the point is as it was before.
        """
        if scenario is not None:
            with drafted(self.scenario_file(key)) as draft:
                draft.write_text(written_yaml(scenario), encoding="utf-8")
        text = json.dumps(point.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
        with drafted(self._file(key)) as draft:
            draft.write_text(text + "\n", encoding="utf-8")

    def scenario(self, key: str) -> Scenario:
        """Return the scheduled scenario of a finished point. Raises BadInput where it was lost."""
        return load(self.scenario_file(key)).scenario

    def scenario_file(self, key: str) -> Path:
        """Return where the scheduled scenario of a point is."""
        return self._folder / f"{key}.yaml"

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"
