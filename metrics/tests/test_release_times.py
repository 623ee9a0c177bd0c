"""When a release comes out: a moment that lies ahead, and afterwards the one that was real."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from metrics import releases
from metrics.files.sheets import sheets_of
from metrics.models import Release
from metrics.tests.test_release_pages import PAGE, seen, step
from metrics.tests.test_releases import AT, OUT_AT, drafted, frozen

pytestmark = pytest.mark.django_db


def asked(client, by, day, **more):
    client.force_login(by)
    return client.post("/releases/new/", {"period": "2022/23-Q3", "publish_on": day, **more}).text


@pytest.mark.parametrize("day", ["2023-01-31", "2023-02-01"])
def test_a_moment_that_has_passed_is_refused_where_it_is_entered(client, office, clock, day):
    clock.move_to(AT + timedelta(hours=1))  # 10:00 on 1 February

    page = asked(client, office, day)

    assert "The date of publication must lie ahead, at 9:30am." in page
    assert not Release.objects.exists()


def test_half_an_hour_before_is_early_enough(client, office, clock):
    clock.move_to(AT)  # 9:00 on 1 February
    asked(client, office, "2023-02-01")

    assert Release.objects.get().publish_at == AT + timedelta(minutes=30)


def test_an_internal_release_comes_out_at_no_time(client, office):
    asked(client, office, "2023-01-31", mode="internal")

    assert Release.objects.get().mode == "internal"


def test_approved_late_it_says_when_it_really_came_out(client, office, other, clock):
    row = frozen(office)
    late = OUT_AT + timedelta(days=3, hours=2)
    row = releases.approve_release(row, version=row.version, by=other, at=late)
    row = releases.publish_release(row, version=row.version, by=other, at=late)
    clock.move_to(late)

    assert "13 February 2023 at 11:30am" in seen(client, office, PAGE)
    assert "13 February 2023 at 11:30am" in seen(client, office, "/releases/")
    assert row.came_out_at == late


def test_approved_in_time_it_came_out_when_it_was_to(office, other):
    row = frozen(office)
    row = releases.approve_release(row, version=row.version, by=other, at=AT)
    row = releases.publish_release(row, version=row.version, by=other, at=OUT_AT)

    assert row.came_out_at == OUT_AT


def test_files_are_made_before_and_say_what_is_planned(office):
    cover = sheets_of(json.loads(frozen(office).snapshot))[0]

    assert any(
        line.startswith("Planned for publication on: 10 February 2023 at 9:30am.")
        for line in cover.lines
    )


def test_what_was_typed_stays_where_freezing_fails(client, office, monkeypatch):
    drafted(office)
    seen(client, office, "/releases/new/")  # makes the regional quarters

    def fails(*args, **kwargs):
        raise ValidationError("Arrests: ERSOU can be worked out.")

    monkeypatch.setattr("metrics.releases.steps.protect", fails)
    page = step(client, office, "freeze", reason="Exercise: the return is late.")

    assert "Arrests: ERSOU can be worked out." in page
    assert "Exercise: the return is late.</textarea>" in page
    assert Release.objects.get().state == "draft"
