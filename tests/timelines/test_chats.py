"""Rule 11: agents with several contacts at once.

An agent has up to two chats; the second at once takes half as long again. A chat takes 60 alone.
"""

from typing import Any

from sim.centre import Centre
from sim.codes import Kind
from sim.floor import Group, Queue, Silence, Skill, Ticket, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import key_for, run, stays, timeline

CHATS = Queue("chats", Kind.CHAT)


def chat(at: float, talk: float = 60, **options: Any) -> Call:
    return Call(at, "chats", talk, **options)


def chatting(staff: Any = 1, concurrency: int = 2, mixes: bool = False, **options: Any) -> Centre:
    """Return a group that serves chats and calls."""
    factors = (1.0, 1.5, 2.0)[:concurrency]
    skills = (Skill("chats"), Skill("calls"))
    return small_centre(
        [options.pop("chats", CHATS), Queue("calls")],
        [Group("agents", skills, concurrency, factors, mixes)],
        {"agents": staff},
        **options,
    )


def test_two_at_once_and_the_third_waits() -> None:
    """Chat 1 is the second at once: 90 from 10, until 100. Chat 2 waits until 60, is the second
    then, and takes 90 until 150. Chat 3 comes at 110 as the second: until 200.
    """
    assert timeline(chatting(), chat(0), chat(10), chat(20), chat(110)) == [
        (0, "0 enters chats"),
        (0, "0 is answered by agents 0"),
        (10, "1 enters chats"),
        (10, "1 is answered by agents 0"),
        (20, "2 enters chats"),
        (60, "0 ends"),
        (60, "agents 0 is free of 0"),
        (60, "2 is answered by agents 0"),
        (100, "1 ends"),
        (100, "agents 0 is free of 1"),
        (110, "3 enters chats"),
        (110, "3 is answered by agents 0"),
        (150, "2 ends"),
        (150, "agents 0 is free of 2"),
        (200, "3 ends"),
        (200, "agents 0 is free of 3"),
    ]


def test_the_factor_is_that_of_acceptance() -> None:
    """Chat 1 keeps its 1.5 when it is alone from 60 on; its wrap-up of 10 takes 15 as well."""
    assert stays(chatting(), chat(0), chat(10, wrap_up=10)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 10, agents 0 from 10, answered at 100, free at 115",
    ]


def test_wrap_up_is_one_of_them() -> None:
    """At 65 both chats are talked over and wrapped up until 70 and 115: chat 2 waits for 70."""
    assert stays(chatting(), chat(0, wrap_up=10), chat(0, 40, wrap_up=20), chat(65)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 70",
        "first in chats at 0, agents 0 from 0, answered at 60, free at 90",
        "first in chats at 65, agents 0 from 70, answered at 160, free at 160",
    ]


def test_who_has_fewest_is_next_then_who_has_so_for_longest() -> None:
    """Agents 0, 1 and 2 take one each. With one each since 0, 5 and 10: agent 0 takes chat 3.

    At 60 that was chat 0's end, so that agent 0 has one again since 60, behind 1 and 2.
    Agent 1, of the longest, takes chat 4 at 61, agent 2 chat 5, agent 0 chat 6.
    """
    talks = [60, 300, 300, 200, 100, 100, 100]
    times = [0, 5, 10, 20, 61, 62, 63]
    calls = [chat(at, talk) for at, talk in zip(times, talks, strict=True)]
    assert stays(chatting(3), *calls) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 5, agents 1 from 5, answered at 305, free at 305",
        "first in chats at 10, agents 2 from 10, answered at 310, free at 310",
        "first in chats at 20, agents 0 from 20, answered at 320, free at 320",
        "first in chats at 61, agents 1 from 61, answered at 211, free at 211",
        "first in chats at 62, agents 2 from 62, answered at 212, free at 212",
        "first in chats at 63, agents 0 from 63, answered at 213, free at 213",
    ]


def test_an_idle_agent_of_another_group_comes_before_a_busy_one() -> None:
    """Of equal rank: group `first` has one chat since 0, `second` comes at 10 and idles."""
    centre = small_centre(
        [CHATS],
        [Group(name, (Skill("chats"),), 2, (1.0, 1.5)) for name in ("first", "second")],
        {"first": 1, "second": [(1, (10, 900))]},
    )
    assert stays(centre, chat(0), chat(20), chat(30)) == [
        "first in chats at 0, first 0 from 0, answered at 60, free at 60",
        "first in chats at 20, second 0 from 20, answered at 80, free at 80",
        "first in chats at 30, first 0 from 30, answered at 120, free at 120",
    ]


def test_rank_comes_before_who_has_fewest() -> None:
    """The first group takes a second chat while the other, of rank 2, idles."""
    groups = [
        Group("first", (Skill("chats"),), 2, (1.0, 1.5)),
        Group("second", (Skill("chats", rank=2),), 2, (1.0, 1.5)),
    ]
    centre = small_centre([CHATS], groups, {"first": 1, "second": 1})
    assert stays(centre, chat(0), chat(10), chat(20)) == [
        "first in chats at 0, first 0 from 0, answered at 60, free at 60",
        "first in chats at 10, first 0 from 10, answered at 100, free at 100",
        "first in chats at 20, second 0 from 20, answered at 80, free at 80",
    ]


def test_who_comes_on_duty_takes_as_many_as_can_be() -> None:
    """Three wait when an agent comes at 50: the first alone (60), the second as second (90)."""
    assert stays(chatting([(1, (50, 900))]), chat(0), chat(10), chat(20)) == [
        "first in chats at 0, agents 0 from 50, answered at 110, free at 110",
        "first in chats at 10, agents 0 from 50, answered at 140, free at 140",
        "first in chats at 20, agents 0 from 110, answered at 200, free at 200",
    ]


def test_one_kind_at_a_time() -> None:
    """The call of 10 waits for the end of all chats, and chat 2 of 70 is taken before it.

    Chats 0 (0-60), 1 (20-110) and 2 (70-160): at 160 the call is next. Chat 4 of 170 waits until
    the call is over at 220.
    """
    calls = [chat(0), Call(10, talk=60), chat(20), chat(70), chat(170)]
    assert stays(chatting(), *calls) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 10, agents 0 from 160, answered at 220, free at 220",
        "first in chats at 20, agents 0 from 20, answered at 110, free at 110",
        "first in chats at 70, agents 0 from 70, answered at 160, free at 160",
        "first in chats at 170, agents 0 from 220, answered at 280, free at 280",
    ]


def test_a_call_beside_chats_where_the_group_mixes() -> None:
    """The call of 10 is the second contact: 90 until 100. The call of 20 waits for it, since an
    agent has one call at a time, even at 60 when chat 0 is over; chat 3 of 30 is taken then.
    """
    calls = [chat(0), Call(10, talk=60), Call(20, talk=60), chat(30)]
    assert stays(chatting(mixes=True), *calls) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in calls at 10, agents 0 from 10, answered at 100, free at 100",
        "first in calls at 20, agents 0 from 100, answered at 190, free at 190",
        "first in chats at 30, agents 0 from 60, answered at 150, free at 150",
    ]


def test_of_equals_who_has_no_call_is_next() -> None:
    """At 5 agent 0 has a call and agent 1 a chat, both since 0: chat 2 goes to agent 1."""
    calls = [Call(0, talk=60), chat(0), chat(5)]
    assert stays(chatting(2, mixes=True), *calls) == [
        "first in calls at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 0, agents 1 from 0, answered at 60, free at 60",
        "first in chats at 5, agents 1 from 5, answered at 95, free at 95",
    ]


def test_who_leaves_takes_nothing_more_once_a_contact_is_done() -> None:
    """The agent is to leave at 50. Chat 2 of 55 is still taken, as the third at once (120).

    At 60 chat 0 is done: going home, so that chat 3 waits until another comes at 200.
    """
    centre = chatting([(1, (0, 50), (200, 900))], concurrency=3)
    assert stays(centre, chat(0), chat(10), chat(55), chat(65)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 10, agents 0 from 10, answered at 100, free at 100",
        "first in chats at 55, agents 0 from 55, answered at 175, free at 175",
        "first in chats at 65, agents 1 from 200, answered at 260, free at 260",
    ]


def test_who_was_to_leave_stays_if_the_number_rises_before() -> None:
    """To leave at 50, one more at 55, chat 0 is done at 60: the agent stays and takes chat 2."""
    centre = chatting([(1, (0, 50), (55, 900))])
    assert stays(centre, chat(0), chat(10), chat(20)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 10, agents 0 from 10, answered at 100, free at 100",
        "first in chats at 20, agents 0 from 60, answered at 150, free at 150",
    ]


def test_who_is_going_home_goes() -> None:
    """Going home since 60 with chat 1 until 100; at 80 a new agent comes."""
    centre = chatting([(1, (0, 50), (80, 900))])
    assert stays(centre, chat(0), chat(10), chat(70), chat(105)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 10, agents 0 from 10, answered at 100, free at 100",
        "first in chats at 70, agents 1 from 80, answered at 140, free at 140",
        "first in chats at 105, agents 1 from 105, answered at 195, free at 195",
    ]


def test_the_idle_leave_before_those_with_one_chat() -> None:
    """Agents 0 (with chat 0) and 1; one is to go at 50: agent 1, who idles since 0.

    Chat 1 of 55 is the second of agent 0.
    """
    centre = chatting([(1, (0, 900)), (1, (0, 50))])
    assert stays(centre, chat(0), chat(55)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 55, agents 0 from 55, answered at 145, free at 145",
    ]


def test_at_one_instant_a_chat_is_over_before_another_comes() -> None:
    """At 60 both are over; chat 2 of 60 finds the agent with nothing: factor 1."""
    assert stays(chatting(), chat(0), chat(0, 40), chat(60)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 60, agents 0 from 60, answered at 120, free at 120",
    ]


def test_at_one_instant_who_waits_is_taken_as_each_chat_is_over() -> None:
    """Chats 0 and 1 end at 60, in this order: chat 2 is taken beside chat 1, with its factor,
    and chat 3, when chat 1 is over as well, beside chat 2.
    """
    assert stays(chatting(), chat(0), chat(0, 40), chat(10), chat(20)) == [
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 0, agents 0 from 0, answered at 60, free at 60",
        "first in chats at 10, agents 0 from 60, answered at 150, free at 150",
        "first in chats at 20, agents 0 from 60, answered at 150, free at 150",
    ]


def test_a_customer_falls_silent() -> None:
    """Silent from half of the talk of 60 on, at 30; the agent waits for 180 more.

    A ticket is opened at 210; wrap-up is as drawn, and nothing is passed on.
    """
    queue = Queue("chats", Kind.CHAT, silence=Silence(1.0, 180_000), ticket=Ticket(1.0, "desk"))
    centre = small_centre(
        [queue, Queue("desk", Kind.WORK)],
        [Group("agents", (Skill("chats", transfer=Transfer(1.0, "desk")),))],
        {"agents": 1},
    )
    half = key_for(silent_from=(0.5, 0.50001))
    assert stays(centre, chat(0, wrap_up=10, key=half)) == [
        "first in chats at 0, agents 0 from 0, fell silent at 210, free at 220",
        "ticket in desk at 210, waiting",
    ]


def test_the_silent_part_is_scaled_and_the_time_out_is_not() -> None:
    """As the second at once the talk of 60 is 90, of which half is 45: until 10 + 45 + 180."""
    silent = Queue("chats", Kind.CHAT, silence=Silence(1.0, 180_000))
    half = key_for(silent_from=(0.5, 0.50001))
    assert stays(chatting(chats=silent), chat(0, key=half), chat(10, key=half)) == [
        "first in chats at 0, agents 0 from 0, fell silent at 210, free at 210",
        "first in chats at 10, agents 0 from 10, fell silent at 235, free at 235",
    ]


def test_who_fell_silent_may_come_back() -> None:
    """Until 210, again 40 later as a second try of 8 from the pool, of which no part is silent."""
    silent = Queue("chats", Kind.CHAT, silence=Silence(1.0, 180_000), repeat=1.0)
    centre = chatting(chats=silent, tries=2, later={"chats": Later(talk=0, repeat_delay=40)})
    half = key_for(silent_from=(0.5, 0.50001))
    assert stays(centre, chat(0, key=half)) == [
        "first in chats at 0, agents 0 from 0, fell silent at 210, free at 210",
        "repeat in chats at 250, agents 0 from 250, fell silent at 430, free at 430",
    ]


def test_a_chat_that_is_passed_on_is_done_when_it_is() -> None:
    """Passed on cold at 60, when a second chat waits no longer."""
    centre = small_centre(
        [CHATS, Queue("expert", Kind.CHAT)],
        [
            Group("agents", (Skill("chats", transfer=Transfer(1.0, "expert")),), 2, (1.0, 1.5)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "experts": 1},
        later={"expert": Later(talk=100)},
    )
    calls = [chat(0), chat(10), chat(20)]
    assert stays(centre, *calls)[:4] == [
        "first in chats at 0, agents 0 from 0, transferred at 60, free at 60",
        "first in chats at 10, agents 0 from 10, transferred at 100, free at 100",
        "first in chats at 20, agents 0 from 60, transferred at 150, free at 150",
        "transfer in expert at 60, experts 0 from 60, answered at 160, free at 160",
    ]
    assert len(run(centre, *calls)) == 6
