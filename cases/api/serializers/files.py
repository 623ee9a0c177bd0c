"""The files of a case, as they are read, added and withdrawn."""

from rest_framework import serializers

from cases.models import CaseFile
from toex.web.fields import PartField

LONGEST = 20_000


class CaseFileSerializer(serializers.ModelSerializer):
    """One version of a file; `replaces` is the one before. Its bytes leave by its page only."""

    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    added_at = serializers.DateTimeField(source="at")
    added_by = serializers.EmailField(source="by.email")
    withdrawn_at = serializers.DateTimeField(source="withdrawal.at", default=None)
    withdrawn_by = serializers.EmailField(source="withdrawal.by.email", default=None)
    withdrawn_because = serializers.CharField(source="withdrawal.reason", default=None)

    class Meta:
        model = CaseFile
        fields = [
            "id",
            "name",
            "content_type",
            "size",
            "sha256",
            "handling",
            "number",
            "replaces",
            "scanned",
            "added_at",
            "added_by",
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_because",
        ]
        read_only_fields = fields


class CaseFileBody(serializers.Serializer):
    """A file to add. Without `replaces` it follows on the file on the list that has its name."""

    file = serializers.FileField(
        allow_empty_file=True,
        error_messages={"required": "Send the file as “file”.", "null": "Send the file."},
    )
    handling = serializers.CharField(
        max_length=CaseFile._meta.get_field("handling").max_length,
        required=False,
        allow_blank=True,
    )
    replaces = PartField(rows=lambda case: case.files.all())


class WithdrawBody(serializers.Serializer):
    reason = serializers.CharField(max_length=LONGEST)
