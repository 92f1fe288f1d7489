"""A server on a free port of this machine, and a Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crewline.ui import FLAGS, FOLDER_VARIABLE

ROOT = Path(__file__).parents[1]
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the system's Chromium, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def served(script: Path, folder: Path | None = None) -> Iterator[str]:
    """Serve the page on loopback and give its address; end exactly this server afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = [f"--server.port={port}", "--server.headless=true"]
    environment: Mapping[str, str] = os.environ | ({FOLDER_VARIABLE: str(folder)} if folder else {})
    server = subprocess.Popen(
        [*command, *FLAGS, *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def browsing(executable: str) -> Iterator[Any]:
    """Give a headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def opened(
    browser: Any,
    address: str,
    page_name: str = "",
    *,
    language: str = "en",
    dark: bool = False,
    width: int = 1280,
    height: int = 800,
    query: str = "",
) -> Any:
    """Return a page of the app that has been drawn, for a reader of `language`.

    `page_name` is its part of the address (none: what opens first), `query` further parameters.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="zh-CN" if language == "zh" else "en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/{page_name}?lang={language}{'&' if query else ''}{query}")
    page.locator(".st-key-links").wait_for()
    settle(page)
    return page


def go(page: Any, title: str) -> None:
    """Go to another page by its link at the left."""
    page.locator(".st-key-links").get_by_role("link", name=title, exact=True).click()
    page.wait_for_timeout(300)
    settle(page)


def at_rest(page: Any, timeout_s: float = 120) -> None:
    """Wait until nothing on the page is under way any more."""
    progress = page.locator("[class*=st-key-][class*=_progress]")
    settle(page)
    end = time.monotonic() + timeout_s
    while progress.count():
        if time.monotonic() > end:
            raise TimeoutError("a run did not end")
        page.wait_for_timeout(200)
    settle(page)


def settle(page: Any) -> None:
    """Wait until Streamlit has nothing more to draw."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')"
        "?.getAttribute('data-test-script-state') === 'notRunning'"
    )
    page.wait_for_timeout(600)


def slide(page: Any, key: str, per_cent: int) -> None:
    """Set a slider; only the last step, by the keyboard, is an event."""
    knob = page.locator(f".st-key-{key} input[type=range]")
    knob.fill(str(per_cent - 1))
    knob.press("ArrowRight")
    page.locator(f".st-key-{key}").get_by_text(f"{per_cent:+d} %", exact=True).wait_for()
    page.wait_for_timeout(500)
    settle(page)


class Grid:
    """A table on a page, as somebody uses it with mouse and keyboard; counts from 0.

    The cells are painted; what a screen reader is told of them is what is read here.
    """

    _HEADER_PX = 35
    _ROW_PX = 35

    def __init__(self, page: Any, key: str) -> None:
        self._page = page
        self._box = page.locator(f"[class*=st-key-{key}]")

    def column(self, heading: str) -> int:
        """Return where a column stands, by its heading."""
        headings = self._box.locator("[role=columnheader]")
        at: int = headings.all_inner_texts().index(heading)
        return at

    def cell(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        at = self._left + column
        text: str = self._box.locator(f"#glide-cell-{at}-{row}").inner_text()
        return text

    def select(self, row: int, column: int) -> None:
        """Click into a row, and go to the cell by the keyboard."""
        place = self._box.locator("canvas").first.bounding_box()
        below = self._HEADER_PX + self._ROW_PX * row + self._ROW_PX / 2
        self._page.mouse.click(place["x"] + 60, place["y"] + below)
        every = self._box.locator("[role=columnheader]").count()
        for key in ["ArrowLeft"] * every + ["ArrowRight"] * column:
            self._page.keyboard.press(key)

    def type_into(self, row: int, column: int, text: str) -> None:
        """Write into a cell, and wait until the page has heard of it."""
        self.select(row, column)
        self._page.keyboard.type(text)
        self._page.wait_for_timeout(500)  # the cell's own editor opens
        self._page.keyboard.press("Enter")
        self._page.wait_for_timeout(500)
        at_rest(self._page)

    @property
    def _left(self) -> int:
        """How many columns stand before the first: the one of marks, where rows can be added."""
        first = self._box.locator("[role=gridcell]").first.get_attribute("id")
        return int(first.split("-")[2])


def whole(page: Any, path: Path) -> None:
    """Take a picture of the page from top to bottom."""
    width = page.viewport_size["width"]
    before = page.viewport_size
    height = page.evaluate(
        "() => document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
    )
    page.set_viewport_size({"width": width, "height": min(max(int(height) + 80, 800), 6000)})
    settle(page)
    page.screenshot(path=path)
    page.set_viewport_size(before)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes], patience_s: float = 180) -> None:
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")
