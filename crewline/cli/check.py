"""`crewline check`: a scenario, with all of its variants, read and judged."""

from __future__ import annotations

from crewline.cli.options import Debug, Json, Reference, Sets, Variant, With


def check(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Read a scenario and all of its variants, and say everything that is wrong or doubtful."""
    from crewline.cli.doubts import told_once
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.streams import print_json
    from scenarios.load import load
    from scenarios.studies.comparison import load_all
    from scenarios.studies.study import label_of

    sets, events = sets or [], events or []
    loaded = (
        [load(reference, variant, sets, events)]
        if variant
        else load_all([reference], sets, events=events)
    )
    if as_json:
        scenarios = [
            {
                "scenario": label_of(each),
                "title": each.scenario.title,
                "overrides": list(each.applied),
                "events": list(each.events),
                "notes": list(each.notes),
                "warnings": [warning.as_dict() for warning in each.warnings],
            }
            for each in loaded
        ]
        print_json({"ok": True, "scenarios": scenarios})
        return
    print_warnings(told_once([(label_of(each), each.warnings) for each in loaded]))
    print_notes(note for each in loaded for note in each.notes)
    for each in loaded:
        scenario = each.scenario
        console().print(
            f"{label_of(each)} is sound: {scenario.title or 'no title'};"
            f" queues: {len(scenario.queues)}, groups: {len(scenario.groups)},"
            f" days: {scenario.days}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
