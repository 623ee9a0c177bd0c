"""What a meeting keeps besides its agenda, as it is read and as it is written."""

from rest_framework import serializers

from tasking.models import Declaration, MeetingAction, TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.services.actions import LONGEST
from tasking.workflow import ACTION, ACTION_STEPS
from toex.accounts.choices import REGION_ROLES
from toex.accounts.models import User
from toex.web.fields import ReferenceField, RowField, VersionField, is_plain


class ColleagueField(RowField):
    """Somebody of the region whose meeting it is (`row` in the context); others are not known."""

    def __init__(self, **kwargs):
        super().__init__("email", queryset=User.objects.all(), **kwargs)

    def get_queryset(self):
        row = self.context["row"]
        return User.objects.of_region(getattr(row, "meeting", row).region_id, *REGION_ROLES)


class OnAgendaField(serializers.ListField):
    """Requests on the agenda of the meeting in the address, by their references."""

    child = serializers.CharField()
    default_error_messages = {
        "not_a_list": "This must be a list of references.",
        "not_there": "Item {place} is not on the agenda of this meeting.",
    }

    def to_internal_value(self, data):
        if not isinstance(data, list):
            self.fail("not_a_list")
        items = self.context["row"].agenda.select_related("request")
        there = {item.request.reference: item.request for item in items}
        for place, text in enumerate(data, start=1):
            if not is_plain(text) or text not in there:
                self.fail("not_there", place=place)
        return [there[text] for text in data]


class DeclarationSerializer(serializers.ModelSerializer):
    person = serializers.EmailField(source="person.email", default=None, allow_null=True)
    requests = serializers.SerializerMethodField()
    by = serializers.EmailField(source="by.email")

    class Meta:
        model = Declaration
        fields = ["id", "attendee", "person", "requests", "nature", "at", "by"]
        read_only_fields = fields

    def get_requests(self, declaration) -> list[str]:
        numbers = sorted(each.request_id for each in declaration.conflicts.all())
        return [REQUESTS.of(number) for number in numbers]


class DeclareBody(serializers.Serializer):
    """What one attendee declares; without `requests` that they have no conflict."""

    version = VersionField()
    attendee = serializers.CharField(max_length=200)
    requests = OnAgendaField(required=False)
    person = ColleagueField(required=False, allow_null=True)
    nature = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ActionSerializer(serializers.ModelSerializer):
    reference = serializers.CharField(read_only=True)
    meeting = serializers.CharField(source="meeting.reference")
    owner = serializers.EmailField(source="owner.email")
    request = serializers.CharField(source="request.reference", default=None, allow_null=True)
    created_by = serializers.EmailField(source="created_by.email")
    done_by = serializers.EmailField(source="done_by.email", default=None, allow_null=True)
    open_steps = serializers.SerializerMethodField()

    class Meta:
        model = MeetingAction
        fields = [
            "reference",
            "meeting",
            "text",
            "owner",
            "due_on",
            "request",
            "state",
            "version",
            "open_steps",
            "created_at",
            "created_by",
            "done_on",
            "done_note",
            "done_at",
            "done_by",
        ]
        read_only_fields = fields

    def get_open_steps(self, action) -> list[str]:
        user = self.context["request"].user
        return [name for name in ACTION.open_steps(row=action, by=user) if name in ACTION_STEPS]


class ActionBody(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST)
    owner = ColleagueField()
    due_on = serializers.DateField()
    request = ReferenceField(
        series=REQUESTS, queryset=TaskingRequest.objects.all(), required=False, allow_null=True
    )


class ActionChangeBody(ActionBody):
    """What is not sent stays as it is."""

    version = VersionField()

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class DoneBody(serializers.Serializer):
    version = VersionField()
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=LONGEST)
