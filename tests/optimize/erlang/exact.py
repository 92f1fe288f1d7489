"""The formulas in as many digits as it takes: the reference for the last ones that a float has.

Written from the integrals of the theory and evaluated by mpmath, with nothing of the sums, the
branches or the complements of `optimize.erlang`.
"""

from __future__ import annotations

from collections.abc import Callable

from mpmath import mp, mpf

Exact = dict[str, mpf]

_MOST_DIGITS = 2000
_ABSENT = mpf(10) ** -330  # less than any float: what a digit too few leaves of it is no matter


def to_the_last_digit(formula: Callable[..., Exact], *arguments: float) -> Exact:
    """Return a formula's figures, with twice the digits until they no longer change."""
    digits, before = 40, None
    while digits <= _MOST_DIGITS:
        with mp.workdps(digits):
            figures = formula(*(mpf(argument) for argument in arguments))
            if before is not None and all(_same(figures[name], before[name]) for name in figures):
                return figures
        digits, before = 2 * digits, figures
    raise ArithmeticError("the reference does not settle")


def _same(one: mpf, other: mpf) -> bool:
    return abs(one - other) <= max(abs(one) * mpf(10) ** -25, _ABSENT)


def blocking(load: mpf, agents: mpf) -> Exact:
    """1/B = load times the integral of e^(-load t) (1+t)^agents over t from 0 on."""
    inverse = mp.exp(load) * load**-agents * mp.gammainc(agents + 1, load)
    return {"blocked": 1 / inverse}


def patient(calls_per_h: mpf, handle_s: mpf, agents: mpf, within_s: mpf) -> Exact:
    """Erlang C with that B: C = n B / (n - a + a B), and an exponential wait of those who wait."""
    load = calls_per_h * handle_s / 3600
    blocked = blocking(load, agents)["blocked"]
    waiting = agents * blocked / (agents - load + load * blocked)
    pace = (agents - load) / handle_s
    late = waiting * mp.exp(-pace * within_s)
    return {
        "share_waiting": waiting,
        "answered_within": 1 - late,
        "answered_late": late,
        "mean_wait_s": waiting / pace,
        "asa_s": waiting / pace,
        "occupancy": load / agents,
    }


def impatient(
    calls_per_h: mpf, handle_s: mpf, agents: mpf, patience_s: mpf, within_s: mpf
) -> Exact:
    """Erlang A. The wait V of one who never gives up has, in patiences and but for a factor, the

    density x exp(y (1 - e^-s) - x s); its integral from 0 is M(1, x+1, y) of Kummer. Of the calls
    that meet V = s a share e^-s is answered.
    """
    load = calls_per_h * handle_s / 3600
    x, y = agents * patience_s / handle_s, calls_per_h * patience_s / 3600
    t = within_s / patience_s

    def tail(pace: mpf) -> mpf:
        """The integral of exp(y (1 - e^-s) - pace s) from t on: the same from 0 with less load."""
        left = y * mp.exp(-t)
        return mp.exp(y - left - pace * t) * mp.hyp1f1(1, pace + 1, left) / pace

    def whole(pace: mpf) -> mpf:
        return mp.hyp1f1(1, pace + 1, y) / pace

    all_waiting, all_served = x * whole(x), x * whole(x + 1)
    late, late_served = x * mp.exp(-t) * tail(x), x * tail(x + 1)
    free = 1 / blocking(load, agents)["blocked"] - 1
    total = free + all_waiting
    answered = free + all_served
    waited = -x * mp.diff(whole, x + 1)  # s under the integral is minus the derivative by the pace
    lost = all_waiting - all_served
    return {
        "share_waiting": all_waiting / total,
        "share_abandoned": lost / total,
        "share_answered": answered / total,
        "answered_within": free / total + (all_served - late_served) / total,
        "answered_late": late_served / total,
        "abandoned_within": (lost - late + late_served) / total,
        "abandoned_late": (late - late_served) / total,
        "mean_wait_s": patience_s * lost / total,
        "asa_s": patience_s * waited / answered,
        "occupancy": load * answered / total / agents,
    }
