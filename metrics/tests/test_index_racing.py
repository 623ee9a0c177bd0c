"""Writers, readers and the job at once, with real threads on PostgreSQL: no change is lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.models import Case, Outcome
from metrics.figures import count
from metrics.index.buckets import recount_stale
from metrics.models import Bucket
from metrics.tests.factories import CaseFactory, OutcomeFactory, transfer, typed
from metrics.tests.test_index import LEVELS, asked, differences
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

PERIODS = ["2021/22-Q4", "2022-03", "2021/22"]
MEASURES = ["people_safeguarded", "arrests", "people_arrested", "cases_supported"]


def write(seed, user):
    """Add and change events in transactions that end in another order than they began."""
    dice = Random(seed)
    for _ in range(15):
        case = dice.choice(list(Case.objects.order_by("pk")))
        with transaction.atomic():
            now = timezone.now()
            event = OutcomeFactory.build(
                case=case,
                kind=dice.choice(["person_safeguarded", "arrest"]),
                subject_key=dice.choice(["", "K-01", "K-02", "K-03"]),
                occurred_on=case.opened_on + timedelta(days=dice.randrange(70)),
                force=case.requesting_force,
                recorded_at=now,
                verified_by=user,
            )
            event.save()
            if dice.random() < 0.3:
                old = dice.choice(list(Outcome.objects.order_by("pk"))).pk
                Outcome.objects.filter(pk=old, voided_at=None).update(
                    state="void", voided_at=now, voided_by=user, void_reason="Entered twice."
                )
            time.sleep(dice.random() / 30)


def read(seed, user):
    dice = Random(seed)
    for _ in range(25):
        query = asked(dice.choice(PERIODS), timezone.now(), measures=MEASURES)
        count(query, reader=user)
        time.sleep(dice.random() / 100)


def recount(seed, user):
    for _ in range(10):
        recount_stale(at=timezone.now())
        time.sleep(0.02)


def move(seed, user):
    """Hand leads over and change types, as a case's own steps do."""
    region = ForceFactory().region
    for case in Case.objects.order_by("pk"):
        with transaction.atomic():
            transfer(case, region, case.opened_on + timedelta(days=30), known_at=timezone.now())
            typed(case, "LAB", at=timezone.now())
            time.sleep(0.03)


def test_after_many_at_once_every_kept_cell_equals_a_recount():
    CaseFactory.create_batch(4)
    user = UserFactory(programme_office=True)
    acts = [write, write, write, write, read, read, recount, move]

    def run(number):
        try:
            acts[number](number, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        list(threads.map(run, range(len(acts))))

    assert Outcome.objects.count() == 60
    assert Bucket.objects.exists()
    for period in PERIODS:
        query = asked(period, timezone.now(), measures=MEASURES)
        assert differences(query, user) == []
        assert differences(query, user, LEVELS[:1]) == []
