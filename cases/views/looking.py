"""The page before a case for whoever is of no region: why are you looking?"""

from django.urls import reverse

from cases import services
from cases.forms.looking import WhyForm
from cases.models import Case
from cases.models.cases import CASES
from cases.services.looking import check_why
from cases.views.acts import AddForm
from toex.web.pages import find


class SayWhy(AddForm):
    heading = "Why are you looking at this case?"
    hint = (
        "It is the work of a region. Your reason is kept with your name, and the region reads it "
        "under “Who has looked”. You are asked once for each case in 30 days."
    )
    form_class = WhyForm
    audit_noun = "case.asked"
    button = "Continue to the case"
    done = "Your reason is noted."

    def get_row(self):
        return find(Case.objects.visible_to(self.request.user), CASES, self.kwargs["reference"])

    def check(self, *, version):
        check_why(by=self.request.user)

    def get_context(self):
        return {"back": reverse("cases:cases")}


say_why = SayWhy.as_view(service=services.say_why)
