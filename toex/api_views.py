from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@extend_schema(exclude=True)
@api_view(METHODS)
@permission_classes([AllowAny])
def nowhere(request):
    """Any address under /api/ that leads nowhere."""
    raise NotFound("Not found.")
