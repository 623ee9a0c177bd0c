"""What requests, meetings and scores look like over the API, and the bodies of their steps."""

from tasking.api.serializers.assessments import (
    AssessmentBody,
    AssessmentSerializer,
    ScoringModelSerializer,
)
from tasking.api.serializers.meetings import MeetingBody, MeetingSerializer
from tasking.api.serializers.requests import (
    DraftBody,
    MessageSerializer,
    RequestBody,
    RequestSerializer,
)
from tasking.api.serializers.steps import DecideBody, NoteBody, PassOnBody, ReasonBody

__all__ = [
    "AssessmentBody",
    "AssessmentSerializer",
    "DecideBody",
    "DraftBody",
    "MeetingBody",
    "MeetingSerializer",
    "MessageSerializer",
    "NoteBody",
    "PassOnBody",
    "ReasonBody",
    "RequestBody",
    "RequestSerializer",
    "ScoringModelSerializer",
]
