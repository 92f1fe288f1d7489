"""Rule 7: coming back."""

from sim.codes import Cause, Outcome
from sim.floor import Group, Queue, Skill, Transfer
from tests.centres import Call, Later, small_centre
from tests.timelines.timeline import run, timeline


def test_redial_after_abandonment() -> None:
    """Gives up at 20, redials at 50 with a patience of 10; two tries are all."""
    centre = small_centre(
        [Queue("calls", redial={Outcome.ABANDONED: 1.0})],
        [],
        {},
        tries=2,
        later={"calls": Later(patience=10, redial_delay=30)},
    )
    assert timeline(centre, Call(0, patience=20)) == [
        (0, "0 enters calls"),
        (20, "0 abandons"),
        (50, "1 enters calls"),
        (60, "1 abandons"),
    ]
    legs = run(centre, Call(0, patience=20)).legs
    assert legs["attempt"].tolist() == [1, 2]
    assert legs["comes_back"].tolist() == [1, 1]  # would, but has used its tries


def test_redial_after_blocking() -> None:
    """No place: blocked at 0, 30 and 60, three tries in all."""
    centre = small_centre(
        [Queue("calls", capacity=0, redial={Outcome.BLOCKED: 1.0})], [], {}, tries=3
    )
    assert timeline(centre, Call(0)) == [
        (0, "0 enters calls"),
        (0, "0 is blocked"),
        (30, "1 enters calls"),
        (30, "1 is blocked"),
        (60, "2 enters calls"),
        (60, "2 is blocked"),
    ]


def test_redial_after_a_closed_line() -> None:
    """Calls at 90 and again at 120, when the line has opened."""
    centre = small_centre(
        [Queue("calls", redial={Outcome.CLOSED: 1.0})],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        opening={"calls": [(100, 200)]},
        later={"calls": Later(talk=25)},
    )
    assert timeline(centre, Call(90)) == [
        (90, "0 enters calls"),
        (90, "0 finds it closed"),
        (120, "1 enters calls"),
        (120, "1 is answered by agents 0"),
        (145, "1 ends"),
        (145, "agents 0 is free of 1"),
    ]


def test_redial_after_clearing() -> None:
    """Cleared at 50, redials at 80, when the line is closed and nobody redials."""
    queue = Queue("calls", clears_at_close=True, redial={Outcome.CLEARED: 1.0})
    centre = small_centre([queue], [], {}, opening={"calls": [(0, 50)]})
    assert timeline(centre, Call(10)) == [
        (10, "0 enters calls"),
        (50, "0 is cleared"),
        (80, "1 enters calls"),
        (80, "1 finds it closed"),
    ]


def test_each_outcome_has_a_share_of_its_own() -> None:
    centre = small_centre([Queue("calls", redial={Outcome.BLOCKED: 1.0})], [], {})
    assert len(run(centre, Call(0, patience=20))) == 1


def test_one_try_is_no_redial() -> None:
    centre = small_centre([Queue("calls", redial={Outcome.ABANDONED: 1.0})], [], {}, tries=1)
    assert len(run(centre, Call(0, patience=20))) == 1


def test_a_return_after_the_horizon_is_not_made() -> None:
    """Abandons at 20, would redial at 50: at the horizon."""
    centre = small_centre([Queue("calls", redial={Outcome.ABANDONED: 1.0})], [], {}, horizon=50)
    legs = run(centre, Call(0, patience=20)).legs
    assert legs["comes_back"].tolist() == [1]


def test_repeat_after_an_answer() -> None:
    """Ends at 60, is wrapped up until 70, calls again 30 after its end, for 20."""
    centre = small_centre(
        [Queue("calls", repeat=1.0)],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        tries=2,
        later={"calls": Later(talk=20, repeat_delay=30)},
    )
    assert timeline(centre, Call(0, talk=60, wrap_up=10)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 ends"),
        (70, "agents 0 is free of 0"),
        (90, "1 enters calls"),
        (90, "1 is answered by agents 0"),
        (110, "1 ends"),
        (110, "agents 0 is free of 1"),
    ]
    assert run(centre, Call(0)).legs["cause"].tolist() == [Cause.FIRST, Cause.REPEAT]


def test_who_gives_up_after_a_transfer_redials_the_first_queue() -> None:
    """Passed on at 60, gives up at 90, redials `calls` at 130 and is passed on again."""
    centre = small_centre(
        [Queue("calls", redial={Outcome.ABANDONED: 1.0}), Queue("expert")],
        [Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),))],
        {"agents": 1},
        tries=2,
        later={
            "calls": Later(talk=15, redial_delay=40),
            "expert": Later(patience=30, redial_delay=1),
        },
    )
    assert timeline(centre, Call(0, talk=60)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "agents 0 is free of 0"),
        (60, "1 enters expert"),
        (90, "1 abandons"),
        (130, "2 enters calls"),
        (130, "2 is answered by agents 0"),
        (145, "2 is passed on"),
        (145, "agents 0 is free of 2"),
        (145, "3 enters expert"),
        (175, "3 abandons"),
    ]
    legs = run(centre, Call(0, talk=60)).legs
    assert legs["attempt"].tolist() == [1, 1, 2, 2]
    assert legs["depth"].tolist() == [0, 1, 0, 1]


def test_who_was_passed_on_repeats_once_after_the_last_talk() -> None:
    """Passed on at 60, ends with the expert at 80, calls again at 110."""
    centre = small_centre(
        [Queue("calls", repeat=1.0), Queue("expert", repeat=0.0)],
        [
            Group("agents", (Skill("calls", transfer=Transfer(1.0, "expert")),)),
            Group("experts", (Skill("expert"),)),
        ],
        {"agents": 1, "experts": 1},
        horizon=115,
        later={"calls": Later(talk=60, repeat_delay=30), "expert": Later(talk=20)},
    )
    assert timeline(centre, Call(0, talk=60)) == [
        (0, "0 enters calls"),
        (0, "0 is answered by agents 0"),
        (60, "0 is passed on"),
        (60, "agents 0 is free of 0"),
        (60, "1 enters expert"),
        (60, "1 is answered by experts 0"),
        (80, "1 ends"),
        (80, "experts 0 is free of 1"),
        (110, "2 enters calls"),
        (110, "2 is answered by agents 0"),
    ]
