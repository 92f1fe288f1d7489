"""The bridge from the Erlang number to the schedule that was proved, as a waterfall."""

from __future__ import annotations

import textwrap
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.words import N_, Words
from crewline.words.figures import number
from crewline.words.words import is_chinese
from scenarios.planning.proof.bridge import SCHEDULED, Bridge
from scenarios.studies.kpi_tables import Frame

#: What each step is called, and what it does.
STEP_WORDS: Final = {
    "erlang_c": (
        N_("Erlang C, each line alone"),
        N_("Whole agents by line and interval; nobody hangs up, and nobody calls twice."),
    ),
    "fractional": (
        N_("Not rounded up"),
        N_("What rounding up every line in every interval adds is taken off."),
    ),
    "patience": (
        N_("Callers hang up"),
        N_("Who gives up need not be served (Erlang A)."),
    ),
    "returns": (
        N_("Callers come back"),
        N_("Redials of those who gave up, and repeats of what was not settled."),
    ),
    "pooling": (
        N_("Lines help each other"),
        N_("Lines that share groups are staffed together; it is the most that this can save."),
    ),
    "hands": (
        N_("Slower and quicker hands"),
        N_("Groups and stages of service at their own pace."),
    ),
    "off_phone": (
        N_("Time off the phone"),
        N_("Training and meetings: planned, and paid."),
    ),
    "absence": (
        N_("Who stays away"),
        N_("Unplanned absence, paid. So many are to be scheduled."),
    ),
    "shifts": (
        N_("Whole shifts"),
        N_("Shifts are longer than peaks, and agents whole; work may move to cheaper groups."),
    ),
    "breaks": (
        N_("Paid breaks"),
        N_("Paid, and not on the phone."),
    ),
    "proved": (
        N_("Simulated and repaired"),
        N_(
            "Queues carry over, some days are busy, groups help only so far: up to what the"
            " simulation proved."
        ),
    ),
}
_ROW: Final = 40
_MARGIN: Final = 80
_WIDE: Final = 28


def bridge_picture(steps: Bridge, say: Words, *, money: bool = False) -> go.Figure:
    """Draw what each step adds, in agent-hours or in money; the last bar is where they end."""
    changes = steps.changes()
    added = [cost if money else hours for _, hours, cost in changes]
    names = [_wrapped(say(STEP_WORDS[step.key][0])) for step, _, _ in changes]
    last = changes[-1][0]
    end = last.cost if money else last.hours
    texts = [number(added[0], say), *(_signed(value, say) for value in added[1:])]
    drawn = laid_out(_MARGIN + _ROW * (len(names) + 1))
    drawn.add_waterfall(
        orientation="h",
        y=[*names, _wrapped(say("In the end"))],
        x=[*added, end],
        measure=["absolute", *("relative" for _ in added[1:]), "total"],
        text=[*texts, number(end, say)],
        textposition="outside",
        increasing={"marker": {"color": palette.TARGET}},
        decreasing={"marker": {"color": palette.ANSWERED}},
        totals={"marker": {"color": palette.ASKED}},
        connector={"line": {"color": palette.UNCHANGED, "width": 1, "dash": "dot"}},
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
        showlegend=False,
    )
    unit = steps.currency if money else say("Agent-hours")
    widest = max(step.cost if money else step.hours for step, _, _ in changes)
    drawn.update_xaxes(title=unit, range=[0, 1.14 * max(widest, 1e-9)])
    drawn.update_yaxes(autorange="reversed", automargin=True)
    drawn.update_layout(hovermode="closest")
    return drawn


def bridge_sheet(steps: Bridge, say: Words) -> Frame:
    """Return each step with its agent-hours and cost, what it adds, and what it does."""
    changes = steps.changes()
    hours, money = say("Agent-hours"), say("Cost, {currency}", currency=steps.currency)
    found: dict[str, list[object]] = {
        say("Step"): [say(STEP_WORDS[step.key][0]) for step, _, _ in changes],
        hours: [step.hours for step, _, _ in changes],
        f"{hours} ±": [None, *(added for _, added, _ in changes[1:])],
    }
    if any(step.cost for step, _, _ in changes):
        found[money] = [step.cost for step, _, _ in changes]
        found[f"{money} ±"] = [None, *(added for _, _, added in changes[1:])]
    meanings = [say(STEP_WORDS[step.key][1]) for step, _, _ in changes]
    return pd.DataFrame(found | {say("What it does"): meanings})


def bridge_alt(steps: Bridge, say: Words) -> str:
    """Return what a screen reader says of a bridge."""
    changes = steps.changes()
    return "; ".join(
        f"{say(STEP_WORDS[step.key][0])}: {number(step.hours, say)}" for step, _, _ in changes
    )


def is_proved(steps: Bridge) -> bool:
    """Tell whether a bridge goes on to a schedule, and does not end at what is to be scheduled."""
    return steps.steps[-1].key in SCHEDULED


def _signed(value: float, say: Words) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + number(abs(value), say)


def _wrapped(text: str) -> str:
    """Return a name in lines that leave room for the bars."""
    return text if is_chinese(text) else "<br>".join(textwrap.wrap(text, _WIDE))
