"""The command line that does the same as the page."""

from __future__ import annotations

import shlex

from crewline.ui.draft.draft import REPLICATIONS, Draft


def command_of(draft: Draft, worth: float | None, *, has_playbooks: bool) -> str:
    """Return the command: `crewline playbook`, or `crewline run` where there is no playbook."""
    words = ["crewline", "playbook" if has_playbooks else "run", draft.reference]
    if draft.variant:
        words += ["--variant", draft.variant]
    for event in draft.events:
        words += ["--with", event]
    for setting in draft.settings:
        words += ["--set", setting]
    words += ["--replications", str(draft.replications or REPLICATIONS)]
    if draft.seed is not None:
        words += ["--seed", str(draft.seed)]
    if worth is not None and has_playbooks:
        words += ["--worth", f"{worth:g}"]
    return shlex.join([*words, "--timeline"])
