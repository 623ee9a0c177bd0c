from django.urls import path

from toex.audit.views import AccessLog, Exports

app_name = "audit"

urlpatterns = [
    path("access-log/", AccessLog.as_view(), name="log"),
    path("exports/", Exports.as_view(), name="exports"),
]
