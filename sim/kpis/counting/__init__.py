"""From the legs of one replication to numbers: the passes that `sim.kpis.tally` puts together."""
