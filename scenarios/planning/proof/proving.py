"""Proof: a schedule that keeps its promises in the simulation, at the least cost that was found.

    Requirement -> solve -> scheduled -> simulate -> judge -> repair -> ... -> trim -> confirm

A requirement by interval alone is known to mislead: queues carry over, days are busier or quieter
than their mean, groups help out only so far, shifts cover more than they are asked to. So every
schedule is simulated (all rounds on the same random days, so that a difference between them is one
of the schedules), the requirement is raised where a promise is missed and lowered where one is
kept by too much (`scenarios.planning.proof.repair`), and it is scheduled again. The cheapest
schedule that keeps all promises with some margin is taken, and what is spare of it is cut
(`scenarios.planning.proof.trimming`). A promise that the days cannot decide is judged as it is.

As choosing on the same days flatters, it is then simulated on days that it was not chosen on; only
what these show is told as its service. Where they leave a promise open they are made more, if that
will tell; where they do not prove it, it is raised and looked at on other days. Days by which
something was raised, or cut, are no longer fresh for what comes of it. And as it ends when a look
proves all (but for one more, at what is left when what was added in vain is cut again), every look
is judged so surely that all of them together go wrong as seldom as a single one would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.schedule import Warm
from optimize.schedule.problem import MostService
from optimize.schedule.solution import Solution
from scenarios.load import Loaded
from scenarios.planning.need.requirement import Requirement, requirement
from scenarios.planning.proof.additions import may_be_added_to, with_more
from scenarios.planning.proof.judging import confidence_of
from scenarios.planning.proof.proof import (
    OnRound,
    Outcome,
    Proof,
    Round,
    is_fresh,
    outcome_of,
)
from scenarios.planning.proof.reasons import (
    Reason,
    beforehand,
    cut_short,
    out_of_hours,
    shortcomings,
    undecided,
    without_schedule,
)
from scenarios.planning.proof.repair import Steering
from scenarios.planning.proof.seeing import seen
from scenarios.planning.proof.trial import Days, Draft, Effort, Trial, drafted, tried
from scenarios.planning.proof.trimming import Trimming, lowered, may_be_trimmed
from scenarios.units import MAX_WHOLE
from sim.kpis.estimates import t_quantile
from sim.workers.keyboard import keyboard_noted

#: Fresh days come of a seed so far from the scenario's own.
_FRESH: Final = 7_919
#: What fresh days do not prove is raised so far that it would be proved though the next days were
#: unlucky by so many standard errors.
_SURER: Final = 0.5
#: And what is cut again keeps so much more that other days will hardly be too unlucky for it.
_SURELY: Final = 1.5
#: What is asked is raised so often before it is given up that the schedule does not change.
_INSISTS: Final = 3
#: So many rounds in a row that ask for more and bring no promise nearer end one: to less than this
#: share of what was missing.
_VAIN, _NEARER = 4, 0.98
#: So many rounds in a row that change nothing end a search.
_IDLE: Final = 2


@dataclass(frozen=True)
class _Step:
    """A schedule, simulated or not, and the steering that led to it."""

    draft: Draft
    steering: Steering


@dataclass
class Proving:
    """A proof while it is being made: all that is known of it up to now."""

    loaded: Loaded
    effort: Effort
    on_round: OnRound | None
    rounds: list[Round] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    warm: Warm = field(default_factory=Warm)
    first: Trial | None = None
    best: Trial | None = None
    plain: Trial | None = None

    def proof_or_what_is_left(self) -> Proof:
        """Return the proof or, cut by Ctrl-C, what it came to until then."""
        try:
            with keyboard_noted():
                return self.proof()
        except KeyboardInterrupt:
            if self.best is None:
                raise
            return self._told(is_cut=True)

    def until_now(self) -> Proof | None:
        """Return what it has come to, from another thread than the one that goes on with it.

        None where nothing was found yet. It is to be given up then.
        """
        return None if self.best is None else self._told(is_cut=True)

    def proof(self) -> Proof:
        """Search, confirm, compare."""
        scenario = self.loaded.scenario
        self._needs = requirement(scenario)
        self.reasons += beforehand(scenario)
        first = self._first()
        if first is not None:
            self._confirm(self._trimmed(self._search(*first)))
            if self.effort.compares:
                self._compare()
        return self._told(is_cut=False)

    def _first(self) -> tuple[_Step, Trial] | None:
        """Return the schedule of the requirement as it is; None where there is none."""
        steering = Steering.straight(self._needs.net.shape)
        found = self._drafted(steering)
        if isinstance(found, Solution):
            self.reasons += without_schedule(found)
            return None
        self.reasons += out_of_hours(found.problem)
        self.first = self._tried(found, "repair", self._common_days)
        return _Step(found, steering), self.first

    def _search(self, first: _Step, its: Trial) -> _Step:
        """Return the best of the rounds, all on the same days."""
        best, last, trial, self.best = first, first, its, its
        idle = 0
        for number in range(2, self._most_rounds() + 1):
            is_late = number >= self._most_rounds() - 1 and not self._is_sure(self.best)
            shown = seen(trial, self._needs, self.effort.sureness)
            steering = last.steering.turned(shown, lowers=not is_late)
            found = self._drafted(steering)
            if isinstance(found, Solution):
                break
            before, trial = trial, self._tried(found, "repair", self._common_days)
            last = _Step(found, steering)
            idle = idle + 1 if self._is_idle(trial, before, self.best) else 0
            if self._is_better(trial, self.best):
                self.best, best = trial, last
            if idle >= _IDLE or self._is_in_vain():
                break
        return best

    def _trimmed(self, best: _Step) -> _Step:
        """Return the best of the search less what the simulation shows to be spare."""
        before = self.best
        if before is None or not may_be_trimmed(self.loaded.scenario, before):
            return best
        self.best = self._less(before, self._common_days, self.effort.sureness, self.effort.trims)
        return _Step(self.best, best.steering)

    def _less(self, trial: Trial, days: Days, sureness: float, batches: int) -> Trial:
        """Return a schedule that was simulated on some days, less what these show to be spare."""

        def tries(draft: Draft) -> Trial:
            return self._tried(draft, "trim", days)

        trimming = Trimming(self.loaded, self._needs, self.effort, tries, sureness, batches)
        less = trimming.trimmed(trial)
        if less.is_same_as(trial):
            return trial
        return lowered(self.loaded, trial, less, self.warm, self.effort.limits.gap)

    def _trimmed_again(self, step: _Step, proved: Trial) -> _Step | None:
        """Return a schedule less what was added in vain, by the days that proved it; None for none.

        It keeps so much more there that others will hardly be too unlucky for it.
        """
        if not may_be_trimmed(self.loaded.scenario, proved):
            return None
        days = Days(proved.study.seed, self.effort.fresh)
        shown = proved
        if proved.study.replications != days.replications:
            shown = self._tried(proved, "trim", days)
        sureness = self._reach(shown, _SURELY)
        less = self._less(shown, days, sureness, self.effort.trims // 2)
        return None if less.is_same_as(proved) else _Step(less, step.steering.anew())

    def _is_in_vain(self) -> bool:
        """Tell whether the last rounds asked for ever more, and came no nearer for it."""
        last = [one for one in self.rounds if one.purpose == "repair"][-_VAIN:]
        asks_more = all(one.required_h < two.required_h for one, two in pairwise(last))
        least = min(one.missing for one in last)
        is_no_nearer = least > 0 and least >= _NEARER * last[0].missing
        return len(last) == _VAIN and asks_more and is_no_nearer

    def _is_sure(self, trial: Trial) -> bool:
        """Tell whether every promise holds with the margin that is asked."""
        return trial.keeps and trial.missing(self.effort.sureness) <= 0

    def _is_better(self, one: Trial, other: Trial) -> bool:
        """Tell whether one of two on the same days is to be preferred.

        It is sure, or cheaper, or misses less.
        """
        are_sure = self._is_sure(one), self._is_sure(other)
        if are_sure[0] != are_sure[1]:
            return are_sure[0]
        if are_sure[0] and not isinstance(one.problem.goal, MostService):
            return one.dear < other.dear
        return one.missing(self.effort.sureness) < other.missing(self.effort.sureness)

    def _is_idle(self, now: Trial, before: Trial, best: Trial) -> bool:
        """Tell whether a round, and what it asked for, made no difference that is worth another."""
        if not self._is_sure(best):
            return False
        if self._is_sure(now):
            return now.dear > best.dear * (1 - self.effort.worth)
        asked, asked_before = (one.requirement.net_hours for one in (now, before))
        return abs(asked - asked_before) <= self.effort.worth * asked_before

    def _most_rounds(self) -> int:
        return self.effort.rounds if self._needs.net.any() or self._needs.works else 1

    def _confirm(self, chosen: _Step) -> None:
        """Judge the chosen schedule on fresh days, repaired where these do not prove it.

        Once it is proved, what repairs added in vain is cut, and that is judged and repaired, too.
        """
        step = replace(chosen, steering=chosen.steering.anew())
        proved: Trial | None = None
        for number in range(1, self.effort.confirmations + 1):
            is_last = number == self.effort.confirmations
            fresh = self._looked_at(step.draft, number, is_last=is_last)
            if is_last or (fresh.all_settled and not self._may_have_vain(chosen, fresh, proved)):
                return
            if fresh.all_settled:
                proved, then = fresh, self._trimmed_again(step, fresh)
            else:
                then = self._repaired(step, fresh)
            if then is None or (proved is not None and then.draft.dear >= proved.dear):
                break
            step = then
        if proved is None and fresh.study.replications < self.effort.most_fresh:
            self._look(step.draft, number, self.effort.most_fresh)

    def _may_have_vain(self, chosen: _Step, found: Trial, proved: Trial | None) -> bool:
        """Tell whether repairs added to a schedule that was not cut again yet."""
        return proved is None and found.dear > chosen.draft.dear * (1 + self.effort.worth)

    def _looked_at(self, draft: Draft, number: int, *, is_last: bool) -> Trial:
        """Return a schedule on fresh days, on more of them where that will tell."""
        found = self._look(draft, number, self.effort.fresh)
        if found.all_settled or self.effort.growth == 1:
            return found
        would_do = found.missing(self._reach(found)) <= 0
        if would_do or (is_last and found.none_missed):
            found = self._look(draft, number, self.effort.most_fresh)
        return found

    def _look(self, draft: Draft, number: int, replications: int) -> Trial:
        """Return a schedule on the fresh days of a number, and keep it if it is the best so far."""
        seed = (self.loaded.scenario.seed + number * _FRESH) % MAX_WHOLE
        days = Days(seed, replications, self.effort.looks)
        found = self._tried(draft, "fresh", days)
        best = self.best
        if (
            best is None
            or not self._is_fresh(best)
            or found.is_same_as(best)
            or _is_better_proved(found, best)
        ):
            self.best = found
        return found

    def _repaired(self, step: _Step, fresh: Trial) -> _Step | None:
        """Return the schedule with more where it is not proved; None where nothing changes it."""
        shown = seen(fresh, self._needs, self._reach(fresh, _SURER))
        adds = may_be_added_to(step.draft)
        if adds:  # whatever is asked more is felt, be there agents to spare or not
            shown = replace(shown, spare=np.zeros_like(shown.spare))
        steering = step.steering
        for _ in range(_INSISTS if (shown.gap > 0).any() else 0):
            steering = steering.turned(shown, lowers=False)
            found = self._with_more(step, steering) if adds else self._drafted(steering)
            if isinstance(found, Draft) and not found.is_same_as(step.draft):
                return _Step(found, steering)
        return None

    def _with_more(self, step: _Step, steering: Steering) -> Draft:
        """Return a schedule with shifts for what a steering asks beyond the step's."""
        draft, asked = step.draft, step.draft.requirement
        before, after = (
            self._needs.raised(each.shift, each.added, each.work)
            for each in (step.steering, steering)
        )
        works = tuple(
            replace(lot, agent_h=lot.agent_h + max(more.agent_h - less.agent_h, 0.0))
            for lot, more, less in zip(asked.works, after.works, before.works, strict=True)
        )
        net = draft.required + np.maximum(after.net - before.net, 0.0)
        wanted = replace(asked, net=net, works=works)
        return with_more(self.loaded, draft, wanted, self.effort, self.warm)

    def _reach(self, fresh: Trial, surer: float = 0.0) -> float:
        """Return how many of a trial's standard errors would prove a promise on the most days.

        So far must an estimate be from its level, and `surer` standard errors of the most days
        more.
        """
        most = self.effort.most_fresh
        confidence = confidence_of(self.loaded.scenario, self.effort.looks)
        shorter = math.sqrt(fresh.study.replications / most)
        return (t_quantile(confidence, most) + surer) * shorter

    def _compare(self) -> None:
        """Try the schedule of plain Erlang C, on the days that the best was judged on."""
        if self.best is None:
            return
        found = self._drafted_for(self._needs, self._needs.plain)
        if isinstance(found, Draft):
            shown = self.best.study
            self.plain = self._tried(found, "plain", Days(shown.seed, shown.replications))

    @property
    def _common_days(self) -> Days:
        """The days that all rounds of the search see."""
        return Days(self.loaded.scenario.seed, self.effort.replications)

    def _is_fresh(self, trial: Trial) -> bool:
        return is_fresh(self.loaded.scenario, trial)

    def _drafted(self, steering: Steering) -> Draft | Solution:
        wanted = self._needs.raised(steering.shift, steering.added, steering.work)
        return self._drafted_for(wanted, wanted.net)

    def _drafted_for(self, wanted: Requirement, required: NDArray[np.float64]) -> Draft | Solution:
        return drafted(self.loaded, wanted, required, self.effort, self.warm)

    def _tried(self, draft: Draft, purpose: str, days: Days) -> Trial:
        found = tried(self.loaded, draft, self.effort, days)
        self.best = self.best or found  # before anybody hears of it, and may press Ctrl-C
        self._note(purpose, found)
        return found

    def _note(self, purpose: str, trial: Trial) -> None:
        one = Round(
            number=len(self.rounds) + 1,
            purpose=purpose,
            cost=trial.cost,
            required_h=trial.requirement.hours(trial.required)
            + sum(lot.agent_h for lot in trial.requirement.works),
            paid_h=trial.paid_h,
            judgements=trial.judgements,
            holds=trial.holds,
            missing=trial.missing(),
            status=trial.solution.status,
            gap=trial.solution.gap,
            replications=trial.study.replications,
            seed=trial.study.seed,
            wall_s=trial.wall_s,
        )
        self.rounds.append(one)
        if self.on_round is not None:
            self.on_round(one)

    def _told(self, *, is_cut: bool) -> Proof:
        best, reasons = self.best, list(self.reasons)
        outcome = Outcome.NO_SCHEDULE
        if best is not None:
            is_fresh = self._is_fresh(best)
            outcome = outcome_of(best, is_fresh=is_fresh)
            reasons += [cut_short(best, is_fresh=is_fresh)] if is_cut else []
            if not best.holds:
                searched = sum(one.purpose == "repair" for one in self.rounds)
                reasons += shortcomings(best, searched, self.effort.rounds)
            reasons += undecided(best)
        return Proof(
            scenario=self.loaded.scenario,
            requirement=self._needs,
            first=self.first,
            best=best,
            plain=self.plain,
            rounds=tuple(self.rounds),
            outcome=outcome,
            reasons=tuple(dict.fromkeys(reasons)),
            is_cut=is_cut,
        )


def _is_better_proved(one: Trial, other: Trial) -> bool:
    """Tell whether one of two on fresh days is to be preferred.

    It is proved where the other is not, or holds, or is cheaper, or misses less.
    """
    ranks = (
        (one.all_settled, one.keeps, one.none_missed),
        (
            other.all_settled,
            other.keeps,
            other.none_missed,
        ),
    )
    if ranks[0] != ranks[1]:
        return ranks[0] > ranks[1]
    if one.keeps and not isinstance(one.problem.goal, MostService):
        return one.dear < other.dear
    return one.missing() < other.missing()
