"""Files of a case over the API: one a row, sent as a form, withdrawn with a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import CaseFile
from cases.tests.factories import (
    CaseFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    supporter,
)
from cases.tests.filing import added
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.web import limits

pytestmark = pytest.mark.django_db


def address(case, *more):
    return "/".join(["/api/v1/cases", case.reference, "files", *map(str, more), ""])


def send(client, case, content=b"Exercise,1\n", name="rows.csv", headers=None, **fields):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(
        address(case), {"file": file, **fields}, format="multipart", headers=headers or {}
    )


def errors(answer):
    assert answer.status_code == 400, answer.content
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


class TestAdding:
    def test_answers_the_row_and_lists_it(self, api):
        case = CaseFactory()
        client = api(analyst_of(case))

        answer = send(client, case, handling="Care.")

        assert answer.status_code == 201, answer.content
        row = answer.json()
        assert row == {
            "id": case.files.get().pk,
            "name": "rows.csv",
            "content_type": "text/csv",
            "size": 11,
            "sha256": case.files.get().sha256,
            "handling": "Care.",
            "number": 1,
            "replaces": None,
            "scanned": False,
            "added_at": row["added_at"],
            "added_by": analyst_of(case).email,
            "withdrawn_at": None,
            "withdrawn_by": None,
            "withdrawn_because": None,
        }
        assert client.get(address(case)).json()["results"] == [row]
        assert AuditEvent.objects.filter(action="case-file.list", target=case.reference).exists()

    def test_a_newer_version_names_the_one_before(self, api):
        first = added(CaseFactory())
        client = api(supporter(first.case))

        row = send(client, first.case, name="final.csv", content=b"2\n", replaces=first.pk).json()

        assert (row["number"], row["replaces"]) == (2, first.pk)

    def test_what_does_not_fit_is_named(self, api):
        case, elsewhere = CaseFactory(), added(CaseFactory())
        client = api(analyst_of(case))

        assert errors(client.post(address(case), {})) == {"file": "Send the file as “file”."}
        assert "must be a PDF, DOCX" in errors(send(client, case, name="a.exe"))["file"]
        assert errors(send(client, case, b""))["file"] == "The selected file is empty."
        assert list(errors(send(client, case, handling="x" * 201))) == ["handling"]
        assert list(errors(send(client, case, replaces=elsewhere.pk))) == ["replaces"]
        assert not case.files.exists()

    def test_while_files_cannot_be_checked_it_says_so(self, api, settings):
        settings.CLAMD_SOCKET = "/nowhere/clamd"
        case = CaseFactory()

        assert "Nothing was saved." in errors(send(api(analyst_of(case)), case))["file"]

    def test_the_same_key_adds_one_file(self, api):
        case = CaseFactory()
        client = api(analyst_of(case))

        for _ in range(2):
            assert send(client, case, headers={"Idempotency-Key": "k1"}).status_code == 201

        assert case.files.count() == 1

    def test_is_counted_and_withdrawing_is_not(self, api, settings):
        settings.LIMITS = {limits.UPLOAD: (1, 600)}
        case = CaseFactory()
        client = api(manager_of(case))

        first, second = send(client, case), send(client, case, b"2\n")
        answer = client.post(address(case, first.json()["id"], "withdraw"), {"reason": "Wrong."})

        assert (first.status_code, second.status_code, answer.status_code) == (201, 429, 200)

    def test_to_whoever_sees_less_there_are_none(self, api):
        case = added(CaseFactory()).case
        others = [gateway_of(case), lead_of(case), UserFactory(programme_office=True)]

        for reader in [*others, UserFactory(analyst=True)]:
            client = api(reader)
            assert client.get(address(case)).status_code == 404
            assert send(client, case).status_code == 404
        assert CaseFile.objects.count() == 1


class TestWithdrawing:
    def test_the_order_of_refusals(self, api):
        file = added(CaseFactory())
        path = address(file.case, file.pk, "withdraw")
        manager = api(manager_of(file.case))

        assert api(lead_of(file.case)).post(path, {}).status_code == 404
        assert manager.post(address(file.case, 10**30, "withdraw"), {}).status_code == 404
        assert api(supporter(file.case)).post(path, {}).status_code == 403
        assert list(errors(manager.post(path, {}))) == ["reason"]
        answer = manager.post(path, {"reason": "Of another case."})
        assert (answer.status_code, answer.json()["withdrawn_because"]) == (
            200,
            "Of another case.",
        )
        assert answer.json()["withdrawn_by"] == manager_of(file.case).email
        assert manager.post(path, {}).status_code == 409


@pytest.mark.parametrize("files", [1, 9])
def test_a_list_takes_a_constant_number_of_queries(api, django_assert_max_num_queries, files):
    case = CaseFactory()
    for number in range(files):
        added(case, content=f"{number}\n", name=f"{number}.csv")
    client = api(analyst_of(case))

    with django_assert_max_num_queries(6):
        assert len(client.get(address(case)).json()["results"]) == files
