"""HiGHS: a program goes in, an outcome comes out.

The termination is read before a solution is taken, so that what is no solution is never read as
one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import highspy
import numpy as np

from optimize.schedule.problem import Numbers
from optimize.schedule.program import Program


class End(Enum):
    """How HiGHS ended."""

    BEST = auto()  # within the gap
    STOPPED = auto()  # by time, with values or without
    NONE = auto()  # there are no values


@dataclass(frozen=True)
class Outcome:
    """The values of all columns, if any were found, and a proved bound of the objective."""

    end: End
    values: Numbers | None
    objective: float
    bound: float


def minimise(
    program: Program,
    time_s: float = math.inf,
    gap: float = 0.0,
    *,
    relaxed: bool = False,
    first: bool = False,
    start: Numbers | None = None,
) -> Outcome:
    """Return the best values found, whole where they must be unless `relaxed`.

    `first` ends the search with the first values found; `start` are values to begin with.
    """
    highs = loaded(program, relaxed=relaxed)
    if math.isfinite(time_s):
        highs.setOptionValue("time_limit", max(time_s, 0.01))
    highs.setOptionValue("mip_rel_gap", gap)
    if first:
        highs.setOptionValue("mip_max_improving_sols", 1)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    highs.run()
    return read(highs, whole=not relaxed and bool(program.whole.any()))


def loaded(program: Program, *, relaxed: bool = False) -> Any:
    """Return HiGHS with the program in it, silent and with a fixed seed."""
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("random_seed", 0)
    linear = highspy.HighsLp()
    linear.num_row_, linear.num_col_ = program.matrix.shape
    linear.col_cost_ = program.cost
    linear.col_lower_, linear.col_upper_ = program.lower, program.upper
    linear.row_lower_, linear.row_upper_ = program.row_lower, program.row_upper
    linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    linear.a_matrix_.start_ = program.matrix.indptr
    linear.a_matrix_.index_ = program.matrix.indices
    linear.a_matrix_.value_ = program.matrix.data
    if not relaxed and program.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        linear.integrality_ = [kinds[int(whole)] for whole in program.whole]
    highs.passModel(linear)
    return highs


def read(highs: Any, *, whole: bool) -> Outcome:
    """Return what HiGHS came to, looking at how it ended first."""
    ended = highs.getModelStatus()
    status = highspy.HighsModelStatus
    if ended in {status.kInfeasible, status.kUnboundedOrInfeasible, status.kUnbounded}:
        return Outcome(End.NONE, None, math.inf, math.inf)
    info = highs.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    best = ended in {status.kOptimal, status.kModelEmpty}
    relaxed = info.objective_function_value if best else -math.inf
    bound = info.mip_dual_bound if whole else relaxed
    end = End.BEST if best else End.STOPPED
    if not feasible:
        return Outcome(end, None, math.inf, bound)
    values = np.array(highs.getSolution().col_value)
    return Outcome(end, values, info.objective_function_value, bound)
