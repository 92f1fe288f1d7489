from pathlib import Path

from scenarios.load import load
from tests.scenarios.small import front, general, loaded


def doubts(**changes: object) -> list[str]:
    return [str(warning).partition("text:")[2] for warning in loaded(**changes).warnings]


def test_a_sound_scenario_raises_none() -> None:
    assert doubts() == []


def test_a_queue_that_nobody_serves() -> None:
    queues = {**general(), "loan": {"volume": {"per_h": 5}, "talk": "1 min"}}
    assert doubts(queues=queues) == [
        "8: queues.loan: got a queue that no group serves; "
        "expected a group that serves it; its contacts will not be answered"
    ]


def test_a_queue_that_is_only_passed_to() -> None:
    queues = {**general(), "expert": {"volume": {"per_h": 0}, "talk": "1 min"}}
    assert doubts(queues=queues) == []
    passing = {"general": {"transfer": {"share": 0.1, "to": "expert"}}}
    (doubt,) = doubts(queues=queues, groups=front(serves=passing, agents=1))
    assert "will not be answered" in doubt


def test_volume_outside_opening_hours() -> None:
    (doubt,) = doubts(queues=general(open="08:00-20:00"))
    assert "queues.general.volume: got 720.0 contacts outside opening hours" in doubt


def test_self_service_at_night_turns_nobody_away() -> None:
    """Those whom it does not contain, nor loses, ask for people who are not there: 12 h x 60."""
    bot = {"contained": "100 %", "time": "1 min"}
    assert doubts(queues=general(open="08:00-20:00", self_service=bot)) == []
    bot |= {"contained": "70 %", "gives_up": "10 %"}
    (doubt,) = doubts(queues=general(open="08:00-20:00", self_service=bot))
    assert "got 144.0 contacts outside opening hours" in doubt


def test_nobody_on_duty() -> None:
    shifts = {"early": {"start": "08:00", "end": "16:00", "agents": 2}}
    (doubt,) = doubts(groups=front(shifts=shifts))
    assert "queues.general: got nobody on duty from day 1 00:00, 32 intervals in all" in doubt


def test_a_shift_mostly_outside_opening_hours() -> None:
    volume = [0] * 16 + [5] * 24 + [0] * 8
    shifts = {
        "day": {"start": "08:00", "end": "20:00", "agents": 2},
        "late": {"start": "18:00", "end": "24:00", "agents": 2},
    }
    (doubt,) = doubts(
        queues=general(open="08:00-20:00", volume=volume), groups=front(shifts=shifts)
    )
    assert "groups.front.shifts.late: got 67% outside opening hours" in doubt


def test_a_disruption_that_changes_nothing() -> None:
    (doubt,) = doubts(disruptions=[{"name": "drill", "from": "10:00", "to": "11:00"}])
    assert "disruptions.1: got drill" in doubt


def test_a_doubt_is_placed_in_the_file(tmp_path: Path) -> None:
    text = """\
schema_version: 1
name: bad
queues:
  general: {volume: {per_h: 1}, talk: 1 min}
  loan: {volume: {per_h: 1}, talk: 1 min}
groups:
  front: {serves: {general: }, agents: 1}
"""
    (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
    (warning,) = load(tmp_path / "some.yaml").warnings
    assert (warning.line, warning.field) == (5, "queues.loan")


def test_work_waits_while_it_is_closed_and_nobody_is_there() -> None:
    shifts = {"early": {"start": "08:00", "end": "16:00", "agents": 2}}
    mail = general(channel="email", due="1 d", open="08:00-20:00")
    assert doubts(queues=mail, groups=front(shifts=shifts)) == []
    (doubt,) = doubts(queues=mail, groups=front(agents=0))
    assert "queues.general: got nobody on duty at any time" in doubt


def test_a_desk_that_is_only_escalated_to() -> None:
    grades = {"one": {"share": 1, "due": "1 h", "escalate": "desk"}}
    desk = {"channel": "ticket", "talk": "1 min", "due": "1 h"}
    queues = {**general(channel="email", grades=grades), "desk": desk}
    (doubt,) = doubts(queues=queues)
    assert "queues.desk: got a queue that no group serves" in doubt
    assert doubts(queues=queues, groups=front(serves={"general": {}, "desk": {}}, agents=1)) == []


def test_work_that_never_comes() -> None:
    desk = {"desk": {"channel": "ticket", "talk": "1 min", "due": "1 h"}}
    served = front(serves={"general": {}, "desk": {}}, agents=1)
    (doubt,) = doubts(queues={**general(), **desk}, groups=served)
    assert "queues.desk: got a queue that nothing comes to" in doubt
    opening = general(ticket={"share": 0.1, "to": "desk"})
    assert doubts(queues={**opening, **desk}, groups=served) == []
    desk["desk"]["backlog"] = 3
    assert doubts(queues={**general(), **desk}, groups=served) == []


def test_several_calls_at_once() -> None:
    (doubt,) = doubts(groups=front(agents=4, concurrency=2))
    assert "groups.front.concurrency: got 2; expected a chat or message queue" in doubt
    (doubt,) = doubts(groups=front(agents=4, works_on="both"))
    assert "groups.front.works_on: got both; expected a concurrency above 1" in doubt
    assert doubts(queues=general(channel="message"), groups=front(agents=4, concurrency=2)) == []


def test_a_stage_that_nobody_has() -> None:
    (doubt,) = doubts(stages={"onbording": {"handling_factor": 2}, "weary": {"absence": 0}})
    assert "stages.onbording: got a stage of nobody" in doubt
    assert "did you mean onboarding?" in doubt


def test_self_service_that_nobody_is_sent_to() -> None:
    bot = {"contained": 0, "gives_up": "10 %", "time": "1 min"}
    (doubt,) = doubts(queues=general(self_service=bot))
    assert doubt == (
        "9: queues.general.self_service.contained: got 0 % at all times; expected a share above 0 "
        "at some time; at 0 nobody is sent there, nor gives up there"
    )
    (doubt,) = doubts(queues=general(self_service=bot | {"contained": [0, 0]}), interval="12 h")
    assert "self_service.contained: got 0 %" in doubt
    assert not doubts(queues=general(self_service=bot | {"contained": [0, 0.1]}), interval="12 h")


def test_breaks_that_were_trimmed_and_overtime_beyond_what_is_normal() -> None:
    late = {"length": "30 min", "from": "2 h", "to": "5 h"}
    shift = {"starts": "08:00", "lengths": ["4 h", "11 h"], "breaks": [late]}
    found = doubts(planning={"law": "china", "shifts": {"any": shift}})
    assert [text.partition(": ")[2] for text in found] == [
        "planning.shifts.any.lengths: got 11 h, 3 h of it overtime; expected 1 h of overtime"
        " normally, more only for special reasons",
        "planning.shifts.any.breaks.1: got 30 min from 2 h to 5 h in a shift of 4 h; expected from"
        " 2 h to 3 h 30 min, as it was trimmed",
    ]
    assert doubts(planning={"law": "china"}) == []
