"""Releases: a period's figures, counted once, checked, approved by another, and published."""

from metrics.releases.access import (
    end_early_access,
    give_early_access,
    note_download,
    note_opening,
)
from metrics.releases.asking import ask_to_freeze
from metrics.releases.draft import draft_release, follows_its_year
from metrics.releases.files import rebuild, verify
from metrics.releases.freezing import latest_freezing, run_freezing
from metrics.releases.planning import check_plan, plan_step, tick_off
from metrics.releases.repair import discard_release, send_back_release, thaw_release
from metrics.releases.review import choose_alternative, hide_cell
from metrics.releases.steps import approve_release, freeze_release, publish_due, publish_release
from metrics.releases.taking import package_of, take_file

__all__ = [
    "approve_release",
    "ask_to_freeze",
    "check_plan",
    "choose_alternative",
    "discard_release",
    "draft_release",
    "end_early_access",
    "follows_its_year",
    "freeze_release",
    "give_early_access",
    "hide_cell",
    "latest_freezing",
    "note_download",
    "note_opening",
    "package_of",
    "plan_step",
    "publish_due",
    "publish_release",
    "rebuild",
    "run_freezing",
    "send_back_release",
    "take_file",
    "thaw_release",
    "tick_off",
    "verify",
]
