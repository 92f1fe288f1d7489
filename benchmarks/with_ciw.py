"""The same line in Ciw, with reneging."""

from __future__ import annotations

import ciw

from benchmarks.line import Line


def simulate(line: Line, hours: int, seed: int) -> list[object]:
    """Return Ciw's records of the calls of `hours` hours."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(line.calls_per_h / 3600)],
        service_distributions=[ciw.dists.Exponential(1 / line.handle_s)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / line.patience_s)],
        number_of_servers=[line.agents],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(hours * 3600)
    return list(simulation.get_all_records())
