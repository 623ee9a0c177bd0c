from django.utils import timezone
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from toex.audit.api.serializers import AuditEventSerializer
from toex.audit.filters import AuditEventFilterSet
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
