from rest_framework.viewsets import ReadOnlyModelViewSet

from toex.core.pagination import CursorPages
from toex.forces.api.serializers import ForceSerializer, RegionSerializer
from toex.forces.models import Force, Region


class RegionPages(CursorPages):
    ordering = "order"


class ForcePages(CursorPages):
    ordering = "code"


class RegionViewSet(ReadOnlyModelViewSet):
    """The ten regions, in their official order. Reference data: everyone signed in sees all."""

    queryset = Region.objects.in_official_order()
    serializer_class = RegionSerializer
    pagination_class = RegionPages
    lookup_field = "code"


class ForceViewSet(ReadOnlyModelViewSet):
    """Every body that may ask for help. Reference data: everyone signed in sees all."""

    queryset = Force.objects.select_related("region").order_by("code")
    serializer_class = ForceSerializer
    pagination_class = ForcePages
    lookup_field = "code"
    lookup_value_regex = "[-a-z0-9]+"
