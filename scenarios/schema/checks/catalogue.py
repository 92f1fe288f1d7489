"""The catalogue of all cross checks, and the two ways of asking for what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from scenarios.schema.checks.actions import (
    actions_name_what_there_is,
    actions_suit,
    calls_are_made_in_one_way,
    lent_groups_learn,
    moves_lead_elsewhere,
    overflow_is_there,
    skills_are_one,
)
from scenarios.schema.checks.bounds import agents_bounded, contacts_bounded, handling_bounded
from scenarios.schema.checks.channels import (
    bots_contain_no_more_than_all,
    call_backs_fit,
    fields_suit_channels,
    needs_are_met,
    targets_suit,
)
from scenarios.schema.checks.contradictions import actions_agree
from scenarios.schema.checks.draft import Draft
from scenarios.schema.checks.lengths import (
    agents_fit,
    contained_fit,
    lists_fit,
    profiles_fit,
    volumes_fit,
    warm_up_fits,
)
from scenarios.schema.checks.names import disruptions_fit, overrides_known, queues_known
from scenarios.schema.checks.passing import passing_ends, tickets_arrive, transfers_suit
from scenarios.schema.checks.people import mixes_add_up, parallel_fits, stages_lift_no_share
from scenarios.schema.checks.planning import (
    holidays_are_known,
    plans_days_fit,
    plans_name_what_there_is,
    shifts_keep_rules,
    slots_divide_intervals,
    something_is_scheduled,
    tours_have_whole_weeks,
)
from scenarios.schema.checks.segments import segment_targets_suit, segments_fit
from scenarios.schema.checks.shifts import shift_days_fit, shifts_meet_opening_hours
from scenarios.schema.checks.watching import (
    levels_are_simulated,
    playbooks_watch_what_there_is,
    waits_agree,
)
from scenarios.schema.checks.work import (
    grades_add_up,
    pauses_watch_service,
    reminders_come_in_time,
)
from scenarios.schema.section import Finding, refuse


def refuse_faults(draft: Draft) -> None:
    """Raise pydantic's error with all that does not fit in `draft`."""
    refuse("scenario", cross_faults(draft))


def cross_faults(draft: Draft) -> list[Finding]:
    """Return all that does not fit."""
    faults = [found for check in CHECKS for found in check(draft)]
    return faults or [found for check in COSTLY_CHECKS for found in check(draft)]


Check = Callable[[Draft], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    warm_up_fits,
    profiles_fit,
    volumes_fit,
    contained_fit,
    lists_fit,
    agents_fit,
    queues_known,
    shift_days_fit,
    shifts_meet_opening_hours,
    disruptions_fit,
    overrides_known,
    fields_suit_channels,
    needs_are_met,
    bots_contain_no_more_than_all,
    call_backs_fit,
    targets_suit,
    grades_add_up,
    reminders_come_in_time,
    tickets_arrive,
    transfers_suit,
    passing_ends,
    pauses_watch_service,
    waits_agree,
    parallel_fits,
    mixes_add_up,
    stages_lift_no_share,
    segments_fit,
    segment_targets_suit,
    plans_name_what_there_is,
    something_is_scheduled,
    tours_have_whole_weeks,
    plans_days_fit,
    slots_divide_intervals,
    shifts_keep_rules,
    holidays_are_known,
    playbooks_watch_what_there_is,
    levels_are_simulated,
    actions_name_what_there_is,
    actions_suit,
    moves_lead_elsewhere,
    lent_groups_learn,
    overflow_is_there,
    calls_are_made_in_one_way,
    skills_are_one,
    actions_agree,
)

#: Made when all else fits.
COSTLY_CHECKS: Final[tuple[Check, ...]] = (
    contacts_bounded,
    agents_bounded,
    handling_bounded,
)
