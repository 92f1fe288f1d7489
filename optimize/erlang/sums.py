"""The sums that all formulas of the family are made of, for real numbers of agents.

Let the weight of "all n agents busy, nobody waiting" be 1, at a load of a Erlangs. Then

    below(n, a) = n/a + n(n-1)/a^2 + ...                 is that of all states with a free agent,
    above(x, y) = 1 + y/(x+1) + y^2/((x+1)(x+2)) + ...   that of all states with none,

where x and y are the agents' and the callers' pace, measured in patiences. Both are incomplete
gamma functions: with p = y^x e^-y / Gamma(x+1),

    p above(x, y) = P(x, y)    and    p below(x, y) = Q(x, y),

so that either is had from the other, 1/p = above + below, where its own sum is long. All terms are
positive; a difference is taken only where what is left is no smaller than about a third.

For n that are not whole the sum `below` runs down to the fraction f of n and ends in

    f times the integral of e^-at (1+t)^(f-1) dt over t from 0 on,

which is what Erlang's formula for whole n becomes when its integral is taken for real n, and an
incomplete gamma function of f alone.

Everything here is a part of kernels: call it from a kernel, not from Python.

Sources. Incomplete gamma functions: DLMF 8.7, 8.9. Stirling's error and the deviance: Loader,
"Fast and accurate computation of binomial probabilities" (2000). Loss for real n: Jagerman, "Some
properties of the Erlang loss function", Bell System Technical Journal 53 (1974).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.compilation import inlined, part

_NEGLIGIBLE: Final = 1e-18  # of a sum: what is left of it, and no longer added
_AT_A_TIME: Final = 4  # terms: asking after each whether it is the last would take as long again
_FEW: Final = 30.0  # agents: up to there `below` is summed whatever the load
#: y up to which `above` is summed where calls outrun agents; above it, x decides.
SMALL: Final = 2.0
_STIRLING: Final = 15.0  # from there on the series of Stirling's error is exact to the last digit
_EULER: Final = 0.5772156649015329
_TWO_PI: Final = 2 * math.pi
# ln Gamma(1+f) = -gamma f + zeta(2) f^2/2 - zeta(3) f^3/3 + ...
_ZETA: Final = (
    1.6449340668482264,
    1.2020569031595942,
    1.0823232337111382,
    1.03692775514337,
    1.0173430619844491,
    1.008349277381923,
)


@part
def probability(x: float, y: float) -> float:
    """Return p = y^x e^-y / Gamma(x+1): with whole x, the Poisson probability of x."""
    if y <= 0:
        return 1.0 if x <= 0 else 0.0
    if x < _STIRLING:
        return math.exp(x * math.log(y) - y - math.lgamma(x + 1))
    return math.exp(-_stirling_error(x) - _deviance(x, y)) / math.sqrt(_TWO_PI * x)


@inlined
def _stirling_error(x: float) -> float:
    """Return ln Gamma(x+1) less Stirling's approximation, x at least 15."""
    s = 1 / (x * x)
    tail = 1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156))
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * tail))) / x


@part
def _deviance(x: float, y: float) -> float:
    """Return x ln(x/y) + y - x, without cancellation where x is near y."""
    gap = x - y
    if abs(gap) >= 0.1 * (x + y):
        return x * math.log(x / y) + y - x
    v = gap / (x + y)
    total = gap * v
    power = 2 * x * v
    k = 1
    while True:
        power *= v * v
        k += 2
        more = total + power / k
        if more == total:
            return more
        total = more


@part
def above(x: float, y: float) -> tuple[float, float, float]:
    """Return three sums over k waiting, of weights w(k) = y^k / ((x+1)...(x+k)), w(0) = 1.

    They are w(k) over k >= 1; (k+1) w(k) / (x+k+1) over k >= 0, the share of those who wait that
    will abandon, times the sum of all weights; and w(k) (1/(x+1) + ... + 1/(x+k)), which is minus
    the derivative of the first by x.
    """
    weight = 1.0
    pace = x + 1
    step = 1 / pace
    waiting, lost, slope, steps = 0.0, step, 0.0, 0.0
    k = 0.0
    while True:
        for _ in range(_AT_A_TIME):
            k += 1.0
            weight *= y * step
            steps += step
            waiting += weight
            slope += weight * steps
            pace += 1.0
            step = 1 / pace
            lost += (k + 1.0) * weight * step
        rest = pace - y  # later weights fall at least as fast as powers of y / pace
        # their sum, k + 1 times each, is at most weight pace (k rest + pace) / rest^2
        left = weight * pace * (k * rest + pace)
        if rest > 0 and left <= _NEGLIGIBLE * waiting * rest * rest:
            return waiting, lost, slope


@part
def waiting_above(x: float, y: float) -> float:
    """Return the first of the sums of `above` alone, in a third of the time."""
    return waiting_above_both(x, y, y)[0]


@inlined
def waiting_above_both(x: float, y: float, z: float) -> tuple[float, float]:
    """Return the first of the sums of `above` for y and for z, z at most y, in one go."""
    of_y, of_z = 1.0, 1.0
    waiting, fewer = 0.0, 0.0
    pace = x
    while True:
        for _ in range(_AT_A_TIME):
            pace += 1.0
            step = 1 / pace
            of_y *= y * step
            of_z *= z * step
            waiting += of_y
            fewer += of_z
        rest = pace + 1 - y  # later weights fall at least as fast as powers of y / (pace + 1)
        if rest > 0 and of_y * y <= _NEGLIGIBLE * waiting * rest:
            return waiting, fewer


@part
def below(x: float, y: float) -> float:
    """Return x/y + x(x-1)/y^2 + ..., which ends at whole x, and in `_fraction` at others."""
    whole = math.floor(x)
    weight, total = 1.0, 0.0
    for k in range(int(whole)):
        ratio = (x - k) / y
        weight *= ratio
        total += weight
        if ratio < 1 and weight * ratio <= _NEGLIGIBLE * total * (1 - ratio):
            return total
    if x <= whole:
        return total  # also where the load is so small that the weight is infinite
    return total + weight * _fraction(x - whole, y)


@part
def below_slope(x: float, y: float) -> float:
    """Return the derivative of `below` by x, where calls outrun agents and x is large.

    The sum must have become negligible before it comes to the fraction.
    """
    weight, steps, total = 1.0, 0.0, 0.0
    for k in range(int(x)):
        ratio = (x - k) / y
        weight *= ratio
        steps += 1 / (x - k)
        total += weight * steps
        if ratio < 1 and weight * steps * ratio <= _NEGLIGIBLE * total * (1 - ratio) ** 2:
            return total
    return total


@part
def _fraction(f: float, y: float) -> float:
    """Return `below` of 0 <= f < 1 agents: f e^y y^-f Gamma(f, y)."""
    if f <= 0:
        return 0.0
    if y < 1:
        return _fraction_of_little(f, y)
    # Legendre's continued fraction of Gamma(f, y), by Lentz's method (DLMF 8.9.2)
    b = y + 1 - f
    d = 1 / b
    c = 1e300
    product = d
    k = 0.0
    while True:
        k += 1.0
        a = -k * (k - f)
        b += 2.0
        d = 1 / (a * d + b)
        c = b + a / c
        change = c * d
        product *= change
        if abs(change - 1) < 1e-16:
            return f * product


@part
def _fraction_of_little(f: float, y: float) -> float:
    """Return the same for y < 1, by the series of Gamma(1+f) - f gamma(f, y) (DLMF 8.7.1)."""
    power = -1.0
    rest = 0.0
    k = 0.0
    while True:
        k += 1.0
        power *= -y / k
        term = power / (f + k)
        rest += term
        if abs(term) <= 1e-18 * abs(rest):
            break
    high = math.exp(f * math.log(y))
    # Gamma(1+f) - 1 and 1 - y^f are both small where f is
    upper = _gamma_less_1(f) - math.expm1(f * math.log(y)) + f * high * rest
    return math.exp(y) / high * upper


@part
def _gamma_less_1(f: float) -> float:
    """Return Gamma(1+f) - 1, with its own relative accuracy where f is small."""
    if f > 0.01:
        return math.gamma(1 + f) - 1
    logarithm = 0.0
    for k in range(7, 1, -1):
        logarithm = f * (_ZETA[k - 2] / k - logarithm)
    return math.expm1(f * (logarithm - _EULER))


@part
def room(load: float, agents: float) -> float:
    """Return the weight of the states with a free agent, that of "all busy, nobody waits" being 1.

    1 / (1 + room) is Erlang's B, and room / (1 + room) the share that gets through. From n to
    n + 1 agents it is (1 + room) (n+1) / load. Without load, and where B is too small for a float,
    it is infinite; without agents it is 0.
    """
    if agents <= 0:
        return 0.0
    if load <= 0:
        return np.inf
    if agents <= max(load, _FEW):
        return below(agents, load)
    p = probability(agents, load)
    if p <= 0:
        return np.inf
    return (1 - p * (1 + waiting_above(agents, load))) / p


@part
def spare(calls_per_h: float, handle_s: float, agents: float) -> float:
    """Return agents less load, rounded once: near saturation waits are in inverse proportion."""
    load, lost_load = _product(calls_per_h, handle_s)
    capacity, lost_capacity = _product(agents, 3600.0)
    return ((capacity - load) + (lost_capacity - lost_load)) / 3600


@part
def _product(a: float, b: float) -> tuple[float, float]:
    """Return a b and what rounding took of it (Dekker, 1971)."""
    whole = a * b
    a_high = 134217729.0 * a
    a_high -= a_high - a
    b_high = 134217729.0 * b
    b_high -= b_high - b
    a_low, b_low = a - a_high, b - b_high
    return whole, ((a_high * b_high - whole) + a_high * b_low + a_low * b_high) + a_low * b_low
