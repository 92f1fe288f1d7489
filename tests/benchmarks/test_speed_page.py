"""The page about speed shows the tables that the benchmark prints, row by row."""

from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.measure import Measurement, Rounds
from benchmarks.parts import PARTS

PAGE = (Path(__file__).parents[2] / "docs" / "speed.md").read_text("utf-8")


def labels(part):
    """The first cell of every row of a part's table, whatever was measured."""
    steps = defaultdict[str, float](lambda: 1.0)
    found = dict.fromkeys(part.rows, Measurement(100, 110, steps, steps, steps))
    lines = filter(None, part.table(Rounds([found])))
    return [line.strip().split("  ")[0] for line in lines]


@pytest.mark.parametrize("name", PARTS)
def test_the_page_shows_every_row_below_the_command_that_prints_it(name):
    shown = PAGE.partition(f"$ python -m benchmarks {name}\n")[2].partition("```")[0]
    rows = [line.strip() for line in shown.splitlines() if line and not line.startswith("$")]
    assert [row.split("  ")[0] for row in rows] == labels(PARTS[name])
