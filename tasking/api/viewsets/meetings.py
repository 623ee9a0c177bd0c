from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from tasking import services
from tasking.api.serializers import MeetingBody, MeetingSerializer, NoteBody
from tasking.api.serializers.meetings import MeetingChangeBody
from tasking.api.serializers.minutes import DeclareBody
from tasking.api.viewsets.requests import step_of_request
from tasking.models import TaskingMeeting
from tasking.models.meetings import MEETINGS
from tasking.workflow import MANAGERS, MEETING, MINUTES
from toex.accounts.choices import REGION_ROLES, Role
from toex.web.api import RowViewSet
from toex.workflow.authority import may


class TaskingMeetingViewSet(RowViewSet):
    """Tasking meetings of the reader's region; for the programme office, those signed."""

    queryset = TaskingMeeting.objects.select_related("region", "signed_by").prefetch_related(
        "agenda"
    )
    serializer_class = MeetingSerializer
    lookup_value_regex = "[^/]+"
    audit_noun = "meeting"
    series = MEETINGS
    roles = [*REGION_ROLES, Role.PROGRAMME_OFFICE]

    @extend_schema(request=MeetingBody, responses={201: MeetingSerializer})
    def create(self, request):
        """Plan a meeting."""
        if not may(request.user, MANAGERS):
            raise PermissionDenied
        body = MeetingBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        row = services.plan_meeting(by=request.user, at=timezone.now(), **body.validated_data)
        answer = self.get_serializer(self.as_it_stands(row)).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(request=MeetingChangeBody, responses=MeetingSerializer)
    def partial_update(self, request, *args, **kwargs):
        """Change a meeting until it is signed; takes its `version`."""
        return self.take_step(MEETING, "change", services.change_meeting, MeetingChangeBody)

    @extend_schema(request=DeclareBody, responses=MeetingSerializer)
    @step_of_request("declare")
    def declare(self, request, *args, **kwargs):
        """Record what an attendee declares, in the place of what they declared before."""
        return self.take_step(MINUTES, "declare", services.declare_conflicts, DeclareBody)

    @extend_schema(request=NoteBody, responses=MeetingSerializer)
    @step_of_request("sign")
    def sign(self, request, *args, **kwargs):
        """Sign the minutes, which locks them."""
        return self.take_step(MEETING, "sign", services.sign_meeting, NoteBody)
