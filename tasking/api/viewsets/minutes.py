"""What is declared in a meeting, and the actions that it gives to somebody."""

from drf_spectacular.utils import extend_schema

from tasking import services
from tasking.api.serializers import minutes as serializers
from tasking.api.viewsets.parts import PartsOfRequest
from tasking.api.viewsets.requests import step_of_request
from tasking.filters import ActionFilterSet
from tasking.models import MeetingAction, TaskingMeeting
from tasking.models.meetings import MEETINGS
from tasking.models.minutes import ACTIONS
from tasking.workflow import ACTION, MINUTES
from toex.accounts.choices import REGION_ROLES, Role
from toex.web.api import RowViewSet

ACTION_ROWS = ("meeting", "owner", "request", "created_by", "done_by")
WORDED = ("text", "owner", "due_on", "request")


class Conflicts(PartsOfRequest):
    """What each attendee of a meeting declared. Added by the meeting's step `declare`."""

    queryset = TaskingMeeting.objects.all()
    series = MEETINGS
    serializer_class = serializers.DeclarationSerializer
    audit_noun = "declaration"

    def parts_of(self, row):
        return row.declarations.select_related("person", "by").prefetch_related("conflicts")


class ActionsOfMeeting(PartsOfRequest):
    """What a meeting asked somebody to do."""

    queryset = TaskingMeeting.objects.select_related("region")
    series = MEETINGS
    serializer_class = serializers.ActionSerializer
    body = serializers.ActionBody
    audit_noun = "action"

    @extend_schema(request=serializers.ActionBody, responses={201: serializers.ActionSerializer})
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, row):
        return row.actions.select_related(*ACTION_ROWS)

    def check_open(self, row):
        MINUTES.step_for("keep-actions", row=row, by=self.request.user)

    def add(self, row, **fields):
        return services.add_action(row, **fields)


class MeetingActionViewSet(RowViewSet):
    """Actions of the meetings in sight."""

    queryset = MeetingAction.objects.select_related(*ACTION_ROWS)
    serializer_class = serializers.ActionSerializer
    filterset_class = ActionFilterSet
    lookup_value_regex = "[^/]+"
    audit_noun = "action"
    series = ACTIONS
    roles = [*REGION_ROLES, Role.PROGRAMME_OFFICE]

    @extend_schema(request=serializers.ActionChangeBody, responses=serializers.ActionSerializer)
    def partial_update(self, request, *args, **kwargs):
        """Word an open action anew until the minutes are signed; takes its `version`."""

        def change(action, **given):
            kept = {name: getattr(action, name) for name in WORDED}
            return services.change_action(action, **{**kept, **given})

        return self.take_step(ACTION, "change", change, serializers.ActionChangeBody)

    @extend_schema(request=serializers.DoneBody, responses=serializers.ActionSerializer)
    @step_of_request("done")
    def done(self, request, *args, **kwargs):
        """Close an action, saying when it was done and what was done."""
        return self.take_step(ACTION, "done", services.finish_action, serializers.DoneBody)
