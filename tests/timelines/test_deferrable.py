"""Rule 12: deferrable work, done when nothing live waits; put aside and resumed."""

from typing import Any

from sim.centre import Centre
from sim.codes import Kind
from sim.floor import Grade, Group, Queue, Skill, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import key_for, run, stays, timeline

MAIL = Queue("mail", Kind.WORK)
INTERRUPTIBLE = Queue("mail", Kind.WORK, interruptible=True)

#: Half of the work is of each of two grades: not urgent, due in 300, and urgent, due in 100.
GRADES = (Grade(0.5, 300_000), Grade(0.5, 100_000))
CALM, URGENT = key_for(grade=(0, 0.5)), key_for(grade=(0.5, 1))


def mail(at: float, talk: float = 60, **options: Any) -> Call:
    return Call(at, "mail", talk, **options)


def with_mail(queue: Queue = MAIL, staff: Any = 1, **options: Any) -> Centre:
    """Return a group whose agents would rather do mail than answer calls, by rank."""
    skills = (Skill("mail", rank=1), Skill("calls", rank=2))
    return small_centre(
        [queue, Queue("calls")], [Group("agents", skills)], {"agents": staff}, **options
    )


def test_what_is_live_comes_first_whatever_the_rank() -> None:
    """At 60 the call of 20 is next, then the mail of 10."""
    assert stays(with_mail(), Call(0, talk=60), mail(10), Call(20, talk=5)) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "first in mail at 10, agents 0 from 65, answered at 125, free at 125",
        "first in calls at 20, agents 0 from 60, answered at 65, free at 65",
    ]


def test_it_has_no_patience() -> None:
    assert stays(with_mail(staff=0), mail(0, patience=5)) == ["first in mail at 0, waiting"]


def test_it_is_not_put_aside_unless_it_may_be() -> None:
    """The call of 20 waits until 60."""
    assert stays(with_mail(), mail(0), Call(20, talk=5)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 20, agents 0 from 60, answered at 65, free at 65",
    ]


# In which order ----------------------------------------------------------------------------------


def order(*mails: Call, by_due: bool, grades: tuple[Grade, ...] = GRADES) -> list[int]:
    """Return in which order an agent who is on a call until 60 does some mails, by place."""
    centre = with_mail(Queue("mail", Kind.WORK, grades=grades, by_due=by_due))
    legs = run(centre, Call(0, talk=60), *mails).legs[1 : len(mails) + 1]
    begun: list[int] = legs["answered_ms"].argsort(kind="stable").tolist()
    return begun


def test_first_due_first() -> None:
    """Due at 310 and at 120."""
    assert order(mail(10, key=CALM), mail(20, key=URGENT), by_due=True) == [1, 0]


def test_first_come_first() -> None:
    assert order(mail(10, key=CALM), mail(20, key=URGENT), by_due=False) == [0, 1]


def test_due_at_one_instant() -> None:
    """All due at 210: the grade named first, and of one grade who came first."""
    late = (Grade(0.5, 200_000), Grade(0.5, 190_000))
    mails = [mail(10, key=CALM), mail(10, key=CALM), mail(20, key=URGENT), mail(20, key=URGENT)]
    assert order(*mails, by_due=True, grades=late) == [0, 1, 2, 3]
    earlier = (Grade(0.5, 190_000), Grade(0.5, 200_000))
    mails = [mail(10, key=URGENT), mail(10, key=URGENT), mail(20, key=CALM), mail(20, key=CALM)]
    assert order(*mails, by_due=True, grades=earlier) == [2, 3, 0, 1]


def test_what_has_no_due_time_is_last() -> None:
    """And of what has none, the grade named first."""
    grades = (Grade(0.5), Grade(0.5, 100_000))
    assert order(mail(1, key=CALM), mail(59, key=URGENT), by_due=True, grades=grades) == [1, 0]
    none = (Grade(0.5), Grade(0.5))
    assert order(mail(1, key=URGENT), mail(59, key=CALM), by_due=True, grades=none) == [1, 0]


def test_what_was_reminded_of_is_first() -> None:
    """The calm one of 10 has a reminder at 40, which counts at 60; due times do not."""
    grades = (Grade(0.5, 300_000, remind_ms=30_000), Grade(0.5, 100_000))
    mails = [mail(10, key=CALM), mail(20, key=URGENT)]
    assert order(*mails, by_due=True, grades=grades) == [0, 1]


def test_a_reminder_counts_from_its_instant_on() -> None:
    """At 60 the calm one of 10 is reminded of after 50, and not yet after 50.001."""
    mails = [mail(10, key=CALM), mail(20, key=URGENT)]
    grades = (Grade(0.5, 300_000, remind_ms=50_000), Grade(0.5, 100_000))
    assert order(*mails, by_due=True, grades=grades) == [0, 1]
    grades = (Grade(0.5, 300_000, remind_ms=50_001), Grade(0.5, 100_000))
    assert order(*mails, by_due=True, grades=grades) == [1, 0]


def test_of_two_reminded_of_the_first_due_is_first() -> None:
    grades = (Grade(0.5, 300_000, remind_ms=5_000), Grade(0.5, 100_000, remind_ms=5_000))
    mails = [mail(10, key=CALM), mail(20, key=URGENT)]
    assert order(*mails, by_due=True, grades=grades) == [1, 0]


# Opening hours -----------------------------------------------------------------------------------


def test_it_waits_over_closing_and_is_done_when_the_desk_opens() -> None:
    """Open 0-50 and 100-200. Mail 0 waits for an agent, who comes at 60 to a closed desk.

    Mail 1 of 70 comes to the closed desk. At 100 both agents take one, as the desk opens.
    """
    centre = with_mail(staff=[(2, (60, 900))], opening={"mail": [(0, 50), (100, 200)]})
    assert timeline(centre, mail(30), mail(70), mail(150)) == [
        (30, "0 enters mail"),
        (70, "1 enters mail"),
        (100, "0 is answered by agents 0"),
        (100, "1 is answered by agents 1"),
        (150, "2 enters mail"),
        (160, "0 ends"),
        (160, "agents 0 is free of 0"),
        (160, "1 ends"),
        (160, "agents 1 is free of 1"),
        (160, "2 is answered by agents 0"),
        (220, "2 ends"),
        (220, "agents 0 is free of 2"),
    ]


def test_a_freed_agent_leaves_the_mail_of_a_closed_desk() -> None:
    """Closed at 50; at 60 mail 1 stays, for ever."""
    centre = with_mail(opening={"mail": [(0, 50)]})
    assert stays(centre, mail(0), mail(10)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 60",
        "first in mail at 10, waiting",
    ]


def test_at_one_instant_the_desk_opens_before_anybody_comes_or_leaves() -> None:
    """Opens at 100: agent 0 begins mail 0 and goes after it; agent 1, who comes then, idles."""
    centre = with_mail(staff=[(1, (0, 100)), (1, (100, 900))], opening={"mail": [(100, 200)]})
    assert stays(centre, mail(10)) == [
        "first in mail at 10, agents 0 from 100, answered at 160, free at 160"
    ]


def test_places_are_limited_open_or_not() -> None:
    centre = with_mail(Queue("mail", Kind.WORK, capacity=1), opening={"mail": [(100, 200)]})
    assert stays(centre, mail(10), mail(20)) == [
        "first in mail at 10, agents 0 from 100, answered at 160, free at 160",
        "first in mail at 20, blocked at 20",
    ]


def test_an_overflow_while_the_desk_is_closed_comes_with_its_opening() -> None:
    """Helpers are eligible after 50: at 60 the desk is closed, at 100 the mail has waited 90."""
    centre = small_centre(
        [MAIL],
        [Group("helpers", (Skill("mail", delay_ms=50_000),))],
        {"helpers": 1},
        opening={"mail": [(100, 200)]},
    )
    assert stays(centre, mail(10), mail(80)) == [
        "first in mail at 10, helpers 0 from 100, answered at 160, free at 160",
        "first in mail at 80, helpers 0 from 160, answered at 220, free at 220",
    ]


# Put aside and resumed ---------------------------------------------------------------------------


def test_work_is_put_aside_for_a_call_and_resumed() -> None:
    """Mail 0 has 40 of 60 left at 20. The call takes until 50, the rest until 90, wrap-up 100."""
    centre = with_mail(INTERRUPTIBLE)
    calls = [mail(0, wrap_up=10), Call(20, talk=30)]
    assert timeline(centre, *calls) == [
        (0, "0 enters mail"),
        (0, "0 is answered by agents 0"),
        (20, "0 is put aside"),
        (20, "agents 0 is free of 0"),
        (20, "1 enters calls"),
        (20, "1 is answered by agents 0"),
        (20, "2 enters mail"),
        (50, "1 ends"),
        (50, "agents 0 is free of 1"),
        (50, "2 is answered by agents 0"),
        (90, "2 ends"),
        (100, "agents 0 is free of 2"),
    ]
    assert run(centre, *calls).legs["parent"].tolist() == [-1, -1, 0]


def test_the_rest_is_offered_at_once_to_others_who_idle() -> None:
    """The helper is asked after the agents, and has nothing to do: it goes on from 20 to 60."""
    helpers = Group("helpers", (Skill("mail", rank=2),))
    agents = Group("agents", (Skill("mail"), Skill("calls")))
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls")], [agents, helpers], {"agents": 1, "helpers": 1}
    )
    assert stays(centre, mail(0), Call(20, talk=30)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "resumed in mail at 20, helpers 0 from 20, answered at 60, free at 60",
    ]


def test_the_rest_waits_for_a_desk_that_is_closed() -> None:
    """The mail of 0 goes on from 40, when its desk opens again."""
    helpers = Group("helpers", (Skill("mail", rank=2),))
    agents = Group("agents", (Skill("mail"), Skill("calls")))
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls")],
        [agents, helpers],
        {"agents": 1, "helpers": 1},
        opening={"mail": [(0, 10), (40, 1000)]},
    )
    assert stays(centre, mail(0), Call(20, talk=30))[2] == (
        "resumed in mail at 20, helpers 0 from 40, answered at 80, free at 80"
    )


def test_what_was_begun_comes_before_what_was_not() -> None:
    """Even if that is reminded of, and due."""
    grades = (Grade(1.0, 30_000, remind_ms=0),)
    queue = Queue("mail", Kind.WORK, grades=grades, by_due=True, interruptible=True)
    assert stays(with_mail(queue), mail(0), mail(5), Call(20, talk=30)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in mail at 5, agents 0 from 90, answered at 150, free at 150",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "resumed in mail at 20, agents 0 from 50, answered at 90, free at 90",
    ]


def test_it_may_be_put_aside_more_than_once() -> None:
    """20 done by 20, 25 more by 75, the last 15 by 105."""
    assert stays(with_mail(INTERRUPTIBLE), mail(0), Call(20, talk=30), Call(75, talk=15)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "first in calls at 75, agents 0 from 75, answered at 90, free at 90",
        "resumed in mail at 20, agents 0 from 50, put aside at 75, free at 75",
        "resumed in mail at 75, agents 0 from 90, answered at 105, free at 105",
    ]


def test_another_agent_may_resume_it_at_the_pace_it_was_begun() -> None:
    """Agent 0 of the slow takes 120 for the mail, of which 100 are left at 20, and 10 of wrap-up.

    A quick one, who would have taken 60 and 5 and is on the phone until 30, takes 100 and 10.
    """
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls"), Queue("others")],
        [
            Group("slow", (Skill("mail", handling_factor=2.0), Skill("calls"))),
            Group("quick", (Skill("mail", rank=2), Skill("others"))),
        ],
        {"slow": 1, "quick": 1},
    )
    calls = [mail(0, wrap_up=5), Call(5, "others", talk=25), Call(20, talk=500)]
    assert stays(centre, *calls) == [
        "first in mail at 0, slow 0 from 0, put aside at 20, free at 20",
        "first in others at 5, quick 0 from 5, answered at 30, free at 30",
        "first in calls at 20, slow 0 from 20, answered at 520, free at 520",
        "resumed in mail at 20, quick 0 from 30, answered at 130, free at 140",
    ]


def test_what_was_begun_last_is_put_aside() -> None:
    """Agent 1 began mail 1 at 5, and goes on with the call."""
    assert stays(with_mail(INTERRUPTIBLE, 2), mail(0), mail(5), Call(20, talk=60)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 60",
        "first in mail at 5, agents 1 from 5, put aside at 20, free at 20",
        "first in calls at 20, agents 1 from 20, answered at 80, free at 80",
        "resumed in mail at 20, agents 0 from 60, answered at 105, free at 105",
    ]


def test_of_two_groups_the_one_of_the_better_rank_puts_aside() -> None:
    """Though the other began its mail last."""
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls")],
        [
            Group("second", (Skill("mail"), Skill("calls", rank=2))),
            Group("first", (Skill("mail", rank=2), Skill("calls"))),
        ],
        {"second": [(1, (10, 900))], "first": 1},
    )
    assert stays(centre, mail(0), mail(15), Call(20, talk=5))[:3] == [
        "first in mail at 0, first 0 from 0, put aside at 20, free at 20",
        "first in mail at 15, second 0 from 15, answered at 75, free at 75",
        "first in calls at 20, first 0 from 20, answered at 25, free at 25",
    ]


def test_wrap_up_is_not_put_aside() -> None:
    """The talk is over at 60, wrap-up until 70: the call of 65 waits."""
    assert stays(with_mail(INTERRUPTIBLE), mail(0, wrap_up=10), Call(65, talk=5)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 70",
        "first in calls at 65, agents 0 from 70, answered at 75, free at 75",
    ]


def test_at_one_instant_talk_ends_before_a_call_comes() -> None:
    """At 60 the agent is free, or in wrap-up."""
    assert stays(with_mail(INTERRUPTIBLE), mail(0), Call(60, talk=5)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 60, agents 0 from 60, answered at 65, free at 65",
    ]
    assert stays(with_mail(INTERRUPTIBLE), mail(0, wrap_up=1), Call(60, talk=5)) == [
        "first in mail at 0, agents 0 from 0, answered at 60, free at 61",
        "first in calls at 60, agents 0 from 61, answered at 66, free at 66",
    ]


def test_work_may_be_put_aside_at_the_instant_it_began() -> None:
    assert stays(with_mail(INTERRUPTIBLE), mail(20), Call(20, talk=30)) == [
        "first in mail at 20, agents 0 from 20, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "resumed in mail at 20, agents 0 from 50, answered at 110, free at 110",
    ]


def test_an_overflow_has_work_put_aside() -> None:
    """Helpers answer calls that have waited 25: at 35 mail 0 has 25 of 60 left."""
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls")],
        [Group("helpers", (Skill("mail"), Skill("calls", delay_ms=25_000)))],
        {"helpers": 1},
    )
    assert stays(centre, mail(0), Call(10, talk=5)) == [
        "first in mail at 0, helpers 0 from 0, put aside at 35, free at 35",
        "first in calls at 10, helpers 0 from 35, answered at 40, free at 40",
        "resumed in mail at 35, helpers 0 from 40, answered at 65, free at 65",
    ]


def test_an_agent_who_is_to_leave_goes_after_the_call() -> None:
    """To leave at 10, busy with mail; put aside at 20 for a call until 50: then nobody is there."""
    assert stays(with_mail(INTERRUPTIBLE, [(1, (0, 10))]), mail(0), Call(20, talk=30)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "resumed in mail at 20, waiting",
    ]


def test_who_goes_home_puts_nothing_aside() -> None:
    """To leave at 50; the chat of 0 is done at 60: going home, with the mail of 5 until 205.

    The call of 65 waits. One of 55 has the mail put aside: then the agent was only to leave.
    """
    skills = (Skill("mail"), Skill("calls"), Skill("chats"))
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls"), Queue("chats", Kind.CHAT)],
        [Group("agents", skills, 2, (1.0, 1.0), mixes=True)],
        {"agents": [(1, (0, 50))]},
    )
    assert stays(centre, Call(0, "chats", talk=60), mail(5, 200), Call(65, talk=5)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in mail at 5, agents 0 from 5, answered at 205, free at 205",
        "first in calls at 65, waiting",
    ]
    assert stays(centre, Call(0, "chats", talk=60), mail(5, 200), Call(55, talk=45)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in mail at 5, agents 0 from 5, put aside at 55, free at 55",
        "first in calls at 55, agents 0 from 55, answered at 100, free at 100",
        "resumed in mail at 55, waiting",
    ]


def test_chats_beside_work_where_the_group_mixes() -> None:
    """The chat of 10 is the second contact (90 until 100) and nothing is put aside for it.

    The call of 20 cannot be beside mail, which is put aside: the call is second again, until 110.
    At 100 a hand is free, but the rest waits until the call is over; 40 left until 150.
    """
    skills = (Skill("mail"), Skill("calls"), Skill("chats"))
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls"), Queue("chats", Kind.CHAT)],
        [Group("agents", skills, 2, (1.0, 1.5), mixes=True)],
        {"agents": 1},
    )
    assert stays(centre, mail(0), Call(10, "chats", talk=60), Call(20, talk=60)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in chats at 10, agents 0 from 10, answered at 100, free at 100",
        "first in calls at 20, agents 0 from 20, answered at 110, free at 110",
        "resumed in mail at 20, agents 0 from 110, answered at 150, free at 150",
    ]


def test_what_is_resumed_is_passed_on_at_its_end() -> None:
    """Whether it is, and what follows, is settled at the end of the talk, at 90."""
    centre = small_centre(
        [INTERRUPTIBLE, Queue("calls"), Queue("desk", Kind.WORK)],
        [
            Group("agents", (Skill("mail", transfer=Transfer(1.0, "desk")), Skill("calls"))),
            Group("desk", (Skill("desk"),)),
        ],
        {"agents": 1, "desk": 1},
        later={"desk": Later(talk=7)},
    )
    assert stays(centre, mail(0, wrap_up=10), Call(20, talk=30)) == [
        "first in mail at 0, agents 0 from 0, put aside at 20, free at 20",
        "first in calls at 20, agents 0 from 20, answered at 50, free at 50",
        "resumed in mail at 20, agents 0 from 50, transferred at 90, free at 100",
        "transfer in desk at 90, desk 0 from 90, answered at 97, free at 97",
    ]


def test_work_in_hand_at_the_end_is_not_settled() -> None:
    """Its talk would end at the horizon of 60: who knows whether it comes back, or is free."""
    queue = Queue("mail", Kind.WORK, interruptible=True, repeat=1.0)
    legs = run(with_mail(queue, horizon=60), mail(0)).legs
    assert legs["freed_ms"].tolist() == [-1]
    assert legs["comes_back"].tolist() == [0]
