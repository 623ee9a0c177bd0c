"""Outcomes across cases, and those of one case."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from cases import services, summary
from cases.api.serializers.outcomes import OutcomeBody, OutcomeChangeBody, OutcomeSerializer
from cases.api.viewsets.parts import PartsOfCase
from cases.filters import OutcomeFilterSet
from cases.models import Outcome
from cases.services.guards import check_team
from cases.workflow import OUTCOME, OUTCOME_EDITS
from tasking.api.serializers import NoteBody, ReasonBody
from toex.accounts.choices import Role
from toex.web.api import RowViewSet

READERS = [Role.FORCE_LEAD, Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE]
ROWS = Outcome.objects.select_related(
    "case",
    "force",
    "threat",
    "replaced_by",
    "recorded_by",
    "verified_by",
    "voided_by",
    "confirmed_by",
    "disputed_by",
)


class ShowsOutcomes:
    """Tells the serializer which keys the reader sees, and names fields as the API does."""

    def get_serializer(self, *args, **kwargs):
        if args:
            rows = args[0] if kwargs.get("many") else [args[0]]
            kwargs["context"] = {
                **self.get_serializer_context(),
                "in_full": summary.seen_in_full([row.case_id for row in rows], self.request.user),
            }
        return super().get_serializer(*args, **kwargs)

    def handle_exception(self, exc):
        if isinstance(exc, ValidationError) and "subject_key" in getattr(exc, "error_dict", {}):
            named = exc.message_dict
            exc = ValidationError({"subject": named.pop("subject_key"), **named})
        return super().handle_exception(exc)


class OutcomeViewSet(ShowsOutcomes, RowViewSet):
    """Outcomes in sight, across cases."""

    queryset = ROWS
    serializer_class = OutcomeSerializer
    filterset_class = OutcomeFilterSet
    lookup_value_regex = "[0-9]{1,18}"
    audit_noun = "outcome"
    roles = READERS

    @extend_schema(request=OutcomeChangeBody, responses=OutcomeSerializer)
    def partial_update(self, request, *args, **kwargs):
        """Change a draft of one's own; takes its `version`."""
        return self.take_step(OUTCOME_EDITS, "change", services.change_outcome, OutcomeChangeBody)

    @extend_schema(request=NoteBody, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request, *args, **kwargs):
        return self.take_step(OUTCOME, "verify", services.verify_outcome, NoteBody)

    @extend_schema(request=ReasonBody, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request, *args, **kwargs):
        return self.take_step(OUTCOME, "void", services.void_outcome, ReasonBody)

    @extend_schema(request=NoteBody, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, *args, **kwargs):
        return self.take_step(OUTCOME, "confirm", services.confirm_outcome, NoteBody)

    @extend_schema(request=ReasonBody, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"])
    def dispute(self, request, *args, **kwargs):
        return self.take_step(OUTCOME, "dispute", services.dispute_outcome, ReasonBody)


class OutcomesOfCase(ShowsOutcomes, PartsOfCase):
    """The outcomes of a case that the reader may see; its regions add to them."""

    serializer_class = OutcomeSerializer
    body = OutcomeBody
    audit_noun = "outcome"
    in_full_only = False
    readers = READERS

    @extend_schema(request=OutcomeBody, responses={201: OutcomeSerializer})
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, case):
        return ROWS.filter(case=case).visible_to(self.request.user)

    def check_open(self, case):
        check_team(case, self.request.user)

    def add(self, case, **fields):
        return services.record_outcome(case, **fields)

    def as_added(self, outcome):
        return ROWS.get(pk=outcome.pk)
