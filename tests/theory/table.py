"""Print what `docs/theory.md` shows: every figure as it should be, and as it was found.

python -m tests.theory.table
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np
from scipy import stats

from sim.kpis.estimates import Estimate
from tests.theory.cases import CASES
from tests.theory.evidence import Comparison


def rows() -> Iterator[str]:
    """Yield the table's lines, and a summary."""
    yield "| case | calls | figure | theory | simulated | errors apart | source |"
    yield "|---|---:|---|---:|---:|---:|---|"
    apart, calls, started = [], 0, time.process_time()
    for case in CASES:
        findings = case.run(case.compiled)
        calls += findings.calls
        for place, each in enumerate(findings.comparisons):
            apart.append(each.errors_off)
            of_case = (case.name, f"{findings.calls:,}") if place == 0 else ("", "")
            yield f"| {' | '.join((*of_case, *_cells(each)))} |"
    took_s = time.process_time() - started
    within = np.mean(np.abs(apart) < float(stats.norm.ppf(0.975)))
    yield ""
    yield (
        f"{len(apart)} figures of {calls:,} calls, {took_s:.0f} CPU seconds. {within:.1%} are"
        f" within 1.96 standard errors; the mean square of the errors apart is"
        f" {np.mean(np.square(apart)):.2f}, the largest {np.abs(apart).max():.2f}."
    )


def _cells(each: Comparison) -> tuple[str, ...]:
    half = _half_width(each.found)
    digits = max(1 - int(np.floor(np.log10(half))), 0)
    return (
        each.figure,
        f"{each.theory:.{digits}f}",
        f"{each.found.value:.{digits}f} ± {half:.{digits}f}",
        f"{each.errors_off:+.1f}",
        each.source,
    )


def _half_width(found: Estimate) -> float:
    """Half of the 95 % interval."""
    return found.se * float(stats.t.ppf(0.975, found.n - 1))


if __name__ == "__main__":
    for line in rows():
        sys.stdout.write(line + "\n")
