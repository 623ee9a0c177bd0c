"""A threat as it is read, and as it is linked to a case."""

from rest_framework import serializers

from cases.choices import ThreatKind, ThreatState
from cases.models import Threat
from cases.models.cases import CASES
from cases.workflow import THREAT
from toex.accounts.choices import Role
from toex.web.fields import CodeField


class ThreatSerializer(serializers.ModelSerializer):
    """A threat, with those of its cases that the reader sees in full (`in_full`).

    The programme office reads reference, kind, state and dates; flags are null for it.
    """

    state = serializers.ChoiceField(ThreatState.choices)
    archive_reason = serializers.SerializerMethodField()
    identified_by_toex = serializers.BooleanField(allow_null=True)
    high_harm = serializers.BooleanField(allow_null=True)
    cases = serializers.SerializerMethodField()
    open_steps = serializers.SerializerMethodField()

    class Meta:
        model = Threat
        fields = [
            "id",
            "kind",
            "reference",
            "identified_by_toex",
            "identified_on",
            "high_harm",
            "state",
            "archive_reason",
            "cases",
            "version",
            "open_steps",
        ]
        read_only_fields = fields

    def to_representation(self, threat):
        shown = super().to_representation(threat)
        if self.context["request"].user.role == Role.PROGRAMME_OFFICE:
            shown["identified_by_toex"] = shown["high_harm"] = None
        return shown

    def get_archive_reason(self, threat) -> str | None:
        return threat.archive_reason or None

    def get_cases(self, threat) -> list[str]:
        numbers = sorted(link.case_id for link in threat.cases.all())
        return [CASES.of(number) for number in numbers if number in self.context["in_full"]]

    def get_open_steps(self, threat) -> list[str]:
        return THREAT.open_steps(row=threat, by=self.context["request"].user)


class ThreatBody(serializers.Serializer):
    kind = CodeField(ThreatKind.choices)
    reference = serializers.CharField(max_length=100)
    identified_by_toex = serializers.BooleanField(required=False, allow_null=True)
    identified_on = serializers.DateField(required=False, allow_null=True)
    high_harm = serializers.BooleanField(required=False, allow_null=True)
