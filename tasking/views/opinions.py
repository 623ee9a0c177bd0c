"""What people think of the service: asked of everybody, read by the programme office."""

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, ListView

from tasking import services
from tasking.choices import Satisfaction
from tasking.forms.opinions import OpinionForm
from tasking.models import Opinion
from tasking.services.opinions import has_given_opinion
from tasking.views.base import tell
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.core.shares import share
from toex.web.pages import ListPage, RolesMixin
from toex.workflow.refusals import Refusal

# So many active accounts have a role before it stands beside what one of them wrote.
ENOUGH = 5


class GiveOpinion(FormView):
    """One question. It has no one-use key: the digest of what was sent would be kept with whose.

    Sent twice, it is refused as the second of its day, and the page says thank you.
    """

    form_class = OpinionForm
    template_name = "tasking/give_opinion.html"
    http_method_names = ["get", "post"]

    def get_context_data(self, **kwargs):
        given = has_given_opinion(self.request.user, at=timezone.now())
        return super().get_context_data(given=given, **kwargs)

    def form_valid(self, form):
        try:
            services.give_opinion(by=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)
        except Refusal as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return redirect("tasking:give-opinion")


class Opinions(RolesMixin, ListPage, ListView):
    """How many gave which answer, and what was written, the latest first."""

    roles = (Role.PROGRAMME_OFFICE,)
    queryset = Opinion.objects.exclude(improve="").order_by("-given_on", "-pk")
    template_name = "tasking/opinions.html"
    audit_noun = "opinion"
    context_object_name = "opinions"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        seen = Opinion.objects.visible_to(self.request.user)
        counts = dict(seen.values_list("satisfaction").annotate(Count("pk")).order_by())
        total = sum(counts.values())
        named = roles_of_many()
        for each in context["opinions"]:
            each.told_role = each.get_role_display() if each.role in named else "Another role"
        rows = [(label, share(counts.get(code, 0), total)) for code, label in Satisfaction.choices]
        return {**context, "rows": rows, "total": total}


def roles_of_many():
    """Return the roles that tell nobody who wrote; so many have the others together as well.

    Were the others fewer, “another role” would be the name: then the next joins them.
    """
    counts = User.objects.active().values_list("role").annotate(number=Count("pk"))
    others, named = 0, set()
    for role, number in counts.order_by("number", "role"):
        if number < ENOUGH or 0 < others < ENOUGH:
            others += number
        else:
            named.add(role)
    return named - {""}
