"""What one search leaves for the next, so that a changed requirement is soon answered."""

from __future__ import annotations

from typing import Any


class Warm:
    """Filled by searches and read by those after them; made empty, and given to each of them.

    It helps where the next problem differs in nothing but its requirement and the amounts of its
    backlogs: the program stands, its relaxation starts from where the last one ended, and the last
    schedule is kept where it still is one and no better is found. Of any other problem it is
    emptied. What is in it is the business of this folder.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.forget()

    def forget(self) -> None:
        """Be empty again."""
        self.prepared: Any = None
        self.bases: dict[int, Any] = {}
        self.values: Any = None
