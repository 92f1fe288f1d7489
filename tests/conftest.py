"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import browsing, chromium

_PREPARE = "from sim.kpis.ready import prepare; prepare()"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the kernels once, before several processes would each compile them."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_worker:
        subprocess.run([sys.executable, "-c", _PREPARE], check=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium, for no longer than a module: its event loop is in the way of others' loops."""
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium here, and CI must have one")
        pytest.skip("no Chromium on this machine")
    with browsing(executable) as found:
        yield found
