"""Make the pictures of the app in the docs: `python -m docs.screenshots`, from the root.

It needs a Chromium on the machine and the `app` extra; it serves the app on this machine alone,
does on each page what a planner would, and takes a picture in each language. Names of pages may
follow: `python -m docs.screenshots day staffing`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image

from tests.browser import ROOT, at_rest, browsing, chromium, opened, served

FOLDER: Final = Path(__file__).parent / "images"
LANGUAGES: Final = ("en", "zh")
_WIDTH: Final = 1280
#: A search for schedules takes its time.
_PATIENCE_S: Final = 900


@dataclass(frozen=True)
class Shot:
    """A page, what its address asks, how tall its picture is in pixels, and what is pressed."""

    page: str
    query: str = "scenario=bank_hotline_tenth"
    height: int = 1000
    button: str = ""


SHOTS: Final = (
    Shot("data"),
    Shot("scenario"),
    Shot("preview"),
    Shot("day", height=1500, button="day_run_button"),
    Shot("staffing", "scenario=insurer_claims&staff_view=schedule", 1700, "staffing_search_button"),
    Shot("what_if", height=1300, button="what_if_compare_button"),
    Shot("emergency", "scenario=bank_hotline_tenth&with=site_loss", 1900, "emergency_run_button"),
    Shot("trade_off", "scenario=insurer_claims", 1300, "trade_run_button"),
    Shot("decision", height=1400, button="decision_run_button"),
)


def main(names: Sequence[str]) -> int:
    """Take the pictures of the pages named, or of all."""
    executable = chromium()
    if executable is None:
        sys.stderr.write("No Chromium on this machine.\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with served(ROOT / "app.py") as address, browsing(executable) as browser:
        for shot in SHOTS:
            if not names or shot.page in names:
                for language in LANGUAGES:
                    _take(browser, address, shot, language)
    return 0


def _take(browser: Any, address: str, shot: Shot, language: str) -> None:
    page = opened(
        browser,
        address,
        shot.page,
        language=language,
        width=_WIDTH,
        height=shot.height,
        query=shot.query,
    )
    if shot.button:
        _press(page, shot.button)
    path = FOLDER / f"{shot.page}-{language}.png"
    at_rest(page, _PATIENCE_S)
    page.screenshot(path=path)
    page.context.close()
    # 64 colours are enough for a page, and a quarter of the size.
    Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


def _press(page: Any, key: str) -> None:
    """Press a button and wait for what comes of it; what is known already has none to press."""
    button = page.locator(f".st-key-{key} button")
    button.wait_for()
    if button.is_enabled():
        button.click()
        page.locator(f".st-key-{key} button:disabled").wait_for()
    at_rest(page, _PATIENCE_S)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
