"""What the page answers: the advice in a sentence, and the figures that it stands on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from babel.lists import format_list

from crewline.reports.decision import (
    COST,
    LOST,
    SERVICE,
    Advice,
    Decision,
    Gap,
    Kind,
    Option,
    Reason,
)
from crewline.reports.telling.blocks import Answer, Tone
from crewline.reports.telling.figures import beside, interval, is_always, told, unit_of
from crewline.reports.telling.names import option_names
from crewline.words import N_, Language, Words
from crewline.words.figures import figure, number
from sim.kpis.definitions import Unit
from sim.kpis.targets import Verdict

_QUESTIONS: Final = {
    Kind.RUN: N_("Does it keep its promises?"),
    Kind.COMPARE: N_("Which of these is to be done?"),
    Kind.SWEEP: N_("Which of these settings is best?"),
    Kind.SCHEDULE: N_("Is this schedule to be worked?"),
    Kind.FRONTIER: N_("How much service is to be paid for?"),
    Kind.PLAYBOOK: N_("Is the playbook worth its money on this day?"),
}

#: Where an option is taken: why.
_TAKEN: Final = {
    Reason.KEEPS_ALL: N_(
        "It keeps every promise beyond chance, and nothing else that does is better."
    ),
    Reason.BEATS: N_(
        "It is surely better in cost or in contacts lost, and surely worse in nothing."
    ),
    Reason.ACTIONS_EARN: N_("The contacts it keeps are worth more than it costs, beyond chance."),
    Reason.CHOSEN: N_("Of the schedules that keep all promises, it is the cheapest."),
    Reason.TRADE: N_("The contacts it would keep are worth less than it costs, beyond chance."),
}
#: Where none is: why not.
_NONE: Final = {
    Reason.TIED: N_(
        "Cannot tell: {names} keep every promise, and their costs cannot be told apart."
    ),
    Reason.UNSURE: N_(
        "Cannot tell yet: none is known to keep every promise, and of some it is open. Simulate"
        " more days."
    ),
    Reason.NONE_KEEPS: N_("None of these keeps every promise, and none is better in all things."),
    Reason.TRADE: N_(
        "The figures alone do not decide: one costs more and loses fewer. It is a matter of what a"
        " contact is worth."
    ),
    Reason.NOTHING_PROMISED: N_("Nothing is promised here, and none is better in all things."),
    Reason.NO_COSTS: N_("No wages are given, so costs are not compared and none is recommended."),
    Reason.NO_SCHEDULE: N_("No schedule was found: rules and limits leave none."),
}
_ALONE: Final = {
    Verdict.MET: N_("Every promise is kept, beyond chance."),
    Verdict.MISSED: N_("{missed} of {n} promises are missed, beyond chance."),
    Verdict.CANNOT_TELL: N_(
        "Cannot tell yet: {kept} of {n} promises hold by estimate, but chance may be all of it for"
        " some. Simulate more days."
    ),
}
_TONES: Final = {
    Verdict.MET: Tone.GOOD,
    Verdict.MISSED: Tone.BAD,
    Verdict.CANNOT_TELL: Tone.UNSURE,
}


def question(decision: Decision, say: Words) -> str:
    """Return the question: as it was asked, or what such results usually answer.

    One that was asked in both languages, `English / 中文`, is told in the reader's.
    """
    if decision.question:
        return say.title(decision.question)
    kinds = decision.situations
    if (
        decision.kind is Kind.COMPARE
        and len(decision.options) > 1
        and len(kinds) == len(decision.options)
    ):
        return say("How do these days differ?")
    return say(_QUESTIONS[decision.kind])


def answers(decision: Decision, say: Words) -> Iterator[Answer]:
    """Give what the figures answer: one answer for each set of options on the same days."""
    alone = all(advice.reason is Reason.ALONE for advice in decision.advice)
    if len(decision.situations) > 1 and alone:
        yield Answer(
            say(
                "These are different days, not choices: other customers come, or something goes"
                " wrong. Nothing is recommended between them."
            ),
            tuple(_beside_present(decision, say)),
            Tone.UNSURE,
        )
        return
    for advice in decision.advice:
        yield _answer(advice, decision, say)


def _answer(advice: Advice, decision: Decision, say: Words) -> Answer:
    names = option_names(decision, say)
    below = tuple(_behind(advice, decision, say))
    if advice.reason is Reason.ALONE:
        return _alone(decision.options[advice.among[0]], decision, say)
    if advice.chosen is None:
        text = say(_NONE[advice.reason], names=listed([names[at] for at in advice.rivals], say))
        return Answer(_of(advice, names, decision, text, say), below, Tone.UNSURE)
    stays = advice.chosen == advice.among[0] and decision.kind is not Kind.FRONTIER
    name = names[advice.chosen]
    take = say("Stay with “{name}”.", name=name) if stays else say("Take “{name}”.", name=name)
    why = say(_TAKEN[advice.reason])
    text = f"{take} {why}" if say.language is Language.ENGLISH else f"{take}{why}"
    return Answer(_of(advice, names, decision, text, say), below, Tone.GOOD)


def listed(names: list[str], say: Words) -> str:
    """Return names as a list in a sentence."""
    return format_list([f"“{name}”" for name in names], locale=say.locale)


def _of(advice: Advice, names: tuple[str, ...], decision: Decision, text: str, say: Words) -> str:
    """Return an answer with what it is about before it, where not all options are in it."""
    if len(advice.among) == len(decision.options):
        return text
    among = listed([names[at] for at in advice.among], say)
    return say("Of {names}: {text}", names=among, text=text)


def _alone(option: Option, decision: Decision, say: Words) -> Answer:
    if option.verdict is None:
        return Answer(say("Nothing is promised here, so nothing can be missed."))
    missed = sum(each.verdict is Verdict.MISSED for each in option.promises)
    text = say(_ALONE[option.verdict], missed=missed, n=option.promised, kept=option.kept)
    return Answer(text, tuple(_headline(option, decision, say)), _TONES[option.verdict])


def _headline(option: Option, decision: Decision, say: Words) -> Iterator[str]:
    """Give an option's cost, its losses and its service, each with its interval."""
    costs = decision.costs
    if option.figure(costs).is_told:
        cost = _with_interval(option, costs, decision, say)
        if decision.days == 1:
            yield say("It costs {cost} a day.", cost=cost)
        else:
            yield say("It costs {cost} over {days} days.", cost=cost, days=decision.days)
    else:
        yield say("Cost: no wages are given.")
    if option.figure(LOST).is_told:
        lost = _with_interval(option, LOST, decision, say)
        yield say("{lost} contacts are lost.", lost=lost)
    if option.figure(SERVICE).is_told:
        service = _with_interval(option, SERVICE, decision, say)
        yield say("{share} of those who come are answered in time.", share=service)
    if option.weakest is not None and not is_always(option.weakest.days):
        days = option.weakest.days
        chance = _share(days.value, say)
        yield say(
            "The promise that is kept least often is kept on {chance} of days.", chance=chance
        )


def _share(value: float, say: Words) -> str:
    return figure(value, Unit.SHARE, say)


def _with_interval(option: Option, kpi: str, decision: Decision, say: Words) -> str:
    known = option.figure(kpi)
    bounds = interval(known, kpi, say)
    value = told(known, kpi, decision, say)
    return beside(value, bounds, say)


def _behind(advice: Advice, decision: Decision, say: Words) -> Iterator[str]:
    """Give the differences that an advice stands on: of the one taken, or of all to the first."""
    names = option_names(decision, say)
    first = advice.among[0]
    told_of = [advice.chosen] if advice.chosen not in {None, first} else list(advice.among[1:])
    for at in told_of:
        if at is None or at not in advice.gaps:
            continue
        pair = {"name": names[at], "base": names[first]}
        parts = list(_differences(advice.gaps[at], decision, say))
        if parts:
            text = format_list(parts, locale=say.locale)
            yield say("“{name}” beside “{base}”: {differences}.", **pair, differences=text)
    if decision.kind is Kind.SCHEDULE and decision.present is not decision.options[-1]:
        yield from _headline(decision.options[-1], decision, say)


def _beside_present(decision: Decision, say: Words) -> Iterator[str]:
    names = option_names(decision, say)
    for name, option in zip(names[1:], decision.options[1:], strict=True):
        parts = list(_differences(option.gaps, decision, say))
        if parts:
            text = format_list(parts, locale=say.locale)
            pair = {"name": name, "base": names[0]}
            yield say("“{name}” beside “{base}”: {differences}.", **pair, differences=text)


def _differences(found: Mapping[str, Gap], decision: Decision, say: Words) -> Iterator[str]:
    """Give the differences in cost, contacts lost and service, real or not, as parts of a list."""
    for kpi in (decision.costs, LOST, decision.service):
        if kpi in found:
            yield _difference(found[kpi], kpi, decision, say)


def _difference(found: Gap, kpi: str, decision: Decision, say: Words) -> str:
    about = kpi if kpi in _UNTOLD else SERVICE
    if not found.is_real:
        return say(_UNTOLD[about])
    text = (_RISES if found.value > 0 else _FALLS)[about]
    words = say(text, amount=_size(found.value, kpi, decision, say))
    ends = sorted(abs(each) for each in (found.low, found.high) if math.isfinite(each))
    if len(ends) < 2 or ends[0] == ends[1]:
        return words
    low, high = (_size(each, kpi, decision, say, bare=True) for each in ends)
    return say("{what} ({low} to {high})", what=words, low=low, high=high)


def _size(value: float, kpi: str, decision: Decision, say: Words, *, bare: bool = False) -> str:
    """Return how large a difference is; `bare` leaves out the unit."""
    unit = unit_of(kpi)
    if unit is Unit.SHARE:
        points = number(round(100 * abs(value), 1), say)
        return points if bare else say("{value} points", value=points)
    return figure(abs(value), unit, say, "" if bare else decision.currency)


_RISES: Final = {
    COST: N_("{amount} dearer"),
    "wages": N_("{amount} more in wages"),
    LOST: N_("{amount} more contacts lost"),
    SERVICE: N_("{amount} more answered in time"),
}
_FALLS: Final = {
    COST: N_("{amount} cheaper"),
    "wages": N_("{amount} less in wages"),
    LOST: N_("{amount} fewer contacts lost"),
    SERVICE: N_("{amount} fewer answered in time"),
}
_UNTOLD: Final = {
    COST: N_("no difference in cost that could be told"),
    "wages": N_("the same wages"),
    LOST: N_("no difference in contacts lost that could be told"),
    SERVICE: N_("no difference in service that could be told"),
}
