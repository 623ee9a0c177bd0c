"""Withdrawing a new start of limits."""

from django.http import Http404
from django.utils import timezone

from cases.views.acts import RowForm
from metrics.forms.signals import WithdrawForm
from metrics.measures import MEASURES
from metrics.models import Rebase
from metrics.signals.rebasing import (
    check_in_force,
    may_rebase,
    territory_of_rebase,
    withdraw_rebase,
)
from metrics.wording import period_in_words
from toex.workflow.refusals import NotYourStep


class WithdrawRebase(RowForm):
    """Take back that limits start anew from a month; the reason is asked for."""

    form_class = WithdrawForm
    audit_noun = "figure.form"
    heading = "Withdraw the new start of the limits"
    hint = (
        "The limits are worked out as if there had been none. It stays in the list, with your "
        "name and reason."
    )
    button = "Withdraw it"
    done = "The new start is withdrawn."

    def get_row(self):
        row = Rebase.objects.select_related("by").filter(pk=self.kwargs["pk"]).first()
        self.territory = row and territory_of_rebase(row, reader=self.request.user)
        if self.territory is None:
            raise Http404
        return row

    def check(self, *, version):
        if not may_rebase(self.request.user, self.territory):
            raise NotYourStep("Limits are started anew by whoever answers for the place.")
        check_in_force(self.row)

    def get_context(self):
        told = f"{MEASURES[self.row.measure].label}, {self.territory.name}"
        return {"caption": f"{told}, from {period_in_words(self.row.month)}"}

    def act(self, **fields):
        withdraw_rebase(self.row, by=self.request.user, at=timezone.now(), **fields)
