"""Threats in sight, and those of one case."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from cases import services, summary
from cases.api.serializers.steps import ArchiveBody, FlagBody
from cases.api.serializers.threats import ThreatBody, ThreatSerializer
from cases.api.viewsets.parts import PartsOfCase
from cases.filters import ThreatFilterSet
from cases.models import CaseThreat, Threat
from cases.services.guards import check_lead_team
from cases.workflow import THREAT
from tasking.api.serializers import NoteBody
from toex.accounts.choices import Role
from toex.web.api import RowViewSet

ROWS = Threat.objects.prefetch_related(
    Prefetch("cases", CaseThreat.objects.select_related("case"))
)


class ShowsThreats:
    """Tells the serializer which of the linked cases the reader sees in full."""

    def get_serializer(self, *args, **kwargs):
        if args:
            threats = args[0] if kwargs.get("many") else [args[0]]
            linked = {link.case_id for threat in threats for link in threat.cases.all()}
            kwargs["context"] = {
                **self.get_serializer_context(),
                "in_full": summary.seen_in_full(linked, self.request.user),
            }
        return super().get_serializer(*args, **kwargs)


class ThreatViewSet(ShowsThreats, RowViewSet):
    """Threats of cases seen in full; for the programme office that they exist."""

    queryset = ROWS
    serializer_class = ThreatSerializer
    filterset_class = ThreatFilterSet
    lookup_value_regex = "[0-9]{1,18}"
    audit_noun = "threat"
    roles = [Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE]

    @extend_schema(request=NoteBody, responses=ThreatSerializer)
    @action(detail=True, methods=["post"], url_path="map")
    def map_threat(self, request, *args, **kwargs):
        return self.take_step(THREAT, "map", services.map_threat, NoteBody)

    @extend_schema(request=NoteBody, responses=ThreatSerializer)
    @action(detail=True, methods=["post"])
    def activate(self, request, *args, **kwargs):
        return self.take_step(THREAT, "activate", services.activate_threat, NoteBody)

    @extend_schema(request=ArchiveBody, responses=ThreatSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request, *args, **kwargs):
        return self.take_step(THREAT, "archive", services.archive_threat, ArchiveBody)

    @extend_schema(request=FlagBody, responses=ThreatSerializer)
    @action(detail=True, methods=["post"])
    def flag(self, request, *args, **kwargs):
        return self.take_step(THREAT, "flag", services.flag_threat, FlagBody)


class ThreatsOfCase(ShowsThreats, PartsOfCase):
    """The threats linked to a case."""

    serializer_class = ThreatSerializer
    body = ThreatBody
    audit_noun = "threat"

    @extend_schema(request=ThreatBody, responses={201: ThreatSerializer})
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, case):
        return ROWS.filter(cases__case=case)

    def check_open(self, case):
        check_lead_team(case, self.request.user)

    def add(self, case, **fields):
        return services.link_threat(case, **fields)

    def as_added(self, threat):
        return ROWS.get(pk=threat.pk)
