"""What happened on a case, from the trail, and who has looked at it."""

from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse

from cases.models import Activity, CaseFile, Outcome, Threat
from cases.views.base import FullCasePage
from cases.views.trail_words import in_words, look_words
from toex.accounts.models import User
from toex.audit.models import AuditEvent
from toex.forces.models import Force

PER_PAGE = 50
ALL = ""


def _of(*models):
    return Q(target_model__in=[f"cases.{model}" for model in models])


# What the timeline can be narrowed to. A step is whatever is none of the others, so that no event
# is of no kind.
PARTS = {
    "entries": ("Entries", _of("activity")),
    "tasks": ("Tasks", _of("task")),
    "people": (
        "People and links",
        _of("member", "caseforce", "caseregion", "subjectrole", "threat"),
    ),
    "files": ("Files", _of("casefile")),
    "outcomes": ("Outcomes", _of("outcome", "outcomequery")),
    "scores": ("Scores", _of("caseassessment")),
}
KINDS = {
    ALL: ("Everything", Q()),
    "steps": ("Steps of the case", ~reduce(or_, (narrow for _, narrow in PARTS.values()))),
    **PARTS,
}


def events_of(case):
    """Return the trail of a case, of what belongs to it, and of its outcomes and threats."""
    outcomes = Q(target_model="cases.outcome", target_pk__in=case.outcomes.order_by().values("pk"))
    links = Q(
        action="threat.link",
        target_model="cases.threat",
        target_pk__in=case.threats.order_by().values("threat"),
        changes__case=case.reference,
    )
    events = AuditEvent.objects.around(case) | AuditEvent.objects.filter(outcomes | links)
    return events.select_related("actor").newest_first()


class Timeline(FullCasePage):
    template_name = "cases/timeline.html"
    audit_noun = "case.timeline"
    section = "timeline"

    @property
    def kind(self):
        asked = self.request.GET.get("kind")
        return asked if asked in KINDS else ALL

    def get_context_data(self, **kwargs):
        events = events_of(self.object).writes().filter(KINDS[self.kind][1])
        page = Paginator(events, PER_PAGE).get_page(self.request.GET.get("page"))
        behind = rows_behind(page)
        return super().get_context_data(
            page_obj=page,
            events=[line_of(event, **behind) for event in page],
            imported=self.imported(page),
            kinds=[(code, words, code == self.kind) for code, (words, _) in KINDS.items()],
            **kwargs,
        )

    def imported(self, page):
        """Return the activities that a regional return brought in: the trail lists none."""
        if page.has_next() or self.kind not in (ALL, "entries"):
            return ()
        return self.object.activities.filter(source__isnull=False).order_by("-occurred_at")[:200]


def rows_behind(page):
    """Return what the lines of a page speak of, and what people and forces are called."""
    said = {text for event in page for value in event.changes.values() for text in texts_in(value)}
    people = dict(User.objects.filter(email__in=said).values_list("email", "name"))
    forces = dict(Force.objects.filter(code__in=said).values_list("code", "short_name"))
    rows = {
        model._meta.label_lower: model.objects.in_bulk(
            [event.target_pk for event in page if event.target_model == model._meta.label_lower]
        )
        for model in (Activity, CaseFile, Outcome, Threat)
    }
    return {"rows": rows, "names": {"user": people, "assignee": people, "force": forces}}


def texts_in(value):
    """Return the texts in a value of the trail, which may be a pair."""
    each_of = value if isinstance(value, list) else [value]
    return [each for each in each_of if isinstance(each, str) and each]


def line_of(event, rows, names):
    """Return one line of the timeline: a title, when, who, the text and the row it is about."""
    row = rows.get(event.target_model, {}).get(event.target_pk)
    if isinstance(row, Activity):
        title, text, at = row.get_kind_display(), row.text, row.occurred_at
        return {"title": title, "text": text, "at": at, "by": event.actor, "recorded": event.at}
    title, details = in_words(event, names)
    text = "\n".join(part for part in (details, event.note) if part)
    line = {"title": title, "text": text, "at": event.at, "by": event.actor}
    if row is None:
        return line
    about, address = named(row)
    return {**line, "about": about, "address": address}


def named(row):
    """Return what a row is called, and where it stands: a file in its list, withdrawn or not."""
    if isinstance(row, CaseFile):
        return row.name, f"{reverse('cases:files', args=[row.belongs_to])}#file-{row.pk}"
    about = " ".join([row.get_kind_display(), getattr(row, "reference", "")]).strip()
    return about, row.get_absolute_url()


class WhoHasLooked(FullCasePage):
    """Every look at the case, newest first; the look at this page is among them."""

    template_name = "cases/access.html"
    audit_noun = "case.access"
    section = "access"

    def get_context_data(self, **kwargs):
        self.note_look()
        looks = events_of(self.object).reads().select_related("actor__force", "actor__region")
        page = Paginator(looks, PER_PAGE).get_page(self.request.GET.get("page"))
        for look in page:
            look.words = look_words(look)
        others = looks.exclude(actor=self.request.user.pk).exists()
        return super().get_context_data(page_obj=page, others=others, **kwargs)
