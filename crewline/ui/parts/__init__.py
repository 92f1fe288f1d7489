"""What several pages draw: pictures with their tables, faults, the box of a run under way."""
