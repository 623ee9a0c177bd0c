"""Made-up rows in bulk: twelve quarters of cases, outcomes, activities and requests."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from cases import models as cases
from cases.choices import OutcomeKind
from tasking import models as tasking
from tasking.choices import ExploitationType
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.forces.models import Force

FIRST_DAY, DAYS = date(2022, 4, 1), 3 * 365
OUTCOMES_A_CASE = 3
IDENTIFIED = {
    "ocg_identified": "ocg",
    "priority_individual_identified": "priority_individual",
    "vulnerability_identified": "vulnerability",
}
BATCH = 2000


class Rows:
    """Adds cases with all that belongs to them; the seed fixes everything but the ids."""

    def __init__(self, seed: int):
        self.dice = Random(seed)
        self.forces = list(Force.objects.territorial().select_related("region").order_by("code"))
        self.office = User.objects.create(
            email="bench@programme.example", name="Exercise", role=Role.PROGRAMME_OFFICE
        )
        self.threats = cases.Threat.objects.bulk_create(
            cases.Threat(
                kind=kind,
                reference=f"BENCH-{number}",
                identified_by_toex=True,
                created_at=_noon(FIRST_DAY),
            )
            for number in range(1000)
            for kind in IDENTIFIED.values()
        )
        cases.ThreatFlags.objects.bulk_create(
            cases.ThreatFlags(
                threat=threat, identified_by_toex=True, high_harm=True, at=threat.created_at
            )
            for threat in self.threats
        )

    def add_cases(self, number: int):
        """Add cases, each with its rows, three outcomes, a product and a request beside it."""
        made = cases.Case.objects.bulk_create([self._case() for _ in range(number)], BATCH)
        for some in range(0, number, BATCH):
            self._add_to(made[some : some + BATCH])

    def outcomes(self, case, number: int = OUTCOMES_A_CASE) -> Iterator[cases.Outcome]:
        for _ in range(number):
            kind = self.dice.choice(OutcomeKind.values)
            key = f"K-{self.dice.randrange(40_000)}" if self.dice.random() < 0.6 else ""
            day = case.opened_on + timedelta(days=self.dice.randrange(200))
            threats = [each for each in self.threats[:60] if each.kind == IDENTIFIED.get(kind)]
            yield cases.Outcome(
                case=case,
                kind=kind,
                occurred_on=day,
                subject_key=key,
                quantity=1 if key else self.dice.randrange(1, 4),
                force=self.dice.choice([case.requesting_force] * 4 + [None]),
                attribution=self.dice.choice(["direct", "contributed", "associated"]),
                threat=self.dice.choice(threats) if threats else None,
                level="major" if kind == "disruption" else "",
                stage="seized" if kind == "asset" else "",
                amount_pence=self.dice.randrange(10**6) if kind == "asset" else None,
                months=self.dice.randrange(60) if kind == "conviction" else None,
                state="verified",
                recorded_at=_noon(day),
                verified_at=_noon(day),
                verified_by=self.office,
            )

    def _case(self):
        force = self.dice.choice(self.forces)
        return cases.Case(
            requesting_force=force,
            lead_region=force.region,
            title="Exercise Alder",
            primary_type=self.dice.choice(ExploitationType.values),
            state="development",
            opened_on=FIRST_DAY + timedelta(days=self.dice.randrange(DAYS)),
            created_at=_noon(FIRST_DAY),
        )

    def _add_to(self, made):
        known = {case.pk: _noon(case.opened_on) for case in made}
        cases.CaseRegion.objects.bulk_create(
            cases.CaseRegion(
                case=case,
                region=case.lead_region,
                part="lead",
                from_on=case.opened_on,
                recorded_at=known[case.pk],
            )
            for case in made
        )
        cases.Classification.objects.bulk_create(
            cases.Classification(
                case=case, primary_type=case.primary_type, at=known[case.pk], by=self.office
            )
            for case in made
        )
        cases.Spell.objects.bulk_create(self._spell(case, known[case.pk]) for case in made)
        self._add_work(made)
        cases.Outcome.objects.bulk_create(
            (outcome for case in made for outcome in self.outcomes(case)), BATCH
        )
        self._add_requests(made)

    def _spell(self, case, moment):
        days = self.dice.randrange(20, 400)
        return cases.Spell(
            case=case,
            opened_on=case.opened_on,
            opened_at=moment,
            closed_on=case.opened_on + timedelta(days=days),
            closed_at=moment + timedelta(days=days),
            reason="completed",
            owner="force",
        )

    def _add_work(self, made):
        moments = [_noon(case.opened_on + timedelta(days=20)) for case in made]
        cases.Activity.objects.bulk_create(
            cases.Activity(case=case, kind="development", occurred_at=at, recorded_at=at)
            for case, at in zip(made, moments, strict=True)
        )
        cases.CaseThreat.objects.bulk_create(
            cases.CaseThreat(case=case, threat=self.dice.choice(self.threats), linked_at=at)
            for case, at in zip(made[::3], moments[::3], strict=True)
        )
        cases.Product.objects.bulk_create(
            cases.Product(
                case=case,
                kind="timeline",
                title="Exercise timeline",
                delivered_on=at.date(),
                recorded_at=at,
            )
            for case, at in zip(made[::2], moments[::2], strict=True)
        )

    def _add_requests(self, made):
        requests = tasking.TaskingRequest.objects.bulk_create(
            tasking.TaskingRequest(
                force=case.requesting_force,
                region=case.lead_region,
                requester=self.office,
                state="decided",
                title="Exercise Alder",
                primary_type=case.primary_type,
                created_at=_noon(case.opened_on),
                submitted_at=_noon(case.opened_on),
                decided_at=_noon(case.opened_on + timedelta(days=9)),
            )
            for case in made[::4]
        )
        tasking.Decision.objects.bulk_create(
            tasking.Decision(
                request=request,
                outcome="adopt",
                rationale="Made up.",
                forum="outside_meeting",
                region=request.region,
                decided_at=request.decided_at,
                decided_by=self.office,
            )
            for request in requests
        )


def _noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)
