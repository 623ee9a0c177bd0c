"""A tasking meeting as it is read, and as it is written."""

from rest_framework import serializers

from tasking.choices import MeetingState
from tasking.models import TaskingMeeting, TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.workflow import MEETING, MEETING_STEPS
from toex.web.fields import CodeField, VersionField, is_plain


class AgendaField(serializers.ListField):
    """Requests by their references, in their order; read from the items of an agenda."""

    child = serializers.CharField()
    default_error_messages = {
        "not_a_list": "This must be a list of references.",
        "unseen": "Item {place} is not a request in your sight.",
    }

    def to_internal_value(self, data):
        if not isinstance(data, list):
            self.fail("not_a_list")
        numbers = [REQUESTS.number(text) if is_plain(text) else None for text in data]
        found = TaskingRequest.objects.in_bulk(filter(None, numbers))
        for place, number in enumerate(numbers, start=1):
            if number not in found:
                self.fail("unseen", place=place)
        return [found[number] for number in numbers]

    def to_representation(self, items):
        return [REQUESTS.of(item.request_id) for item in sorted(items.all(), key=_order)]


def _order(item):
    return item.order


class MeetingSerializer(serializers.ModelSerializer):
    reference = serializers.CharField(read_only=True)
    region = serializers.SlugRelatedField("code", read_only=True)
    attendees = serializers.ListField(child=serializers.CharField())
    agenda = AgendaField()
    state = serializers.ChoiceField(MeetingState.choices)
    open_steps = serializers.SerializerMethodField()
    signed_by = serializers.EmailField(source="signed_by.email", default=None, allow_null=True)

    class Meta:
        model = TaskingMeeting
        fields = [
            "reference",
            "region",
            "held_on",
            "forum_name",
            "attendees",
            "agenda",
            "state",
            "version",
            "open_steps",
            "signed_at",
            "signed_by",
        ]
        read_only_fields = fields

    def get_open_steps(self, meeting) -> list[str]:
        user = self.context["request"].user
        return [name for name in MEETING.open_steps(row=meeting, by=user) if name in MEETING_STEPS]


class MeetingBody(serializers.Serializer):
    held_on = serializers.DateField()
    forum_name = serializers.CharField(max_length=200)
    attendees = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=200, required=False
    )
    agenda = AgendaField(required=False)


class MeetingChangeBody(MeetingBody):
    """`held` is the one state that is set here; minutes are locked by their own step."""

    state = CodeField(
        [(state.value, state.label) for state in (MeetingState.PLANNED, MeetingState.HELD)],
        required=False,
    )
    version = VersionField()

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields
