"""What headings mean: the words of switchboards and spreadsheets, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from scenarios.intake.tables.cells import tidy

#: How a heading was understood: its very words, or a word within it.
Sureness = Literal["sure", "likely", "asked"]

_OPENS: Final = re.compile(r"[(（\[【]")
_CLOSES: Final = re.compile(r"[)）\]】]")
#: What is longer is a sentence; matching it takes time in proportion to its square.
_LONGEST: Final = 200
_SIGNS: Final = re.compile(r"[\s_\-./:%#*'\"]+")
_NUMBERED: Final = re.compile(
    r"(?:within|in|sl|tsf|svl|≤|<=?)?(?<!\d)(\d+)(?:s|sec|secs|seconds|秒)"
)

#: Of interval tables, and of call logs. Whole words first, then parts of words.
WORDS: Final[dict[str, tuple[str, str]]] = {
    "date": (
        r"(统计|数据|来电|呼叫|业务)?日期|日|天|day|date|(call|report|start)date",
        r"日期|date$",
    ),
    "weekday": (r"星期几?|周几|weekday|dayofweek|dow|week day", r"$^"),
    "interval": (
        r"(统计|来电|呼叫)?(时段|时间段|时间区间|时间间隔|时间|小时|半小时|间隔|日期时间)|interval|time|"
        r"(time)?slot|period|(half)?hour|(time|half)?interval|intervalstart|(start|begin)(time)?|"
        r"开始时间|起始时间|from|timestamp|datetime|timeofday|interval(begin|time)|timeperiod",
        r"时段|时间段|interval|timeslot|period",
    ),
    "interval_end": (r"结束时间|截止时间|end(time)?|to|until|intervalend", r"$^"),
    "queue": (
        r"(业务|服务|人工)?(技能组|队列|业务线|业务类型|热线|技能|线路|服务组|业务|组别)(名称|名)?|queue(name)?|"
        r"skill(s|set|group|name)?|line|split(skill)?|vdn|service|group(name)?|lob|callgroup|"
        r"callqueue|callcent(er|re)line|department|lineofbusiness|hunt group|csq(name)?",
        r"技能组|队列|queue|skill",
    ),
    "offered": (
        r"(总|人工)?(来电|呼入|来话|进线|呼叫|话务|请求|排队|入队|转人工|接入|电话)(总)?(量|数|次数|总量|总数)|"
        r"(人工)?(呼入|进线|来电|请求)人工?(量|数)|人工请求|"
        r"(calls?|contacts?)?offered(calls?|contacts?)?|calls?|(call)?volume|inbound(calls)?|"
        r"arrivals?|incoming(calls)?|received(calls)?|n?co|contacts|callsreceived|presented|"
        r"(calls)?entered|numberofcalls|ncalls|totalcalls|callspresented|total",
        r"offered|来电量|呼入量|进线量|呼入.*量",
    ),
    "answered": (
        r"(人工)?(接通|接听|应答|接起|受理)(总)?(量|数|次数|总量|总数)|已接(量|数)?|接通|"
        r"(calls?|contacts?)?(answered|handled|connected)(calls?|contacts?)?|acdcalls|answers|nch",
        r"answered|handled|接通量|接听量|应答量",
    ),
    "abandoned": (
        r"(排队|人工)?(放弃|弃呼|呼损|丢失|掉线|未接通|未接|挂断)(总)?(量|数|次数)?|弃话量|"
        r"(calls?|contacts?)?(abandon(ed|s|ment)?|lost|abd|abn|aband|missed)(calls?|contacts?)?",
        r"abandoned|放弃量|放弃数|呼损量",
    ),
    "answered_within": (
        r"\d+秒(钟)?(内)?(接通|接听|应答|接起)(量|数|次数)|(达标|及时接通)(量|数)|"
        r"(calls?)?(answered)?(within|in)(\d+(s|sec|secs|seconds))?(threshold|target|sl)?(calls)?|"
        r"(sl|servicelevel)calls|answeredwithin(sl|threshold|target)?|acceptable",
        r"(answered|calls)within|秒内(接通|接听|应答)(量|数)",
    ),
    "handle": (
        r"(平均|总|人均)?(处理|服务|话务处理|业务处理|处理总)(总)?(时长|时间|用时)|aht|acht|"
        r"(avg|average|mean|total|sum)?(of)?handl(e|ing)(time)?|handletime(s|sec|total)?|tht",
        r"handl(e|ing)time|处理时(长|间)|\baht\b",
    ),
    "talk": (
        r"(平均|总)?(通话|交谈)(总)?(时长|时间)|通话总时长|att|acdtime|"
        r"(avg|average|mean|total)?(talk|conversation|acd)(ing)?time|talk",
        r"talktime|通话时(长|间)",
    ),
    "hold": (
        r"(平均|总)?(保持|持线)(总)?(时长|时间)|(avg|average|total)?hold(time)?",
        r"holdtime|保持时",
    ),
    "wrap_up": (
        r"(平均|总)?(话后|整理|后处理|事后处理|话后处理|话后整理|事后)(总)?(处理)?(时长|时间)|"
        r"(avg|average|total)?(acw|aftercallwork|wrapup|wrap|aftercall)(time)?",
        r"acw|aftercall|wrapup|话后",
    ),
    "asa": (
        r"平均(应答速度|应答时长|应答时间|等待时长|等待时间|排队时长|排队时间|接通时长)|(总)?(等待|排队)(总)?(时长|时间)|"
        r"asa|(average|avg|mean)?speedof?(to)?answer|(average|avg|mean)?(wait|queue)(ing)?(time)?|"
        r"(average|avg)?(answer)?delay|(avg|average)?timetoanswer|answerwait(time)?",
        r"speedofanswer|应答速度|平均等待",
    ),
    "abandon_wait": (
        r"平均(放弃|弃呼)(前)?(等待)?(时长|时间)|放弃前?等待(总)?(时长|时间)|"
        r"(average|avg|mean)?(timetoabandon|abandon(ment)?(wait|delay)?(time))|ata|abandontime",
        r"timetoabandon|放弃.*时(长|间)",
    ),
    "service_level": (
        r"服务水平(率|达成率|达标率)?|服务级别|服务水准|\d+秒(钟)?(内)?(接通|应答|接听|接起)率|\d+秒服务水平|"
        r"(sl|servicelevel|svl|tsf|servicefactor|gos)(\d+(s|sec|secs|秒)?)?(pct|percent|rate)?|"
        r"(pct|percent)?answeredwithin\d*(s|sec)?(pct|percent|rate)?",
        r"service ?level|服务水平|服务水准",
    ),
    "abandonment": (
        r"(放弃|弃呼|呼损|掉线)率|(abandon(ed|ment)?|aban|abd|lost)(rate|pct|percent|ratio|share)",
        r"放弃率|abandon.*rate",
    ),
    "answer_rate": (
        r"(人工|电话)?(接通|应答|接听|接起)率|(answer|answered)(rate|pct|percent|ratio)",
        r"接通率|answerrate",
    ),
    "agents": (
        r"(在岗|签入|在线|登录|上班|排班|实际|值班)?(坐席|座席|客服|人员)?(数|人数|人力)|在岗坐席|上班坐席|"
        r"agents?(loggedin|onduty|staffed|ready)?|(staffed|loggedin)(agents)?|staff(ing)?|headcount|"
        r"positions(staffed)?|fte",
        r"坐席数|座席数|loggedinagents|staffed",
    ),
    # What only a call log has.
    "queued": (
        r"(进入?队列?|入队列?|(进入)?排队|排队开始|开始排队)(的)?(时间|时刻)|入队|"
        r"(queued|joined|offered)(at|time|queue(at|time)?)?|(joined|entered)queue(at|time)?|"
        r"queue(start|in|entry)?time|queue(start|in|entry)|enqueue(d)?(time|at)?",
        r"入队时间|queued",
    ),
    "entered": (
        r"(来电|来话|呼入|呼叫|进线)(的)?(时间|时刻)|entered(at|time)?|arriv(al|ed)(time|at)?|"
        r"(call)?received(at|time)",
        r"来电时间|呼入时间|进线时间|arrival",
    ),
    # What says when a call began, without saying what began then.
    "began": (
        r"call(start(ed)?)?(time|date|at)?|start(ed)?(time|at)|timestamp|datetime|time|开始时间|"
        r"日期时间|时间",
        r"$^",
    ),
    "waited": (
        r"(排队|等待|等候)(秒数|时长|时间|用时)|wait(ed|ing)?(time|seconds|secs|s|duration)?|"
        r"queue(d)?(seconds|secs?|s|duration|wait)|timeinqueue|queuetime|ringandqueue(time)?|waits",
        r"wait|排队时长|等待",
    ),
    "left_queue": (r"出队时间|(left|exit(ed)?)queue(at|time)?|queueexit|q?exit(time)?", r"出队"),
    "served_from": (
        r"(坐席|座席|客服|人工)?(接通|应答|接听|接起|摘机|服务开始|通话开始)(时间|时刻)|"
        r"(call)?answer(ed)?(at|time)?|servicestart|pick(ed)?up(at|time)?|"
        r"connected(at|time)",
        r"接通时间|answertime",
    ),
    "served": (
        r"(通话|服务|处理|交谈)(秒数|时长|用时|时间)|talk(ed)?(time|seconds|secs|s|duration)?|serv(ed|ice)"
        r"(time|seconds|s|duration)?|(call)?duration|handle(d)?(time|seconds|s)?|billsec",
        r"talk|通话时长|duration",
    ),
    "served_to": (
        r"(通话|服务|呼叫)?(结束|挂机|挂断|挂线)(时间|时刻)|end(ed)?(time|at)?|"
        r"h[au]ngup(time|at)?|call(end|ended)(time|at)?|(completed|finished)(at|time)|"
        r"serviceend|disconnect(ed)?(time|at)?",
        r"挂机时间|结束时间|hangup",
    ),
    "outcome": (
        r"(呼叫|通话|处理|接听|话务|来电)?(结果|状态)|是否(接通|应答|接听|放弃)|结束原因|"
        r"(call)?(result|outcome|status|disposition)|(is)?(answered|abandoned)|end(reason)?|state",
        r"结果|是否接|outcome|disposition|status",
    ),
    "agent": (
        r"(坐席|座席|客服|话务员|员工)(工号|编号|姓名|名称|id)?|工号|agent(id|name|no|login)?|server|operator|"
        r"(served|handled|answered)by|csr|user",
        r"坐席|座席|工号|agent",
    ),
    "customer_class": (
        r"(客户|用户)(等级|级别|类型|类别)|等级|(customer)?class|vip|priority|segment|tier",
        r"客户等级|customerclass",
    ),
}

SUMS: Final = re.compile(r"总|合计|累计|total|sum")
MEANS: Final = re.compile(r"平均|均|avg|average|mean|^aht|^asa|^att|^acw|^ata|^acht")
_UNITS: Final = (
    ("s", re.compile(r"[(（\[_ /](?:s|sec|secs|seconds?|秒)[)）\]]?$|秒数?$|seconds?$|_s$")),
    (
        "min",
        re.compile(r"[(（\[_ /](?:m|min|mins|minutes?|分钟?)[)）\]]?$|分钟数?$|minutes?$|_min$"),
    ),
    ("h", re.compile(r"[(（\[_ /](?:h|hrs?|hours?|小时)[)）\]]?$|小时数?$|hours$|_h$")),
)


@dataclass(frozen=True)
class Match:
    """A heading that means a field, and how surely."""

    column: str
    sureness: Sureness


def bare(heading: str) -> str:
    """Return a heading without signs, blanks, and what stands in brackets."""
    return _SIGNS.sub("", _without_asides(tidy(heading)))


def _without_asides(text: str) -> str:
    """Return a text without what stands in brackets; one that is never closed is a sign."""
    kept, at = [], 0
    while (opens := _OPENS.search(text, at)) and (closes := _CLOSES.search(text, opens.end())):
        kept.append(text[at : opens.start()])
        at = closes.end()
    return "".join([*kept, text[at:]])


def likeness(field: str, heading: str) -> float:
    """Return how well a heading says a field: 1 by its whole words, less by a part, 0 not at all.

    Units behind a name (`talk_seconds`, `AHT (s)`) count as part of it only where they must.
    """
    if len(heading) > _LONGEST:
        return 0.0
    whole, part = WORDS[field]
    name = bare(heading)
    for weight, text in ((1.0, name), (0.95, _without_unit(name))):
        if text and re.fullmatch(whole, text):
            return weight
    return 0.6 if name and re.search(part, name) else 0.0


def _without_unit(name: str) -> str:
    return re.sub(r"(seconds?|secs?|秒数?|分钟数?|minutes?|mins?)$", "", name)


def matched(
    headings: tuple[str, ...], fields: tuple[str, ...], fits: Callable[[str, str], bool]
) -> dict[str, Match]:
    """Return which heading means which field, each once, the likest first.

    `fits` tells of a field and a heading whether the cells below can be of that field.
    """
    scores = sorted(
        (
            (-likeness(field, heading), place, order, field, heading)
            for order, field in enumerate(fields)
            for place, heading in enumerate(headings)
            if heading
        ),
    )
    found: dict[str, Match] = {}
    taken: set[str] = set()
    for score, _, _, field, heading in scores:
        if score == 0 or field in found or heading in taken or not fits(field, heading):
            continue
        found[field] = Match(heading, "sure" if score <= -0.9 else "likely")
        taken.add(heading)
    return found


def unit_told(heading: str) -> str | None:
    """Return the unit of time that a heading tells: s, min or h; None where it tells none."""
    text = tidy(heading)
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), None)


def seconds_told(heading: str) -> float | None:
    """Return the threshold that a heading tells, such as the 20 of `20秒服务水平`, or None."""
    match = _NUMBERED.search(tidy(heading).replace(" ", ""))
    return float(match[1]) if match else None
