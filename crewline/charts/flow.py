"""Who transfers to whom: from the line a contact came in on, over the group, to the line beyond."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.answer import Answer
from crewline.charts.axes import group_colour, laid_out, line_colour, shown_title
from crewline.charts.scope import View, rows
from crewline.words import Words
from crewline.words.channels import group_title, line_title
from scenarios.studies.kpi_tables import Frame

#: Pixels a line or group takes, and the least height of all.
_EACH: Final = 44
_LEAST: Final = 300


def flows_of(answer: Answer, view: View) -> Frame:
    """Return the transfers that begin or end on the lines looked at; of the centre all."""
    found = answer.study.flows
    if view.is_whole:
        return found
    lines = view.lines(answer.study.scenario)
    return found[found["from_queue"].isin(lines) | found["to_queue"].isin(lines)]


def flow_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the transfers of a day as bands: from line to group to line, as wide as there are many.

    A line stands on the left where contacts come in, on the right where they go.
    """
    scenario, table = answer.study.scenario, flows_of(answer, view)
    a_day = table["transfers"] / scenario.days
    nodes = _Nodes()
    links = []
    for number, row in zip(a_day, table.itertuples(index=False), strict=True):
        start = nodes.at("from", str(row.from_queue), line_colour(scenario, str(row.from_queue)))
        group = nodes.at("group", str(row.group), group_colour(scenario, str(row.group)))
        end = nodes.at("to", str(row.to_queue), line_colour(scenario, str(row.to_queue)))
        links += [(start, group, float(number)), (group, end, float(number))]
    titles = [
        shown_title(
            group_title(name, scenario, say)
            if kind == "group"
            else line_title(name, scenario, say),
            say,
        )
        for kind, name in nodes.named
    ]
    most = max((sum(kind == one for kind, _ in nodes.named) for one in _SIDES), default=0)
    drawn = laid_out(max(_LEAST, _EACH * most + 40))
    drawn.add_sankey(
        arrangement="snap",
        valueformat=",.1f",
        node={
            "label": titles,
            "color": nodes.colours,
            "pad": 14,
            "thickness": 16,
            "line": {"width": 0},
            "hovertemplate": "%{label}: %{value:,.1f}<extra></extra>",
        },
        link={
            "source": [start for start, _, _ in links],
            "target": [end for _, end, _ in links],
            "value": [number for _, _, number in links],
            "color": [palette.faint(nodes.colours[start], 0.35) for start, _, _ in links],
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,.1f}<extra></extra>",
        },
    )
    drawn.update_layout(hovermode="closest", margin={"t": 16, "b": 16})
    return drawn


def flow_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return the transfers of a day by group and lines, most first, and their shares.

    The first share is of all transfers, the second of what the group answered in all.
    """
    study = answer.study
    scenario = study.scenario
    table = flows_of(answer, view).sort_values("transfers", ascending=False)
    days, every = scenario.days, float(study.flows["transfers"].sum())
    answered = {
        name: float(found.loc[found["kpi"] == "group_answered", "value"].iloc[0])
        for name in scenario.all_groups
        if len(found := rows(study.groups, "group", name))
    }
    of_group = [answered.get(str(name), 0.0) for name in table["group"]]
    shares = [
        100 * float(number) / total if total else math.nan
        for number, total in zip(table["transfers"], of_group, strict=True)
    ]
    low, high = say("Low"), say("High")
    return pd.DataFrame(
        {
            say("Came in on"): [line_title(str(one), scenario, say) for one in table["from_queue"]],
            say("Group"): [group_title(str(one), scenario, say) for one in table["group"]],
            say("Goes on to"): [line_title(str(one), scenario, say) for one in table["to_queue"]],
            say("Transfers a day"): (table["transfers"] / days).tolist(),
            low: (table["low"] / days).tolist(),
            high: (table["high"] / days).tolist(),
            say("Of all transfers, %"): (100 * table["transfers"] / max(every, 1e-9)).tolist(),
            say("Of what the group answered, %"): shares,
        }
    )


def flow_brief(answer: Answer, view: View, say: Words) -> Frame:
    """Return the same in four columns, to stand beside the picture."""
    whole = flow_sheet(answer, view, say)
    way = whole[say("Came in on")] + " → " + whole[say("Goes on to")]
    # Figures first: beside a picture the last columns are out of sight.
    kept = [say("Transfers a day"), say("Of what the group answered, %"), say("Group")]
    return whole[kept].assign(**{say("From line to line"): way})


_SIDES: Final = ("from", "group", "to")


class _Nodes:
    """The nodes of a flow picture, each once, by what they are and their name."""

    def __init__(self) -> None:
        self.named: list[tuple[str, str]] = []
        self.colours: list[str] = []

    def at(self, kind: str, name: str, colour: str) -> int:
        """Return the number of a node, a new one where it is not there yet."""
        if (kind, name) not in self.named:
            self.named.append((kind, name))
            self.colours.append(colour)
        return self.named.index((kind, name))
