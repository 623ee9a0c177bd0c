"""The products of a case: read only, since `deliver` adds them."""

from cases.api.serializers.cases import ProductSummarySerializer
from cases.api.serializers.parts import ProductSerializer
from cases.api.viewsets.parts import PartsOfCase


class Products(PartsOfCase):
    """The products of a case: kind, title and day for who sees the summary, else all of it."""

    serializer_class = ProductSerializer
    audit_noun = "case-product"
    in_full_only = False

    def get_serializer_class(self):
        if getattr(self, "swagger_fake_view", False) or self._sees_in_full(self.case):
            return ProductSerializer
        return ProductSummarySerializer

    def parts_of(self, case):
        self.case = case
        return case.products.select_related("recorded_by")
