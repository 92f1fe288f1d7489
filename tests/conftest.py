"""What all tests share."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PREPARE = "from sim.kpis.ready import prepare; prepare()"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the kernels once, before several processes would each compile them."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_worker:
        subprocess.run([sys.executable, "-c", _PREPARE], check=False)
