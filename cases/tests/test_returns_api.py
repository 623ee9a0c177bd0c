"""Regional returns over the API and on the command line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from cases.models import Case, Outcome, Return
from cases.tests.returns import ARREST, add_places, as_csv
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/imports/"


@pytest.fixture(autouse=True)
def _places(db):
    add_places()


@pytest.fixture
def manager():
    return UserFactory(
        toex_manager=True, region=Region.objects.get(code="ERSOU"), email="manager@ersou.example"
    )


@pytest.fixture
def send(api, manager):
    def send(*lines, by=manager, content=None, headers=None, **fields):
        content = as_csv(*lines) if content is None else content
        file = SimpleUploadedFile("return.csv", content, "text/csv")
        return api(by).post(ADDRESS, {"file": file, **fields}, format="multipart", headers=headers)

    return send


class TestTheAddressOfReturns:
    def test_answers_what_landed(self, send):
        answer = send(ARREST)

        assert answer.status_code == 201
        assert answer.json() == {
            "id": Return.objects.get().pk,
            "landed": 1,
            "unchanged": 0,
            "cases": 1,
            "dry_run": False,
        }

    def test_answers_200_to_a_dry_run_and_saves_nothing(self, send):
        answer = send(ARREST, dry_run="true")

        assert answer.status_code == 200
        assert answer.json() == {
            "id": None,
            "landed": 1,
            "unchanged": 0,
            "cases": 1,
            "dry_run": True,
        }
        assert not Case.objects.exists()

    def test_names_the_row_and_column_of_each_problem(self, send):
        answer = send(ARREST, {**ARREST, "force": "atlantis", "occurred_on": "2099-01-01"})

        assert answer.status_code == 400
        assert answer.json()["type"] == "validation_error"
        assert {error["attr"]: error["detail"] for error in answer.json()["errors"]} == {
            "row 3: force": "There is no force “atlantis”.",
            "row 3: occurred_on": "The date must not be in the future.",
        }
        assert not Case.objects.exists()

    def test_asks_for_a_file(self, api, manager):
        answer = api(manager).post(ADDRESS, {}, format="multipart")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "file"

    def test_refuses_an_empty_file(self, send):
        answer = send(content=b"")

        assert answer.status_code == 400
        assert answer.json()["errors"][0] == {
            "code": "invalid",
            "detail": "The file is empty.",
            "attr": "file",
        }

    def test_refuses_a_file_that_is_too_large(self, send, settings):
        settings.RETURN_MAX_BYTES = 1024 * 1024

        answer = send(content=b"x" * (1024 * 1024 + 1))

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["detail"] == "The file must be smaller than 1MB."

    def test_lands_once_for_one_key(self, send):
        first = send(ARREST, headers={"Idempotency-Key": "k1"})
        again = send(ARREST, headers={"Idempotency-Key": "k1"})

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert Return.objects.count() == 1

    @pytest.mark.parametrize(
        "role",
        ["force_lead", "gateway_officer", "analyst", "programme_office", "auditor"],
    )
    def test_takes_a_return_from_nobody_but_a_manager(self, send, role):
        answer = send(content=b"nonsense", by=UserFactory(**{role: True}))

        assert answer.status_code == 403
        assert not Return.objects.exists()

    @pytest.mark.parametrize(
        "role", ["force_lead", "gateway_officer", "analyst", "auditor", "administrator"]
    )
    def test_lists_returns_to_nobody_else(self, api, role):
        assert api(UserFactory(**{role: True})).get(ADDRESS).status_code == 403

    def test_shows_a_return_to_its_region_and_to_the_programme_office(self, api, send, manager):
        number = send(ARREST).json()["id"]

        for reader in (manager, UserFactory(programme_office=True)):
            listed = api(reader).get(ADDRESS).json()["results"]
            shown = api(reader).get(f"{ADDRESS}{number}/").json()
            assert listed == [shown]
            assert (shown["id"], shown["region"], shown["signed_by"]) == (
                number,
                "ERSOU",
                "manager@ersou.example",
            )
        assert AuditEvent.objects.filter(action="return.view", target_pk=number).count() == 2

    def test_hides_a_return_from_another_region(self, api, send):
        number = send(ARREST).json()["id"]
        elsewhere = UserFactory(toex_manager=True)

        assert api(elsewhere).get(ADDRESS).json()["results"] == []
        assert api(elsewhere).get(f"{ADDRESS}{number}/").status_code == 404

    def test_asks_a_stranger_to_sign_in(self, api):
        assert api().post(ADDRESS, {}, format="multipart").status_code == 401


class TestImportReturn:
    @pytest.fixture
    def run(self, tmp_path, manager, capsys):
        def run(content, *options, region="ERSOU", by=manager.email):
            path = tmp_path / "return.csv"
            path.write_bytes(content)
            call_command("import_return", str(path), "--region", region, "--by", by, *options)
            return capsys.readouterr()

        return run

    def test_lands_a_file(self, run):
        told = run(as_csv(ARREST))

        assert told.out == "Events landed: 1. Known already: 0. New cases: 1.\n"
        assert Outcome.objects.get().verified_by.email == "manager@ersou.example"

    def test_saves_nothing_in_a_dry_run(self, run):
        told = run(as_csv(ARREST), "--dry-run")

        assert told.out.endswith("Dry run: nothing was saved.\n")
        assert not Outcome.objects.exists()

    def test_tells_each_problem_on_standard_error(self, run, capsys):
        with pytest.raises(CommandError, match="Nothing was saved"):
            run(as_csv(ARREST, {**ARREST, "force": "atlantis"}))

        assert capsys.readouterr().err == "row 3: force: There is no force “atlantis”.\n"

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"region": "ATLANTIS"}, "There is no region “ATLANTIS”"),
            ({"by": "nobody@ersou.example"}, "There is no active account"),
            ({"region": "EMSOU"}, "signed by a TOEX manager of the region"),
        ],
    )
    def test_says_who_must_sign(self, run, options, sentence):
        with pytest.raises(CommandError, match=sentence):
            run(as_csv(ARREST), **options)

    def test_is_not_signed_by_somebody_who_has_left(self, run, manager):
        manager.is_open = False
        manager.save()

        with pytest.raises(CommandError, match="There is no active account"):
            run(as_csv(ARREST))

    def test_says_when_there_is_no_such_file(self, manager):
        with pytest.raises(CommandError, match="cannot be opened"):
            call_command(
                "import_return", "/nowhere.csv", "--region", "ERSOU", "--by", manager.email
            )
