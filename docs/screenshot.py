"""Make the README's picture of the app: `python -m docs.screenshot`, from the repository's root.

It needs a Chromium on the machine and the `app` extra; it serves the page on this machine alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.app.browser import ROOT, browsing, chromium, opened, run, served, slide

PICTURE = Path(__file__).parent / "images" / "app.png"


def main() -> int:
    """Simulate the tenth-size bank with more volume and take the picture."""
    executable = chromium()
    if executable is None:
        sys.stderr.write("No Chromium on this machine.\n")
        return 1
    PICTURE.parent.mkdir(exist_ok=True)
    with served(ROOT / "app.py") as address, browsing(executable) as browser:
        page = opened(browser, address, width=1400, height=1720)
        slide(page, "volume", 10)
        run(page, timeout_s=600)
        page.screenshot(path=PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
