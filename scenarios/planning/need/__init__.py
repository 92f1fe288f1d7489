"""From a scenario to the agents it needs, queue by queue and interval by interval."""
