"""Cases and their steps, and the decision on a request that may open one."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from cases import services, summary
from cases.api.serializers.cases import CaseSerializer
from cases.api.serializers.steps import (
    AgreeTermsBody,
    CloseBody,
    DeliverBody,
    ReassessBody,
    ReclassifyBody,
    TransferBody,
)
from cases.filters import CaseFilterSet
from cases.models import Case
from cases.models.cases import CASES
from cases.workflow import CASE
from tasking.api.serializers import DecideBody, NoteBody, ReasonBody, RequestSerializer
from tasking.api.viewsets import TaskingRequestViewSet
from tasking.workflow import REQUEST
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.web.api import RowViewSet

READERS = [*FORCE_ROLES, *REGION_ROLES, Role.PROGRAMME_OFFICE]


def step_of_case(name):
    return action(detail=True, methods=["post"], url_path=name)


class CaseViewSet(RowViewSet):
    """Cases in sight: the summary, and in full for the regions that lead or support."""

    queryset = summary.with_parts(Case.objects.all())
    serializer_class = CaseSerializer
    filterset_class = CaseFilterSet
    lookup_value_regex = "[^/]+"
    audit_noun = "case"
    series = CASES
    roles = READERS

    def get_serializer(self, *args, **kwargs):
        """Fetch what the answer needs about all its cases at once."""
        if args:
            cases = args[0] if kwargs.get("many") else [args[0]]
            kwargs["context"] = {
                **self.get_serializer_context(),
                "counts": summary.outcome_counts(cases, self.request.user),
                "in_full": summary.seen_in_full([case.pk for case in cases], self.request.user),
            }
        return super().get_serializer(*args, **kwargs)

    @extend_schema(request=AgreeTermsBody, responses=CaseSerializer)
    @step_of_case("agree-terms")
    def agree_terms(self, request, *args, **kwargs):
        return self.take_step(CASE, "agree-terms", services.agree_terms, AgreeTermsBody)

    @extend_schema(request=DeliverBody, responses=CaseSerializer)
    @step_of_case("deliver")
    def deliver(self, request, *args, **kwargs):
        return self.take_step(CASE, "deliver", services.deliver, DeliverBody)

    @extend_schema(request=ReassessBody, responses=CaseSerializer)
    @step_of_case("reassess")
    def reassess(self, request, *args, **kwargs):
        return self.take_step(CASE, "reassess", services.reassess, ReassessBody)

    @extend_schema(request=CloseBody, responses=CaseSerializer)
    @step_of_case("close")
    def close(self, request, *args, **kwargs):
        return self.take_step(CASE, "close", services.close_case, CloseBody)

    @extend_schema(request=ReasonBody, responses=CaseSerializer)
    @step_of_case("reopen")
    def reopen(self, request, *args, **kwargs):
        return self.take_step(CASE, "reopen", services.reopen_case, ReasonBody)

    @extend_schema(request=ReasonBody, responses=CaseSerializer)
    @step_of_case("hold")
    def hold(self, request, *args, **kwargs):
        return self.take_step(CASE, "hold", services.hold_case, ReasonBody)

    @extend_schema(request=NoteBody, responses=CaseSerializer)
    @step_of_case("resume")
    def resume(self, request, *args, **kwargs):
        return self.take_step(CASE, "resume", services.resume_case, NoteBody)

    @extend_schema(request=ReclassifyBody, responses=CaseSerializer)
    @step_of_case("reclassify")
    def reclassify(self, request, *args, **kwargs):
        return self.take_step(CASE, "reclassify", services.reclassify, ReclassifyBody)

    @extend_schema(request=TransferBody, responses=CaseSerializer)
    @step_of_case("transfer-lead")
    def transfer_lead(self, request, *args, **kwargs):
        return self.take_step(CASE, "transfer-lead", services.transfer_lead, TransferBody)

    @extend_schema(request=ReasonBody, responses=CaseSerializer)
    @step_of_case("restrict")
    def restrict(self, request, *args, **kwargs):
        return self.take_step(CASE, "restrict", services.restrict_case, ReasonBody)

    @extend_schema(request=NoteBody, responses=CaseSerializer)
    @step_of_case("unrestrict")
    def unrestrict(self, request, *args, **kwargs):
        return self.take_step(CASE, "unrestrict", services.unrestrict_case, NoteBody)


class DecideViewSet(TaskingRequestViewSet):
    """Deciding a request, which may open its case; served here, at the request's address."""

    @extend_schema(request=DecideBody, responses=RequestSerializer)
    def decide(self, request, *args, **kwargs):
        return self.take_step(REQUEST, "decide", services.decide, DecideBody)
