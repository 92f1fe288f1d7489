"""What becomes of each channel's words: the floor, the demand and the plan, numbers by hand."""

from typing import Any

import numpy as np
import pytest

from scenarios.build import centre, service_clock
from scenarios.load import load, load_text, resolved_yaml
from scenarios.schema import Scenario
from sim.centre import Centre
from sim.clock import MS_PER_DAY, MS_PER_H, MS_PER_MIN, NEVER
from sim.codes import Kind, Outcome
from sim.demand import distributions
from sim.floor import SURE
from sim.watches import Fatigue, Pause
from tests.scenarios.small import EVERY_CHANNEL, front, general, small

QUEUES = ("phone", "vip", "chat", "email", "complaint_desk", "manager_desk", "sales_calls")


@pytest.fixture(scope="module")
def every() -> Scenario:
    return load(EVERY_CHANNEL).scenario


@pytest.fixture(scope="module")
def built(every: Scenario) -> Centre:
    return centre(every)


def queue(**described: Any) -> Any:
    """Return the built row of one queue of a channel, served by one group."""
    return centre(small(queues=general(**described))).floor.queues[0]


def test_kinds(built: Centre) -> None:
    assert built.floor.queue_names == QUEUES
    kinds = [Kind(kind) for kind in built.floor.queues["kind"]]
    assert kinds == [Kind.CALL, Kind.CALL, Kind.CHAT, *[Kind.WORK] * 4]
    assert queue(channel="message")["kind"] == Kind.CHAT


def test_self_service(built: Centre) -> None:
    rows = built.floor.queues
    assert rows["has_self_service"].tolist() == [1, 0, 1, 0, 0, 0, 0]
    assert rows["leaves_bot_below"][[0, 2]].tolist() == [round(0.04 * SURE), round(0.05 * SURE)]
    assert built.demand.queues[0].self_service == distributions.Exponential(50)
    assert built.demand.queues[1].self_service is None
    phone, vip, chat = built.plan.contained[:3]
    # A warm-up of one day, then two: 20 % until 08:00 and from 22:00, 30 % between.
    hours = np.array([0, 8, 21.5, 22, 24, 32, 46], np.float64) * MS_PER_H
    at = phone.at(hours.astype(np.int64)).tolist()
    assert at == [0.2, 0.3, 0.3, 0.2, 0.2, 0.3, 0.2]
    assert (vip.values.tolist(), chat.values.tolist()) == ([0], [0.55])


def test_self_service_of_all_days_has_its_warm_up() -> None:
    bot = {"contained": [0.1, 0.2, 0.3, 0.4], "time": "1 min"}
    queues = general(self_service=bot)
    plan = centre(small(interval="12 h", days=2, warm_up="12 h", queues=queues)).plan
    assert plan.contained[0].values.tolist() == [0.4, 0.1, 0.2, 0.3, 0.4]


def test_without_self_service_the_plan_says_nothing_of_it() -> None:
    assert centre(small()).plan.contained == ()
    assert centre(small()).plan.watches == ()


def test_announcement_and_call_back(built: Centre) -> None:
    phone, vip = built.floor.queues[:2]
    assert (phone["announced_ms"], phone["diverted_below"]) == (60_000, round(0.15 * SURE))
    assert (vip["announced_ms"], vip["diverted_below"]) == (NEVER, 0)
    assert (phone["offered_ms"], phone["accepts_below"]) == (120_000, round(0.4 * SURE))
    assert (phone["keeps_place"], phone["appointment_ms"]) == (1, 0)
    assert (vip["keeps_place"], vip["appointment_ms"]) == (0, 2 * MS_PER_H)
    assert (phone["reached_below"], phone["dial_ms"]) == (round(0.85 * SURE), 15_000)
    assert (phone["calls"], phone["retry_ms"]) == (3, 30 * MS_PER_MIN)
    # What is left out: everybody answers, at once.
    assert (vip["reached_below"], vip["dial_ms"], vip["calls"]) == (SURE, 0, 1)


def test_an_appointment_is_in_an_hour_unless_it_says_so() -> None:
    row = queue(call_back={"after": "1 min", "accepted": 1, "how": "appointment"})
    assert (row["keeps_place"], row["appointment_ms"]) == (0, MS_PER_H)


def test_redials_after_a_bot_and_an_announcement(built: Centre) -> None:
    redials = built.floor.queues["redial_below"][0]
    assert redials[Outcome.LEFT_BOT] == round(0.1 * SURE)
    assert redials[Outcome.DIVERTED] == round(0.05 * SURE)


def test_silence_and_first_reply(every: Scenario, built: Centre) -> None:
    chat = built.floor.queues[2]
    assert (chat["silent_below"], chat["silence_ms"]) == (round(0.12 * SURE), 180_000)
    assert service_clock(every).reply_ms == (0, 0, 10_000, 0, 0, 0, 0)


def test_tickets_and_grades(built: Centre) -> None:
    rows, grades = built.floor.queues, built.floor.grades
    desk = QUEUES.index("complaint_desk")
    assert rows["ticket_to"].tolist() == [desk, -1, desk, desk, -1, -1, -1]
    assert rows["ticket_below"][[0, 2, 3]].tolist() == [
        round(share * SURE) for share in (0.03, 0.02, 0.04)
    ]
    assert rows["grades"].tolist() == [1, 1, 1, 1, 3, 1, 1]
    assert grades["due_ms"][desk].tolist() == [72 * MS_PER_H, 24 * MS_PER_H, 4 * MS_PER_H]
    assert grades["remind_ms"][desk].tolist() == [60 * MS_PER_H, 20 * MS_PER_H, 3 * MS_PER_H]
    assert grades["escalate_to"][desk].tolist() == [-1, desk + 1, desk + 1]
    assert grades["below"][desk].tolist() == [round(0.7 * SURE), round(0.95 * SURE), SURE]
    assert grades["due_ms"][QUEUES.index("email")][0] == 24 * MS_PER_H
    assert grades["due_ms"][0][0] == NEVER


def test_work_is_done_as_it_is_due_or_as_it_comes(built: Centre) -> None:
    rows = built.floor.queues
    assert rows["by_due"].tolist() == [0, 0, 0, 1, 1, 0, 1]
    assert rows["interruptible"].tolist() == [0, 0, 0, 1, 0, 0, 0]
    assert rows["repeat_below"][3] == round(0.05 * SURE)


def test_a_backlog_is_there_at_the_start(built: Centre) -> None:
    assert built.demand.queues[3].lists == ((0, 40),)
    rows = built.contacts(1).rows
    assert (rows["arrive_ms"][rows["queue"] == 3][:40] == 0).all()


def test_a_list_comes_as_its_hours_begin(built: Centre) -> None:
    # Open from 10:00; one day of warm-up and two that count.
    assert built.demand.queues[6].lists == tuple(
        (day * MS_PER_DAY + 10 * MS_PER_H, 200) for day in range(3)
    )
    assert built.demand.queues[6].volumes.sum() == 0


@pytest.mark.parametrize(
    ("hours", "warm_up", "lists"),
    [
        ("always", "0 h", [(0, 5), (24, 7)]),
        ("22:00-06:00", "0 h", [(22, 5), (46, 7)]),
        # The last two hours of day 2 go before: too late for a list of 09:00, not for one of 23:00.
        ("09:00-18:00", "2 h", [(11, 5), (35, 7)]),
        ("23:00-06:00", "2 h", [(1, 7), (25, 5), (49, 7)]),
    ],
)
def test_a_list_of_each_day(hours: str, warm_up: str, lists: list[tuple[int, int]]) -> None:
    described = {"channel": "outbound", "list": [5, 7], "open": hours, "volume": {"per_h": 0}}
    scenario = small(days=2, warm_up=warm_up, queues=general(**described))
    found = centre(scenario).demand.queues[0].lists
    assert found == tuple((hour * MS_PER_H, number) for hour, number in lists)


def test_dialling(built: Centre) -> None:
    rows = built.floor.queues
    assert rows["dialled"].tolist() == [0, 0, 0, 0, 0, 0, 1]
    sales = rows[6]
    assert (sales["reached_below"], sales["dial_ms"]) == (round(0.35 * SURE), 25_000)
    assert (sales["calls"], sales["retry_ms"]) == (2, 2 * MS_PER_H)
    bare = queue(channel="outbound", list=3)
    assert (bare["dialled"], bare["reached_below"], bare["calls"]) == (1, SURE, 1)


def test_what_is_watched(built: Centre) -> None:
    # Tired are the phone team, its reserve, those at home, and the seniors who work as it does.
    assert built.floor.group_names[3:] == (
        "phone_team reserve",
        "高峰 reserve",
        "phone_team at home",
        "seniors in phone_team",
    )
    assert built.plan.watches == (
        Pause(queue=6, queues=(0, 1), level=0.8, within_ms=20_000, over_ms=30 * MS_PER_MIN),
        *(
            Fatigue(group=group, above=0.88, over_ms=2 * MS_PER_H, factor=1.08)
            for group in (0, 3, 5, 6)
        ),
    )


def test_contacts_at_once(built: Centre) -> None:
    groups = built.floor.groups
    assert groups["concurrency"].tolist()[:3] == [1, 3, 1]
    assert groups["mixes"].tolist()[:3] == [0, 1, 0]
    assert built.floor.parallel_milli[1].tolist() == [1000, 1250, 1600]
    alike = small(queues=general(channel="chat"), groups=front(agents=1, concurrency=2))
    assert centre(alike).floor.parallel_milli.tolist() == [[1000, 1000]]


def test_a_mix_of_stages_is_that_of_those_who_are_there(built: Centre) -> None:
    # Half learning (3 % away), half weary (9 %): of 97 + 91 who are there, 516 of 1,000 learn.
    rows = built.floor.factors[1]
    assert built.floor.groups["staged"].tolist()[:3] == [1, 1, 0]
    assert np.unique(rows["handling_milli"], return_counts=True)[1].tolist() == [484, 516]
    assert set(rows["handling_milli"].tolist()) == {1250, 1100}
    assert set(rows["transfer_milli"].tolist()) == {1500, 1200}
    assert set(rows["repeat_milli"].tolist()) == {1300, 1250}


def test_absence_is_the_groups_or_that_of_its_stages(every: Scenario, built: Centre) -> None:
    # 20 % onboarding at 2 %, 45 % skilled at 4 %, 25 % stable at 5 %, 10 % on loan at 1 %.
    assert built.plan.absence[:3] == pytest.approx((0.0355, 0.08, 0))
    assert every.stages["onboarding"].handling_factor == 1.4
    assert every.stages["onboarding"].transfer_factor == 2  # as the house assumes


def test_none_of_a_stage_is_no_stage() -> None:
    groups = front(agents=1, stages={"onboarding": 0, "skilled": 1})
    rows = centre(small(groups=groups)).floor.factors[0]
    assert set(rows["handling_milli"].tolist()) == {1000}


def test_segments_give_what_their_queues_do_not_say(every: Scenario) -> None:
    vip = every.queues["vip"]
    assert (vip.priority, vip.weight, vip.head_start) == (20, 1, 30)
    assert vip.target is not None
    assert vip.target.level == 0.9
    desk = every.queues["complaint_desk"]
    assert (desk.priority, desk.weight) == (5, 2)
    own = load(EVERY_CHANNEL, None, ["queues.vip.priority=3"]).scenario.queues["vip"]
    assert (own.priority, own.head_start) == (3, 30)


def test_what_is_inherited_follows_the_one_it_is_from() -> None:
    every = load(EVERY_CHANNEL, None, ["segments.重要客户.priority=7"]).scenario
    assert every.queues["vip"].priority == 7
    other = load(EVERY_CHANNEL, None, ["segments.重要客户.queues=[phone]"]).scenario
    assert (other.queues["vip"].priority, other.queues["phone"].priority) == (0, 20)
    assert (other.queues["vip"].target, other.queues["phone"].target.level) == (None, 0.8)  # type: ignore[union-attr]
    tired = load(EVERY_CHANNEL, None, ["stages.weary.absence=50 %", "groups.chat_team.absence="])
    assert tired.scenario.groups["chat_team"].absence == pytest.approx(0.265)


def test_a_written_scenario_says_what_its_sections_say(every: Scenario) -> None:
    text = resolved_yaml(every)
    assert load_text(text).scenario == every
    written = every.model_dump(mode="json")
    assert "priority" not in written["queues"]["vip"]
    assert "absence" not in written["groups"]["phone_team"]
    assert written["groups"]["chat_team"]["absence"] == "8 %"
    assert written["queues"]["phone"]["priority"] == 0


def test_overrides_of_a_read_scenario_change_what_is_inherited() -> None:
    text = EVERY_CHANNEL.read_text(encoding="utf-8").replace(
        "overrides:\n", "overrides:\n  dearer:\n    segments: {重要客户: {priority: 30}}\n", 1
    )
    every = load_text(text).scenario
    assert every.with_overrides(["dearer"]).queues["vip"].priority == 30
    mix = every.with_overrides(["cohort"]).groups["chat_team"]
    assert (mix.stages, mix.absence) == ({"onboarding": 1}, 0.08)


def test_variants(every: Scenario) -> None:
    bot = load(EVERY_CHANNEL, "bot").scenario
    chat = bot.queues["chat"].self_service
    assert chat is not None
    assert (chat.contained, chat.gives_up) == (0.7, 0.05)
    team = bot.groups["chat_team"]
    assert (team.concurrency, team.parallel, team.works_on) == (1, None, "one")
    mail = load(EVERY_CHANNEL, "people").scenario.queues["email"]
    assert mail.due is None
    assert list(mail.grades or ()) == ["urgent", "usual"]
    assert every.queues["email"].grades is None


def test_words_for_the_sound_defaults_change_nothing() -> None:
    """A phone queue and a group that spell out their defaults are the ones that do not."""
    spelt = small(
        queues=general(channel="phone", order="due", interruptible="no", backlog=0),
        groups=front(agents=4, concurrency=1, parallel=[1], works_on="one"),
    )
    plain, same = centre(small()), centre(spelt)
    assert (plain.floor.queues == same.floor.queues).all()
    assert (plain.floor.groups == same.floor.groups).all()
    assert plain.demand.queues[0].lists == same.demand.queues[0].lists == ()
