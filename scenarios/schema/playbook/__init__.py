"""Playbooks: what is watched, what is done about it, and what that costs."""

from scenarios.schema.playbook.playbook import Level, Playbook

__all__ = ["Level", "Playbook"]
