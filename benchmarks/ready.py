"""What Numba adds to a start: `python -m benchmarks.ready` prints the seconds, CPU and wall.

All that a run needs and that is not Numba's has been imported before the clock starts.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from time import perf_counter, process_time

from sim.kpis.ready import prepare

if __name__ == "__main__":
    for needed in ("crewline.cli.run", "scenarios.studies.results", "crewline.tables.kpis"):
        import_module(needed)
    assert "numba" not in sys.modules
    wall, cpu = perf_counter(), process_time()
    prepare()
    print(json.dumps([process_time() - cpu, perf_counter() - wall]))
