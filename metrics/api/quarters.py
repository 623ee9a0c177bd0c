"""Regional quarters over the API."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from metrics import quarters
from metrics.choices import QuarterState
from metrics.filters import QuarterFilterSet
from metrics.models import RegionalQuarter
from metrics.workflow import QUARTER
from tasking.api.serializers import NoteBody, ReasonBody
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.web.api import RowViewSet

READERS = [Role.TOEX_MANAGER, Role.ANALYST, Role.PROGRAMME_OFFICE]


class ProblemSerializer(serializers.Serializer):
    code = serializers.CharField()
    count = serializers.IntegerField()
    detail = serializers.CharField()
    link = serializers.CharField()


class QuarterSerializer(serializers.ModelSerializer):
    region = serializers.SlugRelatedField("code", read_only=True)
    state = serializers.ChoiceField(QuarterState.choices)
    problems = serializers.SerializerMethodField()
    confirmed_by = serializers.EmailField(
        source="confirmed_by.email", default=None, allow_null=True
    )
    open_steps = serializers.SerializerMethodField()

    class Meta:
        model = RegionalQuarter
        fields = [
            "reference",
            "region",
            "period",
            "state",
            "nil_return",
            "confirmed_at",
            "confirmed_by",
            "problems",
            "version",
            "open_steps",
        ]
        read_only_fields = fields

    def get_problems(self, quarter) -> ProblemSerializer(many=True):
        return ProblemSerializer(self.context["problems"][quarter.pk], many=True).data

    def get_open_steps(self, quarter) -> list[str]:
        return quarters.open_steps(
            quarter, by=self.context["request"].user, today=self.context["today"]
        )


class ConfirmBody(NoteBody):
    nil_return = serializers.BooleanField(required=False)


class RegionalQuarterViewSet(RowViewSet):
    """A region's quarters, one for each that has begun; the programme office sees all."""

    queryset = RegionalQuarter.objects.select_related("region", "confirmed_by")
    serializer_class = QuarterSerializer
    filterset_class = QuarterFilterSet
    lookup_field = "reference"
    lookup_value_regex = "[^/]+"
    audit_noun = "quarter"
    roles = READERS

    def get_serializer(self, *args, **kwargs):
        """Count the problems of all rows at once."""
        if args:
            rows = args[0] if kwargs.get("many") else [args[0]]
            today = london_date(timezone.now())
            kwargs["context"] = {
                **self.get_serializer_context(),
                "today": today,
                "problems": quarters.problems_of(rows, today=today),
            }
        return super().get_serializer(*args, **kwargs)

    def list(self, request, *args, **kwargs):
        quarters.ensure(london_date(timezone.now()))
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ConfirmBody, responses=QuarterSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, *args, **kwargs):
        """Confirm the quarter once it has ended; `nil_return` says that nothing happened."""
        return self.take_step(QUARTER, "confirm", quarters.confirm_quarter, self.body_once_ended)

    @extend_schema(request=ReasonBody, responses=QuarterSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, *args, **kwargs):
        return self.take_step(QUARTER, "reopen", quarters.reopen_quarter, ReasonBody)

    def body_once_ended(self, *, data, context):
        """Refuse a quarter that still runs before anything of the body is looked at."""
        quarters.refuse_until_ended(context["row"], today=london_date(timezone.now()))
        return ConfirmBody(data=data, context=context)
