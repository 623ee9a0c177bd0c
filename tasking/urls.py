"""Pages about requests and tasking meetings; deciding a request is served from the cases floor."""

from django.urls import path, re_path, register_converter

from tasking.forms.sections import SECTIONS
from tasking.views import (
    actions,
    agendas,
    answers,
    covers,
    exports,
    files,
    meetings,
    minutes,
    opinions,
    papers,
    queue,
    request,
    requests,
    saved,
    scores,
    steps,
)


class SectionConverter:
    regex = "|".join(SECTIONS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class StepConverter(SectionConverter):
    regex = "|".join(steps.ACTS)


register_converter(SectionConverter, "section")
register_converter(StepConverter, "step")

app_name = "tasking"

urlpatterns = [
    path("requests/", requests.YourRequests.as_view(), name="requests"),
    path("requests/new/", requests.Before.as_view(), name="before"),
    re_path(
        r"^requests/export\.(?P<format>csv|xlsx|ods)$",
        exports.RequestsExport.as_view(),
        name="export-requests",
    ),
    path("requests/<str:reference>/", request.Request.as_view(), name="request"),
    path("requests/<str:reference>/tasks/", answers.TaskList.as_view(), name="tasks"),
    path("requests/<str:reference>/check/", answers.Check.as_view(), name="check"),
    path("requests/<str:reference>/submit/", answers.submit, name="submit"),
    path("requests/<str:reference>/sent/", answers.Sent.as_view(), name="sent"),
    path("requests/<str:reference>/score/", scores.Score.as_view(), name="score"),
    path("requests/<str:reference>/messages/", request.Write.as_view(), name="messages"),
    path(
        "requests/<str:reference>/decisions/<int:pk>/letter.pdf",
        papers.letter,
        name="decision-letter",
    ),
    path("requests/<str:reference>/files/", files.Files.as_view(), name="files"),
    path("files/<int:pk>/", files.File.as_view(), name="file"),
    path("files/<int:pk>/remove/", files.remove_file, name="remove-file"),
    path("requests/<str:reference>/triage/", queue.Triage.as_view(), name="triage"),
    path("requests/<str:reference>/<section:section>/", answers.Section.as_view(), name="section"),
    path("requests/<str:reference>/<step:step>/", steps.Step.as_view(), name="step"),
    path("feedback/", opinions.GiveOpinion.as_view(), name="give-opinion"),
    path("feedback/answers/", opinions.Opinions.as_view(), name="opinions"),
    path("queue/", queue.Queue.as_view(), name="queue"),
    path("views/new/", saved.SaveView.as_view(), name="save-view"),
    path("views/<int:pk>/delete/", saved.DeleteSavedView.as_view(), name="delete-view"),
    path("meetings/", meetings.Meetings.as_view(), name="meetings"),
    path("meetings/new/", meetings.PlanMeeting.as_view(), name="plan-meeting"),
    path("meetings/<str:reference>/", meetings.Meeting.as_view(), name="meeting"),
    path(
        "meetings/<str:reference>/change/",
        meetings.ChangeMeeting.as_view(),
        name="change-meeting",
    ),
    path("meetings/<str:reference>/agenda/", agendas.BuildAgenda.as_view(), name="build-agenda"),
    path("meetings/<str:reference>/sign/", meetings.SignMeeting.as_view(), name="sign-meeting"),
    path(
        "meetings/<str:reference>/conflicts/<int:place>/",
        minutes.DeclareConflicts.as_view(),
        name="declare-conflicts",
    ),
    path("meetings/<str:reference>/actions/new/", minutes.AddAction.as_view(), name="add-action"),
    path("meetings/<str:reference>/pack.pdf", papers.pack, name="agenda-pack"),
    path("cover/", covers.Covers.as_view(), name="covers"),
    path("cover/new/", covers.ArrangeCover.as_view(), name="arrange-cover"),
    path("cover/<str:reference>/", covers.CoverPage.as_view(), name="cover"),
    path("cover/<str:reference>/end/", covers.EndCover.as_view(), name="end-cover"),
    path("actions/", actions.YourActions.as_view(), name="actions"),
    path("actions/<str:reference>/", actions.Action.as_view(), name="action"),
    path("actions/<str:reference>/done/", actions.CloseAction.as_view(), name="close-action"),
    path("actions/<str:reference>/change/", actions.ChangeAction.as_view(), name="change-action"),
]
