"""The thread of questions and answers about an outcome."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases import services
from cases.forms.queries import QueryForm
from cases.models import Outcome
from cases.models.queries import READERS
from cases.views.acts import AddForm
from toex.accounts.choices import Role


class Queries(AddForm):
    audit_noun = "outcome-query"
    template_name = "cases/outcome_queries.html"
    heading = "Questions about this outcome"
    form_class = QueryForm
    button = "Send"
    done = "It is sent. The other side is told."

    def get_row(self):
        """Return the outcome, for whoever may see its thread; to others there is none."""
        user = self.request.user
        seen = Outcome.objects.visible_to(user).select_related("case__lead_region")
        return get_object_or_404(
            seen if user.role in READERS else seen.none(), pk=self.kwargs["pk"]
        )

    def check(self, *, version):
        """Whoever sees the thread may write to it."""

    def get_success_url(self):
        return reverse("cases:outcome-queries", args=[self.row.pk])

    def get_context(self):
        return {
            "caption": f"{self.row.case.reference}, outcome number {self.row.pk}",
            "back": self.row.get_absolute_url(),
            "thread": self.row.queries.select_related("by").order_by("pk"),
            "asks": self.request.user.role == Role.PROGRAMME_OFFICE,
        }


queries = Queries.as_view(service=services.ask_about_outcome)
