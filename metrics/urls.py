from django.urls import path

from metrics import views

app_name = "metrics"

urlpatterns = [
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/records/", views.Records.as_view(), name="records"),
    path("figures/measures/", views.Measures.as_view(), name="measures"),
    path("figures/measures/<slug:code>/", views.OneMeasure.as_view(), name="measure"),
]
