from rest_framework.routers import SimpleRouter

from toex.audit.api.viewsets import AuditEventViewSet

app_name = "audit-api"

router = SimpleRouter()
router.register("audit", AuditEventViewSet)

urlpatterns = router.urls
