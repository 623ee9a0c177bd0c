"""Disclosure control: what a release hides so that nobody is recognised in its figures."""

from metrics.disclosure.auditing import attack_by_groups, audit
from metrics.disclosure.equations import groups
from metrics.disclosure.finding import Finding
from metrics.disclosure.protecting import CannotProtect, Protection, protect, protected
from metrics.disclosure.review import Review, review
from metrics.disclosure.unkeyed import UnkeyedOfYear, unkeyed_to_show

__all__ = [
    "CannotProtect",
    "Finding",
    "Protection",
    "Review",
    "UnkeyedOfYear",
    "attack_by_groups",
    "audit",
    "groups",
    "protect",
    "protected",
    "review",
    "unkeyed_to_show",
]
