"""Eight sessions at once, each running the tenth-size bank three times, and a ninth that looks.

python -m benchmarks.load [SESSIONS [RUNS [REPLICATIONS]]]

The server is a real one with its pool of workers; the sessions speak to it as browsers do, without
a screen (`benchmarks.visitor`). All figures on all pages are compared with those of `crewline.run`.
The ninth session asks for a redrawing of its own page all the while; how long that takes is what
somebody feels who turns a slider there.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from benchmarks.layout import Target, laid_out
from benchmarks.machine import machine
from benchmarks.visitor import Visitor

SCENARIO: Final = "bank_hotline_tenth"
ROOT: Final = Path(__file__).parents[1]
#: What cards of the centre are compared by.
KPIS: Final = ("abandonment", "asa", "offered", "answered", "aht", "cost")
RESPONSE: Final = Target(1.0, at_least=False)


@dataclass
class Found:
    """What was seen while it went on."""

    responses_s: list[float] = field(default_factory=list)
    runs_s: list[float] = field(default_factory=list)
    resident_mb: list[float] = field(default_factory=list)
    processes: int = 0
    wrong: list[str] = field(default_factory=list)
    right: int = 0


#: Figures by their labels.
Cards = dict[str, str]


def expected(seed: int, replications: int) -> Cards:
    """Return the figures that a page must show, worked out without it."""
    import crewline
    from crewline.words import Language, Words
    from crewline.words.figures import figure
    from crewline.words.kpis import kpi_title

    say = Words(Language.ENGLISH)
    study = crewline.run(SCENARIO, replications=replications, seed=seed, jobs=1)
    table = study.kpis[study.kpis["kind"] == "centre"].set_index("kpi")
    found = {}
    for kpi in KPIS:
        row = table.loc[kpi]
        unit = f" ({study.scenario.currency})" if kpi == "cost" else ""
        found[kpi_title(kpi, say) + unit] = figure(float(row["value"]), str(row["unit"]), say)
    return found


def seeds(session: int, runs: int) -> list[int]:
    """Return the seeds of a session's runs; no two sessions share one."""
    return [1000 * (session + 1) + run for run in range(runs)]


def work(address: str, right: Mapping[int, Cards], replications: int, found: Found) -> None:
    """Run a scenario with one seed after the other, as a planner would, and read the cards.

    `right` are the figures of each seed.
    """
    visitor = Visitor(address, "day", scenario=SCENARIO, n=str(replications), lang="en")
    try:
        for seed, wanted in right.items():
            visitor.until(lambda page: page.has("day_run_button"))
            visitor.enter("side_seed", seed)
            visitor.until(lambda page: page.has("day_run_button"))
            begun_s = time.perf_counter()
            visitor.press("day_run_button")
            text = f"seed {seed}"
            visitor.until(lambda page, text=text: _shows(page, text))
            found.runs_s.append(time.perf_counter() - begun_s)
            shown = {label: visitor.metrics.get(label) for label in wanted}
            print(".", end="", flush=True)
            if shown == wanted:
                found.right += 1
            else:
                found.wrong.append(f"seed {seed}: {shown} for {wanted}")
    finally:
        visitor.close()


def _shows(page: Visitor, text: str) -> bool:
    return (
        bool(page.metrics)
        and not page.has("day_run_cancel")
        and any(text in one for one in page.markdown)
    )


def look(address: str, over: threading.Event, found: Found) -> None:
    """Redraw an idle page again and again, and note how long each takes."""
    visitor = Visitor(address, "preview", scenario=SCENARIO, lang="en")
    visitor.until(lambda page: page.has("preview_run_cancel") or bool(page.metrics))
    number = 1
    while not over.wait(0.5):
        number += 1
        begun_s = time.perf_counter()
        visitor.enter("side_replications", 10 + number % 2)
        visitor.until(lambda page: bool(page.metrics))
        found.responses_s.append(time.perf_counter() - begun_s)
    visitor.close()


def weigh(server: int, over: threading.Event, found: Found) -> None:
    """Note what the server and its workers hold, all the while."""
    while not over.wait(0.5):
        processes = [server, *_children(server)]
        held = [_resident_mb(process) for process in processes]
        found.resident_mb.append(sum(held))
        found.processes = max(found.processes, len(processes))


def _children(parent: int) -> Iterator[int]:
    for table in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = table.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            yield int(table.parent.name)


def _resident_mb(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Serve the app on a free port; give its address and process, and end exactly that."""
    from crewline.ui import FLAGS, FRONT

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(FRONT), *FLAGS]
    server = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.headless=true"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", server)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server ended")


def measured(sessions: int, runs: int, replications: int) -> Found:
    """Let all sessions work at once, and return what was seen."""
    found, over = Found(), threading.Event()
    right = [
        {seed: expected(seed, replications) for seed in seeds(session, runs)}
        for session in range(sessions)
    ]
    with served() as (address, server):
        watchers = [
            threading.Thread(target=look, args=(address, over, found)),
            threading.Thread(target=weigh, args=(server, over, found)),
        ]
        for watcher in watchers:
            watcher.start()
        try:
            with ThreadPoolExecutor(sessions) as planners:
                doing = [
                    planners.submit(work, address, figures, replications, found)
                    for figures in right
                ]
                for one in doing:
                    one.result()
        finally:
            over.set()
            for watcher in watchers:
                watcher.join()
    return found


def table(found: Found, wanted: int) -> list[str]:
    """Return what was seen as lines."""
    responses = found.responses_s
    worst = max(responses)
    ninth = quantiles(responses, n=10)[-1] if len(responses) > 1 else worst
    rows: list[Sequence[str]] = [
        ("", "found", "target", ""),
        ("  runs that came back right", f"{found.right} of {wanted}", f"{wanted}", ""),
        ("  runs that were wrong", f"{len(found.wrong)}", "0", ""),
        ("  a run from click to figures, median s", f"{median(found.runs_s):.2f}"),
        ("  the longest of them, s", f"{max(found.runs_s):.2f}"),
        ("  idle page's response, median s", f"{median(responses):.2f}"),
        ("  nine of ten within, s", f"{ninth:.2f}"),
        ("  the slowest, s", f"{worst:.2f}", f"{RESPONSE.value}", RESPONSE.verdict(worst)),
        ("  memory of all processes at most, MB", f"{max(found.resident_mb):.0f}"),
        ("  processes", f"{found.processes}"),
    ]
    return laid_out(rows)


def main(arguments: Sequence[str]) -> int:
    """Print what was seen; return 1 where anything was lost or mixed up."""
    numbers = [int(word) for word in arguments]
    sessions, runs, replications = [*numbers, *(8, 3, 10)[len(numbers) :]]
    print(machine())
    print(f"{sessions} sessions, {runs} runs each of {replications} replications;", end=" ")
    print(f"load of the machine at the start {os.getloadavg()[0]:.1f}", flush=True)
    found = measured(sessions, runs, replications)
    print()
    print("\n".join([*table(found, sessions * runs), *found.wrong]), flush=True)
    return int(bool(found.wrong) or found.right < sessions * runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
