"""Schedules as tables that planners edit and feed back."""
