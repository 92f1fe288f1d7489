"""The page Data in: a call log or an interval table, uploaded, confirmed, and made a scenario."""
