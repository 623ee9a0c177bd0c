"""Everything that can be done to requests and meetings. Pages, endpoints and jobs call in here."""

from tasking.services.actions import add_action, change_action, finish_action
from tasking.services.assessments import add_assessment, assess_request
from tasking.services.covers import arrange_cover, end_cover
from tasking.services.decisions import check_decision, decide_request, set_case_reference
from tasking.services.files import (
    add_file,
    give_file,
    keep_file,
    new_upload,
    open_file,
    remove_file,
)
from tasking.services.meetings import change_meeting, plan_meeting, sign_meeting
from tasking.services.messages import add_message
from tasking.services.minutes import declare_conflicts
from tasking.services.opinions import give_opinion
from tasking.services.requests import (
    begin_score,
    change_request,
    create_request,
    say_no_score,
)
from tasking.services.saved_views import delete_view, save_view
from tasking.services.scoring_models import load_scoring_model
from tasking.services.sights import set_sights
from tasking.services.steps import (
    pass_on_request,
    refer_request,
    resubmit_request,
    return_request,
    start_triage,
    submit_request,
    withdraw_request,
)
from tasking.services.waiting import remind_of_waiting_requests

__all__ = [
    "add_action",
    "add_assessment",
    "add_file",
    "add_message",
    "arrange_cover",
    "assess_request",
    "begin_score",
    "change_action",
    "change_meeting",
    "change_request",
    "check_decision",
    "create_request",
    "decide_request",
    "declare_conflicts",
    "delete_view",
    "end_cover",
    "finish_action",
    "give_file",
    "give_opinion",
    "keep_file",
    "load_scoring_model",
    "new_upload",
    "open_file",
    "pass_on_request",
    "plan_meeting",
    "refer_request",
    "remind_of_waiting_requests",
    "remove_file",
    "resubmit_request",
    "return_request",
    "save_view",
    "say_no_score",
    "set_case_reference",
    "set_sights",
    "sign_meeting",
    "start_triage",
    "submit_request",
    "withdraw_request",
]
