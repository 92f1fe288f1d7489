"""How exactly shares must add up."""

from typing import Final

#: Shares that people write with a few digits behind the point add up within this.
ROUNDING: Final = 1e-6
