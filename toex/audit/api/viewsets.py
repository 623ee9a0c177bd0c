from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from toex.audit import integrity
from toex.audit.api.serializers import AuditEventSerializer, IntegritySerializer
from toex.audit.filters import AuditEventFilterSet
from toex.audit.integrity import words
from toex.audit.models import READER, AuditEvent
from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin


class AuditEventViewSet(VisibleRowsMixin, ListModelMixin, GenericViewSet):
    """The access log, for the auditor; reading it is logged too."""

    queryset = AuditEvent.objects.select_related("actor", "region").order_by("-pk")
    serializer_class = AuditEventSerializer
    filterset_class = AuditEventFilterSet

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.user.role != READER:
            raise PermissionDenied

    def list(self, request, *args, **kwargs):
        response = super().list(request, *args, **kwargs)
        record_read(
            actor=request.user,
            action="audit.list",
            at=timezone.now(),
            shown=[row["id"] for row in response.data["results"]],
            note=f"API: {request.META.get('QUERY_STRING', '')[:200]}",
            sought=request.query_params.get("target", "").strip(),
        )
        return response

    @extend_schema(responses=IntegritySerializer)
    @action(detail=False, filterset_class=None, pagination_class=None)
    def integrity(self, request):
        """Say whether the trail is as it was sealed; 404 before it was first checked."""
        now = timezone.now()
        result = integrity.standing(at=now).result
        if result is None:
            raise NotFound
        record_read(
            actor=request.user,
            action="audit.integrity",
            at=now,
            note=f"API: {words.statement(result)}",
        )
        return Response(IntegritySerializer(result).data)
