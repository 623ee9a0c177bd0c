from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from cases.api import viewsets
from cases.api.imports import ReturnViewSet
from cases.api.queries import OutcomeQueries

app_name = "cases-api"

router = SimpleRouter()
router.register("cases", viewsets.CaseViewSet, basename="case")
router.register("outcomes", viewsets.OutcomeViewSet, basename="outcome")
router.register("threats", viewsets.ThreatViewSet, basename="threat")
router.register("imports", ReturnViewSet, basename="import")

PARTS = {"get": "list", "post": "create"}
PARTS_OF_CASE = {
    "activities": viewsets.Activities,
    "tasks": viewsets.Tasks,
    "subjects": viewsets.Subjects,
    "threats": viewsets.ThreatsOfCase,
    "outcomes": viewsets.OutcomesOfCase,
    "assessments": viewsets.Assessments,
    "files": viewsets.Files,
    "members": viewsets.Members,
    "forces": viewsets.Forces,
    "regions": viewsets.Regions,
}
ENDED_PARTS = ["members", "forces", "regions"]

urlpatterns = [
    re_path(
        r"^outcomes/(?P<reference>[0-9]{1,18})/queries/$",
        OutcomeQueries.as_view(PARTS),
        name="outcome-queries",
    ),
    *router.urls,
    path(
        "tasking-requests/<str:reference>/decide/",
        viewsets.DecideViewSet.as_view({"post": "decide"}),
        name="request-decide",
    ),
    *(
        path(f"cases/<str:reference>/{name}/", viewset.as_view(PARTS), name=f"case-{name}")
        for name, viewset in PARTS_OF_CASE.items()
    ),
    path(
        "cases/<str:reference>/products/",
        viewsets.Products.as_view({"get": "list"}),
        name="case-products",
    ),
    path(
        "cases/<str:reference>/tasks/<int:part>/done/",
        viewsets.Tasks.as_view({"post": "done"}),
        name="case-task-done",
    ),
    path(
        "cases/<str:reference>/files/<int:part>/withdraw/",
        viewsets.Files.as_view({"post": "withdraw"}),
        name="case-file-withdraw",
    ),
    *(
        path(
            f"cases/<str:reference>/{name}/<int:part>/end/",
            PARTS_OF_CASE[name].as_view({"post": "end"}),
            name=f"case-{name}-end",
        )
        for name in ENDED_PARTS
    ),
]
