from django.urls import path

from metrics.views import between, figures, quality, quarters, signals

app_name = "metrics"

quarter = "quarters/<str:reference>"

urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/records/", figures.Records.as_view(), name="records"),
    path("figures/signals/", signals.Signals.as_view(), name="signals"),
    path("figures/signals/regions/", signals.Regions.as_view(), name="signals-regions"),
    path(
        "figures/signals/between-regions/",
        between.BetweenRegions.as_view(),
        name="signals-between",
    ),
    path("figures/signals/start-anew/", signals.StartAnew.as_view(), name="start-anew"),
    path("figures/measures/", figures.Measures.as_view(), name="measures"),
    path("figures/measures/<slug:code>/", figures.OneMeasure.as_view(), name="measure"),
    path("quarters/", quarters.Quarters.as_view(), name="quarters"),
    path(f"{quarter}/", quarters.Quarter.as_view(), name="quarter"),
    path(f"{quarter}/confirm/", quarters.confirm, name="confirm-quarter"),
    path(f"{quarter}/reopen/", quarters.reopen, name="reopen-quarter"),
    path("data-quality/", quality.Quality.as_view(), name="quality"),
]
