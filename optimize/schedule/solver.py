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

_SETTLED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
_LARGE = 3000  # columns from which the interior point method is the quicker one
_FEW_STEPS = 200  # of a simplex


class End(Enum):
    """How HiGHS ended."""

    BEST = auto()  # within the gap
    STOPPED = auto()  # by time, with values or without
    NONE = auto()  # there are no values


@dataclass(frozen=True)
class Outcome:
    """The values of all columns, if any were found, and a proved bound of the objective.

    Of a linear program `reduced` are the reduced costs of the columns, `duals` what the objective
    gains with the sides of the rows, and `basis` is where its solver stood.
    """

    end: End
    values: Numbers | None
    objective: float
    bound: float
    reduced: Numbers | None = None
    duals: Numbers | None = None
    basis: Any = None


@dataclass(frozen=True)
class Effort:
    """When HiGHS may stop: after so long, or this near to the best, or with the `first` values."""

    time_s: float = math.inf
    gap: float = 0.0
    gap_of_objective: float = 0.0
    first: bool = False


def minimise(program: Program, effort: Effort = Effort(), start: Numbers | None = None) -> Outcome:
    """Return the best values found, whole where they must be; `start` are values to begin with."""
    if not program.whole.any():
        return relaxed(program)
    highs = loaded(program)
    _set(highs, effort)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    highs.run()
    outcome = read(highs, whole=True)
    if outcome.values is not None:
        outcome.values[program.whole] = np.rint(outcome.values[program.whole])
    return outcome


def relaxed(program: Program, basis: Any = None) -> Outcome:
    """Return the best values where none need be whole, with reduced costs.

    A `basis` of the same program with other sides of its rows is a good place to begin at; where
    it is not, it is given up soon.
    """
    highs = loaded(program, relaxed=True)
    if basis is not None:
        highs.setBasis(basis)
        return from_where_it_stands(highs, len(program.row_lower) // 4)
    return _from_the_beginning(highs)


def from_where_it_stands(highs: Any, steps: int) -> Outcome:
    """Solve a linear program from its basis; from the beginning if that is more than `steps`."""
    outcome = _walked(highs, max(_FEW_STEPS, steps))
    return anew(highs) if outcome.end is End.STOPPED else outcome


def while_time_is_left(highs: Any, steps: int, left_s: float) -> Outcome:
    """Solve as `from_where_it_stands`, but end without values when so much time is over."""
    ends_s = highs.getRunTime() + left_s
    highs.setOptionValue("time_limit", ends_s)
    outcome = _walked(highs, max(_FEW_STEPS, steps))
    if outcome.end is End.STOPPED and highs.getRunTime() < ends_s:
        outcome = anew(highs)
    highs.setOptionValue("time_limit", math.inf)
    return outcome


def _walked(highs: Any, steps: int) -> Outcome:
    """Solve from the basis by so many steps of a simplex; there are no values beyond."""
    highs.setOptionValue("simplex_iteration_limit", steps)
    highs.run()
    if highs.getModelStatus() in _SETTLED:
        return read(highs, whole=False)
    return Outcome(End.STOPPED, None, math.inf, -math.inf)


def anew(highs: Any) -> Outcome:
    """Solve a linear program from the beginning."""
    highs.clearSolver()
    highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
    return _from_the_beginning(highs)


def _from_the_beginning(highs: Any) -> Outcome:
    if highs.getNumCol() >= _LARGE:
        highs.setOptionValue("solver", "ipx")
        highs.run()
        ended = highs.getModelStatus()
        highs.setOptionValue("solver", "choose")
        if ended == highspy.HighsModelStatus.kOptimal:
            return read(highs, whole=False)
    highs.run()
    return read(highs, whole=False)


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
    if not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        linear.integrality_ = [kinds[int(whole)] for whole in program.whole]
    highs.passModel(linear)
    return highs


def start_at(highs: Any, outcome: Outcome) -> None:
    """Let HiGHS begin a linear program where another search of it stood."""
    if outcome.basis is not None:
        highs.setBasis(outcome.basis)


def _set(highs: Any, effort: Effort) -> None:
    if math.isfinite(effort.time_s):
        highs.setOptionValue("time_limit", max(effort.time_s, 0.01))
    highs.setOptionValue("mip_rel_gap", effort.gap)
    highs.setOptionValue("mip_abs_gap", max(effort.gap_of_objective, 1e-9))
    if effort.first:
        highs.setOptionValue("mip_max_improving_sols", 1)


def read(highs: Any, *, whole: bool) -> Outcome:
    """Return what HiGHS came to, looking at how it ended first."""
    ended = highs.getModelStatus()
    status = highspy.HighsModelStatus
    if ended in {status.kInfeasible, status.kUnboundedOrInfeasible, status.kUnbounded}:
        return Outcome(End.NONE, None, math.inf, math.inf)
    info = highs.getInfo()
    best = ended in {status.kOptimal, status.kModelEmpty}
    end = End.BEST if best else End.STOPPED
    of_relaxed = info.objective_function_value if best else -math.inf
    bound = info.mip_dual_bound if whole else of_relaxed
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome(end, None, math.inf, bound)
    solution = highs.getSolution()
    values = np.array(solution.col_value)
    if whole:
        return Outcome(end, values, info.objective_function_value, bound)
    duals = np.array(solution.col_dual), np.array(solution.row_dual)
    return Outcome(end, values, info.objective_function_value, bound, *duals, highs.getBasis())
