from django.urls import path
from rest_framework.routers import SimpleRouter

from metrics.api import quarters, views

app_name = "metrics-api"

router = SimpleRouter()
router.register("regional-quarters", quarters.RegionalQuarterViewSet, basename="quarter")

urlpatterns = [
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/records/", views.Records.as_view(), name="records"),
    path("measures/", views.Measures.as_view(), name="measures"),
    path("measures/<slug:code>/", views.OneMeasure.as_view(), name="measure"),
    *router.urls,
]
