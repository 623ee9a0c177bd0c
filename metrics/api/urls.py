from django.urls import path

from metrics.api import views

app_name = "metrics-api"

urlpatterns = [
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/records/", views.Records.as_view(), name="records"),
    path("measures/", views.Measures.as_view(), name="measures"),
    path("measures/<slug:code>/", views.OneMeasure.as_view(), name="measure"),
]
