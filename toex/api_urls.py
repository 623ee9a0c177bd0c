"""Every address of the API; one that leads nowhere answers as an unseen row does."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from toex.api_views import nowhere

urlpatterns = [
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("v1/", include("toex.forces.api.urls")),
    path("v1/", include("tasking.api.urls")),
    path("v1/", include("cases.api.urls")),
    path("v1/", include("metrics.api.urls")),
    path("v1/", include("toex.audit.api.urls")),
    re_path(r"", nowhere, name="nowhere"),
]
