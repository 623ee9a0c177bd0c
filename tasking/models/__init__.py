from tasking.models.assessments import Assessment, AssessmentFields, ScoringModel
from tasking.models.files import FileContent, RequestFile
from tasking.models.meetings import AgendaItem, TaskingMeeting
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
    "Decision",
    "FileContent",
    "Message",
    "RequestFile",
    "RequestRegion",
    "RequestSight",
    "ReturnSpell",
    "SavedView",
    "ScoringModel",
    "TaskingMeeting",
    "TaskingRequest",
]
