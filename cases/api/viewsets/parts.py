"""What belongs to one case: lists, additions, and the steps of parts."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from cases import services
from cases.api.serializers import parts as serializers
from cases.models import Case
from cases.models.cases import CASES
from cases.services.guards import check_lead_manager, check_lead_team, check_team
from cases.workflow import TASK
from tasking.api.serializers import AssessmentBody, AssessmentSerializer, NoteBody
from tasking.api.viewsets.parts import OldestFirst
from toex.audit.services import record_read
from toex.web.api import RowViewSet, version_of
from toex.workflow.moves import check_step

BIGGEST = 2**63 - 1


class PartsOfCase(RowViewSet):
    """Parts of one kind of a case. Who does not see the case in full finds none (404)."""

    queryset = Case.objects.select_related("lead_region", "requesting_force")
    pagination_class = OldestFirst
    filter_backends = ()
    series = CASES
    body = None
    in_full_only = True
    readers = ()

    def get_object(self):
        case = super().get_object()
        user = self.request.user
        if self.in_full_only and not self._sees_in_full(case):
            raise Http404
        if self.readers and user.role not in self.readers:
            raise Http404
        return case

    def _sees_in_full(self, case):
        rows = Case.objects.seen_in_full_by(self.request.user)
        return rows.filter(pk=case.pk).exists()

    def get_part(self, case):
        """Return the part in the address. :raises Http404: the case has no such part"""
        number = self.kwargs["part"]
        part = self.parts_of(case).filter(pk=number).first() if number <= BIGGEST else None
        if part is None:
            raise Http404
        part.case = case
        return part

    def check_still_in_sight(self):
        case = self.get_object()
        if "part" in self.kwargs:
            self.get_part(case)

    def list(self, request, *args, **kwargs):
        case = self.get_object()
        parts = self.paginate_queryset(self.parts_of(case))
        record_read(
            actor=request.user,
            action=f"{self.audit_noun}.list",
            at=timezone.now(),
            target=case,
            shown=parts,
        )
        return self.get_paginated_response(self.get_serializer(parts, many=True).data)

    def create(self, request, *args, **kwargs):
        case = self.get_object()
        self.check_open(case)
        context = {**self.get_serializer_context(), "row": case}
        body = (self.body or self.serializer_class)(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        part = self.add(case, by=request.user, at=timezone.now(), **body.validated_data)
        shown = self.get_serializer(self.as_added(part)).data
        return Response(shown, status=status.HTTP_201_CREATED)

    def as_added(self, part):
        return part

    def take_part_step(self, service, body, *, check_person, check):
        """Refuse in the contract's order, then read the body and call the service."""
        part = self.get_part(self.get_object())
        check_person(part)
        version = version_of(self.request)
        check(part, version)
        given = body(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        part = service(
            part,
            version=version,
            by=self.request.user,
            at=timezone.now(),
            **given.validated_data,
        )
        return Response(self.get_serializer(part).data)


class Activities(PartsOfCase):
    """What was done on a case. Rows are only ever added."""

    serializer_class = serializers.ActivitySerializer
    audit_noun = "case-activity"

    def parts_of(self, case):
        return case.activities.select_related("recorded_by")

    def check_open(self, case):
        check_team(case, self.request.user)

    def add(self, case, **fields):
        return services.add_activity(case, **fields)


class Tasks(PartsOfCase):
    """What is to be done on a case."""

    serializer_class = serializers.TaskSerializer
    audit_noun = "case-task"

    def parts_of(self, case):
        return case.tasks.select_related("assignee", "created_by", "done_by", "case")

    def check_open(self, case):
        check_team(case, self.request.user)

    def add(self, case, **fields):
        return services.add_task(case, **fields)

    @extend_schema(request=NoteBody, responses=serializers.TaskSerializer)
    def done(self, request, *args, **kwargs):
        """Mark a task as done."""
        by = request.user
        return self.take_part_step(
            services.finish_task,
            NoteBody,
            check_person=lambda task: self.check_person(TASK, "done", task),
            check=lambda task, version: check_step(task, TASK, "done", by=by, version=version),
        )


class Subjects(PartsOfCase):
    """What pseudonymous subjects are in a case."""

    serializer_class = serializers.SubjectSerializer
    audit_noun = "case-subject"

    def parts_of(self, case):
        return case.subjects.select_related("recorded_by")

    def check_open(self, case):
        check_lead_team(case, self.request.user)

    def add(self, case, **fields):
        return services.add_subject(case, **fields)


class Assessments(PartsOfCase):
    """The assessments of a case by its lead region."""

    serializer_class = AssessmentSerializer
    body = AssessmentBody
    audit_noun = "case-assessment"

    @extend_schema(request=AssessmentBody, responses={201: AssessmentSerializer})
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, case):
        return case.assessments.select_related("assessed_by", "model")

    def check_open(self, case):
        check_lead_team(case, self.request.user)

    def add(self, case, **fields):
        return services.assess_case(case, **fields)


class DatedParts(PartsOfCase):
    """Parts that a manager of the lead region adds and ends."""

    end_service = None

    def check_open(self, case):
        check_lead_manager(case, self.request.user)

    def end(self, request, *args, **kwargs):
        """End the part; `until` is its last day."""
        by = request.user
        return self.take_part_step(
            type(self).end_service,
            serializers.EndBody,
            check_person=lambda part: check_lead_manager(part.case, by),
            check=lambda part, version: services.check_end(part, by=by, version=version),
        )


class Members(DatedParts):
    """Who works on a case."""

    serializer_class = serializers.MemberSerializer
    audit_noun = "case-member"
    end_service = staticmethod(services.end_member)

    def parts_of(self, case):
        return case.members.select_related("user")

    def add(self, case, **fields):
        return services.add_member(case, **fields)


class Forces(DatedParts):
    """The forces with a part in a case: the one that asked, and those added."""

    serializer_class = serializers.CaseForceSerializer
    audit_noun = "case-force"
    end_service = staticmethod(services.end_force)

    def parts_of(self, case):
        return case.forces.select_related("force")

    def add(self, case, **fields):
        return services.add_force(case, **fields)


class Regions(DatedParts):
    """The regions that lead or support a case, now or before."""

    serializer_class = serializers.CaseRegionSerializer
    audit_noun = "case-region"
    end_service = staticmethod(services.end_region)

    def parts_of(self, case):
        return case.regions.select_related("region")

    def add(self, case, *, from_on, **fields):
        return services.add_region(case, from_date=from_on, **fields)
