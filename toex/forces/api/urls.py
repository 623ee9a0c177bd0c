from rest_framework.routers import SimpleRouter

from toex.forces.api.viewsets import ForceViewSet, RegionViewSet

app_name = "forces-api"

router = SimpleRouter()
router.register("regions", RegionViewSet)
router.register("forces", ForceViewSet)

urlpatterns = router.urls
