from django.urls import path

from metrics.views import figures

app_name = "metrics"

urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/records/", figures.Records.as_view(), name="records"),
    path("figures/measures/", figures.Measures.as_view(), name="measures"),
    path("figures/measures/<slug:code>/", figures.OneMeasure.as_view(), name="measure"),
]
