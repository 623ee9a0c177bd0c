"""Each event is sealed once, also the one that turns up late, and each seal is written down."""

import json
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from toex.audit import tasks
from toex.audit.integrity import anchors, seal_events, sealing, verify
from toex.audit.integrity.canonical import COLUMNS, as_ranges, canonical_bytes, from_ranges
from toex.audit.models import AuditEvent, Leaf, Seal
from toex.audit.tests.tampering import write
from toex.celery import app

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 29, 11, 0, 0, 70, tzinfo=UTC)
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.AUDIT_ANCHORS = tmp_path / "beside" / "anchors"
    return settings.AUDIT_ANCHORS


def lines(file):
    return [json.loads(line)["seal"] for line in file.read_text().splitlines()]


class TestCanonicalBytes:
    def test_are_these_on_every_database_and_under_every_time_zone(self, settings):
        write(7, NOON, target_pk=None, changes={"b": [1, 2.5], "a": {"d": None, "c": True}})
        settings.TIME_ZONE = "Asia/Kathmandu"

        row = AuditEvent.objects.values_list(*COLUMNS).get()

        assert canonical_bytes(row).decode() == (
            '[1,7,"2026-03-29T11:00:00.000070+00:00",null,"write","case.close","cases.case",null,'
            '"TX-000007","TR-000001",null,["TX-000007","Exercise Ŵy"],'
            '{"a":{"c":true,"d":null},"b":[1,2.5]},"Exercise ❄"]'
        )

    def test_leave_no_column_of_an_event_out(self):
        columns = {field.attname for field in AuditEvent._meta.concrete_fields}

        assert columns - {"id"} | {"pk"} == set(COLUMNS)

    def test_do_not_depend_on_how_a_letter_is_spelt(self):
        one, other = (
            write(number, NOON, note=note) for number, note in ((1, "Ŵ"), (2, "W\u0302"))
        )
        rows = dict(AuditEvent.objects.values_list("pk", "note"))

        assert rows[one.pk] != rows[other.pk]
        assert spelt(rows[one.pk]) == spelt(rows[other.pk])

    def test_of_many_numbers_are_ranges(self):
        assert as_ranges([3, 4, 5, 9, 11, 12]) == "3-5,9,11-12"
        assert list(from_ranges("3-5,9,11-12")) == [3, 4, 5, 9, 11, 12]


def spelt(note):
    return canonical_bytes((1, NOON, *[None] * 10, note))


class TestSealing:
    def test_binds_what_is_new_to_what_was_sealed_and_writes_it_down(self, file):
        write(1, NOON)
        write(3, NOON)
        first = seal_events(at=NOON)
        write(4, NOON)
        second = seal_events(at=NOON + A_MINUTE)

        assert [(seal.number, seal.count, seal.numbers) for seal in first + second] == [
            (1, 2, "1,3"),
            (2, 1, "4"),
        ]
        assert lines(file) == [1, 2]
        assert verify(at=NOON + A_MINUTE).wrong == 0

    def test_makes_no_seal_of_nothing(self, file):
        assert seal_events(at=NOON) == []
        assert not file.exists()

    def test_goes_on_until_nothing_is_left(self, monkeypatch):
        monkeypatch.setattr(sealing, "BATCH", 3)
        for number in range(1, 9):
            write(number, NOON)

        assert [seal.count for seal in seal_events(at=NOON)] == [3, 3, 2]

    def test_takes_an_event_that_turns_up_late_into_the_next_seal(self):
        write(2, NOON)
        seal_events(at=NOON)
        write(1, NOON)

        assert verify(at=NOON).unsealed == 1
        assert [seal.numbers for seal in seal_events(at=NOON + A_MINUTE)] == ["1"]
        assert verify(at=NOON + A_MINUTE).wrong == 0

    def test_takes_it_however_long_the_worker_stood_still(self):
        write(2, NOON)
        seal_events(at=NOON)
        write(1, NOON)

        assert verify(at=NOON + 9 * A_DAY).wrong == 0
        seal_events(at=NOON + 9 * A_DAY)
        assert Leaf.objects.count() == 2

    def test_leaves_out_what_turns_up_after_more_than_a_day_of_seals(self):
        for number, at in ((3, NOON), (4, NOON + A_DAY)):
            write(number, at)
            seal_events(at=at)
        write(1, NOON)
        seal_events(at=NOON + A_DAY)

        assert verify(at=NOON + A_DAY).first.event == 1

    def test_looks_no_further_back_than_it_must(self, django_assert_num_queries):
        for number, at in ((3, NOON), (4, NOON + A_DAY)):
            write(number, at)
            seal_events(at=at)

        with django_assert_num_queries(5) as asked:  # a savepoint, its end, and three questions
            seal_events(at=NOON + A_DAY)

        assert '"id" > 3' in asked.captured_queries[-2]["sql"]

    def test_is_kept_for_good_by_the_database(self):
        write(1, NOON)
        seal_events(at=NOON)

        for rows in (Seal.objects, Leaf.objects):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                rows.update(digest="")

    def test_is_done_each_minute_by_a_task_that_the_worker_knows(self):
        app.loader.import_default_modules()
        set_off = {each["task"]: each["schedule"] for each in app.conf.beat_schedule.values()}

        assert set_off[tasks.seal_events.name] == 60
        assert tasks.check_trail.name in set_off
        assert set(set_off) - set(app.tasks) == set()
        write(1, NOON)
        assert tasks.seal_events() == [1]
        assert tasks.check_trail() == 0

    @pytest.mark.services
    @pytest.mark.django_db(transaction=True)
    def test_leaves_off_where_somebody_else_seals_at_the_same_moment(self):
        for number in range(1, 400):
            write(number, NOON)
        start, made = Barrier(4), []

        def seal():
            start.wait()
            made.extend(seal_events(at=NOON))
            connection.close()

        threads = [Thread(target=seal) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [seal.count for seal in made] == [399]
        assert verify(at=NOON).wrong == 0


class TestAnchors:
    def test_that_could_not_be_written_come_with_the_next(self, file, monkeypatch):
        write(1, NOON)
        seal_events(at=NOON)
        with monkeypatch.context() as full:
            full.setattr(anchors.os, "fsync", disk_is_full)
            for number in (2, 3):
                write(number, NOON)
                with pytest.raises(OSError, match="full"):
                    seal_events(at=NOON)
        file.write_text(file.read_text().splitlines(keepends=True)[0])
        write(4, NOON)
        seal_events(at=NOON)

        assert lines(file) == [1, 2, 3, 4]

    def test_replace_a_line_that_was_only_begun(self, file):
        write(1, NOON)
        seal_events(at=NOON)
        with file.open("a") as end:
            end.write('{"seal": 2, "ma')
        assert verify(at=NOON).wrong == 0
        write(2, NOON)
        seal_events(at=NOON)

        assert lines(file) == [1, 2]

    def test_begun_anew_are_told_in_the_trail_and_the_earlier_file_is_kept(self, file):
        for number in (1, 2):
            write(number, NOON)
            seal_events(at=NOON)

        kept = anchors.start_anew(at=NOON)

        assert (lines(kept), lines(file)) == ([1, 2], [2])
        assert AuditEvent.objects.filter(action="audit.start-anchors", target="seal 2").exists()
        assert verify(at=NOON).anchored_from == 2


def disk_is_full(file):
    raise OSError("full")
