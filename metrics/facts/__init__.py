"""What is counted: rows of cases and tasking as they stood at a moment, as plain values."""

from metrics.facts.load import load, load_places
from metrics.facts.rows import World

__all__ = ["World", "load", "load_places"]
