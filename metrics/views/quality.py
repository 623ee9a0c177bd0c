"""What to put right in the data of a period."""

from django.utils import timezone
from django.views.generic import TemplateView

from metrics.api.quarters import READERS
from metrics.forms.quarters import QualityForm
from metrics.quality import MOST_ROWS, Scope, findings
from metrics.quarters import ensure
from metrics.wording import period_in_words
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.periods import london_date, parse
from toex.core.templatetags.toex_tags import long_date
from toex.forces.models import Region
from toex.web.pages import RolesMixin


class Quality(RolesMixin, TemplateView):
    roles = READERS
    template_name = "metrics/quality.html"

    def get_context_data(self, **kwargs):
        now, reader = timezone.now(), self.request.user
        today, is_office = london_date(now), reader.role == Role.PROGRAMME_OFFICE
        ensure(today)
        form = QualityForm(self.request.GET, today=today, all_regions=is_office)
        found = {}
        if form.is_valid():
            found = self.found(form.cleaned_data, reader=reader, now=now)
        return super().get_context_data(form=form, most=MOST_ROWS, as_at=now, **found, **kwargs)

    def found(self, asked, *, reader, now):
        code = asked["region"] if reader.region is None else reader.region.code
        regions = Region.objects.filter(code=code) if code else Region.objects.all()
        scope = Scope(
            parse(asked["period"]),
            tuple(regions.values_list("pk", flat=True)),
            reader,
            london_date(now),
        )
        sections = findings(scope)
        shown = [asked["period"], *([code] if code else [])]
        record_read(actor=reader, action="data-quality.list", at=now, shown=shown)
        period = period_in_words(asked["period"])
        return {
            "none_found": f"No problems found in {period} as at {long_date(now)}.",
            "sections": sections,
            "wrong": [each for each in sections if each.count and not each.always],
            "period": period,
            "place": code,
        }
