"""An outcome as it is read, and as it is written."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.choices import (
    AgeGroup,
    AssetStage,
    Attribution,
    FourP,
    Level,
    OutcomeKind,
    OutcomeState,
)
from cases.models import Case, Outcome, Threat
from cases.models.cases import CASES
from cases.outcomes import KIND_FIELDS, MOST_MONTHS, MOST_PENCE, MOST_PEOPLE, threat_kind_of
from cases.workflow import OUTCOME
from toex.core.countries import COUNTRIES
from toex.forces.models import Force
from toex.web.fields import CodeField, PartField, RowField, VersionField, is_plain, number_of

PEOPLE = ["recorded_by", "verified_by", "voided_by", "confirmed_by", "disputed_by"]


class OutcomeSerializer(serializers.ModelSerializer):
    """An outcome. `subject` and `threat` are null where the reader does not see the whole case.

    The context holds `in_full`, the numbers of the cases that the reader sees in full.
    """

    case = serializers.SerializerMethodField()
    subject = serializers.CharField(source="subject_key")
    force = serializers.SlugRelatedField("code", read_only=True)
    threat = serializers.CharField(source="threat.reference", default=None, allow_null=True)
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    replaced_by = serializers.IntegerField(source="replaced_by.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(OutcomeState.choices)
    recorded_by = serializers.EmailField(source="recorded_by.email", default=None)
    verified_by = serializers.EmailField(source="verified_by.email", default=None)
    voided_by = serializers.EmailField(source="voided_by.email", default=None)
    confirmed_by = serializers.EmailField(source="confirmed_by.email", default=None)
    disputed_by = serializers.EmailField(source="disputed_by.email", default=None)
    open_steps = serializers.SerializerMethodField()

    class Meta:
        model = Outcome
        fields = [
            "id",
            "case",
            "kind",
            "occurred_on",
            "subject",
            "quantity",
            "force",
            "country",
            "attribution",
            "threat",
            "evidence_reference",
            *KIND_FIELDS,
            "replaces",
            "replaced_by",
            "state",
            "version",
            "open_steps",
            "recorded_at",
            "recorded_by",
            "verified_at",
            "verified_by",
            "voided_at",
            "voided_by",
            "void_reason",
            "confirmed_at",
            "confirmed_by",
            "disputed_at",
            "disputed_by",
            "dispute_reason",
        ]
        read_only_fields = fields

    def to_representation(self, outcome):
        shown = super().to_representation(outcome)
        if outcome.case_id not in self.context["in_full"]:
            shown["subject"] = shown["threat"] = None
        for name in ("subject", *KIND_FIELDS):
            shown[name] = None if shown[name] == "" else shown[name]
        return shown

    def get_case(self, outcome) -> str:
        return CASES.of(outcome.case_id)

    def get_open_steps(self, outcome) -> list[str]:
        return OUTCOME.open_steps(row=outcome, by=self.context["request"].user)


class OfCaseMixin:
    @property
    def case(self):
        row = self.context["row"]
        return row if isinstance(row, Case) else row.case


@extend_schema_field(OpenApiTypes.STR)
class ThreatOfCase(OfCaseMixin, serializers.Field):
    """A threat linked to the case: its reference, or its number."""

    default_error_messages = {"not_here": "Choose a threat that is linked to this case."}

    def to_internal_value(self, data):
        linked = Threat.objects.filter(cases__case=self.case).order_by("pk")
        found = None
        if isinstance(data, str) and is_plain(data):
            found = self._by_reference(linked, data)
        if found is None:
            found = linked.filter(pk=number_of(data)).first()
        return found or self.fail("not_here")

    def _by_reference(self, linked, text):
        named = list(linked.filter(reference=text))
        kind = self.parent.initial_data.get("kind")
        needed = threat_kind_of(kind) if isinstance(kind, str) else None
        fitting = [threat for threat in named if threat.kind == needed]
        return next(iter(fitting or named), None)


def _text(longest):
    return serializers.CharField(
        max_length=longest, required=False, allow_blank=True, allow_null=True
    )


def _code(choices):
    return CodeField(choices, required=False, allow_blank=True, allow_null=True)


def _whole(most, least=0):
    return serializers.IntegerField(
        min_value=least, max_value=most, required=False, allow_null=True
    )


class OutcomeChangeBody(serializers.Serializer):
    """What may be changed of a draft; what each kind takes and needs is for the service to say."""

    kind = CodeField(OutcomeKind.choices, required=False)
    occurred_on = serializers.DateField(required=False)
    attribution = CodeField(Attribution.choices, required=False)
    subject = serializers.CharField(
        source="subject_key", max_length=32, required=False, allow_blank=True, allow_null=True
    )
    quantity = _whole(MOST_PEOPLE, least=1)
    force = RowField(queryset=Force.objects.all(), required=False, allow_null=True)
    country = CodeField(list(COUNTRIES.items()), required=False, allow_null=True)
    threat = ThreatOfCase(required=False, allow_null=True)
    evidence_reference = _text(100)
    age_group = _code(AgeGroup.choices)
    warrant_type = _text(60)
    months = _whole(MOST_MONTHS)
    life = serializers.BooleanField(required=False, allow_null=True)
    order_type = _text(60)
    level = _code(Level.choices)
    four_p = _code(FourP.choices)
    partner = _text(100)
    stage = _code(AssetStage.choices)
    amount_pence = _whole(MOST_PENCE)
    version = VersionField()


class OutcomeBody(OutcomeChangeBody):
    kind = CodeField(OutcomeKind.choices)
    occurred_on = serializers.DateField()
    attribution = CodeField(Attribution.choices)
    replaces = PartField(rows=lambda case: case.outcomes.all())
    version = None
