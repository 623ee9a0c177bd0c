"""Regional returns over the API: brought in by a manager, looked at by the programme office."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from cases.models import Return
from cases.returns import land_return
from toex.accounts.choices import Role
from toex.web.api import RowViewSet
from toex.web.limits import UploadThrottle


class ReturnSerializer(serializers.ModelSerializer):
    """What a return brought: events landed, events known already, and new cases."""

    region = serializers.SlugRelatedField("code", read_only=True)
    signed_by = serializers.SlugRelatedField("email", read_only=True)
    dry_run = serializers.SerializerMethodField()

    class Meta:
        model = Return
        fields = [
            "id",
            "landed",
            "unchanged",
            "cases",
            "dry_run",
            "region",
            "file_name",
            "sha256",
            "landed_at",
            "signed_by",
        ]
        read_only_fields = fields

    def get_dry_run(self, landed) -> bool:
        return False


class LandedSerializer(serializers.Serializer):
    """The answer to a return that was sent; a dry run has no number, for nothing was saved."""

    id = serializers.IntegerField(allow_null=True)
    landed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    cases = serializers.IntegerField()
    dry_run = serializers.BooleanField()


class ReturnBody(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,
        error_messages={"required": "Send the return as “file”.", "null": "Send the return."},
    )
    dry_run = serializers.BooleanField(default=False)

    def validate_file(self, file):
        if file.size > settings.RETURN_MAX_BYTES:
            most = settings.RETURN_MAX_BYTES // 1024 // 1024
            raise serializers.ValidationError(f"The file must be smaller than {most}MB.")
        return file


class ReturnViewSet(RowViewSet):
    queryset = Return.objects.select_related("region", "signed_by")
    serializer_class = ReturnSerializer
    parser_classes = [MultiPartParser]
    throttle_classes = [UploadThrottle]
    audit_noun = "return"
    roles = [Role.TOEX_MANAGER, Role.PROGRAMME_OFFICE]
    lookup_value_regex = "[0-9]{1,9}"

    @extend_schema(
        request={"multipart/form-data": ReturnBody},
        responses={200: LandedSerializer, 201: LandedSerializer},
    )
    def create(self, request):
        """Bring in a return, all of it or nothing; 200 for a dry run, which saves nothing."""
        if request.user.role != Role.TOEX_MANAGER:
            raise PermissionDenied
        body = ReturnBody(data=request.data)
        body.is_valid(raise_exception=True)
        file, dry_run = body.validated_data["file"], body.validated_data["dry_run"]
        landed = land_return(
            region=request.user.region,
            content=file.read(),
            file_name=file.name,
            by=request.user,
            at=timezone.now(),
            dry_run=dry_run,
        )
        landed.dry_run = dry_run
        answer = LandedSerializer(landed).data
        return Response(answer, status.HTTP_200_OK if dry_run else status.HTTP_201_CREATED)
