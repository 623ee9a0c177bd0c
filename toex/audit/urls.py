from django.urls import path

from toex.audit.views import AccessLog

app_name = "audit"

urlpatterns = [path("access-log/", AccessLog.as_view(), name="log")]
