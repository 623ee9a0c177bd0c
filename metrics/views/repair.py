"""Taking a release back: a frozen one to draft, a draft away. Each asks once more first."""

from django.urls import reverse

from cases.forms.base import PageForm
from cases.views.acts import StepForm
from metrics import releases
from metrics.disclosure.finding import Words
from metrics.forms.releases import ThawForm
from metrics.measures import MEASURES
from metrics.views.releases import ROWS
from metrics.views.workspace import check_office
from metrics.workflow import REPAIR
from toex.web.pages import find


class RepairForm(StepForm):
    workflow = REPAIR
    audit_noun = "release.form"
    template_name = "metrics/release_repair.html"
    style = "warning"

    def get_row(self):
        row = find(ROWS.visible_to(self.request.user), None, self.kwargs["reference"])
        check_office(self.request.user)
        return row

    def get_success_url(self):
        return reverse("metrics:workspace", args=[self.row.reference])

    def get_context(self):
        words = Words(self.row, [self.row])
        by_hand = [
            f"{MEASURES[each.figure.measure].label}: {words.place(each.figure)}"
            for each in self.row.choices.select_related("figure").order_by("pk")
        ]
        return {"by_hand": by_hand, "style": self.style}


class Discard(RepairForm):
    def act(self, **fields):
        super().act(**fields)
        self.is_gone = True

    def get_success_url(self):
        if getattr(self, "is_gone", False):
            return reverse("metrics:releases")
        return super().get_success_url()


thaw = RepairForm.as_view(
    step="thaw",
    service=releases.thaw_release,
    form_class=ThawForm,
    heading="Take this release back to draft",
    hint="Its figures, its files and its review are thrown away. Freezing it again counts them "
    "anew, as known then. What is published is not touched.",
    button="Take it back to draft",
    done="The release is a draft again.",
)
discard = Discard.as_view(
    step="discard",
    service=releases.discard_release,
    form_class=PageForm,
    heading="Throw this draft away",
    hint="The draft, its plan and its early access list go. Its reference is given to the next "
    "draft of the period. That you threw it away stays in the trail.",
    button="Throw the draft away",
    done="The draft is thrown away.",
)
