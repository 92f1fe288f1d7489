"""`crewline compare`: scenarios side by side, on the same random days."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    Against,
    Csv,
    Debug,
    EngineChoice,
    EverySets,
    Jobs,
    Json,
    Out,
    Precision,
    Replications,
    Seed,
    Strict,
    With,
)
from sim.engines.choice import Engine


def compare(
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME_OR_PATH[:VARIANT][+EVENT...]...",
            help="Scenarios, the base first, with their events behind a plus. One alone is"
            " compared with all of its variants.",
        ),
    ],
    sets: EverySets = None,
    events: With = None,
    against: Against = None,
    seed: Seed = None,
    replications: Replications = None,
    precision: Precision = None,
    jobs: Jobs = None,
    engine: EngineChoice = Engine.AUTO,
    out: Out = None,
    csv: Csv = False,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate scenarios on the same random days, and say which differences are sure."""
    from crewline.cli.doubts import told_once
    from crewline.cli.output import console, print_notes, print_playbooks, print_warnings
    from crewline.cli.progress import bars, tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from scenarios.studies.comparison import compare as compared
    from scenarios.studies.comparison import labels_of, load_all, study_all
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.options import RunOptions
    from scenarios.studies.results import save_comparison
    from scenarios.studies.summary import comparison_summary

    refuse_taken(out)
    loaded = load_all(references, sets or [], against or [], events or [])
    if not as_json:
        labelled = zip(labels_of(loaded), loaded, strict=True)
        print_warnings(told_once([(label, each.warnings) for label, each in labelled]))
        print_notes(note for each in loaded for note in each.notes)
        print_playbooks(name for each in loaded for name in each.scenario.playbooks)
    with bars(in_words=not as_json) as on_progress:
        options = RunOptions(
            replications, precision, jobs, seed, engine, on_progress, tell_of_compiling
        )
        found = compared(study_all(loaded, options))
    folder = save_comparison(found, out, csv=csv)
    if as_json:
        print_json(comparison_summary(found) | {"results": str(folder)})
    else:
        from crewline.cli.precise import precision_lines
        from crewline.tables.comparison import print_comparison
        from crewline.tables.verdicts import print_all_verdicts

        screen = console()
        print_comparison(screen, found)
        print_all_verdicts(screen, found)
        for sentence in precision_lines(found.base):
            remark(sentence)
        remark(
            f"{found.base.replications} replications of each, seed {found.base.seed},"
            f" {sum(study.wall_s for study in found.studies):.1f} s. Results are in {folder}"
        )
    if strict and not all(study.targets_met for study in found.studies):
        raise typer.Exit(ExitCode.TARGET_MISSED)
