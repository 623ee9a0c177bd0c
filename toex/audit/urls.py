from django.urls import path

from toex.audit.views import AccessLog, Exports, Integrity, check_trail

app_name = "audit"

urlpatterns = [
    path("access-log/", AccessLog.as_view(), name="log"),
    path("exports/", Exports.as_view(), name="exports"),
    path("integrity/", Integrity.as_view(), name="integrity"),
    path("integrity/check/", check_trail, name="check-trail"),
]
