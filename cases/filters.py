"""What lists of cases, outcomes and threats can be narrowed by, on pages and by the API."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q

from cases.choices import (
    Attribution,
    OutcomeKind,
    OutcomeState,
    State,
    ThreatKind,
    ThreatState,
)
from cases.models import Case, CaseForce, Outcome, Threat
from cases.models.cases import CASES
from tasking.choices import ExploitationType, Flag
from tasking.filters import (
    YES_OR_NO,
    ChoicesFilter,
    CodesOfRowsFilter,
    force_choices,
    region_choices,
)
from toex.core.filters import FilterForm
from toex.web.narrowing import having_all


class CaseFilterSet(filters.FilterSet):
    """Narrows cases in the reader's sight; an unknown code is an error."""

    q = filters.CharFilter(method="search", label="Reference, title or operation", max_length=200)
    state = ChoicesFilter(choices=State.choices, label="Status")
    region = CodesOfRowsFilter(
        choices=region_choices, field_name="lead_region__code", label="Lead region"
    )
    force = CodesOfRowsFilter(
        choices=force_choices, method="with_a_part", label="Force with a part"
    )
    primary_type = ChoicesFilter(
        choices=ExploitationType.choices, label="Main type of exploitation"
    )
    flags = ChoicesFilter(choices=Flag.choices, method="with_flags", label="Flags")
    on_hold = filters.ChoiceFilter(choices=YES_OR_NO, method="held", label="On hold")
    has_lead = filters.ChoiceFilter(choices=YES_OR_NO, method="led", label="Has a case lead")
    opened_from = filters.DateFilter(
        field_name="opened_on", lookup_expr="gte", label="Opened on or after"
    )
    opened_to = filters.DateFilter(
        field_name="opened_on", lookup_expr="lte", label="Opened on or before"
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def search(self, rows, name, text):
        text = text.strip()
        found = Q(title__icontains=text) | Q(operation_name__icontains=text)
        number = CASES.number(text.upper())
        if number:
            found |= Q(pk=number)
        return rows.filter(found)

    def with_a_part(self, rows, name, codes):
        if not codes:
            return rows
        parts = CaseForce.objects.current().filter(case=OuterRef("pk"), force__code__in=codes)
        return rows.filter(Exists(parts))

    def with_flags(self, rows, name, flags):
        return having_all(rows, "flags", flags)

    def held(self, rows, name, answer):
        return rows.filter(on_hold=answer == "true")

    def led(self, rows, name, answer):
        """Who works on a case is told only where the reader sees all of it."""
        in_full = Case.objects.seen_in_full_by(self.request.user)
        return rows.led(answer == "true").filter(pk__in=in_full.values("pk"))


class OutcomeFilterSet(filters.FilterSet):
    """Narrows outcomes in sight. `region` leads the case; `force` is where it happened."""

    kind = ChoicesFilter(choices=OutcomeKind.choices, label="Kind")
    subject = filters.CharFilter(method="of_subject", label="Subject key", max_length=32)
    case = filters.CharFilter(method="of_case", label="Case reference", max_length=20)
    region = CodesOfRowsFilter(
        choices=region_choices, field_name="case__lead_region__code", label="Lead region"
    )
    force = CodesOfRowsFilter(
        choices=force_choices, field_name="force__code", label="Force area where it happened"
    )
    state = ChoicesFilter(choices=OutcomeState.choices, label="Status")
    attribution = ChoicesFilter(choices=Attribution.choices, label="Attribution")
    disputed = filters.ChoiceFilter(
        choices=YES_OR_NO, method="with_dispute", label="Disputed by the force"
    )
    occurred_from = filters.DateFilter(
        field_name="occurred_on", lookup_expr="gte", label="Happened on or after"
    )
    occurred_to = filters.DateFilter(
        field_name="occurred_on", lookup_expr="lte", label="Happened on or before"
    )

    class Meta:
        model = Outcome
        form = FilterForm
        fields = []

    def of_subject(self, rows, name, key):
        """A key is matched only where the reader sees it: else a guess would be confirmed."""
        in_full = Case.objects.seen_in_full_by(self.request.user)
        return rows.filter(subject_key=key.strip(), case__in=in_full)

    def with_dispute(self, rows, name, answer):
        disputed = Outcome.objects.disputed().values("pk")
        return rows.filter(pk__in=disputed) if answer == "true" else rows.exclude(pk__in=disputed)

    def of_case(self, rows, name, reference):
        number = CASES.number(reference.strip().upper())
        return rows.filter(case=number) if number else rows.none()


class ThreatFilterSet(filters.FilterSet):
    """Narrows threats in sight."""

    q = filters.CharFilter(
        field_name="reference", lookup_expr="icontains", label="Reference", max_length=100
    )
    kind = ChoicesFilter(choices=ThreatKind.choices, label="Kind")
    state = ChoicesFilter(choices=ThreatState.choices, label="Status")

    class Meta:
        model = Threat
        form = FilterForm
        fields = []
