"""Releases over the API: drafting, the three steps, the ways back, and the files."""

import django_filters as filters
from django.db.models import Prefetch
from django.db.models.functions import Length
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.reverse import reverse

from metrics import releases
from metrics.choices import Mode, ReleaseState
from metrics.models import Release, ReleaseFile
from metrics.models.releases import PUBLIC_ROLES
from metrics.releases.draft import standard_time
from metrics.workflow import RELEASE, REPAIR
from tasking.api.serializers import NoteBody, ReasonBody
from toex.accounts.choices import Role
from toex.web.api import RowViewSet, version_of
from toex.web.exports import attached
from toex.web.fields import CodeField
from toex.workflow.moves import check_step

LONGEST = 2000
ASKED_ON_ITS_PAGE = (
    "Before a release is published its files leave from its page, which asks who receives them "
    "and what for: {}"
)
SIZED = ReleaseFile.objects.defer("content").annotate(size=Length("content")).order_by("pk")
ROWS = (
    Release.objects.select_related("revises", "created_by", "frozen_by", "approved_by")
    .defer("snapshot")
    .prefetch_related(Prefetch("files", queryset=SIZED))
)


class FileSerializer(serializers.Serializer):
    name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    address = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_address(self, file):
        words = [self.context["reference"], file.name]
        return reverse("metrics-api:release-file", args=words, request=self.context["request"])


class ReleaseSerializer(serializers.ModelSerializer):
    """A release; `sha256` is the digest of its `snapshot.json`, null until it is frozen."""

    revises = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    sha256 = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    open_steps = serializers.SerializerMethodField()
    created_by = serializers.SlugRelatedField(slug_field="email", read_only=True)
    frozen_by = serializers.SlugRelatedField(slug_field="email", read_only=True)
    approved_by = serializers.SlugRelatedField(slug_field="email", read_only=True)

    class Meta:
        model = Release
        fields = [
            "reference",
            "period",
            "edition",
            "state",
            "rules",
            "mode",
            "population_version",
            "data_cut_at",
            "publish_at",
            "published_at",
            "sha256",
            "revises",
            "reason",
            "missing",
            "freeze_reason",
            "created_by",
            "frozen_by",
            "approved_by",
            "files",
            "version",
            "open_steps",
        ]
        read_only_fields = fields

    def get_sha256(self, release) -> str | None:
        return release.sha256 or None

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, release):
        context = {**self.context, "reference": release.reference}
        return FileSerializer(release.files.all(), many=True, context=context).data

    def get_open_steps(self, release) -> list[str]:
        return RELEASE.open_steps(row=release, by=self.context["request"].user)


class MomentField(serializers.DateTimeField):
    """A moment with its offset, or a day, which means 09:30 in London on that day."""

    def to_internal_value(self, value):
        try:
            day = parse_date(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        return standard_time(day) if day else super().to_internal_value(value)


class DraftReleaseBody(serializers.Serializer):
    period = serializers.CharField(max_length=20)
    publish_at = MomentField()
    reason = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    mode = CodeField(choices=Mode.choices, required=False)


class FreezeBody(NoteBody):
    reason = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


class ReleaseFilterSet(filters.FilterSet):
    period = filters.CharFilter(max_length=20)
    state = filters.ChoiceFilter(choices=ReleaseState.choices)

    class Meta:
        model = Release
        fields = ["period", "state"]


class ReleaseViewSet(RowViewSet):
    """Releases that are out; for the programme office, all."""

    queryset = ROWS
    serializer_class = ReleaseSerializer
    filterset_class = ReleaseFilterSet
    lookup_field = "reference"
    lookup_value_regex = "[^/]+"
    audit_noun = "release"
    roles = [*PUBLIC_ROLES, Role.PROGRAMME_OFFICE]

    @extend_schema(request=DraftReleaseBody, responses={201: ReleaseSerializer})
    def create(self, request):
        """Draft the next edition of a quarter or financial year."""
        if request.user.role != Role.PROGRAMME_OFFICE:
            raise PermissionDenied
        body = DraftReleaseBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = releases.draft_release(by=request.user, at=timezone.now(), **body.validated_data)
        answer = self.get_serializer(self.as_it_stands(row)).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(request=FreezeBody, responses=ReleaseSerializer)
    @action(detail=True, methods=["post"])
    def freeze(self, request, *args, **kwargs):
        """Count the figures as known now; `reason` where not every region has confirmed."""
        return self.take_step(RELEASE, "freeze", releases.freeze_release, FreezeBody)

    @extend_schema(request=NoteBody, responses=ReleaseSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request, *args, **kwargs):
        """Approve what somebody else drafted and froze."""
        return self.take_step(RELEASE, "approve", releases.approve_release, NoteBody)

    @extend_schema(request=NoteBody, responses=ReleaseSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request, *args, **kwargs):
        """Publish an approved release whose time has come."""
        return self.take_step(RELEASE, "publish", releases.publish_release, NoteBody)

    @extend_schema(request=ReasonBody, responses=ReleaseSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, *args, **kwargs):
        """Void the approval of a release whose time has not come: it is frozen again."""
        return self.take_step(REPAIR, "send-back", releases.send_back_release, ReasonBody)

    @extend_schema(request=ReasonBody, responses=ReleaseSerializer)
    @action(detail=True, methods=["post"])
    def thaw(self, request, *args, **kwargs):
        """Take a frozen release back to draft: its figures, files and review go."""
        return self.take_step(REPAIR, "thaw", releases.thaw_release, ReasonBody)

    @extend_schema(request=NoteBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def discard(self, request, *args, **kwargs):
        """Throw a draft away; nothing is left to answer with."""
        row = self.get_object()
        self.check_person(REPAIR, "discard", row)
        version = version_of(request)
        check_step(row, REPAIR, "discard", by=request.user, version=version)
        body = NoteBody(data=request.data)
        body.is_valid(raise_exception=True)
        told = {"by": request.user, "at": timezone.now(), **body.validated_data}
        releases.discard_release(row, version=version, **told)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def file(self, request, reference, name):
        """One file of the release, byte for byte; it is written into the register of exports.

        Before it is published somebody who follows the address in a browser is sent to the page
        of the release, which asks; a program is not.
        """
        release, now = self.get_object(), timezone.now()
        file = get_object_or_404(ReleaseFile, release=release, name=name)
        in_a_browser = "text/html" in request.headers.get("Accept", "")
        if in_a_browser and not release.is_out(now):
            page = reverse("metrics:release-file", args=[reference, name], request=request)
            raise PermissionDenied(ASKED_ON_ITS_PAGE.format(page))
        package = releases.take_file(release, file, by=request.user, at=now)
        return attached(request, package)
