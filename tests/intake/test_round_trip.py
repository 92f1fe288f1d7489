"""Round trip: a known centre is simulated, its legs written as a log, and the log imported."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.intake import Imported, import_log
from scenarios.load import load_text
from sim.codes import Outcome
from tests.auditor import audit
from tests.intake.small_log import mapping, row, write_log

FIRST = date(2026, 6, 1)
DAYS = 28
SCENARIO = """
schema_version: 1
name: known
seed: 99
days: 28
interval: 60 min
day_factor_cv: 15 %
queues:
  general:
    volume: [0,0,0,0,0,0,0,0,40,60,60,40,0,0,0,0,0,0,0,0,0,0,0,0]
    talk: {distribution: lognormal, mean: 240 s, cv: 0.9}
    patience: {distribution: exponential, mean: 3 min}
  loans:
    volume: [0,0,0,0,0,0,0,0,10,15,15,10,0,0,0,0,0,0,0,0,0,0,0,0]
    talk: {distribution: exponential, mean: 400 s}
    patience: {distribution: weibull, mean: 5 min, shape: 0.7}
groups:
  all:
    serves: {general: {}, loans: {}}
    agents: [0,0,0,0,0,0,0,0,5,6,6,5,2,0,0,0,0,0,0,0,0,0,0,0]
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Return the import of a log that the known centre made."""
    made = centre(load_text(SCENARIO).scenario)
    contacts = made.contacts(99)
    outcomes = made.run(contacts)
    audit(made, contacts, outcomes)
    rows = []
    for leg in outcomes.legs[outcomes.legs["outcome"] != Outcome.WAITING]:
        answered = leg["outcome"] == Outcome.ANSWERED
        day, since_ms = divmod(int(leg["queued_ms"]), 86_400_000)
        seconds = since_ms // 1000
        stamp = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        ended = leg["answered_ms"] if answered else leg["left_ms"]
        rows.append(
            row(
                f"{FIRST + timedelta(days=day)} {stamp}",
                wait=(ended - leg["queued_ms"]) / 1000,
                talk=(leg["left_ms"] - leg["answered_ms"]) / 1000 if answered else "",
                end="A" if answered else "H",
                line=made.floor.queue_names[leg["queue"]],
                agent=f"agent {leg['agent']}" if answered else "",
            )
        )
    folder = tmp_path_factory.mktemp("round_trip")
    chosen = mapping(days={"interval": "60 min"}, staffing={"method": "saturated"})
    return import_log(write_log(folder, rows), chosen)


def test_volumes_come_back(imported: Imported) -> None:
    """28 days of 200 and 50 calls with a factor of cv 15 %: the error of a mean day is
    sqrt(200 + 30^2) / sqrt(28) = 6.3, and 2.0; four of them are allowed (once in 15,000)."""
    totals = imported.estimates.volumes.counts.sum(axis=2).mean(axis=0)
    assert totals[0] == pytest.approx(200, abs=4 * 6.3)
    assert totals[1] == pytest.approx(50, abs=4 * 2.0)
    hours = imported.estimates.volumes.counts[:, 0].mean(axis=0)
    assert hours[8:12] / hours.sum() == pytest.approx([0.2, 0.3, 0.3, 0.2], abs=0.03)
    assert hours[:8].sum() + hours[12:].sum() == 0


def test_day_factor_comes_back(imported: Imported) -> None:
    """Its variance, 0.0225, has an error of about 0.4 of itself over 28 days (24 free ones)."""
    shared = imported.estimates.factors.shared_cv
    assert 0.15**2 * (1 - 2 * 0.4) < shared**2 < 0.15**2 * (1 + 4 * 0.4)


def test_service_times_come_back(imported: Imported) -> None:
    """Within four standard errors of the mean: cv / sqrt(n)."""
    for queue, mean, cv in (("general", 240, 0.9), ("loans", 400, 1.0)):
        found = imported.estimates.talk[queue]
        assert found.mean_s == pytest.approx(mean, rel=4 * cv / np.sqrt(found.n))
    assert imported.estimates.talk["general"].fits[0].family == "lognormal"
    assert imported.estimates.talk["loans"].fits[0].family in ("exponential", "gamma")


def test_patience_comes_back(imported: Imported) -> None:
    """Survival within 0.06 of the truth where a fifth or more of the callers are still at risk."""
    curve = imported.estimates.patience["general"]
    for time in (30, 60, 120, 180):
        assert curve.survival_at(time) == pytest.approx(np.exp(-time / 180), abs=0.06)
    means = {fit.family: fit.mean_s for fit in curve.fits}
    assert means["exponential"] == pytest.approx(180, rel=4 / np.sqrt(curve.abandoned))


def test_agents_come_back(imported: Imported) -> None:
    """In the busy hours the agents ready are those on duty, within half an agent."""
    ready = imported.estimates.staffing.saturated.mean(axis=0)
    assert ready[8:12] == pytest.approx([5, 6, 6, 5], abs=0.5)
    assert ready[13:].max() < 0.5
