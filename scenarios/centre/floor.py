"""The floor: queues with their rules, groups with their people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scenarios.centre.playbooks import offers_of, skills_of
from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.channels.channel import CHATS, DEFERRABLE, Channel
from scenarios.schema.channels.outbound import Dial
from scenarios.schema.channels.work import Grade
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Skill
from scenarios.schema.stages import shares_there
from sim import floor as built
from sim.clock import NEVER, to_ms
from sim.codes import Kind, Outcome


def floor(scenario: Scenario) -> built.Floor:
    """Return the floor that a scenario describes."""
    offers, lent = offers_of(scenario), skills_of(scenario)
    queues = [_queue(name, queue, offers.get(name)) for name, queue in scenario.queues.items()]
    groups = [
        _group(scenario, name, group, lent.get(name, {}))
        for name, group in scenario.all_groups.items()
    ]
    return built.Floor.of(queues, groups, scenario.tries)


def kind_of(channel: Channel) -> Kind:
    """Return what a channel's contacts are to an agent."""
    if channel in DEFERRABLE:
        return Kind.WORK
    return Kind.CHAT if channel in CHATS else Kind.CALL


def _queue(name: str, queue: Queue, offer: CallBack | None) -> built.Queue:
    """Return a queue; an `offer` of call-backs, where it has none, is made by a playbook alone."""
    kind = kind_of(queue.channel)
    bot, message, silence = queue.self_service, queue.announcement, queue.silence
    return built.Queue(
        name,
        kind=kind,
        priority=queue.priority,
        weight=queue.weight,
        head_start_ms=to_ms(queue.head_start),
        capacity=queue.capacity,
        clears_at_close=queue.at_close == "clear",
        repeat=queue.repeat.share if queue.repeat else 0.0,
        redial=_redial(queue),
        self_service=built.SelfService(bot.gives_up) if bot else None,
        announcement=built.Announcement(to_ms(message.after), message.share) if message else None,
        call_back=_call_back(queue.call_back, offer),
        dial=_dial(queue.dial or Dial()) if queue.channel == "outbound" else None,
        silence=built.Silence(silence.share, to_ms(silence.timeout)) if silence else None,
        ticket=built.Ticket(queue.ticket.share, queue.ticket.to) if queue.ticket else None,
        grades=_grades(queue),
        by_due=kind is Kind.WORK and queue.order == "due",
        interruptible=queue.interruptible,
    )


def _redial(queue: Queue) -> dict[Outcome, float]:
    redial = queue.redial
    return {
        Outcome.ABANDONED: redial.abandoned,
        Outcome.BLOCKED: redial.blocked,
        Outcome.CLOSED: redial.closed,
        Outcome.CLEARED: redial.cleared,
        Outcome.DROPPED: redial.dropped,
        Outcome.LEFT_BOT: redial.left_bot,
        Outcome.DIVERTED: redial.diverted,
    }


def _call_back(own: CallBack | None, offer: CallBack | None) -> built.CallBack | None:
    meant = own or offer
    if meant is None:
        return None
    appointment_s = meant.appointment_s
    return built.CallBack(
        after_ms=NEVER if own is None else to_ms(meant.after),
        share=meant.accepted,
        appointment_ms=None if appointment_s is None else to_ms(appointment_s),
        dial=built.Dial(meant.reached, to_ms(meant.dial), meant.calls, to_ms(meant.retry)),
    )


def _dial(dial: Dial) -> built.Dial:
    return built.Dial(dial.reached, to_ms(dial.time), dial.calls, to_ms(dial.retry))


def _grades(queue: Queue) -> tuple[built.Grade, ...]:
    if queue.grades:
        return tuple(_grade(grade) for grade in queue.grades.values())
    return (built.Grade(due_ms=NEVER if queue.due is None else to_ms(queue.due)),)


def _grade(grade: Grade) -> built.Grade:
    remind_ms = NEVER if grade.reminder is None else to_ms(grade.reminder)
    return built.Grade(grade.share, to_ms(grade.due), remind_ms, grade.escalate)


def _group(scenario: Scenario, name: str, group: Group, lent: Mapping[str, Skill]) -> built.Group:
    """Return a group; skills that are `lent` lie idle until a playbook has them used."""
    skills = [_skill(queue, skill) for queue, skill in group.serves.items()]
    skills += [replace(_skill(queue, skill), delay_ms=NEVER) for queue, skill in lent.items()]
    return built.Group(
        name,
        tuple(skills),
        concurrency=group.concurrency,
        parallel=group.factors_at_once,
        mixes=group.works_on == "both",
        stages=_stages(scenario, group),
    )


def _stages(scenario: Scenario, group: Group) -> tuple[built.Stage, ...]:
    """Return the stages of those who are there: the mix, without who stays away."""
    there = shares_there(group.stages, scenario.stages)
    stages = {name: scenario.stages[name] for name in there}
    return tuple(
        built.Stage(there[name], stage.handling_factor, stage.transfer_factor, stage.repeat_factor)
        for name, stage in stages.items()
    )


def _skill(queue: str, skill: Skill) -> built.Skill:
    passed, transfer = skill.transfer, None
    if passed is not None:
        warm = passed.how == "warm"
        transfer = built.Transfer(passed.share, passed.to, warm, to_ms(passed.handover))
    return built.Skill(
        queue, skill.rank, skill.pick_rank, to_ms(skill.after), skill.handling_factor, transfer
    )
