from django.urls import path

from metrics.views import (
    alternatives,
    between,
    disclosure,
    figures,
    glance,
    packs,
    planning,
    quality,
    quarters,
    questions,
    rebasing,
    releases,
    repair,
    revisions,
    signals,
    workspace,
)

app_name = "metrics"

quarter = "quarters/<str:reference>"
packs_of = "releases/<str:reference>/packs"

urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/glance/", glance.Glance.as_view(), name="glance"),
    path("figures/records/", figures.Records.as_view(), name="records"),
    path("figures/signals/", signals.Signals.as_view(), name="signals"),
    path("figures/signals/regions/", signals.Regions.as_view(), name="signals-regions"),
    path(
        "figures/signals/between-regions/",
        between.BetweenRegions.as_view(),
        name="signals-between",
    ),
    path("figures/signals/start-anew/", signals.StartAnew.as_view(), name="start-anew"),
    path(
        "figures/signals/start-anew/<int:pk>/withdraw/",
        rebasing.WithdrawRebase.as_view(),
        name="withdraw-rebase",
    ),
    path("figures/measures/", figures.Measures.as_view(), name="measures"),
    path("figures/measures/<slug:code>/", figures.OneMeasure.as_view(), name="measure"),
    path("quarters/", quarters.Quarters.as_view(), name="quarters"),
    path(f"{quarter}/", quarters.Quarter.as_view(), name="quarter"),
    path(f"{quarter}/confirm/", quarters.confirm, name="confirm-quarter"),
    path(f"{quarter}/reopen/", quarters.reopen, name="reopen-quarter"),
    path("questions/", questions.Questions.as_view(), name="questions"),
    path("questions/new/", questions.SaveQuestion.as_view(), name="save-question"),
    path("questions/<str:reference>/", questions.Question.as_view(), name="question"),
    path(
        "questions/<str:reference>/answer.csv",
        questions.QuestionFile.as_view(),
        name="question-file",
    ),
    path("data-quality/", quality.Quality.as_view(), name="quality"),
    path("releases/", releases.Releases.as_view(), name="releases"),
    path("releases/new/", workspace.DraftRelease.as_view(), name="draft-release"),
    path("releases/revisions/", revisions.Triangle.as_view(), name="triangle"),
    path("releases/<str:reference>/", releases.OneRelease.as_view(), name="release"),
    path("releases/<str:reference>/workspace/", workspace.Workspace.as_view(), name="workspace"),
    path(
        "releases/<str:reference>/workspace/<slug:step>/",
        planning.Plan.as_view(),
        name="plan-step",
    ),
    path(
        "releases/<str:reference>/workspace/<slug:step>/done/",
        planning.TickOff.as_view(),
        name="tick-off",
    ),
    path(
        "releases/<str:reference>/steps/<slug:step>/",
        workspace.Step.as_view(),
        name="release-step",
    ),
    path("releases/<str:reference>/send-back/", repair.send_back, name="send-back-release"),
    path("releases/<str:reference>/thaw/", repair.thaw, name="thaw-release"),
    path("releases/<str:reference>/discard/", repair.discard, name="discard-release"),
    path(
        "releases/<str:reference>/disclosure/",
        disclosure.Disclosure.as_view(),
        name="disclosure",
    ),
    path(
        "releases/<str:reference>/disclosure/attack/",
        disclosure.AskForAttack.as_view(),
        name="ask-for-attack",
    ),
    path(
        "releases/<str:reference>/disclosure/alternatives/",
        alternatives.Alternatives.as_view(),
        name="alternatives",
    ),
    path("releases/<str:reference>/revisions/", revisions.Revisions.as_view(), name="revisions"),
    path(
        "releases/<str:reference>/early-access/",
        workspace.EarlyAccessPage.as_view(),
        name="early-access",
    ),
    path(
        "releases/<str:reference>/early-access/<int:pk>/end/",
        workspace.EndEarlyAccess.as_view(),
        name="end-early-access",
    ),
    path(
        "releases/<str:reference>/charts/<slug:code>.svg",
        releases.Chart.as_view(),
        name="release-chart",
    ),
    path(
        "releases/<str:reference>/tables/<slug:code>/",
        releases.ReleaseTable.as_view(),
        name="release-table",
    ),
    path(
        "releases/<str:reference>/files/<str:name>", releases.File.as_view(), name="release-file"
    ),
    path(f"{packs_of}/", packs.Packs.as_view(), name="packs"),
    path(f"{packs_of}/make/", packs.ask_for_packs, name="ask-for-packs"),
    path(f"{packs_of}/all.zip", packs.AllPacks.as_view(), name="all-packs"),
    path(f"{packs_of}/<slug:place>.pdf", packs.OnePack.as_view(), name="pack"),
]
