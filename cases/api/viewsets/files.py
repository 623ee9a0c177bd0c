"""The files of a case over the API: listed, added one at a time, and withdrawn."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from cases import services
from cases.api.serializers.files import CaseFileBody, CaseFileSerializer, WithdrawBody
from cases.api.viewsets.parts import PartsOfCase
from cases.services.guards import check_team
from toex.web.limits import UploadThrottle
from toex.web.parsers import BoundedJSONParser


class Files(PartsOfCase):
    """The files of a case, every version a row of its own, withdrawn ones too."""

    serializer_class = CaseFileSerializer
    body = CaseFileBody
    audit_noun = "case-file"
    parser_classes = [MultiPartParser, BoundedJSONParser]

    def get_throttles(self):
        return [UploadThrottle()] if self.action == "create" else []

    @extend_schema(
        request={"multipart/form-data": CaseFileBody}, responses={201: CaseFileSerializer}
    )
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def parts_of(self, case):
        return case.files.select_related("by", "withdrawal__by")

    def check_open(self, case):
        check_team(case, self.request.user)

    def add(self, case, **fields):
        return services.add_file(case, **fields)

    @extend_schema(request=WithdrawBody, responses=CaseFileSerializer)
    def withdraw(self, request, *args, **kwargs):
        """Take a file out of use: its line and its bytes stay, nobody downloads it any more."""
        file = self.get_part(self.get_object())
        services.check_withdraw(file, by=request.user)
        body = WithdrawBody(data=request.data)
        body.is_valid(raise_exception=True)
        file = services.withdraw_file(
            file, by=request.user, at=timezone.now(), **body.validated_data
        )
        return Response(self.get_serializer(file).data)
