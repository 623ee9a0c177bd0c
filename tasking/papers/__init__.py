"""Documents about meetings and decisions: the same bytes from the same rows, and no clock."""

from tasking.papers.letter import decision_letter
from tasking.papers.pack import agenda_pack

__all__ = ["agenda_pack", "decision_letter"]
