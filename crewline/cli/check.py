"""`crewline check`: a scenario, with all of its variants, read and judged."""

from __future__ import annotations

from crewline.cli.options import Debug, Json, Reference, Sets, Variant


def check(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Read a scenario and all of its variants, and say everything that is wrong or doubtful."""
    from crewline.cli.doubts import told_once
    from crewline.cli.output import console, print_warnings
    from crewline.cli.streams import print_json
    from scenarios.load import load
    from scenarios.studies.comparison import load_all
    from scenarios.studies.study import label_of

    loaded = (
        [load(reference, variant, sets or [])] if variant else load_all([reference], sets or [])
    )
    if as_json:
        scenarios = [
            {
                "scenario": label_of(each),
                "title": each.scenario.title,
                "overrides": list(each.applied),
                "warnings": [warning.as_dict() for warning in each.warnings],
            }
            for each in loaded
        ]
        print_json({"ok": True, "scenarios": scenarios})
        return
    print_warnings(told_once([(label_of(each), each.warnings) for each in loaded]))
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
