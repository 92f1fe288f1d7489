"""The one time axis: integer milliseconds.

Floats would make `(a + b) + c` differ from `a + (b + c)`; integers make two engines comparable to
the last field. Everything above the engine counts seconds and converts here.
"""

from typing import Final

MS_PER_S: Final = 1_000
MS_PER_MIN: Final = 60_000
MS_PER_H: Final = 3_600_000
MS_PER_DAY: Final = 86_400_000

#: Later than any instant of a run, and safe to add any other instant to in 64 bits.
NEVER: Final = 1 << 61

#: No talk and no wrap-up is drawn longer: both engines then count in 64 bits, whatever the factors.
LONGEST_HANDLING_MS: Final = 400 * MS_PER_DAY

#: Factors (handling time, weights) are held in thousandths.
MILLI: Final = 1_000


def to_ms(seconds: float) -> int:
    """Return `seconds` in whole milliseconds, nearest."""
    return round(seconds * MS_PER_S)


def to_milli(factor: float) -> int:
    """Return a factor in whole thousandths, nearest."""
    return round(factor * MILLI)
