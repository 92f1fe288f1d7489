"""Schedules that are simulated, and mended until they keep their promises."""
