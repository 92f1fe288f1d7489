"""The whole page of a decision, block by block, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from crewline.reports.decision import Decision, Kind, Paid
from crewline.reports.telling.answer import answers, question
from crewline.reports.telling.assumptions import groups_sheet, lines_sheet, made_how, rules
from crewline.reports.telling.blocks import Block, Cell, Heading, Items, Page, Sheet, Text, Tone
from crewline.reports.telling.changes import changes_said
from crewline.reports.telling.figures import chained
from crewline.reports.telling.names import option_names
from crewline.reports.telling.pictures import pictures
from crewline.reports.telling.sureness import how_sure, what_keeping_costs
from crewline.reports.telling.tables import (
    bridge_sheet,
    earned_sheet,
    options_sheet,
    prices_sheet,
    promises_sheet,
    spread_sheet,
)
from crewline.words import Words
from crewline.words.figures import number


def page_of(decision: Decision, say: Words) -> Page:
    """Return a decision as a page."""
    scenario = decision.present.scenario or decision.options[-1].scenario
    title = say.title(scenario.title or scenario.name) if scenario else decision.present.label
    return Page(
        language=say.language.value,
        title=question(decision, say),
        subtitle=title,
        blocks=tuple(_blocks(decision, say)),
        footer=say(
            "Made by Crewline: figures of a simulation, with what chance leaves open. They are as"
            " good as the assumptions above."
        ),
    )


def _blocks(decision: Decision, say: Words) -> Iterator[Block]:
    yield from answers(decision, say)
    yield Heading("options", say("The options"))
    if len(decision.options) > 1:
        yield _described(decision, say)
    yield options_sheet(decision, say)
    drawn = tuple(pictures(decision, say))
    yield from drawn
    if drawn and decision.kind is not Kind.FRONTIER:
        yield Text(
            say(
                "A dot is the mean, the line its interval. Green is surely better than the first"
                " option, red surely worse; a hollow dot cannot be told from it."
            )
        )
    yield from _money(decision, say)
    promised = promises_sheet(decision, say)
    if promised is not None:
        yield Heading("promises", say("What is promised"))
        yield promised
        yield Text(
            say("✓: kept beyond chance. ✗: missed beyond chance. ?: more days must be simulated.")
        )
    yield Heading("sure", say("How sure are we?"))
    yield Items(how_sure(decision, say))
    spread = spread_sheet(decision, say)
    if spread is not None:
        yield spread
    yield from _assumptions(decision, say)
    yield Heading("again", say("How it was made"))
    yield Items(made_how(decision, say))


def _described(decision: Decision, say: Words) -> Sheet:
    """Return what each option is, beside the first: read off what was simulated."""
    names = option_names(decision, say)
    base = decision.present.scenario
    rows = []
    for at, (name, option) in enumerate(zip(names, decision.options, strict=True)):
        if at == 0:
            words = say("what the others are compared with")
        elif base is None or option.scenario is None:
            words = ", ".join(option.applied) or _shifts(option.paid, say)
        else:
            told = changes_said(base, option.scenario, say) or option.applied
            words = chained(told, say) or say("nothing that could be told")
        rows.append((Cell(name), Cell(words)))
    heads = (say("Option"), say("What it is"))
    return Sheet(say("What the options are"), heads, tuple(rows), (0, 1))


def _shifts(paid: tuple[Paid, ...], say: Words) -> str:
    total = sum(each.hours for each in paid)
    return say("{hours} paid hours", hours=number(total, say)) if paid else ""


def _money(decision: Decision, say: Words) -> Iterator[Block]:
    prices = what_keeping_costs(decision, say)
    sheets = [prices_sheet(decision, say), bridge_sheet(decision, say), earned_sheet(decision, say)]
    told = [sheet for sheet in sheets if sheet is not None]
    if not (prices or told):
        return
    yield Heading("money", say("What it buys"))
    if prices and decision.kind is not Kind.FRONTIER:
        yield Items(prices)
    yield from told


def _assumptions(decision: Decision, say: Words) -> Iterator[Block]:
    scenario = decision.present.scenario or decision.options[-1].scenario
    yield Heading("assumptions", say("What it rests on"))
    if scenario is not None and scenario.description:
        about = say.title(scenario.description)
        yield Text(say("What the scenario says of itself: {what}", what=about))
    yield Items(rules(decision, say))
    for warning in decision.warnings:
        yield Text(say("Doubtful: {what}", what=say.fault(warning)), Tone.UNSURE)
    for note in decision.notes:
        yield Text(say("Note: {what}", what=say.sentence(note)))
    if scenario is not None:
        yield lines_sheet(scenario, say)
        yield groups_sheet(scenario, say)
