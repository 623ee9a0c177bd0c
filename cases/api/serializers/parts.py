"""What belongs to a case, as it is read and as it is added."""

from rest_framework import serializers

from cases.choices import ActivityKind, MemberRole, SubjectPart, TaskState
from cases.models import Activity, CaseForce, CaseRegion, Member, Product, SubjectRole, Task
from cases.workflow import TASK
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.forces.models import Force, Region
from toex.web.fields import CodeField, RowField, VersionField

LONGEST = 20_000


WORKING_ROLES = [Role.TOEX_MANAGER, Role.ANALYST]


class ColleagueField(RowField):
    """Somebody who may work on the case in the address; nobody else's account is known here."""

    def __init__(self, **kwargs):
        super().__init__("email", queryset=User.objects.active(), **kwargs)

    def get_queryset(self):
        regions = self.context["row"].regions.current().values("region")
        return super().get_queryset().filter(role__in=WORKING_ROLES, region__in=regions)


class ActivitySerializer(serializers.ModelSerializer):
    recorded_by = serializers.EmailField(source="recorded_by.email", default=None, read_only=True)
    kind = CodeField(ActivityKind.choices)
    text = serializers.CharField(max_length=LONGEST)

    class Meta:
        model = Activity
        fields = ["id", "kind", "occurred_at", "text", "recorded_at", "recorded_by"]
        read_only_fields = ["id", "recorded_at", "recorded_by"]


class TaskSerializer(serializers.ModelSerializer):
    assignee = ColleagueField(required=False, allow_null=True)
    state = serializers.ChoiceField(TaskState.choices, read_only=True)
    open_steps = serializers.SerializerMethodField()
    created_by = serializers.EmailField(source="created_by.email", read_only=True)
    done_by = serializers.EmailField(source="done_by.email", default=None, read_only=True)

    class Meta:
        model = Task
        fields = [
            "id",
            "text",
            "assignee",
            "due_on",
            "state",
            "version",
            "open_steps",
            "created_at",
            "created_by",
            "done_at",
            "done_by",
        ]
        read_only_fields = ["id", "version", "created_at", "done_at"]

    def get_open_steps(self, task) -> list[str]:
        return TASK.open_steps(row=task, by=self.context["request"].user)


class ProductSerializer(serializers.ModelSerializer):
    recorded_by = serializers.EmailField(source="recorded_by.email", default=None)

    class Meta:
        model = Product
        fields = [
            "id",
            "kind",
            "title",
            "delivered_on",
            "recipient",
            "recorded_at",
            "recorded_by",
        ]


class SubjectSerializer(serializers.ModelSerializer):
    key = serializers.CharField(max_length=32)
    role = CodeField(SubjectPart.choices)
    from_date = serializers.DateField(required=False)
    recorded_by = serializers.EmailField(source="recorded_by.email", default=None, read_only=True)

    class Meta:
        model = SubjectRole
        fields = ["id", "key", "role", "from_date", "recorded_at", "recorded_by"]
        read_only_fields = ["id", "recorded_at"]
        validators = []


class MemberSerializer(serializers.ModelSerializer):
    user = ColleagueField()
    role = CodeField(MemberRole.choices, required=False)
    from_date = serializers.DateField(source="from_on", read_only=True)
    until = serializers.DateField(source="until_on", read_only=True)

    class Meta:
        model = Member
        fields = ["id", "user", "role", "from_date", "until", "version"]
        read_only_fields = ["id", "version"]
        validators = []


class CaseForceSerializer(serializers.ModelSerializer):
    force = RowField(queryset=Force.objects.all())
    from_date = serializers.DateField(source="from_on", read_only=True)
    until = serializers.DateField(source="until_on", read_only=True)

    class Meta:
        model = CaseForce
        fields = ["id", "force", "asked", "from_date", "until", "version"]
        read_only_fields = ["id", "asked", "version"]
        validators = []


class CaseRegionSerializer(serializers.ModelSerializer):
    region = RowField(queryset=Region.objects.all())
    from_date = serializers.DateField(source="from_on")
    until = serializers.DateField(source="until_on", read_only=True)

    class Meta:
        model = CaseRegion
        fields = ["id", "region", "part", "from_date", "until", "version"]
        read_only_fields = ["id", "part", "version"]
        validators = []


class EndBody(serializers.Serializer):
    until = serializers.DateField()
    version = VersionField()
