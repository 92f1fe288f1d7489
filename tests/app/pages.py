"""A page without a browser, and without its navigation: what it shows for what an address asks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui import FOLDER_VARIABLE

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


def _script(name: str) -> None:
    from crewline.ui.shell import show_alone

    show_alone(name)


def page_of(name: str, *, lang: str = "en", **address: str | list[str]) -> AppTest:
    """Return a page drawn once, by its folder's name; `address` are the draft's parameters.

    Keywords that Python forbids are written with an underscore behind: `with_`.
    """
    page = AppTest.from_function(_script, args=(name,), default_timeout=60)
    page.query_params["lang"] = lang
    for key, value in address.items():
        page.query_params[key.rstrip("_")] = value
    return healthy(page.run())


def healthy(page: AppTest) -> AppTest:
    """Return a page after seeing that nothing on it crashed."""
    assert not page.exception
    failed = [one.value for one in page.error if "fault of the program" in one.value]
    assert not failed
    return page


def ended(page: AppTest, patience_s: float = 90) -> AppTest:
    """Return a page when nothing of it is under way any more."""
    end = time.monotonic() + patience_s
    while any(str(button.key).endswith("cancel") for button in page.button):
        assert time.monotonic() < end, "a run did not end"
        time.sleep(0.1)
        page.run()
    return healthy(page)


def with_tables(page: AppTest) -> AppTest:
    """Return a page after opening the table behind every picture of it."""
    for chart in page.get("plotly_chart"):
        page.session_state[f"table_{chart.proto.id.split('chart_', 1)[1]}"] = True
    return healthy(page.run())


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with the corner bank in it: `scenario="corner_bank.yaml"`."""
    (tmp_path / "corner_bank.yaml").write_text(CORNER_BANK.read_text("utf-8"), "utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path
