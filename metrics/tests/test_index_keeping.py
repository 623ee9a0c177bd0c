"""What keeps figures right in the background: the job of each minute, and the full recount."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import Outcome
from metrics.index import buckets
from metrics.models import Bucket, Mark
from metrics.tests.counting import NOW, value
from metrics.tests.factories import OutcomeFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)


class TestTheJob:
    def test_it_recounts_what_has_changed_and_nothing_else(self):
        OutcomeFactory()
        assert value("people_safeguarded") == 1
        assert value("arrests") == 0
        Outcome.objects.update(quantity=4)
        assert buckets.recount_stale(at=LATER) == 1
        assert not Mark.objects.exists()
        assert not Bucket.objects.filter(stale=True).exists()
        assert value("people_safeguarded", now=LATER) == 4
        assert buckets.recount_stale(at=LATER) == 0

    def test_a_worker_that_dies_between_mark_and_recount_leaves_the_marks(self, monkeypatch):
        OutcomeFactory()
        waiting = Mark.objects.count()
        monkeypatch.setattr(buckets, "keep", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            value("people_safeguarded")
        monkeypatch.undo()
        assert Mark.objects.count() == waiting > 0
        assert value("people_safeguarded") == 1

    def test_a_worker_that_dies_half_way_leaves_what_it_had_not_reached_as_out_of_date(
        self, monkeypatch
    ):
        OutcomeFactory()
        for period in ("2021/22-Q4", "2021/22"):
            assert value("people_safeguarded", period) == 1
        Outcome.objects.update(quantity=4)
        whole, calls = buckets.recount, iter([True])

        def once(*args, **more):
            next(calls)
            return whole(*args, **more)

        monkeypatch.setattr(buckets, "recount", once)
        with pytest.raises(StopIteration):
            buckets.recount_stale(at=LATER)
        monkeypatch.undo()
        assert Bucket.objects.filter(stale=True).count() == 1
        for period in ("2021/22-Q4", "2021/22"):
            assert value("people_safeguarded", period, now=LATER) == 4


def rebuild(*options):
    """Return what the command prints, read as JSON, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("figures_rebuild", "--json", *options, stdout=out, stderr=StringIO())
    except CommandError as error:
        code = error.returncode
    return json.loads(out.getvalue()), code


class TestFiguresRebuild:
    def test_nothing_is_wrong_after_ordinary_changes(self):
        OutcomeFactory()
        assert value("people_safeguarded") == 1
        Outcome.objects.update(quantity=4)
        assert rebuild() == ({"recounted": 1, "differences": [], "dry_run": False}, 0)
        assert value("people_safeguarded", now=NOW + timedelta(days=3650)) == 4

    def test_a_figure_that_was_tampered_with_is_found_and_put_right(self):
        OutcomeFactory()
        assert value("people_safeguarded") == 1
        (bucket,) = Bucket.objects.all()
        bucket.leads[0][5] = 99
        bucket.save()
        wrong = {"measure": "people_safeguarded", "period": "2021/22-Q4"}
        for options, dry_run, seen in ((["--dry-run"], True, 99), ([], False, 1)):
            told = {"recounted": 1, "differences": [wrong], "dry_run": dry_run}
            assert rebuild(*options) == (told, 3)
            assert value("people_safeguarded", now=NOW + timedelta(days=3650)) == seen
        assert rebuild()[1] == 0

    def test_it_says_so_in_words_too(self):
        value("people_safeguarded")
        out = StringIO()
        call_command("figures_rebuild", stdout=out, stderr=StringIO())
        assert out.getvalue() == "Recounted 1 figures, 0 differences.\n"
