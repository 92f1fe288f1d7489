"""From what is needed to shifts, and from a schedule back to a scenario."""
