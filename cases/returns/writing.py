"""Writing what is new in a return, in batches, inside the transaction that lands it."""

from collections import Counter

from cases.choices import CloseReason, Part, State
from cases.models import (
    Activity,
    Case,
    CaseForce,
    CaseRegion,
    CaseThreat,
    Classification,
    Outcome,
    Product,
    Spell,
    SubjectRole,
)
from cases.models.cases import CASES
from cases.returns.batches import add_all, in_batches
from cases.returns.closing import close_imported
from cases.returns.events import activities, outcomes, products
from cases.returns.threats import write_threats
from toex.forces.models import Force, Region


def write(plan, *, source, by, at):
    """Write the plan; return what the trail is to hold of it, by the cases' references."""
    forces = {force.code: force for force in Force.objects.all()}
    new = _write_cases(plan, forces, by=by, at=at)
    threats = write_threats(plan.threats, by=by, at=at)
    add_all(CaseThreat, _new_links(plan, threats, by=by, at=at))
    add_all(SubjectRole, _new_subjects(plan, at=at))
    _write_events(plan.events, forces, threats, source=source, by=by, at=at)
    closed = _close(plan, by=by, at=at)
    events = Counter(CASES.of(known.pk) for known, _, _ in plan.events)
    return {
        "unchanged": source.unchanged,
        "new_cases": {case.reference: case.home_reference for case in new},
        "events": dict(events),
        "closed": {case.reference: case.closed_on.isoformat() for case in closed},
    }


def _write_cases(plan, forces, *, by, at):
    regions = {region.code: region for region in Region.objects.all()}
    cases = [_case(line, plan, forces, at=at) for line in plan.cases.values()]
    add_all(Case, cases)
    for case in cases:
        plan.known[case.home_reference].pk = case.pk
    dated = {"recorded_at": at}
    add_all(
        CaseRegion,
        (
            CaseRegion(case=case, region=region, part=part, from_on=case.opened_on, **dated)
            for case in cases
            for region, part in _parts(plan, case, regions)
        ),
    )
    add_all(
        CaseForce,
        (
            CaseForce(
                case=case, force=case.requesting_force, asked=True, from_on=case.opened_on, **dated
            )
            for case in cases
        ),
    )
    add_all(
        Classification,
        (
            Classification(case=case, primary_type=case.primary_type, at=at, by=by)
            for case in cases
        ),
    )
    add_all(Spell, (_spell(case, at=at) for case in cases))
    return cases


def _case(line, plan, forces, *, at):
    closed_on = plan.closings.get(line.reference)
    operation_name = line.case.get("operation_name", "")
    return Case(
        requesting_force=forces[line.case["requesting_force"]],
        lead_region=plan.region,
        home_region=plan.region,
        home_reference=line.reference,
        home_operation_name=operation_name,
        title=operation_name or line.reference,
        operation_name=operation_name,
        primary_type=line.case["primary_type"],
        state=State.CLOSED if closed_on else State.DEVELOPMENT,
        opened_on=line.case["opened_on"],
        closed_on=closed_on,
        created_at=at,
    )


def _parts(plan, case, regions):
    yield plan.region, Part.LEAD
    for code in plan.cases[case.home_reference].case.get("supporting_regions", ()):
        yield regions[code], Part.SUPPORT


def _spell(case, *, at):
    if case.closed_on is None:
        return Spell(case=case, opened_on=case.opened_on, opened_at=at)
    return Spell(
        case=case,
        opened_on=case.opened_on,
        opened_at=at,
        closed_on=case.closed_on,
        closed_at=at,
        reason=CloseReason.IMPORTED,
    )


def _new_links(plan, threats, *, by, at):
    numbers = [threat.pk for threat in threats.values()]
    known = set()
    for some in in_batches(numbers):
        known.update(
            CaseThreat.objects.filter(threat__in=some).values_list("case_id", "threat_id")
        )
    for reference, name in sorted(plan.links):
        link = (plan.known[reference].pk, threats[name].pk)
        if link not in known:
            yield CaseThreat(case_id=link[0], threat_id=link[1], linked_at=at, linked_by=by)


def _new_subjects(plan, *, at):
    known = set(
        SubjectRole.objects.filter(case__home_region=plan.region).values_list(
            "case_id", "key", "role"
        )
    )
    for (reference, key, role), day in plan.subjects.items():
        pk = plan.known[reference].pk
        if (pk, key, role) not in known:
            yield SubjectRole(case_id=pk, key=key, role=role, from_date=day, recorded_at=at)


def _write_events(events, forces, threats, *, source, by, at):
    add_all(
        Outcome,
        outcomes(events, forces=forces, threats=threats, source=source, by=by, at=at),
    )
    add_all(Activity, activities(events, source=source, at=at))
    add_all(Product, products(events, source=source, at=at))


def _close(plan, *, by, at):
    """Close the cases of earlier returns whose closing date this one brings."""
    return [
        close_imported(plan.known[reference].pk, closed_on=closed_on, by=by, at=at)
        for reference, closed_on in plan.closings.items()
        if reference not in plan.cases
    ]
