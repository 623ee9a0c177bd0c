"""The funnel between regions, for the programme office."""

from django.utils import timezone

from metrics.forms.between import BetweenForm
from metrics.signals.between import RESIDENTS, compare_regions
from metrics.signals.funnel import MUCH_DISPERSION, Interval, Verdict
from metrics.signals.funnel_drawing import draw_funnel
from metrics.views.signals import SignalsPage
from metrics.wording import period_in_words
from toex.accounts.choices import Role
from toex.core.periods import london_date


class BetweenRegions(SignalsPage):
    roles = [Role.PROGRAMME_OFFICE]
    template_name = "metrics/signals_between.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        form = BetweenForm(self.request.GET, today=london_date(now))
        context = {"form": form, "known_at": now, **kwargs}
        if form.is_valid():
            context |= self.about(form, now)
        return super().get_context_data(**context)

    def about(self, form, now):
        measure, period = form.chosen(), form.period_chosen()
        self.looked(now, measure.code, period.name, form.cleaned_data["against"])
        between = compare_regions(
            measure, period, form.cleaned_data["against"], reader=self.request.user, now=now
        )
        told = {
            "measure": measure,
            "between": between,
            "period": period_in_words(period.name),
            "notes": _notes(between),
        }
        if between.funnel is None:
            return told
        return {
            **told,
            "finding": _finding(between),
            "drawing": draw_funnel(between.funnel, _written),
            "lines": _lines(between),
        }


def _finding(between):
    outside = [row for row in between.funnel.shown if row.verdict is not Verdict.AS_EXPECTED]
    told = f"{between.measure.label}, {period_in_words(between.period.name)}: "
    if not outside:
        return f"{told}no region lies outside its limits."
    return (
        f"{told}worth a look: "
        + "; ".join(f"{row.place.name}, {row.place.events:,}, {row.says}" for row in outside)
        + "."
    )


def _lines(between):
    funnel, places = between.funnel, 1 if between.against == RESIDENTS else 0
    return [
        {
            "region": exact.place.name,
            "events": f"{exact.place.events:,}",
            "records": between.records(exact.place.name),
            "exposure": f"{exact.place.exposure:,.{places}f}",
            "rate": _written(exact.ratio * funnel.rate),
            "limits": [
                _range(limits.times(funnel.rate))
                for limits in (exact.alert, exact.alarm, adjusted.alert, adjusted.alarm)
            ],
            "says": shown.says,
        }
        for exact, adjusted, shown in zip(funnel.exact, funnel.adjusted, funnel.shown, strict=True)
    ]


def _range(limits: Interval):
    return f"{_written(limits.lower)} to {_written(limits.upper)}"


def _written(rate):
    return f"{rate:,.2f}"


def _notes(between):
    told = [*between.left_out]
    if between.population_note:
        told.append(between.population_note)
    funnel = between.funnel
    if funnel is None:
        return told
    number = len(funnel.exact)
    told.append(
        f"Among {number} regions, chance alone puts {funnel.alerts_by_chance:.2f} outside the 95% "
        f"limits and {funnel.alarms_by_chance:.2f} outside the 99.8% limits of one such chart."
    )
    used = "The adjusted limits are" if funnel.is_adjusted else "The exact limits are"
    told.append(
        f"Regions differ {funnel.dispersion:.2f} times as much as chance alone would have it: "
        f"from {number} regions, a rough estimate. {used} drawn and judged by: adjusted "
        f"ones are from {MUCH_DISPERSION} times on. The table has both."
    )
    told.append(
        "The limits take events to come one by one. Several people safeguarded in one "
        "operation are not, and put a region outside more easily."
    )
    return told
