"""From results, on disk or in memory, to a decision: one file for each kind of results."""
