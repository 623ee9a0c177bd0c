"""The page tree: one include per floor, and the API beside it."""

from django.urls import include, path

from toex import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.about, name="help"),
    path("system-health/", views.system_health, name="system-health"),
    path("health/", views.health, name="health"),
    path("", include("toex.accounts.urls")),
    path("", include("toex.audit.urls")),
    path("", include("toex.notices.urls")),
    path("", include("tasking.urls")),
    path("", include("cases.urls")),
    path("", include("metrics.urls")),
    path("api/", include("toex.api_urls")),
]

handler400 = "toex.views.bad_request"
handler403 = "toex.views.not_allowed"
handler404 = "toex.views.not_found"
handler500 = "toex.views.problem"
