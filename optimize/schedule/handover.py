"""From a Pyomo model to plain arrays, by the compiler of standard forms.

Pyomo's own way to HiGHS, variable by variable, takes several times as long as the solving.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_matrix

from optimize.schedule.problem import Numbers
from optimize.schedule.program import Places, Program


def hand_over(model: pyo.ConcreteModel) -> tuple[Program, Places]:
    """Return a model with one linear objective as a program, and where its parts stand there."""
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    lower, upper = _row_bounds(form)
    program = Program(
        cost=np.asarray(form.c.todense(), dtype=float).reshape(-1),
        lower=_bounds(form.columns, "lb", -np.inf),
        upper=_bounds(form.columns, "ub", np.inf),
        whole=np.array([not column.is_continuous() for column in form.columns], dtype=bool),
        matrix=csc_matrix(form.A),
        row_lower=lower,
        row_upper=upper,
        kinds=np.array([column.parent_component().local_name for column in form.columns], str),
        rules=np.array([row.constraint.parent_component().local_name for row in form.rows], str),
    )
    return program, _places(model, form)


def _places(model: pyo.ConcreteModel, form: Any) -> Places:
    columns = {id(column): n for n, column in enumerate(form.columns)}
    return Places(
        columns={
            variable.local_name: np.array(
                [columns.get(id(one), -1) for one in variable.values()], dtype=np.int64
            )
            for variable in model.component_objects(pyo.Var)
        },
        rows={
            (row.constraint.parent_component().local_name, row.constraint.index()): n
            for n, row in enumerate(form.rows)
        },
    )


def _row_bounds(form: Any) -> tuple[Numbers, Numbers]:
    senses = np.array([row.bound_type for row in form.rows], dtype=np.int64)
    sides = np.asarray(form.rhs, dtype=float)
    return np.where(senses < 1, sides, -np.inf), np.where(senses > -1, sides, np.inf)


def _bounds(columns: list[Any], side: str, missing: float) -> Numbers:
    bounds = (getattr(column, side) for column in columns)
    return np.array([missing if bound is None else bound for bound in bounds], dtype=float)
