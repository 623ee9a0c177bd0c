"""The parameters of figures, as the schema tells them."""

from drf_spectacular.utils import OpenApiParameter

from cases.choices import Attribution
from metrics.choices import Basis, Breakdown
from metrics.measures import MEASURES

FIGURES = [
    OpenApiParameter("measure", str, enum=list(MEASURES), many=True),
    OpenApiParameter("period", str, description="2022/23, 2022/23-Q3 or 2022-11"),
    OpenApiParameter("from", str, description="First day; with `to`, in place of `period`"),
    OpenApiParameter("to", str, description="Last day"),
    OpenApiParameter("by", str, description=f"Comma list of {', '.join(Breakdown.values)}"),
    OpenApiParameter("basis", str, enum=Basis.values, default=Basis.LEAD.value),
    OpenApiParameter("known_at", str, description="A moment with its offset; now if not said"),
    OpenApiParameter("attribution", str, enum=Attribution.values, many=True),
]
CELL = [
    OpenApiParameter("region", str, description="Empty for place not known"),
    OpenApiParameter("force", str, description="Empty for place not known"),
    OpenApiParameter("primary_type", str),
    OpenApiParameter("month", str),
    OpenApiParameter("quarter", str),
    OpenApiParameter("abroad", bool, default=False),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int),
]
