"""Making a schedule: the search, what it came to, and the pictures and tables of it."""

from __future__ import annotations

import streamlit as st

from crewline.charts.costs import no_wages
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.staffing.proof_words import headline, reasons, reckoning_words, tone
from crewline.ui.pages.staffing.search import ScheduleTask, Trouble
from crewline.ui.pages.staffing.shown import show_cover, show_proof, show_shifts, show_turns
from crewline.ui.pages.staffing.taking import show_taking, with_schedule
from crewline.ui.pages.staffing.tight import show_tightness
from crewline.ui.pages.staffing.trouble import chosen_trouble
from crewline.ui.pages.staffing.wages import show_wages
from crewline.ui.parts.working import asked, known
from crewline.words import Words, plain
from crewline.words.figures import change, money, number
from scenarios.load import Loaded
from scenarios.planning.proof.report import Report, Shown

_KEY = "staffing_search"
_TROUBLE = "staffing_trouble"


def show_schedule(loaded: Loaded, draft: Draft, say: Words) -> None:
    """Show what asks for a schedule and, where one was made, all that is known of it."""
    trouble = chosen_trouble(say)
    st.session_state[_TROUBLE] = trouble
    task = _task(loaded, draft, trouble)
    report = asked(task, say, key=_KEY, label=say("Make a schedule"))
    if report is None:
        report = known(st.session_state.get(f"{_KEY}_last"))
        if report is None:
            _invite(say)
            return
        if not _is_used(report, draft):
            words = say("This is the schedule of an earlier choice; the present one may differ.")
            st.info(words)
    elif report.is_cut:
        st.button(
            say("Search anew, to the end"),
            key="staffing_anew",
            on_click=_again,
            args=(task,),
        )
    show_report(report, draft, say)


def made_of(loaded: Loaded, draft: Draft) -> Report | None:
    """Return the schedule that was made of a draft, else the last one that was made."""
    trouble = st.session_state.get(_TROUBLE)
    report = known(_task(loaded, draft, trouble)) if trouble is not None else None
    return report or known(st.session_state.get(f"{_KEY}_last"))


def _task(loaded: Loaded, draft: Draft, trouble: Trouble) -> ScheduleTask:
    first = ScheduleTask(loaded, trouble, draft.seed)
    attempts: dict[str, int] = st.session_state.setdefault("staffing_attempts", {})
    return ScheduleTask(loaded, trouble, draft.seed, attempts.get(first.key, 0))


def _is_used(report: Report, draft: Draft) -> bool:
    """Tell whether the draft works with a schedule that was made."""
    shown = report.shown
    return shown is not None and with_schedule(draft, shown.problem, shown.scenario) == draft


def _again(task: ScheduleTask) -> None:
    """Begin the same search once more, for the one before was stopped."""
    first = ScheduleTask(task.loaded, task.trouble, task.seed)
    st.session_state["staffing_attempts"][first.key] = task.attempt + 1
    st.session_state[f"{_KEY}_wanted"] = True


def _invite(say: Words) -> None:
    st.caption(
        say(
            "Shifts are searched that cover what is required at the least cost, then simulated, and"
            " mended until the targets hold in the simulation. A search can be stopped; the best"
            " schedule found until then is kept."
        )
    )


def show_report(report: Report, draft: Draft, say: Words) -> None:
    """Show what a search came to."""
    {"success": st.success, "warning": st.warning, "error": st.error, "info": st.info}[
        tone(report)
    ](plain(headline(report, say)))
    listed = reasons(report, say)
    if listed:
        st.markdown("\n".join(f"- {plain(one)}" for one in listed))
    shown = report.shown
    if shown is not None:
        _show_figures(report, shown, say)
    if report.tight is not None:
        show_tightness(report.tight, report.base, say)
    if shown is None:
        return
    shifts, cover, proof, wages, turns, taking = st.tabs(
        [
            say("Shifts"),
            say("Cover"),
            say("Targets and bridge"),
            say("Wages"),
            say("How it was found"),
            say("Take it along"),
        ]
    )
    with shifts:
        show_shifts(shown, say)
    with cover:
        show_cover(shown, say)
    with proof:
        show_proof(report, shown, say)
    with wages:
        show_wages(shown, say)
    with turns:
        show_turns(report, say)
    with taking:
        show_taking(report, shown, draft, say)


def _show_figures(report: Report, shown: Shown, say: Words) -> None:
    """Show cost, hours and people, and how far from today's and from plain Erlang C."""
    currency, total = report.base.currency, shown.roster.iloc[-1]
    has_today = bool(total["today_h"] > 0)
    pays = report.base.pays_wages
    *columns, last = st.columns(4 if pays else 3)
    changed = _change(shown.cost, float(total["today_wages"])) if has_today else None
    in_money = (say("Wages, {currency}", currency=currency), shown.cost, changed)
    figures = (
        *((in_money,) if pays else ()),
        (
            say("Paid hours"),
            shown.paid_h,
            _change(shown.paid_h, float(total["today_h"])) if has_today else None,
        ),
        (say("People on the fullest day"), float(total["people"]), None),
    )
    for column, (title, value, delta) in zip(columns, figures, strict=True):
        with column.container(border=True, height="stretch"):
            st.metric(
                title,
                number(value, say),
                delta=None if delta is None else say("{change} to today", change=delta),
                delta_color="off",
                delta_arrow="off",
            )
    with last.container(border=True, height="stretch"):
        holding = sum(one.holds or one.nobody_came for one in shown.kept)
        kept = f"{holding} / {len(shown.kept)}" if shown.kept else "–"
        st.metric(say("Targets kept by estimate"), kept)
    if not pays:
        st.caption(no_wages(say))
    st.caption(reckoning_words(shown, say))
    _tell_plain(report, say)


def _tell_plain(report: Report, say: Words) -> None:
    """Say what the schedule of plain Erlang C would be."""
    plain_one = report.plain
    if plain_one is None:
        return
    if not report.base.pays_wages:
        st.caption(
            say(
                "Plain Erlang C, line by line, scheduled by the same rules, keeps {kept} of {all}"
                " targets.",
                kept=plain_one.holding,
                all=plain_one.promises,
            )
        )
        return
    st.caption(
        say(
            "Plain Erlang C, line by line, scheduled by the same rules: {money}, and keeps {kept}"
            " of {all} targets. Beside it this schedule costs {change}.",
            money=money(plain_one.cost, report.base.currency, say),
            kept=plain_one.holding,
            all=plain_one.promises,
            change=change(round(-100 * plain_one.saved, 1)),
        )
    )


def _change(value: float, before: float) -> str:
    return change(round(100 * (value / before - 1), 1)) if before else "–"
