from tasking.models.assessments import Assessment, AssessmentFields, ScoringModel
from tasking.models.files import FileContent, FileFields, RequestFile
from tasking.models.meetings import AgendaItem, TaskingMeeting
from tasking.models.minutes import Conflict, Declaration, MeetingAction
from tasking.models.opinions import Opinion
from tasking.models.requests import (
    Classification,
    Decision,
    Message,
    RequestRegion,
    RequestSight,
    ReturnSpell,
    TaskingRequest,
)
from tasking.models.saved_views import SavedView

__all__ = [
    "AgendaItem",
    "Assessment",
    "AssessmentFields",
    "Classification",
    "Conflict",
    "Decision",
    "Declaration",
    "FileContent",
    "FileFields",
    "MeetingAction",
    "Message",
    "Opinion",
    "RequestFile",
    "RequestRegion",
    "RequestSight",
    "ReturnSpell",
    "SavedView",
    "ScoringModel",
    "TaskingMeeting",
    "TaskingRequest",
]
