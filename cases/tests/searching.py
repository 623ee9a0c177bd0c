"""Rows of two regions to search among, put straight into tables, and a scan to compare with."""

import random
from datetime import UTC, date, datetime

from cases.choices import Part
from cases.models import Case, CaseForce, CaseRegion, CaseThreat, Member, Threat
from cases.search import words
from cases.tests.factories import person
from tasking.models import TaskingRequest
from toex.accounts.choices import REGION_ROLES, Role
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
DAY = date(2026, 4, 2)
VOCABULARY = [
    *("Exercise", "Juniper", "juniper2", "JUN", "Alder", "alderman", "North-East", "014"),
    *("dŵr", "Dwr", "Ŵyl", "Zoë", "ναός", "ураган", "أحمد", "测试", "ﬁne", "m²", "🙂", "NEAR"),
    *("AND", "OR", "NOT", '"quoted"', "it's", "a*b", "(x)", "-minus", "title:", "%", "_", "\\"),
]
TYPED = [
    *VOCABULARY,
    *(
        "juni",
        "ald",
        "exercise jun",
        "dw",
        "ŵ",
        "ŵy",
        "zoe",
        "нао",
        "أح",
        "测",
        "TR",
        "TX",
    ),
    *('"', "*", "NEAR(a b)", "a AND", "OR", "title:juniper", "^jun", "jun*", "-jun", "+", "{}"),
    *(
        "🙂 juniper",
        "x" * 200,
        "a & b | !c",
        "'",
        "''); DROP TABLE x; --",
        "\\:*",
        "<->",
        "m",
        "²",
    ),
]


class Places:
    """Two forces of two regions, somebody in each role of each, and rows that hold odd words."""

    def __init__(self, *, seed, rows):
        self.random = random.Random(seed)
        self.forces = [ForceFactory(), ForceFactory()]
        self.people = [person(Role.FORCE_LEAD, force) for force in self.forces]
        for force in self.forces:
            self.people += [person(role, force.region) for role in REGION_ROLES]
        national = (Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR, "")
        self.people += [UserFactory(role=role) for role in national]
        for _ in range(rows):
            self.add(self.random.choice(self.forces))

    def words(self, most=4):
        return " ".join(self.random.choices(VOCABULARY, k=self.random.randint(1, most)))

    def add(self, force):
        """Add a request or a draft, a case that may be restricted or supported, and a threat."""
        TaskingRequest.objects.create(
            force=force,
            region=force.region,
            requester=person(Role.FORCE_LEAD, force),
            title=self.words(),
            operation_name=self.words(2),
            force_reference=self.random.choice(["", "F-77/21"]),
            created_at=NOON,
            **self.random.choice([{}, {"state": "submitted", "submitted_at": NOON}]),
        )
        case = Case.objects.create(
            requesting_force=force,
            lead_region=force.region,
            title=self.words(),
            operation_name=self.random.choice(["", self.words(2)]),
            primary_type="ASE",
            restricted=self.random.random() < 0.3,
            opened_on=DAY,
            created_at=NOON,
        )
        self._give_parts(case, force)
        threat, _ = Threat.objects.get_or_create(
            kind="ocg",
            reference=f"OCG-{self.random.randint(1, 999):03}/{self.words(1)}",
            defaults={"created_at": NOON},
        )
        CaseThreat.objects.create(case=case, threat=threat, linked_at=NOON)

    def _give_parts(self, case, force):
        dated = {"case": case, "from_on": DAY, "recorded_at": NOON}
        CaseRegion.objects.create(region=force.region, part=Part.LEAD, **dated)
        CaseForce.objects.create(force=force, asked=True, **dated)
        if self.random.random() < 0.3:
            other = self.random.choice([each for each in self.forces if each != force])
            CaseRegion.objects.create(region=other.region, part=Part.SUPPORT, **dated)
            CaseForce.objects.create(force=other, **dated)
        if self.random.random() < 0.5:
            Member.objects.create(user=person(Role.ANALYST, force.region), **dated)


TEXTS = {
    "request": ("reference", "title", "operation_name", "force_reference", "threat_reference"),
    "case": ("reference", "title", "operation_name"),
    "threat": ("reference",),
}


def heap(kind, user):
    """Return the words of every row of one kind that `user` may see."""
    rows = kind.queryset.model.objects.visible_to(user)
    texts = {row.pk: " ".join(getattr(row, name) for name in TEXTS[kind.code]) for row in rows}
    return {pk: [words.fold(each) for each in words.split(text)] for pk, text in texts.items()}


def scan(sight, text):
    """Return the rows of a heap that hold each word of `text`, found without any index."""
    wanted = [words.fold(word) for word in words.split(text)]
    return {
        pk
        for pk, held in sight.items()
        if wanted and all(any(each.startswith(word) for each in held) for word in wanted)
    }
