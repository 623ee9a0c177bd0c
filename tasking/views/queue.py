"""G1 and G2: what waits at the gateway, and checking one request."""

from django.db.models import Prefetch, Q
from django.utils import timezone

from tasking.choices import State
from tasking.models import Assessment, TaskingRequest
from tasking.views.base import ForThoseWhoMay
from tasking.views.clock import clock_of
from tasking.views.narrowing import QUEUE_SORTS, QueueFilterSet
from tasking.views.requests import TabbedRequests
from tasking.views.steps import ACTS
from tasking.views.words import answers, lacking, score_words, with_whom
from tasking.workflow import REQUEST, SCORING, WAITING
from toex.accounts.choices import REGION_ROLES, Role
from toex.audit.services import record_read
from toex.core.templatetags.toex_tags import working_days_in_words
from toex.web.lists import counted

TABS = {
    "waiting": ("Waiting", WAITING),
    "force": ("With the force", [State.RETURNED]),
    "deferred": ("Deferred", [State.DEFERRED]),
    "decided": ("Decided or withdrawn", [State.DECIDED, State.WITHDRAWN]),
}
COLUMNS = [
    ("title", "Request"),
    ("force", "Force"),
    ("type", "Type"),
    ("waiting", "Waiting"),
    ("", "Score, for information"),
    ("", "Status"),
]
ALIKE = {
    "threat_reference": "the same threat reference",
    "force_reference": "the same force reference",
    "operation_name": "the same operation name",
    "title": "the same title",
}
MOST_ALIKE = 10
MOST_AT_RISK = 10


class Queue(TabbedRequests):
    """G1. A score is shown as information; nothing is sorted or hidden by it."""

    roles = [*REGION_ROLES, Role.PROGRAMME_OFFICE]
    queryset = TaskingRequest.objects.filter(submitted_at__isnull=False)
    filterset_class = QueueFilterSet
    template_name = "tasking/queue.html"
    saved_as = "queue"
    tabs = TABS
    sorts = QUEUE_SORTS
    columns = COLUMNS

    def first_tab(self):
        return "waiting"

    def first_sort(self):
        return "newest" if self.tab == "decided" else "waiting"

    def get_queryset(self):
        current = Assessment.objects.filter(superseded_by__isnull=True).select_related("model")
        scores = Prefetch("assessments", current.order_by("side", "-pk"), to_attr="scores")
        return super().get_queryset().prefetch_related(scores)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.score_words = [(each.get_side_display(), score_words(each)) for each in row.scores]
        return {
            **context,
            "sentence": self.sentence(),
            "office": not self.request.user.region_id,
            "at_risk": self.at_risk(context["rows"]) if self.tab == "waiting" else [],
        }

    def at_risk(self, rows):
        """Return the requests with someone at immediate risk, one more than are named at most.

        They stand above the list, whatever its order and page; the look at those on another page
        is logged too.
        """
        found = self.in_tab.filter(immediate_risk=True).order_by("submitted_at", "pk")
        found = list(found[: MOST_AT_RISK + 1])
        elsewhere = [row for row in found if row not in rows]
        if elsewhere:
            record_read(
                actor=self.request.user, action="request.list", at=self.at, shown=elsewhere
            )
        return found

    def sentence(self):
        """Return how many there are, how long the oldest waits, and how they are sorted."""
        words = counted(self.counts[self.tab], "request")
        if self.tab == "waiting":
            words += " waiting"
            if self.days:
                words += f", oldest {working_days_in_words(max(self.days.values()))}"
        return f"{words}, {self.sentence_end()}"


class Triage(ForThoseWhoMay):
    """G2: the request beside what a gateway officer looks at."""

    template_name = "tasking/triage.html"

    def check(self):
        REQUEST.step_for("pass-on", row=self.object, by=self.request.user)

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        steps = REQUEST.open_steps(row=row, by=user)
        return super().get_context_data(
            groups=answers(row, reader=user),
            with_whom=with_whom(row),
            lacking=lacking(row),
            alike=self.alike(),
            steps=[(name, ACTS[name]) for name in steps if name in ACTS],
            may_assess=bool(SCORING.open_steps(row=row, by=user)),
            **clock_of(row, at=timezone.now()),
            **kwargs,
        )

    def alike(self):
        """Return (request, why) for those in the reader's sight that may be the same threat."""
        row = self.object
        given = {name: getattr(row, name).strip() for name in ALIKE}
        same = Q()
        for name, text in given.items():
            if text:
                same |= Q(**{f"{name}__iexact": text})
        rows = TaskingRequest.objects.visible_to(self.request.user).filter(same)
        rows = rows.exclude(pk=row.pk).select_related("force").newest_first()[:MOST_ALIKE]
        return [
            (
                other,
                ", ".join(
                    words
                    for name, words in ALIKE.items()
                    if given[name] and getattr(other, name).strip().lower() == given[name].lower()
                ),
            )
            for other in rows
        ]
