from rest_framework import serializers

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
