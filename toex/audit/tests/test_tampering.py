"""Whatever somebody with SQL does to a sealed trail is found, and the first event is named."""

import os
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from toex.audit.integrity import seal_events, verify
from toex.audit.integrity.sealing import newest_seal
from toex.audit.models import AuditEvent
from toex.audit.tests.tampering import SEALS, WAYS, make_trail, run, write

pytestmark = pytest.mark.django_db
SEED = os.environ.get("QA_SEED", "7")
TRIALS = int(os.environ.get("QA_TRIALS", "200"))


@pytest.fixture
def trail(settings, tmp_path):
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    trail = make_trail()
    trail.lies_open()
    return trail


def tried(trail, way, chance, file):
    """Change the trail in one way; return what is then found and should be, and take it back."""
    anchors, point = file.read_bytes(), transaction.savepoint()
    try:
        expected = way(trail, chance)
        return verify(at=trail.end), expected
    finally:
        transaction.savepoint_rollback(point)
        file.write_bytes(anchors)


def test_each_way_is_found_and_its_first_event_named(trail, settings):
    chance, missed = Random(f"tampering {SEED}"), []
    for number in range(TRIALS):
        way = WAYS[number % len(WAYS)]
        result, expected = tried(trail, way, chance, settings.AUDIT_ANCHORS)
        if not result.wrong or result.first.event != expected:
            missed.append((SEED, number, way.__name__, expected, result.first))

    assert missed == []
    assert verify(at=trail.end).wrong == 0


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Asia/Kathmandu"])
def test_an_untouched_trail_raises_no_alarm_in_any_time_zone(trail, settings, zone):
    settings.TIME_ZONE = zone
    with timezone.override(ZoneInfo(zone)):
        results = [verify(at=trail.end) for _ in range(5)]

    assert [result.wrong for result in results] == [0] * 5
    assert results[0].complete_to == newest_seal().last_event
    assert results[0].seals == SEALS


def test_other_ways_to_write_the_same_raise_no_alarm(trail):
    run(
        "UPDATE audit_auditevent SET changes = %s",
        '{"on": {"a": null, "b": 1},  "state": ["delivered", "closed"]}',
    )
    # The other spelling of Ŵ: the letter, and then its accent.
    run(
        "UPDATE audit_auditevent SET shown = %s WHERE id = 10",
        '["TX-000010", "Exercise W\u0302y"]',
    )

    assert verify(at=trail.end).wrong == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-13-45 99:00:00"),
        ("at", "long ago"),
        ("actor_id", "nobody"),
        ("note", b"\xff\xfe"),
        ("target_pk", 1.5),
    ],
)
def test_a_value_that_is_none_is_found_and_not_stumbled_over(trail, settings, column, value):
    def way(trail, chance):
        cast = "CAST(%s AS TEXT)" if isinstance(value, bytes) else "%s"
        run(f"UPDATE audit_auditevent SET {column} = {cast} WHERE id = 37", value)

    try:
        result, _ = tried(trail, way, None, settings.AUDIT_ANCHORS)
    except DataError:
        assert connection.vendor == "postgresql"  # which keeps no such value
    else:
        assert (result.wrong, result.first.event) == (1, 37)


def test_what_was_written_after_the_last_seal_is_counted_and_no_alarm(trail):
    write(5000, trail.end - timedelta(seconds=20))
    write(5001, trail.end - timedelta(seconds=10))

    result = verify(at=trail.end)

    assert (result.wrong, result.unsealed) == (0, 2)
    assert result.unsealed_since == trail.end - timedelta(seconds=20)


def test_the_anchors_are_missed_and_not_begun_again_by_themselves(trail, settings):
    settings.AUDIT_ANCHORS.unlink()
    write(5000, trail.end)
    seal_events(at=trail.end)

    result = verify(at=trail.end)

    assert not settings.AUDIT_ANCHORS.exists()
    assert "file of anchors is missing" in result.first.words


def test_a_line_of_the_anchors_that_is_no_anchor_is_found(trail, settings):
    lines = settings.AUDIT_ANCHORS.read_text().splitlines()
    lines[2] = lines[2].replace('"seal": 3', '"seal": "3"')
    settings.AUDIT_ANCHORS.write_text("\n".join(lines) + "\n")

    assert verify(at=trail.end).first.words == "Line 3 of the file of anchors cannot be read."


def test_another_key_is_told_as_that(trail, settings):
    settings.AUDIT_KEY = "another"

    result = verify(at=trail.end)

    assert result.wrong == 1
    assert "another key" in result.first.words


def test_findings_are_counted_and_only_the_first_kept(trail):
    numbers = trail.events
    run("UPDATE audit_auditevent SET note = %s", "")

    result = verify(at=trail.end)

    assert result.wrong == len(numbers)
    assert [finding.event for finding in result.findings] == numbers[:20]
    assert AuditEvent.objects.count() == len(numbers)
