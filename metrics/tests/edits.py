"""Writes of every sort that figures depend on, picked by chance; most go past the services."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection

from cases import models as cases
from cases.choices import OutcomeKind
from metrics.tests.factories import (
    ActivityFactory,
    CaseFactory,
    OutcomeFactory,
    ProductFactory,
    RequestFactory,
    ThreatFactory,
    agree,
    decide,
    flag,
    give_back,
    hold,
    link,
    noon,
    pass_on,
    reopen,
    support,
    transfer,
    typed,
)
from tasking import models as tasking
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region
from toex.forces.tests.factories import ForceFactory

FIRST_DAY = date(2022, 1, 5)
TYPES = ["ASE", "LAB", "CSE", "UNK"]
THREAT_OF = {"ocg_identified": "ocg", "priority_individual_identified": "priority_individual"}


class Edits:
    """A small world and what may happen to it; `now` goes on by some hours with each edit."""

    def __init__(self, seed):
        self.dice = Random(seed)
        self.now = datetime(2022, 8, 20, 9, tzinfo=UTC)
        self.user = UserFactory()
        self.forces = ForceFactory.create_batch(3)
        self.elsewhere = ForceFactory(kind="other", region=None, ons_code="")
        for _ in range(3):
            self.new_case()
        for kind in sorted(set(THREAT_OF.values())) * 2:
            ThreatFactory(kind=kind, high_harm=self.dice.random() < 0.5)
        for _ in range(5):
            for edit in (self.develop, self.deliver, self.agree_terms, self.new_request):
                edit()
        for _ in range(4):
            self.decide()
        helpers = ("one", "every_sort", "day", "moment", "some")
        self.sorts = [
            getattr(self, name)
            for name in sorted(vars(Edits))
            if not name.startswith("_") and name not in helpers
        ]

    def one(self):
        """Make one edit; every other one is a new outcome."""
        self.now += timedelta(hours=self.dice.randrange(1, 30))
        self.dice.choice([self.new_outcome, self.dice.choice(self.sorts)])()

    def every_sort(self):
        """Make an edit of every sort, in any order; yield the name of each once it is made."""
        for edit in self.dice.sample(self.sorts, len(self.sorts)):
            self.now += timedelta(hours=self.dice.randrange(1, 30))
            edit()
            yield edit.__name__

    def day(self, since=FIRST_DAY):
        return since + timedelta(days=self.dice.randrange(200))

    def moment(self):
        """Mostly just now; sometimes it becomes known only later."""
        later = timedelta(days=self.dice.choice([0] * 9 + [3]))
        return self.now + later

    def some(self, rows):
        found = list(rows.order_by("pk"))
        return self.dice.choice(found) if found else None

    def new_case(self):
        CaseFactory(
            requesting_force=self.dice.choice(self.forces),
            opened_on=FIRST_DAY + timedelta(days=self.dice.randrange(90)),
            primary_type=self.dice.choice(TYPES),
            known_at=self.moment(),
        )

    def new_outcome(self):
        OutcomeFactory(**self._outcome())

    def several_at_once(self):
        cases.Outcome.objects.bulk_create([OutcomeFactory.build(**self._outcome())] * 1)
        case = self.some(cases.Case.objects)
        cases.Outcome.objects.bulk_create(
            OutcomeFactory.build(**{**self._outcome(), "case": case, "threat": None})
            for _ in range(4)
        )

    def _outcome(self):
        kind = self.dice.choice([*OutcomeKind.values, *THREAT_OF, "person_safeguarded", "arrest"])
        key = self.dice.choice(["", "K-01", "K-02", "K-03"])
        threats = cases.Threat.objects.filter(kind=THREAT_OF.get(kind, ""))
        verified = self.dice.random() < 0.8
        return {
            "case": self.some(cases.Case.objects),
            "kind": kind,
            "occurred_on": self.day(),
            "subject_key": key,
            "quantity": 1 if key else self.dice.randrange(1, 5),
            "force": self.dice.choice([*self.forces, self.elsewhere, None]),
            "country": self.dice.choice(["GB"] * 4 + ["ES"]),
            "attribution": self.dice.choice(["direct", "contributed", "associated"]),
            "threat": self.some(threats),
            "age_group": self.dice.choice(["", "child", "adult"]),
            "level": self.dice.choice(["major", "none"]) if kind == "disruption" else "",
            "stage": self.dice.choice(["seized", "detained"]) if kind == "asset" else "",
            "amount_pence": self.dice.randrange(99) if kind == "asset" else None,
            "months": self.dice.choice([None, 12, 30]) if kind == "conviction" else None,
            "recorded_at": self.now,
            "state": "verified" if verified else "draft",
            "verified_at": self.moment() if verified else None,
            "verified_by": self.user if verified else None,
        }

    def edit_a_draft(self):
        rows = cases.Outcome.objects.filter(pk__in=[self._a(cases.Outcome.objects)])
        change = self.dice.choice(
            [
                {"occurred_on": self.day()},
                {"country": "FR"},
                {"force": self.dice.choice(self.forces)},
                {"kind": "arrest", "subject_key": "K-01", "quantity": 1},
                {"attribution": "contributed"},
                {"case": self.some(cases.Case.objects)},
                {"age_group": "child"},
            ]
        )
        rows.update(**change)

    def verify(self):
        drafts = cases.Outcome.objects.filter(verified_at=None)
        drafts.filter(pk=self._a(drafts)).update(
            state="verified", verified_at=self.moment(), verified_by=self.user
        )

    def void(self):
        pk = self._a(cases.Outcome.objects.filter(voided_at=None))
        cases.Outcome.objects.filter(pk=pk).update(
            state="void", voided_at=self.moment(), voided_by=self.user, void_reason="Twice."
        )

    def delete_by_plain_sql(self):
        with connection.cursor() as cursor:
            pk = self._a(cases.Outcome.objects) or 0
            cursor.execute("DELETE FROM cases_outcome WHERE id = %s", [pk])

    def transfer_the_lead(self):
        case = self.some(cases.Case.objects)
        region = self.dice.choice(self.forces).region
        last = case.regions.filter(part="lead").latest("from_on", "pk").from_on
        transfer(case, region, last + timedelta(days=9), known_at=self.moment())

    def support(self):
        case = self.some(cases.Case.objects)
        support(case, self.dice.choice(self.forces).region, known_at=self.moment())

    def end_support(self):
        row = self.some(cases.CaseRegion.objects.filter(part="support", ended_at=None))
        if row:
            row.until_on, row.ended_at = self.day(row.from_on), self.moment()
            row.save()

    def reclassify(self):
        typed(self.some(cases.Case.objects), self.dice.choice(TYPES), at=self.moment())

    def another_force_asked(self):
        case = self.some(cases.Case.objects)
        case.requesting_force = self.dice.choice([*self.forces, self.elsewhere])
        case.save()

    def close(self):
        spell = self.some(cases.Spell.objects.filter(closed_on=None))
        if spell:
            spell.closed_on, spell.closed_at = self.day(spell.opened_on), self.moment()
            spell.reason = "completed"
            spell.save()

    def reopen(self):
        case = self.some(cases.Case.objects.exclude(spells__closed_on=None))
        if case:
            reopen(case, case.spells.latest("closed_on").closed_on + timedelta(days=4))

    def hold(self):
        case = self.some(cases.Case.objects.exclude(holds__resumed_at=None))
        if case:
            hold(case, noon(self.day(case.opened_on)))

    def resume(self):
        row = self.some(cases.Hold.objects.filter(resumed_at=None))
        if row:
            row.resumed_at = row.held_at + timedelta(days=6)
            row.save()

    def agree_terms(self):
        case = self.some(cases.Case.objects)
        agree(case, self.day(case.opened_on))

    def deliver(self):
        case = self.some(cases.Case.objects)
        ProductFactory(case=case, delivered_on=self.day(case.opened_on), recorded_at=self.moment())

    def develop(self):
        # 23:30 UTC is the next day in London for half of the year.
        at = noon(self.day()) + timedelta(hours=11, minutes=30)
        kind = self.dice.choice(["development"] * 3 + ["note"])
        ActivityFactory(
            case=self.some(cases.Case.objects),
            kind=kind,
            occurred_at=at,
            recorded_at=self.moment(),
        )

    def link_a_threat(self):
        case, threat = self.some(cases.Case.objects), self.some(cases.Threat.objects)
        if not cases.CaseThreat.objects.filter(case=case, threat=threat).exists():
            link(case, threat, at=self.moment())

    def unlink_a_threat(self):
        cases.CaseThreat.objects.filter(pk=self._a(cases.CaseThreat.objects)).delete()

    def flag_a_threat(self):
        flags = {name: self.dice.random() < 0.5 for name in ("identified_by_toex", "high_harm")}
        flag(self.some(cases.Threat.objects), at=self.moment(), **flags)

    def new_request(self):
        RequestFactory(
            force=self.dice.choice(self.forces), submitted_at=noon(self.day(date(2022, 1, 1)))
        )

    def retype_a_request(self):
        request = self.some(tasking.TaskingRequest.objects)
        if request:
            tasking.Classification.objects.create(
                request=request, primary_type=self.dice.choice(TYPES), at=self.moment()
            )

    def decide(self):
        request = self.some(tasking.TaskingRequest.objects)
        if request:
            at = request.submitted_at + timedelta(days=self.dice.randrange(60), hours=11.5)
            decide(request, self.dice.choice(["adopt", "decline", "defer"]), at)

    def pass_on(self):
        request = self.some(tasking.TaskingRequest.objects)
        if request:
            pass_on(request, self.dice.choice(self.forces).region, self.now)

    def give_back(self):
        request = self.some(tasking.TaskingRequest.objects)
        if request:
            at = request.submitted_at + timedelta(days=2)
            give_back(request, at, self.dice.choice([None, at + timedelta(days=5)]))

    def move_a_force(self):
        Force.objects.filter(pk=self.elsewhere.pk).update(
            region=self.dice.choice([None, *Region.objects.order_by("pk")])
        )

    def rename_a_force(self):
        Force.objects.filter(pk=self.elsewhere.pk).update(code=f"else-{self.dice.randrange(99)}")

    def _a(self, rows):
        row = self.some(rows)
        return row and row.pk
