"""Disclosure control: what a release hides so that nobody is recognised in its figures."""

from metrics.disclosure.auditing import audit
from metrics.disclosure.finding import Finding
from metrics.disclosure.protecting import CannotProtect, Protection, protect, unkeyed_to_show
from metrics.disclosure.review import Review, review

__all__ = [
    "CannotProtect",
    "Finding",
    "Protection",
    "Review",
    "audit",
    "protect",
    "review",
    "unkeyed_to_show",
]
