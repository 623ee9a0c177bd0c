"""Figures counted beforehand equal a recount from base tables, whatever is written meanwhile."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Outcome
from metrics.choices import Basis
from metrics.figures import count, count_in, load_for
from metrics.index.buckets import compared, kept_pairs
from metrics.index.triggers import VERBS, name_of
from metrics.index.watched import WATCHED
from metrics.measures import MEASURES
from metrics.models import Bucket, Mark
from metrics.query import Query, read_query
from metrics.tests.counting import NOW, params, value
from metrics.tests.edits import Edits
from metrics.tests.factories import CaseFactory, OutcomeFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("QA_SEED", "7"))
LEVELS = ((), ("region",), ("force",), ("primary_type",), ("region", "force", "primary_type"))
PERIODS = ["2021/22", "2022/23", "2021/22-Q4", "2022/23-Q1", "2022-06", "2022-03"]


def asked(period, now, *, measures=None, **more) -> Query:
    return read_query(params(list(measures or MEASURES), period, **more), now=now)


def differences(query: Query, reader, levels=LEVELS) -> list:
    """Return the cells that differ from a recount from base tables, at every level and basis."""
    world, found = load_for(query), []
    for basis in Basis.values:
        for by in levels:
            each = replace(query, basis=basis, by=by)
            kept, counted = count(each, reader=reader), count_in(world, each, reader=reader)
            found += [pair for pair in zip(kept, counted, strict=True) if pair[0] != pair[1]]
    return found


@pytest.mark.parametrize("seed", [SEED], ids=lambda seed: f"QA_SEED={seed}")
def test_every_cell_equals_a_recount_after_any_edit(seed):
    edits, reader = Edits(seed), UserFactory(programme_office=True)
    for _ in range(60):
        edits.one()
    for period in PERIODS:
        assert differences(asked(period, edits.now), reader, [()]) == []
    for _ in range(2):
        for edit in edits.every_sort():
            # What the marks do not call out of date must be right; all is fresh again then.
            assert (edit, compared(kept_pairs(), at=edits.now)) == (edit, [])
    for period in PERIODS:
        assert differences(asked(period, edits.now), reader) == []


@pytest.mark.parametrize("seed", [SEED], ids=lambda seed: f"QA_SEED={seed}")
def test_months_and_quarters_of_a_year_equal_a_recount_too(seed):
    edits, reader = Edits(seed), UserFactory(programme_office=True)
    for _ in range(4):
        for _ in range(12):
            edits.one()
        query = asked("2022/23", edits.now)
        for spans in (("month",), ("quarter",), ("region", "month", "quarter")):
            assert differences(query, reader, [spans]) == []


def recounted(query, reader):
    """Return the number of buckets that answering recounts."""
    before = dict(Bucket.objects.values_list("pk", "counted_at"))
    count(query, reader=reader)
    return sum(before.get(pk) != at for pk, at in Bucket.objects.values_list("pk", "counted_at"))


class TestWhatIsRecounted:
    def test_the_pilot_year_and_its_parts_too(self):
        OutcomeFactory(occurred_on=date(2022, 10, 5))
        reader = UserFactory(programme_office=True)
        pilot = {"from": "2021-12-01", "to": "2022-11-30", "measures": ["people_safeguarded"]}
        query = asked(None, NOW, by="quarter", **pilot)
        assert recounted(query, reader) == len(query.spans()) == 5
        Outcome.objects.update(quantity=3)
        later = NOW + timedelta(minutes=1)
        assert recounted(asked(None, later, **pilot), reader) == 1
        assert recounted(asked(None, later, by="quarter", **pilot), reader) == 1
        assert differences(asked(None, later, by="quarter", **pilot), reader, [()]) == []

    def test_only_what_is_marked(self):
        OutcomeFactory()
        reader = UserFactory(programme_office=True)
        assert recounted(asked("2021/22-Q4", NOW), reader) == len(MEASURES)
        later = NOW + timedelta(minutes=1)
        assert recounted(asked("2021/22-Q4", later), reader) == 0
        Outcome.objects.update(quantity=3)
        assert recounted(asked("2021/22-Q4", later), reader) == 2  # people, and children of them

    def test_nothing_when_a_change_counts_for_nothing(self):
        outcome, reader = OutcomeFactory(), UserFactory(programme_office=True)
        count(asked("2021/22-Q4", NOW), reader=reader)
        Outcome.objects.filter(pk=outcome.pk).update(version=2, evidence_reference="EX/1")
        assert not Mark.objects.exists()

    def test_an_answer_from_buckets_asks_four_things_of_the_database(self):
        reader, query = UserFactory(programme_office=True), asked("2022/23", NOW, by="region")
        count(query, reader=reader)
        with CaptureQueriesContext(
            connection,
        ) as first:
            count(query, reader=reader)
        CaseFactory.create_batch(5)
        count(query, reader=reader)
        with CaptureQueriesContext(connection) as second:
            count(query, reader=reader)
        assert len(first) == len(second) == 4


class TestMoments:
    def test_what_is_known_only_later_counts_only_then(self):
        now, later = NOW, NOW + timedelta(hours=1)
        OutcomeFactory(recorded_at=later)
        assert value("people_safeguarded", now=now) == 0
        assert value("people_safeguarded", now=later) == 1

    def test_somebody_who_asked_a_moment_earlier_is_told_what_was_known_then(self):
        moments = [NOW, NOW + timedelta(seconds=1)]
        for moment in moments:
            OutcomeFactory(recorded_at=moment)
        assert [value("people_safeguarded", now=at) for at in reversed(moments)] == [2, 1]
        assert value("people_safeguarded", now=NOW + timedelta(hours=1)) == 2

    def test_a_bucket_that_nobody_had_counted_is_not_kept_as_of_an_earlier_moment(self):
        later = NOW + timedelta(seconds=1)
        OutcomeFactory(recorded_at=later)
        assert value("arrests", now=later) == 0
        assert value("people_safeguarded", now=NOW) == 0
        assert value("people_safeguarded", now=later) == 1

    def test_the_past_and_other_attribution_are_not_asked_of_buckets(self):
        OutcomeFactory(attribution="associated")
        past: datetime = NOW - timedelta(days=1)
        assert value("people_safeguarded", known_at=past.isoformat()) == 0
        assert value("people_safeguarded", attribution="associated") == 1
        assert value("people_safeguarded", **{"from": "2022-03-02", "to": "2022-03-31"}) == 0
        assert not Bucket.objects.exists()


def test_every_watched_table_has_its_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    assert {name_of(each.table, verb) for each in WATCHED for verb in VERBS} <= there
