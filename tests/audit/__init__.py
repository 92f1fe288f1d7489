"""What the auditor is made of: see `tests.auditor`."""
