"""Cost against service over schedules that were simulated, and what one more of each brings."""
