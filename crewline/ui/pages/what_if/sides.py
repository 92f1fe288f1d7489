"""Variants side by side: chosen or made here, simulated on the same days, and told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from crewline.charts.chart import Chart
from crewline.charts.compared import comparison_table, targets_table, untold
from crewline.charts.costs import no_wages
from crewline.charts.scope import View
from crewline.charts.variants import Beside, differences_picture, differences_sheet
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import keep, kept
from crewline.ui.draft.session import change
from crewline.ui.pages.what_if.columns import DRAFT, Column, columns_there, loaded_columns
from crewline.ui.pages.what_if.making import make_variant, own_variants
from crewline.ui.pages.what_if.tasks import CompareTask
from crewline.ui.pages.what_if.told import show_told
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart
from crewline.ui.parts.working import asked, known
from crewline.words import Words, plain
from crewline.words.channels import listed
from crewline.words.figures import number, percent
from crewline.words.kpis import kpi_title
from scenarios.studies.comparison import Comparison
from scenarios.studies.study import Study

_KEY: Final = "what_if_compare"
_TAKE: Final = "what_if_take"
_WITH, _BASE, _LINE = "what_if_with", "what_if_base", "what_if_line"
#: More columns than this cannot be read side by side.
_MOST: Final = 6


def show_sides(say: Words, draft: Draft) -> None:
    """Draw the choice of variants, and what comes of them. Raises BadInput for the draft."""
    own = own_variants(say)
    there = columns_there(draft, own, say)
    chosen = _chosen(there, say)
    make_variant(draft, say)
    columns = [there[key] for key in chosen]
    loaded, faults = loaded_columns(columns)
    if faults:
        show_faults(faults, say)
        return
    if len(columns) < 2:
        st.info(say("Choose at least one variant beside the base, or make one."))
        return
    named = _apart({column.key: column.title for column in columns})
    show_told(dict(zip(named.values(), loaded, strict=True)), say)
    task = CompareTask(tuple(chosen), tuple(loaded), draft.replications, draft.seed)
    titles = {column.key: column.title for column in columns}
    found = asked(task, say, key=_KEY, label=say("Compare"), cost=_cost(task, say))
    if found is None:
        found = _earlier(there, say)
        titles |= {key: column.title for key, column in there.items()}
    if found is not None:
        _show(found, titles, say)
        _take_along(columns, say)


def _cost(task: CompareTask, say: Words) -> str:
    """Return how much is to be simulated; of several days how often all of them are."""
    found, times = number(round(task.size, -2), say), task.replications
    days = task.loaded[0].scenario.days
    if days > 1:
        return say(
            "About {contacts} contacts; all simulated {times} times on the same random days,"
            " {days} days in all of each",
            contacts=found,
            times=times,
            days=times * days,
        )
    return say(
        "About {contacts} contacts, all on the same {n} random days", contacts=found, n=times
    )


def _take_along(columns: Sequence[Column], say: Words) -> None:
    """Draw what keeps one of those compared as an option, or makes it what is worked on."""
    titles = {column.key: column.title for column in columns}
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    if st.session_state.get(_TAKE) not in titles:
        st.session_state[_TAKE] = columns[-1].key
    left.selectbox(
        say("Take one of them along"), list(titles), format_func=titles.__getitem__, key=_TAKE
    )
    column = next(one for one in columns if one.key == st.session_state[_TAKE])
    middle.button(
        say("Keep as an option"),
        key="what_if_keep",
        on_click=_keep,
        args=(column,),
        help=say("Options are set side by side on the decision page."),
        width="stretch",
    )
    right.button(
        say("Work with it"),
        key="what_if_use",
        on_click=_use,
        args=(column,),
        help=say("All pages then work on it."),
        width="stretch",
    )
    if any(one.draft == column.as_draft() for one in kept()):
        st.caption(say("{option} is kept as an option.", option=plain(column.title)))


def _keep(column: Column) -> None:
    keep(column.as_draft(), column.title)


def _use(column: Column) -> None:
    """Make what was compared the draft; what was chosen beside it is chosen anew."""
    draft = column.as_draft()
    change(
        reference=draft.reference,
        variant=draft.variant,
        events=draft.events,
        settings=draft.settings,
        own=draft.own,
        seed=draft.seed,
    )
    st.session_state[_BASE] = DRAFT


def _chosen(there: Mapping[str, Column], say: Words) -> list[str]:
    """Draw which to compare, and with which; return their keys, the base first."""
    left, right = st.columns([2, 1])
    variants = [key for key in there if key.startswith(("plain", "variant:", "own:", "kept:"))]
    usual = variants[:3]
    others = [key for key in there if key != DRAFT]
    recall(_WITH, others, usual)
    left.multiselect(
        say("Compare"),
        others,
        format_func=lambda key: there[key].title if key in there else key,
        key=_WITH,
        max_selections=_MOST - 1,
        placeholder=say("Variants, events, options"),
        help=say("The scenario's other days, events that may happen, and what you made or kept."),
    )
    remember(_WITH, usual)
    keys = [DRAFT, *st.session_state[_WITH]]
    recall(_BASE, keys, DRAFT)
    base = right.selectbox(say("with"), keys, format_func=lambda key: there[key].title, key=_BASE)
    remember(_BASE, DRAFT)
    return list(dict.fromkeys([base, *keys]))  # an address may name one twice


def _earlier(there: Mapping[str, Column], say: Words) -> Comparison | None:
    """Return the last comparison, marked as of an earlier choice, where its columns remain."""
    last: CompareTask | None = st.session_state.get(f"{_KEY}_last")
    found = known(last)
    if last is None or found is None or not set(last.keys) <= set(there):
        return None
    st.warning(say("This is of an earlier choice, not of what is asked above."))
    return found


def _show(found: Comparison, titles: Mapping[str, str], say: Words) -> None:
    scenario = found.base.scenario
    lines = ["", *scenario.queues]
    left, right = st.columns([1, 2])
    recall(_LINE, lines, "")
    line = left.selectbox(
        say("Figures of"),
        lines,
        format_func=lambda one: View(one).title(scenario, say),
        key=_LINE,
    )
    remember(_LINE, "")
    beside = Beside(found, _apart(titles), View(line))
    kpis = _kpis(right, beside, say)
    if not kpis:
        st.info(say("Choose at least one figure."))
        return
    _show_table(beside, kpis, say)
    with st.container(border=True, key="picture_differences"):
        show_chart(
            Chart(
                "differences",
                say("Differences from: {base}", base=plain(beside.titles[found.base.label])),
                differences_picture(beside, kpis, say),
                lambda: differences_sheet(beside, kpis, say),
                say(
                    "Dots: mean differences on the same random days; lines: their {confidence}"
                    " intervals. Open and grey: cannot be told from none.",
                    confidence=percent(scenario.confidence),
                ),
                _alt(beside, kpis, say),
            ),
            say,
            f"{scenario.name}-what_if",
        )
    targets = targets_table(beside, say)
    if len(targets):
        st.markdown(f"**{say('Targets by variant')}**")
        st.table(targets, alt=say("Targets by variant"))


def _kpis(place: st.delta_generator.DeltaGenerator, beside: Beside, say: Words) -> list[str]:
    key = "what_if_kpis_line" if beside.view.queue else "what_if_kpis"
    there, usual = beside.kpis(), beside.usual()
    recall(key, there, usual)
    place.multiselect(
        say("Figures shown"), there, format_func=lambda one: kpi_title(one, say), key=key
    )
    remember(key, usual)
    chosen = st.session_state[key]
    return [kpi for kpi in there if kpi in chosen]


def _show_table(beside: Beside, kpis: Sequence[str], say: Words) -> None:
    comparison = beside.comparison
    title = say("Side by side")
    st.markdown(f"**{title}**")
    st.table(comparison_table(beside, kpis, say), alt=title)
    st.caption(_how_sure(comparison.base, say))
    unpaid = [one for one in comparison.studies if not one.scenario.pays_wages]
    if unpaid and not beside.view.queue:
        whose = listed([plain(beside.titles[one.label]) for one in unpaid], say)
        are_all = len(unpaid) == len(comparison.studies)
        st.caption(no_wages(say) if are_all else f"{whose}: {no_wages(say)}")
    sentences = untold(beside, kpis, say)
    if sentences:
        more = say("Cannot be told apart from the base with so few days; more replications may:")
        st.markdown("\n".join([f"{more}\n", *(f"- {one}" for one in sentences)]))


def _how_sure(base: Study, say: Words) -> str:
    """Return what the brackets are, and how often was simulated."""
    confidence, times = percent(base.scenario.confidence), base.replications
    if base.scenario.days > 1:
        return say(
            "In brackets {confidence} intervals. Differences are of the same random days, simulated"
            " {times} times, {days} days in all, and so surer than each figure by itself. Grey:"
            " cannot be told apart.",
            confidence=confidence,
            times=times,
            days=times * base.scenario.days,
        )
    return say(
        "In brackets {confidence} intervals. Differences are of the same {n} random days, and"
        " so surer than each figure by itself. Grey: cannot be told apart.",
        confidence=confidence,
        n=times,
    )


def _apart(titles: Mapping[str, str]) -> dict[str, str]:
    """Return titles of which no two are alike, as pictures need them."""
    found: dict[str, str] = {}
    for key, title in titles.items():
        taken = set(found.values())
        name, number_of = title, 2
        while name in taken:
            name, number_of = f"{title} ({number_of})", number_of + 1
        found[key] = name
    return found


def _alt(beside: Beside, kpis: Sequence[str], say: Words) -> str:
    """Return the verdicts as a sentence, for who cannot see the picture."""
    parts = []
    for study in beside.comparison.variants:
        for kpi in kpis:
            found = beside.difference(study, kpi)
            if found is not None:
                title, name = beside.titles[study.label], kpi_title(kpi, say)
                parts.append(f"{title}, {name}: {found['difference']:+.3g}")
    return f"{say('Differences from the base')}: {'; '.join(parts)}"
