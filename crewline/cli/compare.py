"""`crewline compare`: scenarios side by side, on the same random days."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    Against,
    Debug,
    EverySets,
    Jobs,
    Json,
    Out,
    Precision,
    Replications,
    Seed,
    Strict,
)


def compare(
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME_OR_PATH[:VARIANT]...",
            help="Scenarios, the base first. One alone is compared with all of its variants.",
        ),
    ],
    sets: EverySets = None,
    against: Against = None,
    seed: Seed = None,
    replications: Replications = None,
    precision: Precision = None,
    jobs: Jobs = None,
    out: Out = None,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate scenarios on the same random days, and say which differences are sure."""
    from crewline.cli.output import console, print_json, print_warnings, remark
    from crewline.cli.progress import bars
    from scenarios.studies.comparison import compare as compared
    from scenarios.studies.comparison import load_all, study_all
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.results import save_comparison
    from scenarios.studies.summary import comparison_summary

    refuse_taken(out)
    loaded = load_all(references, sets or [], against or [])
    if not as_json:
        print_warnings(dict.fromkeys(warning for each in loaded for warning in each.warnings))
    with bars() as on_progress:
        found = compared(
            study_all(
                loaded,
                replications=replications,
                precision=precision,
                jobs=jobs,
                seed=seed,
                on_progress=on_progress,
            )
        )
    folder = save_comparison(found, out)
    if as_json:
        print_json(comparison_summary(found) | {"results": str(folder)})
    else:
        from crewline.tables.comparison import print_comparison
        from crewline.tables.verdicts import print_all_verdicts

        screen = console()
        print_comparison(screen, found)
        print_all_verdicts(screen, found)
        if found.base.precise is False:
            remark(
                f"Not as precise as asked after {found.base.replications} replications (the cap)."
            )
        remark(
            f"{found.base.replications} replications of each, seed {found.base.seed},"
            f" {sum(study.wall_s for study in found.studies):.1f} s. Results are in {folder}"
        )
    if strict and not all(study.targets_met for study in found.studies):
        raise typer.Exit(ExitCode.TARGET_MISSED)
