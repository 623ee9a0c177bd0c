"""What happened on a case, from the trail, and who has looked at it."""

from django.core.paginator import Paginator
from django.db.models import Q

from cases.models import Activity
from cases.views.base import FullCasePage
from cases.views.trail_words import in_words
from toex.audit.models import AuditEvent

PER_PAGE = 50


def events_of(case):
    """Return the trail of a case, of what belongs to it, and of its outcomes."""
    outcomes = Q(target_model="cases.outcome", target_pk__in=case.outcomes.order_by().values("pk"))
    events = AuditEvent.objects.around(case) | AuditEvent.objects.filter(outcomes)
    return events.select_related("actor").newest_first()


class Timeline(FullCasePage):
    template_name = "cases/timeline.html"
    audit_noun = "case.timeline"
    section = "timeline"

    def get_context_data(self, **kwargs):
        events = events_of(self.object).writes()
        page = Paginator(events, PER_PAGE).get_page(self.request.GET.get("page"))
        entries = activities_behind(page)
        shown = [line_of(event, entries.get(event.target_pk)) for event in page]
        return super().get_context_data(
            page_obj=page, events=shown, imported=self.imported(page), **kwargs
        )

    def imported(self, page):
        """Return the activities that a regional return brought in: the trail lists none."""
        if page.has_next():
            return ()
        return self.object.activities.filter(source__isnull=False).order_by("-occurred_at")[:200]


def activities_behind(page):
    numbers = [event.target_pk for event in page if event.target_model == "cases.activity"]
    return Activity.objects.in_bulk(numbers)


def line_of(event, entry):
    """Return one line of the timeline: a title, when, who, and the text that belongs to it."""
    if event.target_model == "cases.activity" and entry is not None:
        title, text, at = entry.get_kind_display(), entry.text, entry.occurred_at
        return {"title": title, "text": text, "at": at, "by": event.actor, "recorded": event.at}
    title, details = in_words(event)
    text = "\n".join(part for part in (details, event.note) if part)
    return {"title": title, "text": text, "at": event.at, "by": event.actor}


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
            look.words, _ = in_words(look)
        others = looks.exclude(actor=self.request.user.pk).exists()
        return super().get_context_data(page_obj=page, others=others, **kwargs)
