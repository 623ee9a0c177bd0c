"""A quarter published on pages, by two people of the programme office."""

import re
from datetime import timedelta

import pytest
from django.test import TestCase

from metrics import attacks, releases
from metrics.models import Attack, Release
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, drafted, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
WORK = "/releases/R-2022-23-Q3-1/workspace/"
PAGE = "/releases/R-2022-23-Q3-1/"


def seen(client, reader, address, status=200):
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def step(client, by, name, **fields):
    client.force_login(by)
    version = Release.objects.get().version
    told = {"version": version, **fields}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(f"{PAGE}steps/{name}/", told, follow=True).content.decode()


def test_a_quarter_is_published_by_two_people(client, office, other, clock):
    arrests(a_case(), 9)
    client.force_login(office)
    seen(client, office, "/releases/new/")
    client.post("/releases/new/", {"period": "2022/23-Q3", "publish_on": "2023-02-10"})
    assert Release.objects.get().publish_at == OUT_AT

    assert "Say why to go on" in step(client, office, "freeze")
    assert "The figures are being frozen." in step(client, office, "freeze", reason="Exercise.")
    assert "neither drafted nor froze" in step(client, office, "approve")
    assert "The release is approved." in step(client, other, "approve")
    assert "published by itself on 10 February 2023 at 9:30am" in seen(client, office, WORK)
    assert "not before" in step(client, office, "publish")
    clock.move_to(OUT_AT)
    assert "The release is published." in step(client, office, "publish")
    page = seen(client, UserFactory(force_lead=True), PAGE)
    assert "Tackling Organised Exploitation: figures for 2022/23 Q3" in page
    assert "Management information, provisional, not official statistics" in page


def test_the_fingerprint_stands_with_the_files_and_says_why(client, office, other, clock):
    release = published(office, other)
    clock.move_to(OUT_AT)
    page = seen(client, UserFactory(force_lead=True), release.get_absolute_url())
    top, files = page.split("Files</h2>")
    for term in ("SHA-256", "ule set", release.sha256):
        assert term not in top
    assert "Its fingerprint (SHA-256) tells whether a copy is unchanged" in files
    assert release.sha256 in files.split("<h2")[0]


def test_freezing_without_a_reason_says_so_at_the_field(client, office, clock):
    drafted(office)
    client.force_login(office)

    refused = client.post(f"{PAGE}steps/freeze/", {"version": 1, "reason": "  "})
    page = refused.content.decode()

    assert "<title>Error: " in page
    assert page.count("Say why to go on although") == 2  # in the summary, and at the field
    assert 'href="#id_reason"' in page
    assert Release.objects.get().state == "draft"


def test_freezing_what_somebody_changed_meanwhile_keeps_what_was_typed(client, office, clock):
    drafted(office)
    client.force_login(office)

    answer = client.post(f"{PAGE}steps/freeze/", {"version": 7, "reason": "Because of canary"})
    page = answer.content.decode()

    assert "<title>Error: " in page
    assert "Nothing of yours was saved." in page
    assert "Because of canary</textarea>" in page
    assert Release.objects.get().state == "draft"


def test_a_step_is_marked_as_done_by_one_button_and_keeps_its_owner(client, office, other, clock):
    release = drafted(office)
    releases.plan_step(release, by=office, at=AT, step="quality", owner=other)
    page = seen(client, office, WORK)
    assert page.count("Mark as done") == 2  # quality and early access; the rest waits
    client.post(f"{WORK}quality/done/")

    row = release.plan.get()
    assert (row.owner, row.done_by) == (other, office)
    assert seen(client, office, WORK).count("Mark as done") == 1


def test_what_can_be_worked_out_is_put_right_before_anybody_is_offered_to_approve(
    client, office, other, clock
):
    release = frozen(office)
    attack = attacks.ask_for_attack(release, by=office, at=AT)
    attacks.run_attack(attack.pk, at=AT)
    assert "Approve the release" in seen(client, other, WORK)

    Attack.objects.filter(pk=attack.pk).update(findings=["Exercise: one number."])

    page = seen(client, other, WORK)
    assert "Approve the release" not in page
    assert "It cannot be approved yet" in page


def test_a_reader_finds_nothing_before_the_time(client, office, other, clock):
    release = frozen(office)
    reader = UserFactory(toex_manager=True)
    for address in (PAGE, WORK, f"{PAGE}revisions/", f"{PAGE}files/figures.csv"):
        seen(client, reader, address, status=404)
    assert release.reference not in seen(client, reader, "/releases/")


def test_a_reader_sees_the_release_and_not_the_work_on_it(client, office, other, clock):
    published(office, other)
    clock.move_to(OUT_AT + timedelta(days=1))
    reader = UserFactory(analyst=True)
    assert "Files" in seen(client, reader, PAGE)
    for address in (WORK, f"{PAGE}early-access/"):
        seen(client, reader, address, status=403)


def test_who_is_let_in_early_sees_it_once_approved_and_the_look_is_kept(
    client, office, other, clock
):
    published_later = frozen(office)
    reader = UserFactory(force_lead=True)
    client.force_login(office)
    told = {"user": reader.email, "reason": "Exercise: prepares a briefing."}
    client.post(f"{PAGE}early-access/", told)
    seen(client, reader, PAGE, status=404)
    step(client, other, "approve")

    assert "Do not share it" in seen(client, reader, PAGE)
    assert published_later.early_access.get().opened_at == AT
    assert "Not opened" not in seen(client, office, f"{PAGE}early-access/")


@pytest.mark.parametrize(
    "told",
    [
        {"user": "nobody@nowhere.example", "reason": "Exercise."},
        {"user": "", "reason": "Exercise."},
        {"user": "auditor", "reason": "Exercise."},
        {"user": "reader", "reason": ""},
    ],
)
def test_the_early_access_list_says_what_is_wrong(client, office, told):
    release = frozen(office)
    people = {
        "auditor": UserFactory(auditor=True).email,
        "reader": UserFactory(force_lead=True).email,
    }
    client.force_login(office)
    told = {**told, "user": people.get(told["user"], told["user"])}
    answer = client.post(f"{PAGE}early-access/", told)

    assert "There is a problem" in answer.content.decode()
    assert not release.early_access.exists()


def test_a_file_is_logged_when_it_is_taken(client, office, other, clock):
    published(office, other)
    clock.move_to(OUT_AT)
    reader = UserFactory(gateway_officer=True)
    client.force_login(reader)
    answer = client.get(f"{PAGE}files/figures.csv")

    assert answer["Content-Disposition"].startswith("attachment")
    taken = AuditEvent.objects.filter(action="release.download", actor=reader)
    assert [event.changes for event in taken] == [{"file": "figures.csv"}]


def test_what_is_published_is_what_others_see_of_a_region(client, office, other, clock, api):
    arrests(a_case(), 9)
    published(office, other)
    clock.move_to(OUT_AT)
    reader = UserFactory(toex_manager=True, region=Region.objects.get(code="NEROCU"))
    asked = "/api/v1/figures/?measure=arrests&period=2022/23-Q3&by=region"
    rows = {row["region"]: row for row in api(reader).get(asked).json()["rows"]}

    assert (rows["ERSOU"]["value"], rows["ERSOU"]["status"]) == (9, "ok")


def test_a_refused_page_of_a_release_is_in_no_log_as_a_look(client, office, other, clock):
    published(office, other)
    clock.move_to(OUT_AT + timedelta(days=1))
    reader = UserFactory(toex_manager=True)
    looks = AuditEvent.objects.filter(actor=reader).reads()

    for name in ("disclosure", "disclosure/alternatives", "workspace", "early-access"):
        seen(client, reader, f"{PAGE}{name}/", status=403)
    assert not looks.exists()
    seen(client, reader, PAGE)
    assert looks.get().action == "release.view"
