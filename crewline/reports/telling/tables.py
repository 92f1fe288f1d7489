"""The tables of a decision page: options, promises, prices, the bridge, what actions earned."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from crewline.reports.decision import (
    COST,
    LOST,
    SERVICE,
    Decision,
    Earned,
    Kind,
    Known,
    Option,
    Price,
    Promise,
)
from crewline.reports.telling.blocks import Cell, Sheet, Tone
from crewline.reports.telling.figures import beside, figure_cell, gap_cell, hours, is_always, told
from crewline.reports.telling.names import line_name, option_names
from crewline.words import N_, Words
from crewline.words.figures import money, number, percent
from crewline.words.targets import wanted
from sim.kpis.definitions import KPIS
from sim.kpis.targets import Verdict

#: For the eye, and for who sees no colours.
_MARKS: Final = {Verdict.MET: "✓", Verdict.MISSED: "✗", Verdict.CANNOT_TELL: "?"}
_TONES: Final = {
    Verdict.MET: Tone.GOOD,
    Verdict.MISSED: Tone.BAD,
    Verdict.CANNOT_TELL: Tone.UNSURE,
}
_EARNED: Final = {
    "surely": N_("✓ surely earns its money"),
    "surely not": N_("✗ surely does not"),
    "cannot be told": N_("? cannot be told"),
    "it changed nothing": N_("it changed nothing"),
}

#: The steps of the bridge in words; see `scenarios.planning.proof.bridge.WORDS`.
STEPS: Final = {
    "erlang_c": N_("Erlang C, each line alone, rounded up"),
    "fractional": N_("Not rounded up"),
    "patience": N_("Callers who hang up (Erlang A)"),
    "returns": N_("Callers who call again"),
    "pooling": N_("Lines that help each other"),
    "hands": N_("Slower and quicker hands"),
    "off_phone": N_("Planned time off the phone"),
    "absence": N_("Who stays away"),
    "shifts": N_("Whole shifts"),
    "breaks": N_("Paid breaks"),
    "proved": N_("Simulated and repaired"),
}


def options_sheet(decision: Decision, say: Words) -> Sheet:
    """Return what each option costs and delivers, with the differences to the first."""
    costs, service = decision.costs, decision.service
    cost = _per(say("Wages") if costs == "wages" else say("Cost"), decision, say)
    heads, kpis = [say("Option")], list[str]()
    if decision.tells_costs:
        heads += [cost, say("Beside the first")]
        kpis.append(costs)
    if any(option.figure(LOST).is_told for option in decision.options):
        heads += [_per(say("Contacts lost"), decision, say), say("Beside the first")]
        kpis.append(LOST)
    if any(option.figure(service).is_told for option in decision.options):
        heads += [say("Answered in time"), say("Beside the first")]
        kpis.append(service)
    heads.append(say("Promises kept"))
    rows = tuple(
        (Cell(name), *_figures(option, kpis, decision, say), _kept(option, decision, say))
        for name, option in zip(option_names(decision, say), decision.options, strict=True)
    )
    alone = len(decision.options) == 1
    if alone:
        heads = [head for head in heads if head != say("Beside the first")]
        rows = tuple((row[0], *row[1:-1:2], row[-1]) for row in rows)
    costs = say("What each option costs and delivers")
    title = costs if decision.tells_costs else say("What each option delivers")
    return Sheet(title, tuple(heads), rows)


def _per(what: str, decision: Decision, say: Words) -> str:
    if decision.days == 1:
        return say("{what}, a day", what=what)
    return say("{what}, {days} days", what=what, days=decision.days)


def _figures(option: Option, kpis: list[str], decision: Decision, say: Words) -> Iterator[Cell]:
    for kpi in kpis:
        yield figure_cell(option.figure(kpi), kpi, decision, say)
        yield gap_cell(option.gaps.get(kpi), kpi, decision, say)


def _kept(option: Option, decision: Decision, say: Words) -> Cell:
    """Return how many promises hold, and how many days keep the weakest of them."""
    if not option.is_simulated:
        return Cell(say("not simulated"), tone=Tone.UNSURE)
    if decision.kind is Kind.FRONTIER:
        return Cell(say("all") if option.kept else say("not all"))
    if not option.promised:
        return Cell("–")
    count = say("{kept} of {n}", kept=option.kept, n=option.promised)
    if option.verdict is None:
        return Cell(count)
    weakest, note = option.weakest, ""
    if weakest is not None and not is_always(weakest.days):
        share = percent(round(weakest.days.value, 3))
        note = say("the weakest on {share} of days", share=share)
    return Cell(count, note, _TONES[option.verdict])


def promises_sheet(decision: Decision, say: Words) -> Sheet | None:
    """Return every promise and how each option keeps it; None where nothing is promised.

    A row is a line with what it is promised, a column an option.
    """
    found: dict[tuple[str, str], dict[int, Promise]] = {}
    for number_of, option in enumerate(decision.options):
        for promise in option.promises:
            words = wanted(promise.target, KPIS[promise.target.kpi].better, say)
            line = line_name(option.scenario, promise.line, say)
            found.setdefault((line, words), {})[number_of] = promise
    told = [at for at, option in enumerate(decision.options) if option.promises]
    if not found:
        return None
    names = option_names(decision, say)
    rows = tuple(
        (
            Cell(line, words),
            *(_promise_cell(promises.get(at), decision, say) for at in told),
        )
        for (line, words), promises in found.items()
    )
    heads = (say("Line, and what it is promised"), *(names[at] for at in told))
    caption = say("What is kept: the worst period, and the chance that a day keeps it")
    return Sheet(caption, heads, rows, name="promises")


def _promise_cell(promise: Promise | None, decision: Decision, say: Words) -> Cell:
    """Return what a promise came to, with the share of days that keep it below."""
    if promise is None:
        return Cell("–")
    value = told(promise.value, promise.target.kpi, decision, say)
    text = f"{_MARKS[promise.verdict]} {value}"
    note = ""
    if promise.days.is_told:
        share = percent(round(promise.days.value, 3))
        note = beside(say("on {share} of days", share=share), _bounds_of(promise.days, say), say)
    return Cell(text, note, _TONES[promise.verdict])


def _bounds_of(days: Known, say: Words) -> str:
    """Return the interval of a share of days."""
    if not (math.isfinite(days.low) and math.isfinite(days.high)):
        return ""
    low, high = (percent(round(each, 2)) for each in (days.low, days.high))
    return say("{low} to {high}", low=low, high=high)


def prices_sheet(decision: Decision, say: Words) -> Sheet | None:
    """Return what one more point of service costs from option to option; None without prices."""
    if not decision.prices:
        return None
    names = option_names(decision, say)
    rows = tuple(
        (
            Cell(names[price.start]),
            Cell(names[price.end]),
            Cell(money(price.value, decision.currency, say), _bounds(price, decision, say)),
        )
        for price in decision.prices
    )
    heads = (say("From this option"), say("To this option"), say("One more point of service costs"))
    return Sheet(say("The price of one more point of service"), heads, rows, (0, 1))


def _bounds(price: Price, decision: Decision, say: Words) -> str:
    if not math.isfinite(price.low):  # one replication tells of no chance
        return ""
    low = money(price.low, decision.currency, say)
    if not math.isfinite(price.high):
        return say("at least {low}; it may serve no better", low=low)
    return say("{low} to {high}", low=low, high=money(price.high, decision.currency, say))


def bridge_sheet(decision: Decision, say: Words) -> Sheet | None:
    """Return the steps from Erlang to the proved schedule; None where they are not known."""
    if not decision.bridge or not decision.tells_costs:
        return None
    rows, before_h, before = [], 0.0, 0.0
    for step in decision.bridge:
        rows.append(
            (
                Cell(say(STEPS[step.key]) if step.key in STEPS else step.key),
                Cell(hours(step.hours, say)),
                Cell(_signed(step.hours - before_h, say)),
                Cell(money(step.cost, decision.currency, say)),
                Cell(_signed(step.cost - before, say)),
            )
        )
        before_h, before = step.hours, step.cost
    heads = (
        say("Step"),
        say("Agent-hours"),
        say("The step adds, h"),
        say("Wages"),
        say("The step adds, {currency}", currency=decision.currency),
    )
    return Sheet(say("From the Erlang number to the proved schedule"), heads, tuple(rows))


def _signed(value: float, say: Words) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + number(abs(value), say)


def earned_sheet(decision: Decision, say: Words) -> Sheet | None:
    """Return what each action of the playbooks was good for; None where there are none."""
    if not decision.earned:
        return None
    priced = any(each.paid.is_told for each in decision.earned)
    valued = any(each.word for each in decision.earned)
    heads = [say("Action"), say("Contacts kept"), *([say("It costs")] if priced else [])]
    if valued:
        heads += [say("Gain"), say("Worth its money?")]
    rows = tuple(
        _earned_row(each, decision, say, priced=priced, valued=valued) for each in decision.earned
    )
    words = (0, 4) if valued else (0,)
    return Sheet(say("What each action is good for, beside all others"), tuple(heads), rows, words)


def _earned_row(
    each: Earned, decision: Decision, say: Words, *, priced: bool, valued: bool
) -> tuple[Cell, ...]:
    name = say.sentence(each.action) if each.action else say("All of them together")
    cells = (
        Cell(name),
        *(
            figure_cell(known, kpi, decision, say, is_gap=True)
            for known, kpi in ((each.kept, LOST), (each.paid, COST))
            if kpi == LOST or priced
        ),
    )
    if not valued:
        return cells
    tone = {"surely": Tone.GOOD, "surely not": Tone.BAD}.get(each.word, Tone.PLAIN)
    word = Cell(say(_EARNED[each.word]) if each.word in _EARNED else "–", tone=tone)
    return (*cells, figure_cell(each.gain, "cost", decision, say, is_gap=True), word)


def spread_sheet(decision: Decision, say: Words) -> Sheet | None:
    """Return how single days differ: what one day in ten is below, and above."""
    titles = {COST: say("Cost"), LOST: say("Contacts lost"), SERVICE: say("Answered in time")}
    wanted_of = [kpi for kpi in titles if any(kpi in option.spreads for option in decision.options)]
    rows = [
        (Cell(name), *(_spread_cell(option, kpi, decision, say) for kpi in wanted_of))
        for name, option in zip(option_names(decision, say), decision.options, strict=True)
        if option.spreads
    ]
    if not rows:
        return None
    heads = (say("Option"), *(titles[kpi] for kpi in wanted_of))
    return Sheet(
        say("What single days are like: eight days in ten lie between"), heads, tuple(rows)
    )


def _spread_cell(option: Option, kpi: str, decision: Decision, say: Words) -> Cell:
    spread = option.spreads.get(kpi)
    if spread is None or not math.isfinite(spread.low):
        return Cell("–")
    low, high = (told(Known(each), kpi, decision, say) for each in (spread.low, spread.high))
    return Cell(say("{low} to {high}", low=low, high=high))
