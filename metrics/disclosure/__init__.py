"""Disclosure control: what a release hides so that nobody is recognised in its figures."""

from metrics.disclosure.auditing import attack_by_groups, audit
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Finding
from metrics.disclosure.protecting import CannotProtect, Protection, protect, unkeyed_to_show
from metrics.disclosure.review import Review, review

__all__ = [
    "CannotProtect",
    "Finding",
    "Protection",
    "Review",
    "attack_by_groups",
    "audit",
    "groups",
    "protect",
    "review",
    "unkeyed_to_show",
]
