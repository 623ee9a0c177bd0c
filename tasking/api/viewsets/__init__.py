from tasking.api.viewsets.meetings import TaskingMeetingViewSet
from tasking.api.viewsets.minutes import ActionsOfMeeting, Conflicts, MeetingActionViewSet
from tasking.api.viewsets.parts import AssessmentViewSet, MessageViewSet
from tasking.api.viewsets.requests import TaskingRequestViewSet
from tasking.api.viewsets.scoring_models import ScoringModelViewSet

__all__ = [
    "ActionsOfMeeting",
    "AssessmentViewSet",
    "Conflicts",
    "MeetingActionViewSet",
    "MessageViewSet",
    "ScoringModelViewSet",
    "TaskingMeetingViewSet",
    "TaskingRequestViewSet",
]
