from rest_framework import serializers

from toex.audit.integrity import words
from toex.audit.models import AuditEvent


class AuditEventSerializer(serializers.ModelSerializer):
    """One act, without the words people gave as a reason: those belong to the record."""

    actor = serializers.SlugRelatedField("email", read_only=True)
    region = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = AuditEvent
        fields = [
            *("id", "at", "actor", "act", "action", "target", "within"),
            *("region", "shown", "changes"),
        ]
        read_only_fields = fields


class FindingSerializer(serializers.Serializer):
    event = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()


class IntegritySerializer(serializers.Serializer):
    """How the trail stands: `wrong` is 0 where it is as it was sealed."""

    statement = serializers.SerializerMethodField()
    checked_at = serializers.DateTimeField()
    events = serializers.IntegerField()
    seals = serializers.IntegerField()
    complete_to = serializers.IntegerField(allow_null=True)
    sealed_at = serializers.DateTimeField(allow_null=True)
    unsealed = serializers.IntegerField()
    unsealed_since = serializers.DateTimeField(allow_null=True)
    anchored_at = serializers.DateTimeField(allow_null=True)
    wrong = serializers.IntegerField()
    findings = FindingSerializer(many=True)

    def get_statement(self, result) -> str:
        return words.statement(result)
