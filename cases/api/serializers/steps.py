"""The bodies of the steps of a case and of a threat."""

from rest_framework import serializers

from cases.choices import ArchiveReason, CloseReason, Owner
from cases.services.closing import REASONS
from tasking.api.serializers import NoteBody, ReasonBody
from tasking.choices import ExploitationType, Flag, Support
from toex.forces.models import Region
from toex.web.fields import CodeField, CodesField, PartField, RowField

LONGEST = 20_000


class AgreeTermsBody(NoteBody):
    support = serializers.CharField(max_length=LONGEST)
    products = CodesField(choices=Support.choices)
    due_on = serializers.DateField()
    agreed_on = serializers.DateField()
    sio_name = serializers.CharField(max_length=100)


class DeliverBody(NoteBody):
    kind = CodeField(Support.choices)
    title = serializers.CharField(max_length=200)
    delivered_on = serializers.DateField()
    recipient = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ReassessBody(NoteBody):
    summary = serializers.CharField(max_length=LONGEST)
    assessment = PartField(rows=lambda case: case.assessments.all())


class CloseBody(NoteBody):
    owner = CodeField(Owner.choices)
    reason = CodeField([(code, CloseReason(code).label) for code in REASONS])


class TransferBody(ReasonBody):
    region = RowField(queryset=Region.objects.all())
    from_date = serializers.DateField()


class ReclassifyBody(ReasonBody):
    title = serializers.CharField(max_length=200, required=False)
    operation_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    primary_type = CodeField(ExploitationType.choices, required=False)
    secondary_types = CodesField(choices=ExploitationType.choices, required=False)
    flags = CodesField(choices=Flag.choices, required=False)


class ArchiveBody(NoteBody):
    archive_reason = CodeField(ArchiveReason.choices)


class FlagBody(ReasonBody):
    identified_by_toex = serializers.BooleanField(required=False)
    identified_on = serializers.DateField(required=False, allow_null=True)
    high_harm = serializers.BooleanField(required=False)
