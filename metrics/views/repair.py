"""Taking a release back: an approved one, a frozen one, a draft. Each asks once more first."""

from django.urls import reverse

from cases.forms.base import PageForm
from cases.views.acts import StepForm
from metrics import releases
from metrics.disclosure.finding import Words
from metrics.forms.releases import SendBackForm, ThawForm
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
        return {"style": self.style}


class Thaw(RepairForm):
    def get_context(self):
        words = Words(self.row, [self.row])
        by_hand = [
            f"{MEASURES[each.figure.measure].label}: {words.place(each.figure)}"
            for each in self.row.choices.select_related("figure").order_by("pk")
        ]
        return {**super().get_context(), "by_hand": by_hand}


class SendBack(RepairForm):
    def get_context(self):
        opened = self.row.early_access.filter(ended_at=None, opened_at__isnull=False)
        names = [each.user.name for each in opened.select_related("user").order_by("opened_at")]
        return {**super().get_context(), "opened": names}


class Discard(RepairForm):
    def act(self, **fields):
        super().act(**fields)
        self.is_gone = True

    def get_success_url(self):
        if getattr(self, "is_gone", False):
            return reverse("metrics:releases")
        return super().get_success_url()


send_back = SendBack.as_view(
    step="send-back",
    service=releases.send_back_release,
    form_class=SendBackForm,
    heading="Send this release back",
    hint="This withdraws its approval. The figures stay frozen as they are. Nobody on the early "
    "access list sees it, and it is not published at its time, until it is approved again.",
    button="Send it back",
    done="The approval is void. The release is frozen again.",
)
thaw = Thaw.as_view(
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
    "draft of the period. That you threw it away stays in the access log.",
    button="Throw the draft away",
    done="The draft is thrown away.",
)
