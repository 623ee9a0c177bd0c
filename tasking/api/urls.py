from django.urls import path
from rest_framework.routers import SimpleRouter

from tasking.api.viewsets import (
    ActionsOfMeeting,
    AssessmentViewSet,
    Conflicts,
    MeetingActionViewSet,
    MessageViewSet,
    ScoringModelViewSet,
    TaskingMeetingViewSet,
    TaskingRequestViewSet,
)

app_name = "tasking-api"

router = SimpleRouter()
router.register("tasking-requests", TaskingRequestViewSet, basename="request")
router.register("tasking-meetings", TaskingMeetingViewSet, basename="meeting")
router.register("meeting-actions", MeetingActionViewSet, basename="action")
router.register("scoring-models", ScoringModelViewSet, basename="scoring-model")

PARTS = {"get": "list", "post": "create"}

urlpatterns = [
    *router.urls,
    path(
        "tasking-requests/<str:reference>/messages/",
        MessageViewSet.as_view(PARTS),
        name="request-messages",
    ),
    path(
        "tasking-requests/<str:reference>/assessments/",
        AssessmentViewSet.as_view(PARTS),
        name="request-assessments",
    ),
    path(
        "tasking-meetings/<str:reference>/conflicts/",
        Conflicts.as_view({"get": "list"}),
        name="meeting-conflicts",
    ),
    path(
        "tasking-meetings/<str:reference>/actions/",
        ActionsOfMeeting.as_view(PARTS),
        name="meeting-actions",
    ),
]
