"""When a release comes out: a moment that lies ahead, and afterwards the one that was real."""

import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from metrics import releases
from metrics.choices import ReleaseState
from metrics.files.sheets import sheets_of
from metrics.models import Release
from metrics.releases.draft import standard_time
from metrics.tests.releases import release
from metrics.tests.test_release_pages import PAGE, WORK, seen, step
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, drafted, frozen
from toex.accounts.tests.factories import UserFactory

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


@pytest.mark.parametrize(("ahead", "said"), [(-1, "Approved"), (0, "Published")])
def test_its_status_goes_by_the_clock_and_not_by_when_it_is_written_down(
    client, office, other, clock, ahead, said
):
    row = frozen(office)
    releases.approve_release(row, version=row.version, by=other, at=AT)
    clock.move_to(OUT_AT + timedelta(seconds=ahead))

    for page in (seen(client, office, PAGE), seen(client, office, "/releases/")):
        assert set(re.findall(r"(Approved|Published)</strong>", page)) == {said}


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        *(("2023-01-31", 9), ("2023-03-25", 9), ("2023-03-26", 8), ("2023-07-14", 8)),
        *(("2023-10-28", 8), ("2023-10-29", 9), ("2024-02-29", 9), ("2024-03-31", 8)),
    ],
)
def test_half_past_nine_is_that_of_london_in_summer_and_in_winter(office, day, hour):
    row = release("2022/23-Q3", state="approved", by=office)
    row.publish_at = standard_time(date.fromisoformat(day))
    row.save()
    at = datetime.fromisoformat(f"{day}T{hour:02}:30:00Z")

    assert row.publish_at == at
    reader = UserFactory(force_lead=True)
    for ahead, told in ((-1, False), (0, True)):
        now = at + timedelta(seconds=ahead)
        assert Release.objects.visible_to(reader, now=now).exists() == told


@pytest.mark.parametrize("state", ReleaseState.values)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_clock_and_state_decide_the_same_for_one_row_and_for_many(office, state, ahead):
    row = release(state=state, by=office)
    now = row.publish_at + timedelta(seconds=ahead)
    told = {
        row.is_out(now),
        Release.objects.out(now).exists(),
        Release.objects.visible_to(UserFactory(force_lead=True), now=now).exists(),
    }

    assert told == {state == "published" or (state == "approved" and ahead >= 0)}


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_only_what_is_approved_and_whose_time_has_come_is_due(office, ahead):
    rows = {
        state: release(f"20{number}/{number + 1}-Q1", state=state, by=office)
        for number, state in enumerate(ReleaseState.values, start=20)
    }
    now = rows["approved"].publish_at + timedelta(seconds=ahead)

    assert list(Release.objects.due(now)) == ([rows["approved"]] if ahead >= 0 else [])


def test_published_late_it_answers_for_no_moment_before_it_was_there(api, office, other, clock):
    arrests(a_case(), 9)
    row = frozen(office)
    late = OUT_AT + timedelta(days=3)
    reader = api(UserFactory(force_lead=True))

    def told(known_at, now):
        clock.move_to(now)
        asked = {"measure": "arrests", "period": "2022/23-Q3", "known_at": known_at.isoformat()}
        (answer,) = reader.get("/api/v1/figures/", asked).json()["rows"]
        return answer["value"], answer["status"]

    hidden, shown = (None, "not_available"), (9, "ok")
    assert told(OUT_AT, OUT_AT + timedelta(days=1)) == hidden
    row = releases.approve_release(row, version=row.version, by=other, at=late)
    assert told(late, late) == shown
    releases.publish_due(at=late + timedelta(minutes=1))
    after = late + timedelta(days=1)
    assert told(late - timedelta(seconds=1), after) == hidden
    assert told(OUT_AT, after) == hidden
    assert told(late, after) == shown


def test_files_are_made_before_and_say_what_is_planned(office):
    cover = sheets_of(json.loads(frozen(office).snapshot))[0]

    assert any(
        line.startswith("Planned for publication on: 10 February 2023 at 9:30am.")
        for line in cover.lines
    )


def test_a_refusal_for_several_reasons_is_one_message(client, office, other, monkeypatch):
    frozen(office)
    found = ["Arrests: ERSOU can be worked out.", "Arrests: <EMSOU> can be worked out."]

    def fails(*args, **kwargs):
        raise ValidationError(found)

    monkeypatch.setattr("metrics.attacks.insist_on_clean", fails)
    page = step(client, other, "approve")

    assert page.count("Not saved") == 1
    assert f"{found[0]}<br>Arrests: &lt;EMSOU&gt; can" in page


def test_what_was_typed_stays_where_freezing_fails(client, office, monkeypatch):
    drafted(office)
    seen(client, office, "/releases/new/")  # makes the regional quarters

    def fails(*args, **kwargs):
        raise ValidationError("Arrests: ERSOU can be worked out.")

    monkeypatch.setattr("metrics.disclosure.protected", fails)
    step(client, office, "freeze", reason="Exercise: the return is late.")
    page = seen(client, office, WORK)

    assert "Arrests: ERSOU can be worked out." in page
    assert "Exercise: the return is late.</textarea>" in page
    assert Release.objects.get().state == "draft"
