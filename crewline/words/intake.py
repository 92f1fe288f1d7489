"""What the intake says of guesses and of what files are worth, in the reader's language.

The intake knows no languages; its sentences are templates, which are listed here for the catalogue.
"""

from __future__ import annotations

from typing import Final

from crewline.words.figures import number
from crewline.words.words import N_, Words
from scenarios.intake.said import Said

#: What `scenarios.intake` says; a test sees that all of it is here.
SAYINGS: Final = (
    N_("left out"),
    N_("kept"),
    N_("not: {what}"),
    N_("its heading says so"),
    N_("a log rarely has after-call work; say what you know"),
    N_("no column tells the outcome; calls with a service are taken for answered"),
    N_("from queueing to the answer; where nobody answered, to the end of the call"),
    N_("from the answer to the end of the call"),
    N_("no column says when calls joined the queue; a menu before it is waiting too"),
    N_("all of its cells are written so"),
    N_("it has {n} different texts, too many for lines"),
    N_("a part of its heading says so"),
    N_("the row with most headings that we know"),
    N_("days and months could be either way round"),
    N_("no way of writing that we know fits its cells"),
    N_("the word says so"),
    N_("calls of this code were mostly served, or not"),
    N_("taken as 0"),
    N_("left out of the figure"),
    N_("a number from 0 to {most}"),
    N_("a formula saved with its value; open and save the workbook"),
    N_("a number of calls"),
    N_("no more than the calls offered"),
    N_("a share of 0 to 100 %"),
    N_("a time such as 205, 3:25 or 0:03:25"),
    N_("less than 4 h a call"),
    N_("intervals that do not overlap"),
    N_("each row once"),
    N_("one row for a queue and interval"),
    N_("filled in with no calls"),
    N_("filled in with the usual calls of its weekday"),
    N_("a row for this interval"),
    N_("the table tells neither agents nor service levels"),
    N_("{percent} % of rows have the queue and interval of another"),
    N_("the table has a column of agents"),
    N_("as many as give the service that the table tells"),
    N_("it has as many calls as all others together"),
    N_("calls answered in time are counted beside it"),
    N_("the table does not say of which calls it is a share"),
    N_("numbers of this size are usually that"),
    N_("numbers such as {text}"),
    N_("{seconds} s is usual for one call"),
    N_("the table does not say within what time"),
    N_("its cells say so, such as {text}"),
    N_("numbers of this size are parts of a day, as spreadsheets keep times"),
    N_("{minutes} min would be long for one call"),
    N_("its figures go up to {most}"),
    N_("none of its figures is above 1"),
    N_("it grows with the calls"),
    N_("its cells end in %"),
    N_("most rows are {minutes} min apart or long"),
    N_("rows of {minutes} min are added up to {wanted} min"),
    N_(
        "{minutes} min, as most rows are apart or long, do not fit into a day or into"
        " {wanted} min;"
        " rows across a border are left out"
    ),
    N_(
        "{queue}: up to {calls} calls in one interval are very many; see that the column counts"
        " calls"
    ),
    N_("no one order fits all dates"),
    N_("24:00 stands there, and 0:00 does not"),
    N_("single times usually say when an interval begins"),
    N_("in this order the days lie closest together"),
    N_("most of its cells are empty below one that is not"),
    N_("no other order makes dates of all"),
    N_("columns of numbers under no heading we know"),
    N_("the table does not say what its figures are"),
    N_("its cells are days and times"),
    N_("each group of columns has the same headings"),
    N_("{n} headings are times or days"),
    N_("the only column of words that recur"),
    N_("its cells are times"),
    N_("its cells are days"),
    N_("too few days to say how much days vary; {percent} % is assumed"),
    N_(
        "days vary by {percent} % beyond chance, estimated from {n} days; growth and season are in"
        " it too"
    ),
    N_("{queue}: {what}"),
    N_("{queue}: patience: {what}"),
    N_("handling times are lognormal with an assumed spread of {cv}"),
    N_("the table does not say who serves what: each line has agents of its own"),
    N_("redials are in the calls offered; the scenario has no redial"),
    N_("the table names no day: it is taken for an ordinary one"),
    N_("agents on duty are the means that the table tells, rounded"),
    N_(
        "agents on duty are as many as Erlang's formula needs for the service level that the table"
        " tells"
    ),
    N_("agents on duty are as many as Erlang's formula needs for the target"),
    N_("the table has no handling times; {seconds} s are assumed"),
    N_("modelled: the patience at which Erlang A has both abandonment and speed of answer"),
    N_("modelled: the patience at which Erlang A has both abandonment and service level"),
    N_("assumed: the table does not tell enough to estimate it"),
    N_("that of all lines together, as too few gave up on this one"),
    N_("nobody gave up in this table; patience is taken to be unlimited"),
    N_("all time waited over those who gave up ({n})"),
    N_("too few calls with a handling time; that of all lines is taken"),
    N_("left out, as a total"),
    N_("figures of one interval"),
    N_("an interval of at most {minutes} min"),
    N_("a date"),
    N_("figures, no headings"),
    N_("an interval such as 9:00 or 9:00-9:30"),
    N_("an interval within {minutes} min"),
    N_("a queue"),
    N_("one queue"),
    N_("{n} columns have this heading"),
    N_("{n} columns are called {column}; this one alone is read"),
    N_("{column} has no days that we know, such as {text}"),
    N_("{column} has no numbers that we know, such as {text}"),
    N_("{column} is not read, though its heading says days"),
    N_("AHT"),
    N_("ASA"),
    N_("SL3"),
    N_("abandoned"),
    N_("answered"),
    N_("day"),
    N_("none"),
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
    N_("agent-hours a day"),
    N_("agent-hours a day:"),
    N_("all calls of the days used:"),
    N_("all lines"),
    N_("an agent takes up the next waiting call after {time} (median)"),
    N_("by line, on the days used:"),
    N_("by row:"),
    N_("calls a week"),
    N_("calls that came when nobody who serves them is inferred to be on duty: {n} ({lines})"),
    N_("closed (never a call): {days}"),
    N_("day left out: {what}"),
    N_("days left out:"),
    N_("days vary"),
    N_("days vary by no more than chance, as far as {n} days tell"),
    N_("days: none is named"),
    N_("days: weekdays without a date"),
    N_("days: {first} to {last}, {n} used"),
    N_("every row could be used"),
    N_("every row is a call offered to agents, and none is odd"),
    N_("every row was as it should be"),
    N_("files read: {n}"),
    N_(
        "from week to week, calls of an interval vary {times} times as much as chance alone"
        " (variance over mean)"
    ),
    N_("in calls"),
    N_("in the scenario, whole agents"),
    N_("in time"),
    N_("intervals of {minutes} min"),
    N_("line"),
    N_(
        "log and scenario side by side ({n} typical weeks simulated; SL3: answered within"
        " {seconds} s, of all offered):"
    ),
    N_("mean wait"),
    N_("missing days: {days}"),
    N_("missing days: {days} and {n} more"),
    N_("no end"),
    N_("note: {what}"),
    N_("odd, but kept: {n}"),
    N_("offered"),
    N_("patience"),
    N_("rows read: {rows}; offered calls: {calls}"),
    N_("rows read: {rows}; rows used: {used}; offered calls: {calls}"),
    N_("rows that are no calls to agents: {n}"),
    N_("rows that could not be used: {n}"),
    N_("saturated: busy while somebody waited"),
    N_("seen: from an agent's first call to the last, less long gaps"),
    N_(
        "service: {mean} on average, half of the calls at most {median}, with a standard"
        " deviation of {sd}"
    ),
    N_("simulated"),
    N_("wait of those who waited: {mean} on average, with a standard deviation of {sd}"),
    N_("whenever a call came, somebody who serves it was on duty"),
    N_(
        "where they are far apart, look at the agents on duty first: `staffing` of the"
        " mapping, agents.csv of the scenario"
    ),
    N_("whole days vary by no more than chance"),
    N_("whole days vary by {share} beyond chance (coefficient of variation)"),
    N_("{calls} calls a day, {abandoned} abandoned, {waited} waited at all"),
    N_("{day}: {calls} calls, usual {usual} ({what})"),
    N_("{figure}: log"),
    N_("{n} expected {expected}: {done}"),
    N_("{n} expected {expected}: {done} (first rows: {rows})"),
    N_("{n} {what} (first: {rows})"),
)


def spoken(one: Said, say: Words) -> str:
    """Return a sentence of the intake in the reader's language, its parts too."""
    filled = {
        name: spoken(part, say) if isinstance(part, Said) else _shown(name, part, say)
        for name, part in one.filled.items()
    }
    return say(one.text, **filled) if one.text else ""


def _shown(name: str, part: object, say: Words) -> str:
    """Return what fills a blank; of a log's findings and notes only the sentence is there."""
    if isinstance(part, int | float) and not isinstance(part, bool):
        return number(float(part), say)
    return say.sentence(str(part)) if name == "what" else str(part)
