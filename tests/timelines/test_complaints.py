"""Rule 12: tickets, their grades and time limits, escalation and reopening.

Every call opens a ticket at the end of its talk, for a desk where a ticket takes 40.
"""

from typing import Any

import numpy as np

from sim.centre import Centre
from sim.codes import Kind
from sim.floor import Grade, Group, Queue, Skill, Ticket, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import key_for, run, stays, timeline

CALLS = Queue("calls", ticket=Ticket(1.0, "desk"))
LATER = {
    "calls": Later(talk=8, repeat_delay=50),
    "desk": Later(talk=40, wrap_up=2, repeat_delay=70),
    "manager": Later(talk=20),
    "director": Later(talk=10),
}
#: Due 100 after it comes, then a matter for the manager.
LIMITED = Grade(1.0, 100_000, escalate_to="manager")


def complaints(
    desk: Queue | None = None,
    calls: Queue = CALLS,
    staff: dict[str, Any] | None = None,
    **more: Any,
) -> Centre:
    """Return calls, a desk and its manager, each with a group of one agent."""
    queues = [calls, desk or Queue("desk", Kind.WORK), Queue("manager", Kind.WORK)]
    groups = [
        Group("agents", (Skill("calls"),)),
        Group("clerks", (Skill("desk"),)),
        Group("managers", (Skill("manager"),)),
    ]
    return small_centre(
        queues,
        groups,
        {"agents": 1, "clerks": 1, "managers": 1, **(staff or {})},
        later=LATER,
        **more,
    )


def test_a_ticket_comes_at_the_end_of_talk() -> None:
    """At 60, before the agent's wrap-up is over; with talk and wrap-up of the desk's pool."""
    centre = complaints()
    assert timeline(centre, Call(0, talk=60, wrap_up=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 ends"),
        (60, "1 enters desk"),
        (60, "1 is answered by clerks 0"),
        (70, "agents 0 is free of 0"),
        (100, "1 ends"),
        (102, "clerks 0 is free of 1"),
    ]
    legs = run(centre, Call(0, talk=60)).legs
    assert legs["parent"].tolist() == [-1, 0]
    assert legs["depth"].tolist() == [0, 1]
    assert legs["attempt"].tolist() == [1, 1]


def test_a_ticket_is_numbered_before_a_repeat() -> None:
    """The repeat of 110 opens another ticket at 118; two tries are all."""
    calls = Queue("calls", repeat=1.0, ticket=Ticket(1.0, "desk"))
    assert stays(complaints(calls=calls, tries=2), Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "ticket in desk at 60, clerks 0 from 60, answered at 100, free at 102",
        "repeat in calls at 110, agents 0 from 110, answered at 118, free at 118",
        "ticket in desk at 118, clerks 0 from 118, answered at 158, free at 160",
    ]


def test_a_call_that_is_passed_on_opens_none() -> None:
    """The expert's line opens its own, at the end of that talk."""
    centre = small_centre(
        [CALLS, Queue("expert", ticket=Ticket(1.0, "desk")), Queue("desk", Kind.WORK)],
        [
            Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "experts": 1},
        later={"expert": Later(talk=30)},
    )
    assert stays(centre, Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, transferred at 60, free at 60",
        "transfer in expert at 60, experts 0 from 60, answered at 90, free at 90",
        "ticket in desk at 90, waiting",
    ]


def test_a_ticket_at_the_end_is_not_opened() -> None:
    """Talk until the horizon of 60."""
    assert len(run(complaints(horizon=60), Call(0, talk=60))) == 1
    assert len(run(complaints(horizon=61), Call(0, talk=60))) == 2


def test_at_one_instant_tickets_come_in_order_of_their_numbers() -> None:
    """Calls 0 and 1 end at 60, and call 2 comes for the desk itself: 2, then 3, then 4.

    Legs 3 and 4 are the tickets of calls 0 and 1, numbered when those are answered.
    """
    centre = complaints(staff={"agents": 2})
    calls = [Call(0, talk=60), Call(5, talk=55), Call(60, "desk", talk=10)]
    assert stays(centre, *calls)[2:] == [
        "first in desk at 60, clerks 0 from 60, answered at 70, free at 70",
        "ticket in desk at 60, clerks 0 from 70, answered at 110, free at 112",
        "ticket in desk at 60, clerks 0 from 112, answered at 152, free at 154",
    ]


# Grades and time limits --------------------------------------------------------------------------


def test_a_ticket_draws_its_grade() -> None:
    """One deeper than its call: the key draws the second of two grades there, at depth 1."""
    desk = Queue("desk", Kind.WORK, grades=(Grade(0.5), Grade(0.5)))
    key = key_for(grade=(0, 0.5), grade__1=(0.5, 1))
    assert run(complaints(desk), Call(0, talk=60, key=key)).legs["grade"].tolist() == [0, 1]


def test_who_comes_to_the_desk_directly_has_a_grade_from_the_start() -> None:
    desk = Queue("desk", Kind.WORK, grades=(Grade(0.5), Grade(0.2), Grade(0.3)))
    keys = [key_for(grade=(low, low + 0.1)) for low in (0.1, 0.55, 0.85)]
    calls = [Call(0, "desk", key=key) for key in keys]
    assert run(complaints(desk), *calls).legs["grade"].tolist() == [0, 1, 2]


def test_what_is_not_begun_in_time_goes_on() -> None:
    """Of 60, due at 160, when nobody is at the desk: the manager begins it at once."""
    centre = complaints(Queue("desk", Kind.WORK, grades=(LIMITED,)), staff={"clerks": 0})
    assert timeline(centre, Call(0, talk=60)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "1 enters desk"),
        (160, "1 escalates"),
        (160, "2 enters manager"),
        (160, "2 is answered by managers 0"),
        (180, "2 ends"),
        (180, "managers 0 is free of 2"),
    ]
    legs = run(centre, Call(0, talk=60)).legs
    assert legs["depth"].tolist() == [0, 1, 2]
    assert legs["comes_back"].tolist() == [0, 0, 0]


def test_a_time_limit_without_a_way_up_ends_nothing() -> None:
    desk = Queue("desk", Kind.WORK, grades=(Grade(1.0, 100_000),))
    assert stays(complaints(desk, staff={"clerks": 0}), Call(0, talk=60))[1:] == [
        "ticket in desk at 60, waiting"
    ]


def test_it_goes_on_while_the_desk_is_closed_and_step_by_step() -> None:
    """Of 60, due at 160; with the manager due 50 later, at 210, and then for the director.

    The director's desk is closed until 300.
    """
    manager = Queue("manager", Kind.WORK, grades=(Grade(1.0, 50_000, escalate_to="director"),))
    centre = small_centre(
        [
            CALLS,
            Queue("desk", Kind.WORK, grades=(LIMITED,)),
            manager,
            Queue("director", Kind.WORK),
        ],
        [
            Group("agents", (Skill("calls"),)),
            Group("clerks", (Skill("desk"),)),
            Group("directors", (Skill("director"),)),
        ],
        {"agents": 1, "clerks": 1, "directors": 1},
        later=LATER,
        opening={"desk": [(0, 50)], "director": [(300, 400)]},
    )
    assert stays(centre, Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "ticket in desk at 60, escalated at 160",
        "escalation in manager at 160, escalated at 210",
        "escalation in director at 210, directors 0 from 300, answered at 310, free at 310",
    ]


def test_at_one_instant_a_clerk_is_free_first() -> None:
    """Due at 160, when the clerk has done what came before."""
    centre = complaints(Queue("desk", Kind.WORK, grades=(LIMITED,)))
    assert stays(centre, Call(0, talk=60), Call(55, "desk", talk=105))[1:] == [
        "first in desk at 55, clerks 0 from 55, answered at 160, free at 160",
        "ticket in desk at 60, clerks 0 from 160, answered at 200, free at 202",
    ]


def test_what_was_begun_does_not_go_on() -> None:
    """Begun at 0, put aside at 20 for a call until 320: due at 100, and resumed at 320."""
    desk = Queue("desk", Kind.WORK, grades=(LIMITED,), interruptible=True)
    centre = small_centre(
        [Queue("calls"), desk, Queue("manager", Kind.WORK)],
        [Group("agents", (Skill("calls"), Skill("desk")))],
        {"agents": 1},
    )
    assert stays(centre, Call(0, "desk", talk=60), Call(20, talk=300)) == [
        "first in desk at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 320, free at 320",
        "resumed in desk at 20, agents 0 from 320, answered at 360, free at 360",
    ]


def test_what_escalates_may_be_blocked() -> None:
    """The manager has one place: of two that are due at 100 the second is turned away."""
    centre = small_centre(
        [
            Queue("desk", Kind.WORK, grades=(LIMITED,)),
            Queue("manager", Kind.WORK, capacity=1),
        ],
        [],
        {},
    )
    assert stays(centre, Call(0, "desk"), Call(0, "desk")) == [
        "first in desk at 0, escalated at 100",
        "first in desk at 0, escalated at 100",
        "escalation in manager at 100, waiting",
        "escalation in manager at 100, blocked at 100",
    ]


def test_a_grade_decides_when_it_is_due() -> None:
    """Of three grades, the severe are due after 10, the serious after 100, the minor never."""
    grades = (
        Grade(0.5),
        Grade(0.2, 100_000, escalate_to="manager"),
        Grade(0.3, 10_000, escalate_to="manager"),
    )
    keys = [key_for(grade=(low, low + 0.1)) for low in (0.1, 0.55, 0.85)]
    centre = complaints(Queue("desk", Kind.WORK, grades=grades), staff={"clerks": 0, "managers": 0})
    assert stays(centre, *[Call(5, "desk", key=key) for key in keys])[:3] == [
        "first in desk at 5, waiting",
        "first in desk at 5, escalated at 105",
        "first in desk at 5, escalated at 15",
    ]


# Reopening ---------------------------------------------------------------------------------------


def test_what_is_done_may_be_reopened_in_its_own_queue() -> None:
    """Done at 100, again 70 later at 170, done at 210: two tries of the contact are all.

    The line's own share and delay of repeats are for its calls alone.
    """
    centre = complaints(Queue("desk", Kind.WORK, repeat=1.0), tries=2)
    assert stays(centre, Call(0, talk=60)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "ticket in desk at 60, clerks 0 from 60, answered at 100, free at 102",
        "reopened in desk at 170, clerks 0 from 170, answered at 210, free at 212",
    ]
    legs = run(centre, Call(0, talk=60)).legs
    assert legs["attempt"].tolist() == [1, 1, 2]
    assert legs["depth"].tolist() == [0, 1, 1]
    assert legs["comes_back"].tolist() == [0, 1, 1]


def test_who_calls_after_work_was_passed_on_repeats_the_work() -> None:
    """Mail passed on to a line: what comes back after the call goes by the first queue's share."""
    centre = small_centre(
        [Queue("mail", Kind.WORK, repeat=1.0), Queue("calls")],
        [
            Group("clerks", (Skill("mail", transfer=Transfer(1.0, "calls")),)),
            Group("agents", (Skill("calls"),)),
        ],
        {"clerks": 1, "agents": 1},
        tries=2,
        later={"mail": Later(talk=5, repeat_delay=70), "calls": Later(talk=8)},
    )
    assert stays(centre, Call(0, "mail", talk=60))[:3] == [
        "first in mail at 0, clerks 0 from 0, transferred at 60, free at 60",
        "transfer in calls at 60, agents 0 from 60, answered at 68, free at 68",
        "repeat in mail at 138, clerks 0 from 138, transferred at 143, free at 143",
    ]


def test_interruptible_work_is_settled_when_its_talk_is_over() -> None:
    """So that what it makes is numbered then: leg 2 is the ticket of mail 1, which ended first."""
    mail = Queue("mail", Kind.WORK, interruptible=True, ticket=Ticket(1.0, "desk"))
    centre = small_centre(
        [mail, Queue("desk", Kind.WORK)], [Group("agents", (Skill("mail"),))], {"agents": 2}
    )
    calls = [Call(0, "mail", talk=60), Call(5, "mail", talk=20)]
    assert run(centre, *calls).legs["parent"].tolist() == [-1, -1, 1, 0]
    at_answer = Queue("mail", Kind.WORK, ticket=Ticket(1.0, "desk"))
    centre = small_centre(
        [at_answer, Queue("desk", Kind.WORK)], [Group("agents", (Skill("mail"),))], {"agents": 2}
    )
    legs = run(centre, *calls).legs
    assert legs["parent"].tolist() == [-1, -1, 0, 1]
    assert (np.diff(legs["queued_ms"][2:]) < 0).all()
