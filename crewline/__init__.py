"""Crewline: simulation and workforce planning for contact centres."""
