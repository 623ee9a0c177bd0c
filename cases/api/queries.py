"""The thread of questions and answers about an outcome."""

from django.http import Http404
from rest_framework import serializers

from cases import services
from cases.models import Outcome, OutcomeQuery
from cases.models.queries import READERS
from tasking.api.viewsets.parts import PartsOfRequest


class OutcomeQuerySerializer(serializers.ModelSerializer):
    by = serializers.EmailField(source="by.email", read_only=True)

    class Meta:
        model = OutcomeQuery
        fields = ["id", "at", "by", "text"]
        read_only_fields = ["id", "at", "by"]


class OutcomeQueries(PartsOfRequest):
    """What the programme office asks about an outcome and what the region answers."""

    queryset = Outcome.objects.select_related("case__lead_region")
    series = None
    serializer_class = body = OutcomeQuerySerializer
    audit_noun = "outcome-query"

    def get_object(self):
        if self.request.user.role not in READERS:
            raise Http404
        return super().get_object()

    def parts_of(self, outcome):
        return outcome.queries.select_related("by")

    def check_open(self, outcome):
        """Whoever sees the thread may write to it."""

    def add(self, outcome, **fields):
        return services.ask_about_outcome(outcome, **fields)
