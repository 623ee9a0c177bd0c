"""A request as it is read, and as it is written."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasking.choices import (
    ExploitationType,
    Flag,
    Marking,
    PeopleBand,
    Reason,
    State,
    Support,
    ThreatStatus,
)
from tasking.fields import LISTS, MOST_SUSPECTS, NARRATIVES, WRITABLE
from tasking.models import Decision, Message, TaskingRequest
from tasking.models.meetings import MEETINGS
from tasking.workflow import REQUEST, latest_decision
from toex.accounts.choices import Role
from toex.forces.models import Force, Region
from toex.web.fields import CodeField, CodesField, RowField, VersionField


def known_forces(codes):
    return set(Force.objects.filter(code__in=codes).values_list("code", flat=True))


class DecisionSerializer(serializers.ModelSerializer):
    meeting = serializers.SerializerMethodField()
    assessment = serializers.IntegerField(source="assessment_id", allow_null=True)
    by = serializers.EmailField(source="decided_by.email")
    at = serializers.DateTimeField(source="decided_at")
    supersedes = serializers.IntegerField(source="supersedes_id", allow_null=True)

    class Meta:
        model = Decision
        fields = [
            "id",
            "outcome",
            "rationale",
            "forum",
            "meeting",
            "conditions",
            "review_on",
            "referred_to",
            "decline_code",
            "assessment",
            "by",
            "at",
            "supersedes",
        ]

    def get_meeting(self, decision) -> str | None:
        return MEETINGS.of(decision.meeting_id) if decision.meeting_id else None


class RequestSerializer(serializers.ModelSerializer):
    """A request; `decision` is the latest one, `case` the reference of its case."""

    reference = serializers.CharField(read_only=True)
    force = serializers.SlugRelatedField("code", read_only=True)
    region = serializers.SlugRelatedField("code", read_only=True)
    requester = serializers.EmailField(source="requester.email")
    state = serializers.ChoiceField(State.choices)
    open_steps = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    case = serializers.SerializerMethodField()
    secondary_types = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    reasons = serializers.ListField(child=serializers.CharField())
    support_requested = serializers.ListField(child=serializers.CharField())
    forces_affected = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = TaskingRequest
        fields = [
            "reference",
            "force",
            "region",
            "requester",
            "on_behalf",
            "state",
            "version",
            "open_steps",
            "created_at",
            "submitted_at",
            "decided_at",
            "decision",
            "case",
            *WRITABLE,
        ]
        read_only_fields = fields

    def get_open_steps(self, request) -> list[str]:
        return REQUEST.open_steps(row=request, by=self.context["request"].user)

    @extend_schema_field(DecisionSerializer(allow_null=True))
    def get_decision(self, request):
        decision = latest_decision(request)
        return DecisionSerializer(decision).data if decision else None

    def get_case(self, request) -> str | None:
        return request.case_reference or None


class RequestBody(serializers.ModelSerializer):
    """What is written into a draft or a returned request; any part of it."""

    title = serializers.CharField(max_length=200, required=False)
    primary_type = CodeField(ExploitationType.choices, allow_blank=True, required=False)
    threat_status = CodeField(ThreatStatus.choices, allow_blank=True, required=False)
    people_at_risk = CodeField(PeopleBand.choices, allow_blank=True, required=False)
    marking = CodeField(Marking.choices, required=False)
    secondary_types = CodesField(choices=ExploitationType.choices, required=False)
    flags = CodesField(choices=Flag.choices, required=False)
    reasons = CodesField(choices=Reason.choices, required=False)
    support_requested = CodesField(choices=Support.choices, required=False)
    forces_affected = CodesField(known=known_forces, required=False)
    countries = CodesField(choices=LISTS["countries"], required=False)
    suspects_known = serializers.IntegerField(
        min_value=0, max_value=MOST_SUSPECTS, allow_null=True, required=False
    )
    version = VersionField()

    class Meta:
        model = TaskingRequest
        fields = [*WRITABLE, "version"]
        extra_kwargs = {name: {"trim_whitespace": False} for name in NARRATIVES}


class DraftBody(RequestBody):
    """A new draft. `force` is read from a gateway officer, `region` from a body without one."""

    title = serializers.CharField(max_length=200)
    force = RowField(queryset=Force.objects.all(), required=False)
    region = RowField(queryset=Region.objects.all(), required=False)

    class Meta(RequestBody.Meta):
        fields = [*WRITABLE, "force", "region"]

    def get_fields(self):
        fields = super().get_fields()
        user = getattr(self.context.get("request"), "user", None)
        role = getattr(user, "role", None)
        if role == Role.FORCE_LEAD:
            fields.pop("force")
        if role == Role.GATEWAY_OFFICER:
            fields.pop("region")
            fields["force"].required = True
        return fields


class MessageSerializer(serializers.ModelSerializer):
    by = serializers.EmailField(source="by.email", read_only=True)

    class Meta:
        model = Message
        fields = ["id", "at", "by", "text"]
        read_only_fields = ["id", "at", "by"]
