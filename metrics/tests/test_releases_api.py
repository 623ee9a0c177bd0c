"""Releases over the API, in the contract's order of refusals."""

from datetime import timedelta

import pytest

from metrics.tests.test_releases import OUT_AT, a_case, arrests
from toex.accounts.services import create_token
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent, Export
from toex.tests.published import make_release

pytestmark = pytest.mark.django_db
BASE = "/api/v1/releases/"


def post(client, path, **body):
    return client.post(f"{BASE}{path}", body, format="json")


def test_a_quarter_goes_from_draft_to_published(api, office, other, clock):
    arrests(a_case(), 9)
    first, second = api(office), api(other)
    reader = api(UserFactory(force_lead=True))
    drafted = post(first, "", period="2022/23-Q3", publish_at="2023-02-10")
    assert drafted.status_code == 201
    row = drafted.json()
    assert row["reference"] == "R-2022-23-Q3-1"
    assert row["publish_at"].startswith("2023-02-10T09:30:00")
    address = f"{row['reference']}/"
    assert reader.get(f"{BASE}{address}").status_code == 404

    unconfirmed = post(first, f"{address}freeze/", version=row["version"])
    reasoned = {"version": row["version"], "reason": "Exercise: go on."}
    row = post(first, f"{address}freeze/", **reasoned).json()
    assert unconfirmed.json()["errors"][0]["attr"] == "reason"
    assert row["state"] == "frozen"
    assert {"figures.csv", "snapshot.json"} <= {file["name"] for file in row["files"]}

    assert post(first, f"{address}approve/", version=row["version"]).status_code == 403
    assert post(second, f"{address}approve/").status_code == 428
    assert post(second, f"{address}approve/", version=1).status_code == 412
    assert post(second, f"{address}publish/", version=row["version"]).status_code == 409
    row = post(second, f"{address}approve/", version=row["version"]).json()
    assert post(first, f"{address}publish/", version=row["version"]).status_code == 409
    assert reader.get(f"{BASE}{address}").status_code == 404

    clock.move_to(OUT_AT)
    row = post(first, f"{address}publish/", version=row["version"]).json()
    assert row["state"] == "published"
    file = reader.get(f"{BASE}{address}files/snapshot.json")
    assert file.status_code == 200
    assert file.json()["reference"] == row["reference"]
    assert file["Content-Disposition"].startswith("attachment")


def test_regions_and_forces_draft_no_release(api, office):
    for role in ("force_lead", "gateway_officer", "toex_manager", "analyst"):
        client = api(UserFactory(**{role: True}))
        assert post(client, "", period="2022/23-Q3", publish_at="2023-02-10").status_code == 403


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"publish_at": "2023-02-10"}, "period"),
        ({"period": "2022/23-Q3"}, "publish_at"),
        ({"period": "2022/23-Q3", "publish_at": "soon"}, "publish_at"),
        ({"period": "2022-11", "publish_at": "2023-02-10"}, "period"),
        ({"period": "\x00", "publish_at": "2023-02-10"}, "period"),
    ],
)
def test_a_bad_body_is_answered_by_its_field(api, office, body, attr):
    answer = post(api(office), "", **body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


def test_the_embargo_is_held_by_the_clock(api, office, other, clock):
    row = post(api(office), "", period="2022/23-Q3", publish_at="2023-02-10T09:30:00Z").json()
    address = f"{row['reference']}/"
    reasoned = {"version": row["version"], "reason": "Exercise: go on."}
    row = post(api(office), f"{address}freeze/", **reasoned).json()
    post(api(other), f"{address}approve/", version=row["version"])
    reader = api(UserFactory(analyst=True))
    figures = "/api/v1/figures/?measure=arrests&period=2022/23-Q3"

    clock.move_to(OUT_AT - timedelta(seconds=1))
    assert reader.get(f"{BASE}{address}").status_code == 404
    assert reader.get(f"{BASE}{address}files/figures.csv").status_code == 404
    assert reader.get(figures).json()["rows"][0]["status"] == "not_available"
    clock.move_to(OUT_AT)
    assert reader.get(f"{BASE}{address}").status_code == 200
    assert reader.get(figures).json()["rows"][0]["status"] == "ok"


@pytest.mark.parametrize(("is_out", "in_a_browser"), [(False, 403), (True, 200)])
def test_before_publication_a_program_takes_a_file_and_a_browser_is_sent_to_the_page_that_asks(
    client, office, other, clock, is_out, in_a_browser
):
    release, _ = make_release("2022/23-Q3", "canary", by=office, approver=other, is_out=is_out)
    clock.move_to(OUT_AT)
    address = f"{BASE}{release.reference}/files/figures.csv"
    key = create_token(user=office, at=OUT_AT)

    client.force_login(office)
    answer = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert answer.status_code == in_a_browser
    if in_a_browser == 403:
        assert (
            f"/releases/{release.reference}/files/figures.csv"
            in answer.json()["errors"][0]["detail"]
        )
        assert not Export.objects.exists()
        assert not AuditEvent.objects.reads().exists()
    client.logout()
    assert client.get(address, headers={"Authorization": f"Token {key}"}).status_code == 200
    assert Export.objects.filter(by=office, name="figures.csv").exists()


def test_an_answer_has_the_declared_fields_and_no_others(api, office):
    row = post(api(office), "", period="2022/23-Q3", publish_at="2023-02-10T09:30:00Z").json()

    assert sorted(row) == sorted(
        [
            "reference",
            "period",
            "edition",
            "state",
            "rules",
            "mode",
            "population_version",
            "data_cut_at",
            "publish_at",
            "published_at",
            "sha256",
            "revises",
            "reason",
            "missing",
            "freeze_reason",
            "created_by",
            "frozen_by",
            "approved_by",
            "files",
            "version",
            "open_steps",
        ]
    )
