"""The bodies of the steps."""

from rest_framework import serializers

from tasking.choices import DecisionOutcome, DeclineCode, Forum
from tasking.models import Decision, TaskingMeeting
from tasking.models.meetings import MEETINGS
from toex.forces.models import Region
from toex.web.fields import CodeField, PartField, ReferenceField, RowField, VersionField

LONGEST = 20_000


class NoteBody(serializers.Serializer):
    version = VersionField()
    note = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


class ReasonBody(NoteBody):
    reason = serializers.CharField(max_length=LONGEST)


class PassOnBody(ReasonBody):
    region = RowField(queryset=Region.objects.all())


class DecideBody(NoteBody):
    """The body of `decide`; which parts an outcome needs is for the service to say."""

    outcome = CodeField(DecisionOutcome.choices)
    rationale = serializers.CharField(max_length=LONGEST)
    forum = CodeField(Forum.choices)
    meeting = ReferenceField(
        series=MEETINGS, queryset=TaskingMeeting.objects.all(), required=False, allow_null=True
    )
    conditions = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    review_on = serializers.DateField(required=False, allow_null=True)
    referred_to = serializers.CharField(
        max_length=Decision._meta.get_field("referred_to").max_length,
        required=False,
        allow_blank=True,
    )
    decline_code = CodeField(DeclineCode.choices, required=False, allow_blank=True)
    assessment = PartField(rows=lambda request: request.assessments.all())
