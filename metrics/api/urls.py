from django.urls import path
from rest_framework.routers import SimpleRouter

from metrics.api import quarters, views
from metrics.api.releases import ReleaseViewSet
from toex.web.limits import ExportThrottle

app_name = "metrics-api"

router = SimpleRouter()
router.register("regional-quarters", quarters.RegionalQuarterViewSet, basename="quarter")
router.register("releases", ReleaseViewSet, basename="release")

urlpatterns = [
    *router.urls,
    path(
        "releases/<str:reference>/files/<str:name>",
        ReleaseViewSet.as_view({"get": "file"}, throttle_classes=[ExportThrottle]),
        name="release-file",
    ),
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/records/", views.Records.as_view(), name="records"),
    path("measures/", views.Measures.as_view(), name="measures"),
    path("measures/<slug:code>/", views.OneMeasure.as_view(), name="measure"),
    *router.urls,
]
