"""A case as it is read: the summary, and what full sight adds."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import summary
from cases.choices import State
from cases.models import Case, Product, Terms
from cases.workflow import CASE
from tasking.models.requests import REQUESTS


class ClocksSerializer(serializers.Serializer):
    days_to_decision = serializers.IntegerField(allow_null=True)
    days_to_terms = serializers.IntegerField(allow_null=True)
    days_to_first_product = serializers.IntegerField(allow_null=True)
    days_open = serializers.IntegerField()
    paused = serializers.BooleanField()


class TermsSerializer(serializers.ModelSerializer):
    products = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Terms
        fields = ["support", "products", "due_on", "agreed_on", "sio_name"]


class ProductSummarySerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["kind", "title", "delivered_on"]


class CaseSerializer(serializers.ModelSerializer):
    """A case; `members` and `owner` are there only where the reader sees it in full.

    The context holds `counts` and `in_full`, fetched for all the cases of an answer at once.
    """

    reference = serializers.CharField(read_only=True)
    request = serializers.SerializerMethodField()
    lead_region = serializers.SlugRelatedField("code", read_only=True)
    supporting_regions = serializers.SerializerMethodField()
    forces = serializers.SerializerMethodField()
    secondary_types = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(State.choices)
    clocks = serializers.SerializerMethodField()
    open_steps = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()
    products = serializers.SerializerMethodField()
    outcome_counts = serializers.SerializerMethodField()
    members = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "reference",
            "request",
            "title",
            "operation_name",
            "lead_region",
            "supporting_regions",
            "forces",
            "primary_type",
            "secondary_types",
            "flags",
            "state",
            "on_hold",
            "restricted",
            "opened_on",
            "closed_on",
            "clocks",
            "version",
            "open_steps",
            "terms",
            "products",
            "outcome_counts",
            "members",
            "owner",
        ]
        read_only_fields = fields

    def to_representation(self, case):
        shown = super().to_representation(case)
        if case.pk not in self.context["in_full"]:
            del shown["members"], shown["owner"]
        return shown

    def get_request(self, case) -> str | None:
        return REQUESTS.of(case.request_id) if case.request_id else None

    def get_supporting_regions(self, case) -> list[str]:
        return [region.code for region in summary.supporting_regions(case, timezone.localdate())]

    def get_forces(self, case) -> list[str]:
        return [force.code for force in summary.forces(case, timezone.localdate())]

    @extend_schema_field(ClocksSerializer)
    def get_clocks(self, case):
        return summary.clocks_of(case, timezone.localdate())

    def get_open_steps(self, case) -> list[str]:
        return CASE.open_steps(row=case, by=self.context["request"].user)

    @extend_schema_field(TermsSerializer(allow_null=True))
    def get_terms(self, case):
        terms = summary.latest_terms(case)
        return TermsSerializer(terms).data if terms else None

    @extend_schema_field(ProductSummarySerializer(many=True))
    def get_products(self, case):
        return ProductSummarySerializer(summary.products(case), many=True).data

    def get_outcome_counts(self, case) -> dict[str, int]:
        return self.context["counts"][case.pk]

    def get_members(self, case) -> list[str]:
        return [user.email for user in summary.members(case, timezone.localdate())]
