"""Everything that can be done to cases and what is on them. Pages, endpoints and jobs call in."""

from cases.services.closing import close_case, reopen_case
from cases.services.files import (
    add_file,
    add_files,
    check_withdraw,
    open_file,
    withdraw_file,
)
from cases.services.leading import reclassify, restrict_case, transfer_lead, unrestrict_case
from cases.services.looking import has_to_say_why, say_why
from cases.services.opening import decide
from cases.services.outcomes import (
    change_outcome,
    confirm_outcome,
    dispute_outcome,
    record_outcome,
    verify_outcome,
    void_outcome,
)
from cases.services.parts import (
    add_force,
    add_member,
    add_region,
    check_end,
    end_force,
    end_member,
    end_region,
)
from cases.services.queries import ask_about_outcome
from cases.services.reminders import remind_of_waiting_cases
from cases.services.sharing_out import assign_cases, hand_over, work_of
from cases.services.steps import agree_terms, deliver, hold_case, reassess, resume_case
from cases.services.surveys import answer_survey
from cases.services.threats import (
    activate_threat,
    archive_threat,
    flag_threat,
    link_threat,
    map_threat,
)
from cases.services.verifying import verify_outcomes
from cases.services.work import (
    add_activity,
    add_subject,
    add_task,
    assess_case,
    finish_task,
)

__all__ = [
    "activate_threat",
    "add_activity",
    "add_file",
    "add_files",
    "add_force",
    "add_member",
    "add_region",
    "add_subject",
    "add_task",
    "agree_terms",
    "answer_survey",
    "archive_threat",
    "ask_about_outcome",
    "assess_case",
    "assign_cases",
    "change_outcome",
    "check_end",
    "check_withdraw",
    "close_case",
    "confirm_outcome",
    "decide",
    "deliver",
    "dispute_outcome",
    "end_force",
    "end_member",
    "end_region",
    "finish_task",
    "flag_threat",
    "hand_over",
    "has_to_say_why",
    "hold_case",
    "link_threat",
    "map_threat",
    "open_file",
    "reassess",
    "reclassify",
    "record_outcome",
    "remind_of_waiting_cases",
    "reopen_case",
    "restrict_case",
    "resume_case",
    "say_why",
    "transfer_lead",
    "unrestrict_case",
    "verify_outcome",
    "verify_outcomes",
    "void_outcome",
    "withdraw_file",
    "work_of",
]
