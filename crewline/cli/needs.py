"""What `crewline staff` does with a scenario: its requirement, told, explained, or turned round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.load import Loaded
    from scenarios.planning.need.requirement_tables import Needed
    from scenarios.planning.proof.proof import Proof
    from scenarios.planning.proof.trial import Effort
    from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Asking:
    """What is to be shown of a requirement: one line or all, intervals too, a reverse question."""

    line: str | None
    by_interval: bool
    fractional: bool
    agents: float | None

    def refuse_unknown(self, scenario: Scenario) -> None:
        """Raise BadInput where the line is none of the scenario's."""
        from scenarios.faults import BadInput, Fault
        from scenarios.units import one_of

        if self.line is not None and self.line not in scenario.queues:
            words = one_of("lines", self.line, scenario.queues)
            raise BadInput([Fault("command line", 0, "--line", self.line, words)])


def refuse_by_hand(by_hand: Mapping[str, str | None]) -> None:
    """Raise BadInput where a line is given by hand beside a scenario, but for its agents."""
    from scenarios.faults import BadInput, Fault

    words = "no scenario beside it; the scenario has its own"
    faults = [
        Fault("command line", 0, f"--{option}", text, words)
        for option, text in by_hand.items()
        if text is not None and option != "agents"
    ]
    if faults:
        raise BadInput(faults)


def read_agents(text: str | None, line: str | None) -> float | None:
    """Return the agents of a reverse question.

    Raises BadInput where they are no number, or no line is named.
    """
    from scenarios.faults import BadInput, Fault
    from scenarios.schema.group import MAX_AGENTS
    from scenarios.units import read_number

    if text is None:
        return None
    try:
        agents = read_number(text)
    except ValueError:
        agents = -1.0
    if not 0 <= agents <= MAX_AGENTS:
        words = f"a number from 0 to {MAX_AGENTS:,}"
        raise BadInput([Fault("command line", 0, "--agents", text, words)])
    if line is None:
        words = "--line beside it: of which line it is asked"
        raise BadInput([Fault("command line", 0, "--agents", text, words)])
    return agents


def show_needs(
    loaded: Loaded,
    asked: Asking,
    effort: Effort | None,
    out: Path | None,
    *,
    csv: bool,
    as_json: bool,
) -> None:
    """Print what a scenario needs, and write it where that is asked; explained, with an effort."""
    from crewline.cli.streams import print_json, remark
    from scenarios.planning.need.requirement_tables import Needed
    from scenarios.planning.proof.bridge import bridge
    from scenarios.planning.proof.results import save_tables
    from scenarios.planning.proof.summaries import needs_summary, verdict_summary

    needed = Needed.of_scenario(loaded.scenario)
    proof = None
    if effort is not None:
        proof = _proved(loaded, effort, in_words=not as_json)
        needed = replace(needed, steps=bridge(proof.requirement, loaded.scenario, proof))
    summary = needs_summary(needed, asked.line)
    if proof is not None:
        summary |= {"proof": verdict_summary(proof)}
    if out is not None:
        tables = needed.tables(asked.line)
        folder = save_tables(f"{loaded.scenario.name}-staff", summary, tables, out, csv=csv)
        summary = summary | {"results": str(folder)}
    if as_json:
        print_json(summary)
        return
    _print(needed, asked, proof)
    if out is not None:
        remark(f"The tables are in {out}")


def _proved(loaded: Loaded, effort: Effort, *, in_words: bool) -> Proof:
    """Return the schedule that was proved, for the last of the steps."""
    from crewline.cli.progress import tell_of_compiling
    from crewline.cli.proving import proof_shown
    from scenarios.planning.proof.proof import prove
    from sim.kpis.ready import prepare

    prepare(on_compile=tell_of_compiling)
    with proof_shown(in_words=in_words) as shown:
        effort = replace(effort, on_progress=shown.on_progress)
        return prove(loaded, effort, shown.on_round)


def _print(needed: Needed, asked: Asking, proof: Proof | None) -> None:
    from crewline.cli.output import console
    from crewline.tables import staff as tables

    screen = console()
    tables.print_title(screen, needed.scenario, "agents needed")
    if asked.agents is not None and asked.line is not None:
        tables.print_with_agents(screen, needed, asked.line, asked.agents)
        return
    tables.print_lines(screen, needed, asked.line)
    tables.print_days(screen, needed, asked.line)
    if asked.by_interval:
        tables.print_needed_intervals(screen, needed, asked.line, fractional=asked.fractional)
    if proof is not None:
        from crewline.tables.proof_words import print_proof_in_short

        tables.print_bridge(screen, needed.steps)
        print_proof_in_short(screen, proof)
