"""Search: one function over full text that the database keeps, on either engine."""

from cases.search.finding import KINDS, Found, find, kinds_of

__all__ = ["KINDS", "Found", "find", "kinds_of"]
