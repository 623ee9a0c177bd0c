"""What is already known of the cases that a region has imported before."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from cases.choices import Part, State
from cases.models import Activity, Case, CaseRegion, Classification, Outcome, Product, Spell


@dataclass
class Known:
    """One case of the region. `pk` is None until it has landed.

    `said` holds by column every value that may stand in that column: what the region said
    when it brought the case, and what has become of it here since.
    """

    reference: str
    pk: int | None = None
    opened_on: date | None = None
    is_open: bool = True
    is_led: bool = True
    doubtful: bool = False
    said: dict = field(default_factory=dict)
    closings: set = field(default_factory=set)
    parts: list = field(default_factory=list)
    lines: set = field(default_factory=set)
    above: Counter = field(default_factory=Counter)

    def has_part_on(self, day):
        """Tell whether the region led or supported the case on `day`."""
        return any(first <= day and (last is None or day <= last) for first, last in self.parts)


def cases_known_to(region):
    """Return the imported cases of `region` by their reference there, in six look-ups."""
    rows = list(
        Case.objects.filter(home_region=region).select_related("requesting_force").order_by("pk")
    )
    by_pk = {case.pk: _known(case, region) for case in rows}
    for case in rows:
        by_pk[case.pk].created_at = case.created_at
    _add_types(by_pk, region)
    _add_closings(by_pk, region)
    _add_regions(by_pk, region)
    for model in (Outcome, Activity, Product):
        lines = model.objects.filter(case__home_region=region).exclude(line="")
        for case_id, line in lines.values_list("case_id", "line").iterator():
            by_pk[case_id].lines.add(line)
    return {known.reference: known for known in by_pk.values()}


def _known(case, region):
    return Known(
        reference=case.home_reference,
        pk=case.pk,
        opened_on=case.opened_on,
        is_open=case.state != State.CLOSED,
        is_led=case.lead_region_id == region.pk,
        said={
            "operation_name": {case.home_operation_name, case.operation_name},
            "requesting_force": {case.requesting_force.code},
            "primary_type": {case.primary_type},
            "opened_on": {case.opened_on},
        },
    )


def _add_types(by_pk, region):
    types = Classification.objects.filter(case__home_region=region)
    for case_id, primary_type in types.values_list("case_id", "primary_type"):
        by_pk[case_id].said["primary_type"].add(primary_type)


def _add_closings(by_pk, region):
    spells = Spell.objects.filter(case__home_region=region, closed_on__isnull=False)
    for case_id, closed_on in spells.values_list("case_id", "closed_on"):
        by_pk[case_id].closings.add(closed_on)


def _add_regions(by_pk, region):
    """Take the days on which the region had a part, and who supports: then, and now."""
    then, now = defaultdict(set), defaultdict(set)
    rows = CaseRegion.objects.filter(case__home_region=region).select_related("region", "case")
    for row in rows:
        known = by_pk[row.case_id]
        if row.region_id == region.pk:
            known.parts.append((row.from_on, row.until_on))
        if row.part == Part.SUPPORT:
            if row.recorded_at == row.case.created_at:
                then[row.case_id].add(row.region.code)
            if row.ended_at is None:
                now[row.case_id].add(row.region.code)
    for pk, known in by_pk.items():
        known.said["supporting_regions"] = {tuple(sorted(then[pk])), tuple(sorted(now[pk]))}
