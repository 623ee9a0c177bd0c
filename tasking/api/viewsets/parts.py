"""What belongs to a request: its messages and its assessments."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from tasking import services
from tasking.api.serializers import AssessmentBody, AssessmentSerializer, MessageSerializer
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.workflow import MESSAGES, SCORING
from toex.audit.services import record_read
from toex.core.pagination import CursorPages
from toex.web.api import RowViewSet


class OldestFirst(CursorPages):
    ordering = "pk"


class PartsOfRequest(RowViewSet):
    """Parts of one request in sight: list them, add one. An unseen request has none."""

    queryset = TaskingRequest.objects.select_related("region", "force")
    pagination_class = OldestFirst
    filter_backends = ()
    series = REQUESTS
    body = None

    def parts_of(self, row):
        raise NotImplementedError

    def add(self, row, **fields):
        raise NotImplementedError

    def list(self, request, *args, **kwargs):
        row = self.get_object()
        parts = self.paginate_queryset(self.parts_of(row))
        record_read(
            actor=request.user,
            action=f"{self.audit_noun}.list",
            at=timezone.now(),
            target=row,
            shown=parts,
        )
        return self.get_paginated_response(self.get_serializer(parts, many=True).data)

    def create(self, request, *args, **kwargs):
        row = self.get_object()
        self.check_open(row)
        context = {**self.get_serializer_context(), "row": row}
        body = self.body(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        part = self.add(row, by=request.user, at=timezone.now(), **body.validated_data)
        return Response(self.get_serializer(part).data, status=status.HTTP_201_CREATED)


class MessageViewSet(PartsOfRequest):
    """What force and region write to each other, from the day the request was sent."""

    serializer_class = body = MessageSerializer
    audit_noun = "request-message"

    def get_object(self):
        row = super().get_object()
        user = self.request.user
        if row.force_id != user.force_id and row.region_id != user.region_id:
            raise Http404
        return row

    def parts_of(self, row):
        return row.messages.select_related("by")

    def check_open(self, row):
        MESSAGES.step_for("write", row=row, by=self.request.user)

    def add(self, row, **fields):
        return services.add_message(row, **fields)


class AssessmentViewSet(PartsOfRequest):
    """The assessments of a request, by its force and by its region."""

    serializer_class = AssessmentSerializer
    body = AssessmentBody
    audit_noun = "request-assessment"

    @extend_schema(request=AssessmentBody, responses={201: AssessmentSerializer})
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, row):
        return row.assessments.select_related("assessed_by", "model")

    def check_open(self, row):
        SCORING.step_for("assess", row=row, by=self.request.user)

    def add(self, row, **fields):
        return services.assess_request(row, **fields)
