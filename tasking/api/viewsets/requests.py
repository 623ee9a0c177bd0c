"""Requests and their steps. `decide` is served at a request's address by the cases floor."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from tasking import services
from tasking.api.serializers import (
    DraftBody,
    NoteBody,
    PassOnBody,
    ReasonBody,
    RequestBody,
    RequestSerializer,
)
from tasking.filters import RequestFilterSet
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.services.requests import MAKERS
from tasking.workflow import EDITS, REQUEST
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.web.api import RowViewSet

READERS = [*FORCE_ROLES, *REGION_ROLES, Role.PROGRAMME_OFFICE]


def step_of_request(name):
    return action(detail=True, methods=["post"], url_path=name)


class TaskingRequestViewSet(RowViewSet):
    """Requests in sight. A force asks for TOEX support, the region decides."""

    queryset = TaskingRequest.objects.select_related(
        "force", "region", "requester"
    ).prefetch_related("decisions__decided_by", "conflicts")
    serializer_class = RequestSerializer
    filterset_class = RequestFilterSet
    lookup_value_regex = "[^/]+"
    audit_noun = "request"
    series = REQUESTS
    roles = READERS

    @extend_schema(request=DraftBody, responses={201: RequestSerializer})
    def create(self, request):
        """Make a draft."""
        if request.user.role not in MAKERS:
            raise PermissionDenied
        body = DraftBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        row = services.create_request(by=request.user, at=timezone.now(), **body.validated_data)
        answer = self.get_serializer(self.as_it_stands(row)).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(request=RequestBody, responses=RequestSerializer)
    def partial_update(self, request, *args, **kwargs):
        """Change a draft or a returned request; takes its `version`."""
        return self.take_step(EDITS, "change", services.change_request, RequestBody)

    @extend_schema(request=NoteBody, responses=RequestSerializer)
    @step_of_request("submit")
    def submit(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "submit", services.submit_request, NoteBody)

    @extend_schema(request=NoteBody, responses=RequestSerializer)
    @step_of_request("resubmit")
    def resubmit(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "resubmit", services.resubmit_request, NoteBody)

    @extend_schema(request=ReasonBody, responses=RequestSerializer)
    @step_of_request("withdraw")
    def withdraw(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "withdraw", services.withdraw_request, ReasonBody)

    @extend_schema(request=NoteBody, responses=RequestSerializer)
    @step_of_request("start-triage")
    def start_triage(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "start-triage", services.start_triage, NoteBody)

    @extend_schema(request=ReasonBody, responses=RequestSerializer)
    @step_of_request("return")
    def return_to_force(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "return", services.return_request, ReasonBody)

    @extend_schema(request=NoteBody, responses=RequestSerializer)
    @step_of_request("refer")
    def refer(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "refer", services.refer_request, NoteBody)

    @extend_schema(request=PassOnBody, responses=RequestSerializer)
    @step_of_request("pass-on")
    def pass_on(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "pass-on", services.pass_on_request, PassOnBody)
