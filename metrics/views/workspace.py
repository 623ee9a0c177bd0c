"""The programme office at work on a release: drafting, the steps, and the early access list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.generic import FormView

from metrics import attacks, quarters, releases
from metrics.choices import QuarterState, ReleaseState, WorkStep
from metrics.forms.releases import EarlyAccessForm, FreezeForm, ReleaseForm
from metrics.models import EarlyAccess, RegionalQuarter
from metrics.releases.worklist import worklist
from metrics.views.releases import ROWS, ReleasePage
from metrics.wording import period_in_words
from metrics.workflow import RELEASE, REPAIR
from tasking.views.base import new_key, once, tell
from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.core.periods import financial_year, financial_year_start, london_date
from toex.web.pages import RolesMixin, find, posted_version, take
from toex.workflow.refusals import Refusal

STEPS = {
    "approve": (releases.approve_release, "The release is approved."),
    "publish": (releases.publish_release, "The release is published."),
}


def check_office(user):
    """:raises PermissionDenied: the release is in sight, but others work on it"""
    if user.role != Role.PROGRAMME_OFFICE:
        raise PermissionDenied


class OfficePage(ReleasePage):
    """A page about a release in sight, for those who work on it."""

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        check_office(self.request.user)
        return row


class OfficeAct(View):
    """Something done to a release in sight by one button."""

    def release(self):
        row = find(ROWS.visible_to(self.request.user), None, self.kwargs["reference"])
        check_office(self.request.user)
        return row


class DraftRelease(RolesMixin, FormView):
    roles = [Role.PROGRAMME_OFFICE]
    form_class = ReleaseForm
    template_name = "metrics/release_form.html"

    def get_form_kwargs(self):
        now = timezone.now()
        quarters.ensure(london_date(now))
        return {**super().get_form_kwargs(), "now": now}

    def get_context_data(self, **kwargs):
        key = self.request.POST.get("once_key") or new_key()
        return super().get_context_data(once_key=key, **kwargs)

    def form_valid(self, form):
        try:
            return redirect(once(self.request, lambda: self.draft(form)))
        except ValidationError as error:
            tell(form, error)
        return self.form_invalid(form)

    def draft(self, form):
        row = releases.draft_release(by=self.request.user, at=timezone.now(), **form.draft())
        return row.get_absolute_url()


class Workspace(OfficePage):
    """The quarter as a list of things to do, each with its status and its page."""

    template_name = "metrics/workspace.html"

    def get_context_data(self, form=None, **kwargs):
        row = self.object
        names = [span.name for span in row.span.quarters()]
        all_quarters = RegionalQuarter.objects.filter(period__in=names)
        confirmed = all_quarters.filter(state=QuarterState.CONFIRMED).count()
        wanted, standing = all_quarters.count(), attacks.standing_of(row)
        early = row.early_access.filter(ended_at=None).count()
        times = self.times(form)
        begun = {
            WorkStep.CONFIRM: confirmed > 0,
            WorkStep.FREEZE: times["freezing"] is not None,
            WorkStep.DISCLOSURE: standing.is_clean,
            WorkStep.EARLY_ACCESS: early > 0,
        }
        work = worklist(
            row,
            confirmed=0 < wanted == confirmed,
            is_clean=standing.is_clean,
            today=london_date(timezone.now()),
            begun={step for step in begun if begun[step]},
        )
        return super().get_context_data(
            steps=RELEASE.open_steps(row=row, by=self.request.user),
            repairs=REPAIR.open_steps(row=row, by=self.request.user),
            events=AuditEvent.objects.about(row).writes().select_related("actor").newest_first(),
            spans=[(name, period_in_words(name)) for name in names],
            year=financial_year(financial_year_start(row.first)).name,
            confirmed=confirmed,
            wanted=wanted,
            work={line.step.name: line for line in work},
            overdue=[line for line in work if line.is_overdue],
            standing=standing,
            missing=self.missing(),
            **times,
            follows_its_year=releases.follows_its_year(row),
            hidden=row.figures.exclude(hidden="").count(),
            early=early,
            once_key=new_key(),
            **kwargs,
        )

    def times(self, form):
        """Return whether it is due, the form to freeze with, and a freezing on or in vain."""
        last, now = None, timezone.now()
        if self.object.state == ReleaseState.DRAFT:
            last = releases.latest_freezing(self.object)
        is_on = last is not None and last.is_under_way(now)
        given = {"reason": last.reason} if last else None
        return {
            "form": form or FreezeForm(initial=given),
            "freezing": last if is_on else None,
            "is_due": self.object.publish_at <= now,
            "not_frozen": last if last and not is_on and not last.is_frozen else None,
        }

    def missing(self):
        if self.object.state != ReleaseState.DRAFT:
            return []
        return quarters.unconfirmed(self.object.span, is_frozen=False)


class Freeze(Workspace):
    """Have the figures frozen; what was typed stays, with what is wrong with it beside it."""

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = FreezeForm(request.POST)
        try:
            if form.is_valid():
                self.freeze(**form.cleaned_data)
                messages.info(request, "The figures are being frozen.")
                return redirect("metrics:workspace", self.object.reference)
        except ValidationError as error:
            tell(form, error)
        except Refusal as error:
            form.add_error(None, str(error))
        return self.render_to_response(self.get_context_data(form=form))

    def freeze(self, reason):
        releases.ask_to_freeze(
            self.object,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
            reason=reason,
        )


class Step(OfficeAct):
    """Freeze, approve or publish, by one button each."""

    def post(self, request, reference, step):
        if step == "freeze":
            return Freeze.as_view()(request, reference=reference)
        row = self.release()
        if step not in STEPS:
            raise Http404
        service, done = STEPS[step]
        take(
            request,
            lambda: service(
                row, version=posted_version(request), by=request.user, at=timezone.now()
            ),
            done=done,
        )
        return redirect("metrics:workspace", row.reference)


class EarlyAccessPage(OfficePage):
    """Who may see the release before its time: name, role, reason, by whom, when they looked."""

    template_name = "metrics/early_access.html"

    def get_context_data(self, form=None, **kwargs):
        rows = self.object.early_access.select_related("user", "granted_by").order_by("pk")
        return super().get_context_data(rows=rows, form=form or EarlyAccessForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = EarlyAccessForm(request.POST)
        if form.is_valid():
            try:
                releases.give_early_access(
                    self.object, by=request.user, at=timezone.now(), **form.cleaned_data
                )
                messages.success(request, "The person is on the list.")
                return redirect("metrics:early-access", self.object.reference)
            except ValidationError as error:
                tell(form, error)
        return self.render_to_response(self.get_context_data(form=form))


class EndEarlyAccess(OfficeAct):
    def post(self, request, reference, pk):
        row = self.release()
        listed = EarlyAccess.objects.select_related("user", "release").filter(release=row, pk=pk)
        if not listed:
            raise Http404
        releases.end_early_access(listed[0], by=request.user, at=timezone.now())
        messages.success(request, "The person is off the list.")
        return redirect("metrics:early-access", row.reference)
