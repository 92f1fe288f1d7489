"""`crewline report`: results as one page for who decides, in plain words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from crewline.cli.options import Debug, Json

#: A title longer than this is none.
LONGEST_QUESTION: Final = 500


class ReportFormat(StrEnum):
    """What a report is written as."""

    HTML = "html"
    XLSX = "xlsx"


class ReportLanguage(StrEnum):
    """What a report is written in."""

    ENGLISH = "en"
    CHINESE = "zh"


ReportOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Where to write the report: a file that does not exist yet. Beside the results"
        " unless given.",
    ),
]


def report(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULTS...",
            help="A folder that run, compare, sweep, schedule, frontier or playbook left; or"
            " several of runs, options side by side, the present one first.",
        ),
    ],
    form: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            metavar="html|xlsx",
            help="html: one page to read and print, which opens offline. xlsx: a workbook whose"
            " costs, gaps and ratios are formulas.",
        ),
    ] = ReportFormat.HTML,
    language: Annotated[
        ReportLanguage,
        typer.Option("--language", metavar="en|zh", help="English, or Simplified Chinese."),
    ] = ReportLanguage.ENGLISH,
    question: Annotated[
        str, typer.Option("--question", metavar="TEXT", help="What is to be decided: the title.")
    ] = "",
    out: ReportOut = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a decision page: the options, what each costs and delivers, and how sure that is."""
    from crewline.cli.streams import print_json, remark
    from crewline.reports import decision_of
    from crewline.reports.files import Format, free_place, keep_report
    from crewline.reports.files import report as report_of
    from crewline.words import Language, Words

    say, kind = Words(Language(language.value)), Format(form.value)
    _refuse_unsayable(question)
    decision = decision_of(results, question)
    place = free_place(out, results[0], kind, say)
    kept = keep_report(report_of(decision, kind, say), place)
    if as_json:
        print_json(
            {
                "ok": True,
                "report": str(kept),
                "format": form.value,
                "language": language.value,
                "of": decision.kind.value,
                "options": [option.label for option in decision.options],
                "advice": [
                    {
                        "among": [decision.options[at].label for at in advice.among],
                        "take": None
                        if advice.chosen is None
                        else decision.options[advice.chosen].label,
                        "why": advice.reason.value,
                    }
                    for advice in decision.advice
                ],
            }
        )
    else:
        remark(f"The report is {kept}.")


def _refuse_unsayable(question: str) -> None:
    """Raise BadInput where a question is no text, or no title: too long, or with control marks."""
    from scenarios.faults import BadInput, Fault
    from scenarios.yaml_file import shown

    bytes_alone = any("\ud800" <= mark <= "\udfff" for mark in question)
    if bytes_alone or not question.isprintable():
        words = "text in UTF-8, in one line"
    elif len(question) > LONGEST_QUESTION:
        words = f"at most {LONGEST_QUESTION} characters"
    else:
        return
    raise BadInput([Fault("command line", 0, "--question", shown(question), words)])
