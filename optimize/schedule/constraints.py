"""The constraints of a schedule: one short method per rule, called from one list."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyomo.environ as pyo

from optimize.schedule.needs import needed
from optimize.schedule.objective import cost_of
from optimize.schedule.problem import MostService, Numbers
from optimize.schedule.sets import Begun
from optimize.schedule.variables import Terms, Variables
from optimize.schedule.weeks import DAYS, OFF

Key = tuple[int, ...]
RowKey = tuple[str, Key]


class Constraints:
    """Adds the rules to a model; each rule is a component of the method's name.

    `impossible` are rules that no schedule can hold, since no variable is in them (a slot that no
    shift reaches), with what is missing there.
    """

    def __init__(self, model: pyo.ConcreteModel, variables: Variables) -> None:
        """Keep the model that rules are added to; `add` adds them."""
        self.impossible: list[tuple[RowKey, float]] = []
        self._model = model
        self._v = variables
        self._sets = variables.sets
        self._problem = variables.sets.problem

    def add(self) -> None:
        """Add every rule."""
        self.breaks_taken()
        self.breaks_begun()
        self.weeks_worked()
        self.sharing()
        self.coverage()
        self.backlogs()
        self.least_agents()
        self.most_agents()
        self.paid_most()
        self.overtime_most()
        self.headcount()
        self.budget()
        self.types_used()

    def breaks_taken(self) -> None:
        """Every agent of a shift takes each of its breaks once."""
        begun: defaultdict[object, Terms] = defaultdict(Terms)
        for j, (window, _) in enumerate(self._sets.breaks):
            begun[window].add(1.0, self._v.breaks[j])
        for number, (window, members) in enumerate(self._sets.windows.items()):
            for i in members:
                begun[window].add(-1.0, self._v.shifts[i])
            self._row("breaks_taken", (number,), begun[window], 0, 0)

    def breaks_begun(self) -> None:
        """Breaks that begin at a slot are those of all windows together."""
        begun: defaultdict[Begun, Terms] = defaultdict(Terms)
        for j, (window, start) in enumerate(self._sets.breaks):
            begun[self._sets.begun(window, start)].add(1.0, self._v.breaks[j])
        for number, key in enumerate(self._sets.beginnings):
            begun[key].add(-1.0, self._v.begun[number])
            self._row("breaks_begun", (number,), begun[key], 0, 0)

    def weeks_worked(self) -> None:
        """On every day, as many shifts of a band and kind are worked as weeks have one there."""
        counts: defaultdict[tuple[int, int, int, int], Terms] = defaultdict(Terms)
        for i, shift in enumerate(self._sets.shifts):
            if self._problem.teams[shift.team].tour is not None:
                band = self._sets.bands[shift.team][shift.band]
                kind = band.kinds[band.types.index(shift.type)]
                counts[shift.team, shift.band, shift.day, kind].add(1.0, self._v.shifts[i])
        for j, week in enumerate(self._sets.weeks):
            for day, kind in enumerate(week.word):
                if kind != OFF:
                    key = (week.team, week.band, week.week * DAYS + day, kind)
                    counts[key].add(-1.0, self._v.weeks[j])
        for key, terms in counts.items():
            self._row("weeks_worked", key, terms, 0, 0)

    def sharing(self) -> None:
        """An agent counts once: a team's agents on duty are shared out among what they serve."""
        out: defaultdict[tuple[int, int], Terms] = defaultdict(Terms)
        for i, share in enumerate(self._sets.shares):
            out[share.team, share.slot].add(1.0, self._v.shares[i])
        for i, deferred in enumerate(self._sets.deferred):
            out[deferred.team, deferred.slot].add(1.0, self._v.deferred[i])
        for (team, slot), terms in out.items():
            terms.extend(self._v.on_duty[team][slot], -1.0)
            all_of_them = 0 if len(self._v.over) else None
            self._row("sharing", (team, slot), terms, all_of_them, 0)

    def coverage(self) -> None:
        """In every slot a queue has the agents it requires, or misses are counted."""
        serving = self._serving()
        for cell, least in enumerate(needed(self._problem).ravel().tolist()):
            terms = serving[cell]
            if len(self._v.under):
                terms.add(1.0, self._v.under[cell])
            if len(self._v.over):
                terms.add(-1.0, self._v.over[cell])
            exact = least if len(self._v.over) else None
            self._row("coverage", divmod(cell, self._problem.slots), terms, least, exact)

    def _serving(self) -> defaultdict[int, Terms]:
        """Return what serves each queue in each slot, in agents of full skill."""
        sets, found = self._sets, defaultdict[int, Terms](Terms)
        for t, team in enumerate(self._problem.teams):
            if not sets.sharing[t]:
                (queue, weight), *_ = team.serves
                for slot, terms in self._v.on_duty[t].items():
                    found[queue * self._problem.slots + slot].extend(terms, weight)
        weights = [dict(team.serves) for team in self._problem.teams]
        for i, share in enumerate(sets.shares):
            cell = share.queue * self._problem.slots + share.slot
            found[cell].add(weights[share.team][share.queue], self._v.shares[i])
        return found

    def backlogs(self) -> None:
        """Deferrable work is done within its slots, or what is not is counted."""
        done = [Terms() for _ in self._problem.backlogs]
        weights = [dict(team.serves) for team in self._problem.teams]
        for i, (b, team, _) in enumerate(self._sets.deferred):
            done[b].add(weights[team][self._problem.backlogs[b].queue], self._v.deferred[i])
        for b, backlog in enumerate(self._problem.backlogs):
            if len(self._v.undone):
                done[b].add(1.0, self._v.undone[b])
            self._row("backlogs", (b,), done[b], backlog.agent_slots, None)

    def least_agents(self) -> None:
        """A team has its least headcount on every day it can work, or in every week of tours."""
        for key, terms in self._headcounts().items():
            least = self._problem.teams[key[0]].least
            if least > 0:
                self._row("least_agents", key, terms, least, None)

    def most_agents(self) -> None:
        """A team never has more agents than it may: on any day, or of tours in any week."""
        for key, terms in self._headcounts().items():
            most = self._problem.teams[key[0]].most
            if most is not None:
                self._row("most_agents", key, terms, None, most)

    def _headcounts(self) -> dict[tuple[int, int], Terms]:
        """Return the agents of each team by day, or by week where it has tours."""
        found: defaultdict[tuple[int, int], Terms] = defaultdict(Terms)
        for i, shift in enumerate(self._sets.shifts):
            if self._problem.teams[shift.team].tour is None:
                found[shift.team, shift.day].add(1.0, self._v.shifts[i])
        for t, team in enumerate(self._problem.teams):
            for first in range(0, self._problem.days if team.tour else 0, DAYS):
                found[t, first // DAYS] = Terms()  # a week without tours has none of the team
        for j, week in enumerate(self._sets.weeks):
            found[week.team, week.week].add(1.0, self._v.weeks[j])
        return found

    def paid_most(self) -> None:
        """All agents of a team together are paid for no more slots than the team may have."""
        for t, team in enumerate(self._problem.teams):
            if team.paid_most is not None:
                terms = self._weighed(t, np.array([one.paid for one in team.types]))
                self._row("paid_most", (t,), terms, None, team.paid_most)

    def overtime_most(self) -> None:
        """All agents of a team together have no more overtime than the team may."""
        for t, team in enumerate(self._problem.teams):
            if team.overtime_most is not None:
                terms = self._weighed(t, np.array([one.overtime for one in team.types]))
                for j, week in enumerate(self._sets.weeks):
                    if week.team == t:
                        terms.add(self._sets.weekly_overtime[j], self._v.weeks[j])
                self._row("overtime_most", (t,), terms, None, team.overtime_most)

    def _weighed(self, t: int, weights: Numbers) -> Terms:
        terms = Terms()
        for i, shift in enumerate(self._sets.shifts):
            if shift.team == t:
                terms.add(float(weights[shift.type]), self._v.shifts[i])
        return terms

    def headcount(self) -> None:
        """All teams together have no more agents than the goal allows, on any day."""
        goal = self._problem.goal
        if not isinstance(goal, MostService) or goal.headcount is None:
            return
        counts = self._headcounts()
        for day in range(self._problem.days):
            terms = Terms()
            for t, team in enumerate(self._problem.teams):
                terms.extend(counts.get((t, day if team.tour is None else day // DAYS), Terms()))
            self._row("headcount", (day,), terms, None, goal.headcount)

    def budget(self) -> None:
        """All teams together cost no more than the goal allows."""
        goal = self._problem.goal
        if isinstance(goal, MostService) and goal.budget is not None:
            self._row("budget", (), cost_of(self._v), None, goal.budget)

    def types_used(self) -> None:
        """A type that is worked at all is used, by no more agents than are ever wanted."""
        number = {key: n for n, key in enumerate(self._v.used_keys)}
        for i, shift in enumerate(self._sets.shifts if number else ()):
            terms = Terms()
            terms.add(1.0, self._v.shifts[i])
            terms.add(-self._sets.wanted(shift), self._v.used[number[shift.team, shift.type]])
            self._row("types_used", (i,), terms, None, 0)

    def _row(
        self, rule: str, key: Key, terms: Terms, least: float | None, most: float | None
    ) -> None:
        """Add one row of a rule: what lies between `least` and `most`, where these are given."""
        if not len(terms):
            if (least or 0) > 0 or (most is not None and most < 0):
                self.impossible.append(((rule, key), max(least or 0, -(most or 0))))
            return
        if self._model.component(rule) is None:
            self._model.add_component(rule, pyo.Constraint(pyo.Any))
        self._model.component(rule)[key] = (least, terms.expression(), most)
