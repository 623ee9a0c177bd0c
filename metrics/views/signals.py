"""Signals: months of one place, the ten regions side by side, and starting limits anew."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from metrics.addresses import behind
from metrics.figures import MARKING
from metrics.forms.signals import DEFAULT_MEASURE, MeasureForm, SignalsForm, StartAnewForm
from metrics.measures import MEASURES
from metrics.sight import READERS
from metrics.signals import words
from metrics.signals.drawing import draw, highest, large, small
from metrics.signals.places import (
    NATION,
    first_day,
    first_days,
    first_full_quarter,
    first_months,
    full_months,
    publishing_day,
    regions,
    territories,
    territory_of,
)
from metrics.signals.rebasing import may_rebase, months_to_choose, rebases_in, start_anew
from metrics.signals.series import series_of
from metrics.unverified import unverified
from metrics.wording import period_in_words
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.periods import london_date
from toex.web.pages import RolesMixin

PARTS = [
    ("One place", "metrics:signals"),
    ("The ten regions", "metrics:signals-regions"),
    ("Between regions", "metrics:signals-between"),
]


class SignalsPage(RolesMixin, TemplateView):
    """A page about one measure; the look is logged."""

    roles = READERS

    def get_context_data(self, **kwargs):
        here = self.request.resolver_match.view_name
        parts = PARTS if self.request.user.role == Role.PROGRAMME_OFFICE else []
        return super().get_context_data(
            marking=MARKING,
            parts=[
                {"words": name, "address": reverse(to), "current": to == here}
                for name, to in parts
            ],
            **kwargs,
        )

    def looked(self, now, *shown):
        record_read(actor=self.request.user, action="figure.signals", at=now, shown=shown)


class Signals(SignalsPage):
    """The months of one measure in one place."""

    template_name = "metrics/signals.html"

    def get_context_data(self, **kwargs):
        now, reader, asked = timezone.now(), self.request.user, self.request.GET
        territory = territory_of(reader, asked.get("place", ""))
        form = SignalsForm(asked, territories=territories(reader), territory=territory)
        context = {"form": form, "territory": territory, "known_at": now, **kwargs}
        if form.is_valid():
            context |= self.about(form, territory, now)
        return super().get_context_data(**context)

    def about(self, form, territory, now):
        reader, measure, today = self.request.user, form.chosen(), london_date(now)
        days = first_days(territory)
        first = first_day(territory, days)
        self.looked(now, measure.code, territory.text)
        told = {
            "measure": measure,
            "asking": _asking(measure, territory),
            "may_rebase": may_rebase(reader, territory),
        }
        quarter = first_full_quarter(first, today)
        if reader.role == Role.FORCE_LEAD and today <= quarter.last:
            return {
                **told,
                "too_early": period_in_words(quarter.name),
                "published_by": publishing_day(quarter),
            }
        period = full_months(first, today)
        if period is None:
            return told
        begun = first_months([territory], days)
        (series,) = series_of(
            measure, begun, period, reader=reader, now=now, screened=form.screened
        )
        write = words.written(measure)
        return {
            **told,
            **_said_of(series),
            "series": series,
            "unverified": unverified([measure], period, territory.cell, reader=reader),
            "subtitle": f"{measure.label} by month, {territory.name}, {_span(series)}",
            "drawing": draw(
                series, write, frame=large(len(series.months)), most=highest([series])
            ),
            "rebases": _starts(measure, territory),
            "lines": [_line(series, month) for month in reversed(series.months)],
            "notes": words.notes(form.screened, territory, measure),
        }


class Regions(SignalsPage):
    """The ten regions side by side, in their official order and on one scale."""

    roles = [Role.PROGRAMME_OFFICE]
    template_name = "metrics/signals_regions.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        form = MeasureForm(self.request.GET)
        context = {"form": form, "known_at": now, **kwargs}
        if form.is_valid():
            context |= self.about(form.chosen(), now)
        return super().get_context_data(**context)

    def about(self, measure, now):
        self.looked(now, measure.code, "regions")
        days = first_days(NATION)
        period = full_months(first_day(NATION, days), london_date(now))
        if period is None:
            return {"measure": measure}
        begun = first_months(regions(), days)
        every = series_of(measure, begun, period, reader=self.request.user, now=now)
        write, most = words.written(measure), highest(every)
        return {
            "measure": measure,
            "unverified": unverified([measure], period, {}, reader=self.request.user),
            "latest": period_in_words(every[0].last.name),
            "subtitle": f"{measure.label} by month, {_span(every[0])}, all on one scale",
            "caution": words.TOO_SMALL if any(each.is_too_small for each in every) else "",
            "charts": [
                {
                    "series": series,
                    "finding": words.finding(series),
                    "has_points": any(month.point for month in series.months),
                    "drawing": draw(series, write, frame=small(len(series.months)), most=most),
                    "line": _line(series, series.last),
                    "address": _address(measure, series.territory),
                }
                for series in every
            ],
            "notes": words.notes(True, NATION, measure),
        }


class StartAnew(RolesMixin, FormView):
    """Start the limits of a measure in a place anew."""

    roles = [Role.PROGRAMME_OFFICE, Role.TOEX_MANAGER]
    form_class = StartAnewForm
    template_name = "metrics/start_anew.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.role in self.roles:
            self.territory = territory_of(request.user, request.GET.get("place", ""))
            asked = request.GET.get("measure", "")
            self.measure = MEASURES.get(asked, MEASURES[DEFAULT_MEASURE])
            if not may_rebase(request.user, self.territory):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        today = london_date(timezone.now())
        kwargs = {"months": months_to_choose(self.territory, today=today)}
        return {**kwargs, **({"data": self.request.POST} if self.request.POST else {})}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            measure=self.measure, territory=self.territory, back=self.get_success_url(), **kwargs
        )

    def form_valid(self, form):
        try:
            start_anew(
                self.territory,
                measure=self.measure,
                by=self.request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, "The limits start anew from that month.")
        return redirect(self.get_success_url())

    def get_success_url(self):
        return _address(self.measure, self.territory)


def _said_of(series):
    """Return what is said about a series as a whole, and what of it is worth a look."""
    return {
        "finding": words.finding(series),
        "key": words.key_in_words(series),
        "spells": [words.spell_in_words(series.measure, spell) for spell in series.spells],
        "nothing": words.nothing_in_words(series),
        "segments": [words.segment_in_words(series, each) for each in series.segments],
    }


def _starts(measure, territory):
    return [(each, words.rebase_in_words(each)) for each in rebases_in(measure, territory)]


def _asking(measure, territory):
    return urlencode({"measure": measure.code, "place": territory.text})


def _address(measure, territory):
    return f"{reverse('metrics:signals')}?{_asking(measure, territory)}"


def _span(series):
    first, last = series.months[0].name, series.last.name
    return f"{period_in_words(first)} to {period_in_words(last)}"


def _line(series, month):
    """Return a row of the table under a chart."""
    asked = {"period": month.name, **series.territory.cell}
    return {
        "month": period_in_words(month.name),
        "number": words.value_in_words(series.measure, month),
        "expected": words.expected_in_words(series.measure, month.segment),
        "verdict": words.verdict_in_words(month),
        "records": behind(series.measure.code, asked),
    }
