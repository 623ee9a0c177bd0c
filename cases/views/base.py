"""What the pages of cases share: a case in sight, its sections, and forms that lose nothing."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from cases.models import Case
from cases.models.cases import CASES
from cases.services import has_to_say_why
from cases.workflow import CASE, own_case_under_cover
from tasking.workflow import MANAGERS
from toex.accounts.choices import Role
from toex.web.pages import RowPage, find
from toex.workflow.authority import may

SHOWN = ("requesting_force", "lead_region", "request")
WORKERS = (Role.TOEX_MANAGER, Role.ANALYST)
# (name of the page, its words, whether only full sight opens it)
SECTIONS = [
    ("case", "Overview", False),
    ("terms", "Terms", False),
    ("tasks", "Tasks", True),
    ("products", "Products", False),
    ("case-outcomes", "Outcomes", False),
    ("people", "People and links", True),
    ("files", "Files", True),
    ("timeline", "Timeline", True),
    ("access", "Who has looked", True),
]


def sees_in_full(user):
    """Whether what `user` sees of a case is all of it: true of every case in sight, or of none."""
    return user.role in WORKERS


def leads(case, user):
    return user.role in WORKERS and case.lead_region_id == user.region_id


def manages(case, user):
    """Whether `user` may do what a manager does on this case: their own, or under cover."""
    leading = may(user, MANAGERS) and case.lead_region_id == user.region_id
    return leading and not own_case_under_cover(case, user)


def works(case, user):
    """Whether `user` may add to a case in full sight: every region that leads or supports."""
    return sees_in_full(user)


def sections(case, user, current):
    """Return the sub navigation of a case: only what the reader may open."""
    full = sees_in_full(user)
    hidden = {"case-outcomes"} if user.role == Role.GATEWAY_OFFICER else set()
    return [
        {
            "words": words,
            "address": reverse(f"cases:{name}", args=[case.reference]),
            "current": name == current,
        }
        for name, words, only_full in SECTIONS
        if (full or not only_full) and name not in hidden
    ]


def about(case, user, current):
    """Return what the header of every page of a case shows."""
    return {
        "case": case,
        "full": sees_in_full(user),
        "leads": leads(case, user),
        "manages": manages(case, user),
        "sections": sections(case, user, current),
        "open_steps": CASE.open_steps(row=case, by=user),
    }


def full_cases(user):
    return Case.objects.seen_in_full_by(user).select_related(*SHOWN)


def full_case(request, reference):
    """Return a case that the reader sees in full. :raises Http404: there is none"""
    return find(full_cases(request.user), CASES, reference)


class CasePage(RowPage, DetailView):
    """A page of a case for whoever sees at least its summary."""

    queryset = Case.objects.select_related(*SHOWN)
    series = CASES
    audit_noun = "case"
    context_object_name = "case"
    section = "case"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **about(self.object, self.request.user, self.section), **kwargs
        )

    def render_to_response(self, context, **kwargs):
        if has_to_say_why(self.object, by=self.request.user, at=timezone.now()):
            return redirect("cases:say-why", self.object.reference)
        return super().render_to_response(context, **kwargs)


class FullCasePage(CasePage):
    """A page of a case for whoever sees all of it; to anyone else it does not exist."""

    def get_queryset(self):
        return full_cases(self.request.user)
