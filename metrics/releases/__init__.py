"""Releases: a period's figures, counted once, checked, approved by another, and published."""

from metrics.releases.access import (
    end_early_access,
    give_early_access,
    note_download,
    note_opening,
)
from metrics.releases.draft import draft_release
from metrics.releases.files import rebuild, verify
from metrics.releases.repair import discard_release, thaw_release
from metrics.releases.review import hide_cell
from metrics.releases.steps import approve_release, freeze_release, publish_due, publish_release
from metrics.releases.taking import package_of, take_file

__all__ = [
    "approve_release",
    "discard_release",
    "draft_release",
    "end_early_access",
    "freeze_release",
    "give_early_access",
    "hide_cell",
    "note_download",
    "note_opening",
    "package_of",
    "publish_due",
    "publish_release",
    "rebuild",
    "take_file",
    "thaw_release",
    "verify",
]
