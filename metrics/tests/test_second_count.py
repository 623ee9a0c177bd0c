"""The same figures counted a second time in plain SQL, in a world made by chance from a seed."""

import os
import random
from datetime import date, timedelta

import pytest
from django.db import connection

from metrics.tests.counting import table, value
from metrics.tests.factories import (
    ActivityFactory,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    link,
    transfer,
)
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("QA_SEED", "7"))
FIRST, LAST = date(2022, 1, 1), date(2022, 3, 31)
SPAN = {"from": "2022-01-01", "to": "2022-03-31"}
COUNTED = """
    o.verified_at IS NOT NULL AND o.voided_at IS NULL
    AND o.attribution IN ('direct', 'contributed') AND o.country = 'GB'
"""
PEOPLE = f"""
    WITH ranked AS (
        SELECT o.*, row_number() OVER (
            PARTITION BY CASE WHEN subject_key = '' THEN 'unkeyed ' || o.id ELSE subject_key END
            ORDER BY occurred_on, recorded_at, o.id
        ) AS place
        FROM cases_outcome o
        WHERE o.kind = %s AND o.occurred_on BETWEEN %s AND %s AND {COUNTED}
    )
    SELECT r.code, sum(ranked.quantity) FROM ranked
    JOIN cases_caseregion p ON p.case_id = ranked.case_id AND p.part = 'lead'
        AND p.from_on <= ranked.occurred_on
        AND (p.until_on IS NULL OR ranked.occurred_on <= p.until_on)
    JOIN forces_region r ON r.id = p.region_id
    WHERE ranked.place = 1 GROUP BY r.code
"""
THREATS = f"""
    SELECT count(*) FROM (
        SELECT o.threat_id, min(o.occurred_on) AS earliest FROM cases_outcome o
        JOIN cases_threat t ON t.id = o.threat_id AND t.identified_by_toex
        WHERE o.kind = 'ocg_identified' AND {COUNTED} GROUP BY o.threat_id
    ) found WHERE earliest BETWEEN %s AND %s
"""
SUPPORTED = """
    SELECT count(DISTINCT l.threat_id) FROM cases_casethreat l
    JOIN cases_activity a ON a.case_id = l.case_id AND a.kind = 'development'
    WHERE a.occurred_at >= %s AND a.occurred_at < %s
"""


@pytest.fixture(params=[SEED], ids=lambda seed: f"QA_SEED={seed}")
def chance(request):
    dice = random.Random(request.param)
    forces = ForceFactory.create_batch(4)
    threats = [ThreatFactory(identified_by_toex=n % 3 > 0) for n in range(6)]
    verifier = UserFactory()
    for number in range(12):
        opened = date(2021, 12, 1) + timedelta(days=dice.randrange(60))
        case = CaseFactory(requesting_force=dice.choice(forces), opened_on=opened)
        link(case, threats[number % 6])
        if dice.random() < 0.5:
            turn = opened + timedelta(days=dice.randrange(1, 60))
            transfer(case, dice.choice(forces).region, turn)
        for _ in range(10):
            kind = dice.choice(["person_safeguarded", "arrest", "ocg_identified"])
            state = dice.choice(["verified"] * 4 + ["draft", "void"])
            key = dice.choice(["", "K-01", "K-02", "K-03", "K-04"])
            OutcomeFactory(
                case=case,
                kind=kind,
                occurred_on=opened + timedelta(days=dice.randrange(90)),
                subject_key=key,
                quantity=1 if key else dice.randrange(1, 6),
                force=dice.choice([*forces, None]),
                country=dice.choice(["GB"] * 5 + ["ES"]),
                attribution=dice.choice(["direct", "contributed", "associated", "external"]),
                threat=threats[number % 6] if kind == "ocg_identified" else None,
                verified_by=verifier,
                **{"draft": {"draft": True}, "void": {"void": True}}.get(state, {}),
            )
        moment = case.created_at + timedelta(days=dice.randrange(120))
        ActivityFactory(case=case, occurred_at=moment)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.parametrize(
    ("measure", "kind"),
    [("people_safeguarded", "person_safeguarded"), ("people_arrested", "arrest")],
)
def test_people_by_region_are_what_plain_sql_finds(chance, measure, kind):
    found = dict(sql(PEOPLE, kind, FIRST, LAST))
    assert table(measure, by="region", **SPAN) == {code: int(n) for code, n in found.items()}
    assert value(measure, **SPAN) == sum(found.values()) > 0


def test_threats_are_what_plain_sql_finds(chance):
    assert [(value("ocgs_identified", **SPAN),)] == sql(THREATS, FIRST, LAST)
    # London is an hour ahead from 27 March on, so the last day ends at 23:00 UTC.
    supported = sql(SUPPORTED, "2022-01-01 00:00:00+00:00", "2022-03-31 23:00:00+00:00")
    assert [(value("threats_supported", **SPAN),)] == supported
