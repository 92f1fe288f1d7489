"""What a person is told while a sweep lasts."""

from __future__ import annotations

import pytest

from crewline.cli import cells_progress
from crewline.cli.cells_progress import Pace, cells_shown, spoken


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (89.4, "89 s"), (90, "2 min"), (3599, "1 h 0 min"), (12_000, "3 h 20 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert spoken(seconds) == said


def test_what_was_there_before_is_no_pace() -> None:
    """40 cells from before; 10 more take 20 s, so that the other 50 will take 100 s."""
    now = [1000.0]
    pace = Pace(lambda: now[0])
    assert pace.left == ""
    pace.report(40, 100, 40)
    assert (pace.left, pace.from_before) == ("", "40 from before")
    now[0] += 20
    pace.report(50, 100, 40)
    assert pace.left == "about 2 min left"
    pace.report(100, 100, 40)
    assert pace.left == ""


def test_a_file_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells_progress, "_LINE_S", 0.0)
    for in_words in (True, False):
        with cells_shown(Pace(lambda: 0.0), in_words=in_words) as report:
            report(0, 1200, 0)
    told = capsys.readouterr().err
    assert told == "0 of 1,200 cells are finished; going on.\n"
