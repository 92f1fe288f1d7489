"""Back-test of an import: `python -m scenarios.intake.backtest LOG... [--page PAGE]`.

Prints, as Markdown, what the log says and how the simulated days agree with it; with `--page` puts
each table into the page, between the lines `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.faults import BadInput, Fault
from scenarios.intake.calls import Calls
from scenarios.intake.comparison import (
    FEWEST_SERVED,
    RATIOS,
    SHOWN_DAYS,
    Observed,
    compared_days,
    drawn,
    held_out,
    recorded,
    replayed,
    scenario_of,
    service_by_hour,
)
from scenarios.intake.importing import Imported, import_log
from scenarios.intake.patience import patience_times

_END: Final = "<!-- end -->"

#: Times at which survival is shown, seconds.
SURVIVAL_S: Final = (5, 30, 60, 120, 300, 600)

#: Hours with fewer calls a day than this are not shown.
LEAST_CALLS: Final = 5


@dataclass(frozen=True)
class Backtest:
    """The days compared, as they went and in each way of simulating them.

    The `simulated` are all of `days`, but for the last two: days drawn from the typical week, of
    the whole log and of its first two thirds. The latter belong beside `later`.
    """

    imported: Imported
    days: tuple[date, ...]
    recorded: Observed
    simulated: dict[str, Observed]
    later: Observed


def run(imported: Imported, replications: int) -> Backtest:
    """Return the back-test of an import, typical weeks drawn `replications` times.

    Raises BadInput when intervals do not divide an hour.
    """
    interval_s = imported.mapping.days.interval
    if 3600 % interval_s:
        value = f"{interval_s:g} s"
        raise BadInput([Fault("mapping", 0, "days.interval", value, "a divisor of an hour")])
    scenario = scenario_of(imported)
    days = compared_days(imported)
    earlier, later = held_out(imported)
    if not later:
        value = f"{len(imported.days.used)} days"
        expected = "enough days to hold the last third out, of weekdays seen before"
        raise BadInput([Fault("log", 0, "", value, expected)])
    return Backtest(
        imported,
        days,
        recorded(imported, scenario, days),
        {
            "seen": replayed(imported, scenario, days, "seen"),
            "saturated": replayed(imported, scenario, days, "saturated"),
            "pooled": replayed(imported, scenario, days, "saturated", pooled=True),
            "typical": replayed(imported, scenario, days, "typical"),
            "drawn": drawn(imported, scenario, replications),
            "drawn_hourly": drawn(imported, scenario, replications, hourly=True),
            "drawn_early": drawn(earlier, scenario_of(earlier), replications),
        },
        recorded(imported, scenario, later),
    )


def tables(backtest: Backtest) -> dict[str, str]:
    """Return all tables of the page by name, as Markdown."""
    return {
        **log_tables(backtest.imported),
        "days": day_table(backtest.recorded, backtest.simulated["saturated"], backtest.days),
        "agreement": _agreement(backtest),
        "alike": _alike(backtest),
        **{f"hours_{ratio}": _hours(backtest, ratio) for ratio in RATIOS},
        "queues": _queues(backtest),
    }


def log_tables(imported: Imported) -> dict[str, str]:
    """Return the tables that need no simulation: quality, patience, handling, agents."""
    return {
        "quality": "```text\n" + "\n".join(imported.quality.lines()) + "\n```",
        "survival": _survival(imported),
        "handling": _handling(imported),
        "patience": _patience(imported),
        "service": _service(imported),
        "groups": _groups(imported),
    }


def day_table(was: Observed, simulated: Observed, days: Sequence[date]) -> str:
    """Return the first days one by one: as they were, and replayed."""
    rows = []
    for place, day in enumerate(days[:SHOWN_DAYS]):
        calls = was.counts[place, 0, :, 0].sum()
        cells = [f"{day:%a} {day}", f"{calls:,.0f}"]
        for ratio in RATIOS:
            cells += [_shown(ratio, side.by_day(ratio)[place]) for side in (was, simulated)]
        rows.append(cells)
    return _table(
        [
            "day",
            "calls",
            "wait s: was",
            "replayed",
            "abandoned: was",
            "replayed",
            "in time: was",
            "replayed",
        ],
        rows,
    )


def put_into(page: str, found: dict[str, str]) -> str:
    """Return the page with each table in its place.

    Raises BadInput when the page has no place for one of them, or a place for none.
    """
    places = re.findall(
        r"<!-- table: (\w+) -->\n(?:(?!<!-- table).)*?<!-- end -->", page, re.DOTALL
    )
    if sorted(places) != sorted(found):
        expected = f"one place for each of {', '.join(found)}"
        raise BadInput([Fault("page", 0, "", f"places for {', '.join(places)}", expected)])
    for name, table in found.items():
        before, rest = page.split(f"<!-- table: {name} -->\n", 1)
        page = f"{before}<!-- table: {name} -->\n{table}\n{rest[rest.index(_END) :]}"
    return page


def table_of(page: str, name: str) -> str:
    """Return the table that stands in a page under a name, "" where there is none."""
    found = re.search(rf"<!-- table: {name} -->\n(.*?)\n<!-- end -->", page, re.DOTALL)
    return found[1] if found else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m scenarios.intake.backtest")
    parser.add_argument("log", nargs="+", type=Path, help="files of the log, or folders of them")
    parser.add_argument("--mapping", default="anonymous_bank_1999", help="a mapping's file or name")
    parser.add_argument("--replications", type=_count, default=50, help="typical weeks to draw")
    parser.add_argument("--page", type=Path, help="a page to put the tables into")
    options = parser.parse_args(arguments)
    try:
        page = None if options.page is None else options.page.read_text(encoding="utf-8")
        found = tables(run(import_log(options.log, options.mapping), options.replications))
        if page is not None:
            options.page.write_text(put_into(page, found), encoding="utf-8")
    except (BadInput, OSError, UnicodeDecodeError) as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    for name, table in found.items():
        sys.stdout.write(f"\n{name}\n\n{table}\n")
    return 0


def _count(text: str) -> int:
    """Return a whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


# Tables -----------------------------------------------------------------------------------------


def _survival(imported: Imported) -> str:
    calls = imported.calls
    stamps = pd.DatetimeIndex(calls.table["day"])
    rows = []
    for month in sorted(set(zip(stamps.year, stamps.month, strict=True))):
        mine = (stamps.year == month[0]) & (stamps.month == month[1])
        rows.append(_survival_row(f"{month[0]}-{month[1]:02d}", Calls(calls.table[mine]), imported))
    rows.append(_survival_row("all", calls, imported))
    return _table(["month", "calls", "gave up", *(f"{time} s" for time in SURVIVAL_S)], rows)


def _survival_row(name: str, calls: Calls, imported: Imported) -> list[str]:
    gave_up = int((~calls.table["answered"]).sum())
    if not gave_up:
        return [name, f"{len(calls):,}", "0", *("1.000" for _ in SURVIVAL_S)]
    curve = patience_times(calls, imported.mapping)
    shares = [f"{curve.survival_at(time):.3f}" for time in SURVIVAL_S]
    return [name, f"{len(calls):,}", f"{gave_up:,}", *shares]


def _handling(imported: Imported) -> str:
    rows = []
    for queue, talk in imported.estimates.talk.items():
        fits = ", ".join(f"{fit.family} {fit.distance:.3f}" for fit in talk.fits)
        rows.append(
            [
                queue,
                f"{talk.n:,}",
                f"{talk.capped}",
                f"{talk.mean_s:.0f}",
                f"{talk.sd_s:.0f}",
                f"{talk.median_s:.0f}",
                fits,
            ]
        )
    head = ["queue", "answered", "over the cap", "mean s", "sd s", "median s"]
    return _table([*head, "fits, best likelihood first, with KS distance"], rows)


def _service(imported: Imported) -> str:
    rows = [
        [f"{hour:02d}", f"{calls:,.0f}", f"{mean:.0f}", f"{by_queue:.0f}", f"{mean / by_queue:.2f}"]
        for hour, calls, mean, by_queue in service_by_hour(imported).itertuples()
        if calls >= FEWEST_SERVED
    ]
    return _table(["hour", "served", "mean s", "by its queues s", "ratio"], rows)


def _patience(imported: Imported) -> str:
    rows = []
    for queue, curve in imported.estimates.patience.items():
        best = curve.fits[0] if curve.fits else None
        fits = ", ".join(f"{fit.family} {fit.distance:.3f}" for fit in curve.fits)
        rows.append(
            [
                queue,
                f"{curve.abandoned:,}",
                *(f"{curve.survival_at(time):.3f}" for time in (30, 120, 600)),
                f"{best.mean_s:.0f}" if best else "",
                f"{best.zero_share:.2%}" if best else "",
                fits,
            ]
        )
    head = ["queue", "gave up", "30 s", "120 s", "600 s", "best fit's mean s", "at once"]
    return _table([*head, "fits, best likelihood first, with KS distance"], rows)


def _groups(imported: Imported) -> str:
    staffing = imported.estimates.staffing
    interval_h = 24 / staffing.seen.shape[2]
    rows = [
        [
            group.name,
            str(len(group.agents)),
            ", ".join(group.kinds),
            f"{staffing.seen[:, place].sum() * interval_h / len(staffing.seen):.1f}",
        ]
        for place, group in enumerate(staffing.groups)
    ]
    return _table(["group", "agents", "serves", "hours seen a day"], rows)


_SIDES: Final = {
    "seen": "replayed, agents seen that day",
    "saturated": "replayed, agents saturated that day",
    "pooled": "the same, everybody serves everything",
    "typical": "replayed, agents of the typical week",
    "drawn": "drawn, agents of the typical week",
    "drawn_hourly": "the same, service times by the hour",
    "drawn_early": "drawn, typical week of the first two thirds",
}


def _agreement(backtest: Backtest) -> str:
    sides = {"as they went": backtest.recorded}
    for name, words in _SIDES.items():
        if name == "drawn_early":
            sides["last third, as they went"] = backtest.later
        sides[words] = backtest.simulated[name]
    rows = []
    for words, observed in sides.items():
        hours = f"{observed.agent_h:.1f}" if np.isfinite(observed.agent_h) else "not known"
        cells = [words, f"{len(observed.counts):,}", f"{observed.offered[0].sum():,.0f}", hours]
        for ratio in RATIOS:
            one = observed.by_queue(ratio).at(0)
            cells.append(f"{_shown(ratio, one.value)} ± {_shown(ratio, one.half_width)}")
        rows.append(cells)
    head = ["days", "number", "calls a day", "agent-hours a day", "wait s", "abandoned", "in time"]
    return _table(head, rows)


def _alike(backtest: Backtest) -> str:
    """Return how well replayed days follow the real ones, day by day."""
    rows = []
    for name in ("seen", "saturated", "pooled", "typical"):
        cells = [_SIDES[name]]
        for ratio in RATIOS:
            was = backtest.recorded.by_day(ratio)
            simulated = backtest.simulated[name].by_day(ratio)
            apart = _shown(ratio, float(np.mean(np.abs(was - simulated))))
            cells += [_correlation(was, simulated), apart]
        rows.append(cells)
    head = ["days"]
    for words in ("wait s", "abandoned", "in time"):
        head += [f"{words}: correlation", "mean difference"]
    return _table(head, rows)


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> str:
    """Return the correlation in two digits, or a dash where all days are alike."""
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return "-"
    return f"{np.corrcoef(a, b)[0, 1]:.2f}"


def _hours(backtest: Backtest, ratio: str) -> str:
    names = ("seen", "saturated", "typical", "drawn", "drawn_hourly")
    sides = (backtest.recorded, *(backtest.simulated[name] for name in names))
    found = [side.by_hour(ratio) for side in sides]
    calls = backtest.recorded.offered[0]
    rows = []
    for hour in np.flatnonzero(calls >= LEAST_CALLS).tolist():
        cells = [_shown(ratio, one.value[hour]) for one in found]
        cells[0] += f" ± {_shown(ratio, found[0].at(hour).half_width)}"
        rows.append([f"{hour:02d}", f"{calls[hour]:.0f}", *cells])
    head = ["hour", "calls", "was", "replayed: seen", "replayed: saturated"]
    return _table([*head, "replayed: typical", "drawn", "drawn, hourly"], rows)


def _queues(backtest: Backtest) -> str:
    queues = ("all", *backtest.imported.estimates.volumes.queues)
    sides = (backtest.recorded, backtest.simulated["saturated"], backtest.simulated["drawn"])
    calls = backtest.recorded.offered.sum(axis=1)
    rows = []
    for place, queue in enumerate(queues):
        cells = [queue, f"{calls[place]:.0f}"]
        for ratio in RATIOS:
            cells += [_shown(ratio, side.by_queue(ratio).value[place]) for side in sides]
        rows.append(cells)
    head = ["queue", "calls"]
    for words in ("wait s", "abandoned", "in time"):
        head += [f"{words}: was", "replayed", "drawn"]
    return _table(head, rows)


def _shown(ratio: str, value: float) -> str:
    if not np.isfinite(value):
        return "-"
    return f"{value:.1f}" if ratio == "wait_s" else f"{100 * value:.1f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
