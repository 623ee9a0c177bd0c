"""What leaves the service: asked about, confirmed, written down, and only then given."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from metrics.models import SavedQuestion
from tasking import services
from tasking.tests.factories import TaskingRequestFactory
from tasking.tests.test_files import CSV, added
from toex.accounts.stepping_up import CONFIRMED
from toex.accounts.tests.factories import UserFactory
from toex.accounts.tests.test_pages import PASSWORD
from toex.audit.choices import ExportKind, Purpose
from toex.audit.models import AuditEvent, Export
from toex.audit.services import Package, record_export
from toex.tests.published import make_release
from toex.web.tests.taking import ANSWERS, take, with_password

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture
def file():
    return added(TaskingRequestFactory(submitted=True))


@pytest.fixture
def lead(file):
    return with_password(file.request.requester)


@pytest.fixture
def address(file):
    return file.get_absolute_url()


@pytest.fixture
def office():
    return with_password(UserFactory(programme_office=True))


@pytest.fixture
def question(office):
    return SavedQuestion.objects.create(
        title="Exercise question",
        asked_for="other",
        parameters={},
        known_at=NOON,
        rules="2022.1",
        disclosure="management",
        answer={"rows": [], "basis": "lead", "known_at": "", "rules": "", "period": ""},
        sha256="0" * 64,
        at=NOON,
        by=office,
    )


class TestAsking:
    def test_a_link_to_a_file_asks_first_and_gives_nothing(self, client, lead, address):
        client.force_login(lead)

        page = client.get(address)

        assert page.status_code == 200
        assert "Before you download" in page.content.decode()
        assert "Content-Disposition" not in page.headers
        assert CSV not in page.content
        assert not Export.objects.exists()

    @pytest.mark.parametrize(
        ("left_out", "sentence"),
        [
            ("recipient", "Enter who will receive it."),
            ("purpose", "Select what it is for."),
            ("password", "Enter the password of your account."),
        ],
    )
    def test_each_answer_is_needed(self, client, lead, address, left_out, sentence):
        page = take(client, lead, address, **{left_out: ""})

        assert sentence in page.content.decode()
        assert "Content-Disposition" not in page.headers
        assert not Export.objects.exists()

    def test_a_wrong_password_gives_nothing_and_keeps_the_answers(self, client, lead, address):
        page = take(client, lead, address, password="Not-the-password-1")

        text = page.content.decode()
        assert "Enter the password of your account." in text
        assert "Exercise partner" in text
        assert "Not-the-password-1" not in text
        assert not Export.objects.exists()

    @pytest.mark.parametrize("purpose", ["published", "api", "anything"])
    def test_a_purpose_that_is_not_offered_is_refused(self, client, lead, address, purpose):
        page = take(client, lead, address, purpose=purpose)

        assert "Select one of the answers in the list." in page.content.decode()
        assert not Export.objects.exists()

    def test_a_stranger_learns_nothing_from_asking(self, client, address):
        stranger = UserFactory(force_lead=True)

        assert take(client, stranger, address).status_code == 404
        assert client.get(address).status_code == 404
        assert not Export.objects.exists()


class TestThePassword:
    def test_is_not_asked_again_for_five_minutes(self, client, lead, address):
        take(client, lead, address)

        page = client.get(address).content.decode()
        again = client.post(address, {"recipient": "Exercise partner", "purpose": "court"})

        assert 'type="password"' not in page
        assert "You gave your password at" in page
        assert again.content == CSV
        assert Export.objects.count() == 2

    def test_is_asked_again_after_five_minutes(self, client, lead, address):
        take(client, lead, address)
        session = client.session
        session[CONFIRMED] -= settings.STEP_UP_SECONDS + 1
        session.save()

        page = client.post(address, {"recipient": "Exercise partner", "purpose": "court"})

        assert "Enter the password of your account." in page.content.decode()
        assert Export.objects.count() == 1

    def test_signing_in_does_not_count_as_giving_it(self, client, lead, address):
        client.post("/sign-in/", {"username": lead.email, "password": PASSWORD})

        assert 'type="password"' in client.get(address).content.decode()

    def test_a_right_one_gives_the_session_another_key(self, client, lead, address):
        client.force_login(lead)
        before = client.session.session_key

        client.post(address, ANSWERS)

        assert client.session.session_key != before
        assert AuditEvent.objects.filter(action="user.confirm", actor=lead).exists()

    def test_wrong_ones_are_counted_as_at_signing_in(self, client, lead, address, settings):
        settings.AXES_ENABLED = True
        settings.AXES_FAILURE_LIMIT = 3
        client.force_login(lead)
        wrong = ANSWERS | {"password": "Not-the-password-1"}

        answers = [client.post(address, wrong).status_code for _ in range(3)]

        assert answers == [200, 200, 429]
        assert client.post(address, ANSWERS).status_code == 429
        assert not Export.objects.exists()

    def test_is_never_carried_through_signing_in(self, client, address):
        page = client.post(address, ANSWERS)

        assert page.status_code == 401
        assert "Exercise partner" in page.content.decode()
        assert PASSWORD not in page.content.decode()


class TestTheRegister:
    def test_says_who_took_what_when_for_whom_and_what_for(self, client, lead, file, address):
        before = timezone.now()

        answer = take(client, lead, address)

        row = Export.objects.get()
        assert answer.content == CSV
        assert (row.by, row.region, row.kind) == (lead, None, ExportKind.REQUEST_FILE)
        assert (row.target, row.name) == (file.request.reference, f"file {file.pk}")
        assert (row.size, row.sha256) == (len(CSV), file.sha256)
        assert (row.recipient, row.purpose) == ("Exercise partner", Purpose.WORK)
        assert before <= row.at <= timezone.now()
        assert row.confirmed_at is not None

    def test_without_its_line_nothing_leaves(self, client, lead, file, address, monkeypatch):
        def broken(**told):
            raise RuntimeError("the register is full")

        monkeypatch.setattr("toex.web.exports.record_export", broken)
        client.raise_request_exception = False

        answer = take(client, lead, address)

        assert answer.status_code == 500
        assert CSV not in answer.content
        assert not AuditEvent.objects.filter(action="request.file.download").exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_line_is_written_only_inside_a_transaction(self):
        package = Package(b"1", "one.csv", "text/csv")

        with pytest.raises(RuntimeError, match="or not at all"):
            record_export(
                by=UserFactory(),
                at=NOON,
                kind=ExportKind.ANSWER,
                package=package,
                recipient="Exercise partner",
                purpose=Purpose.WORK,
            )

    def test_holds_the_number_of_rows_of_an_answer(self, client, office, question):
        take(client, office, f"{question.get_absolute_url()}answer.csv")

        row = Export.objects.get()
        assert (row.kind, row.rows, row.target) == (ExportKind.ANSWER, 0, question.reference)


class TestReleases:
    def files(self, office, **given):
        release, _ = make_release(
            "2021/22-Q3", "Exercise", by=office, approver=UserFactory(), **given
        )
        return release, reverse("metrics:release-file", args=[release.reference, "figures.csv"])

    def test_a_published_file_is_given_at_once_and_written_down(self, client, office):
        release, address = self.files(office, is_out=True)
        client.force_login(UserFactory(analyst=True))

        answer = client.get(address)

        row = Export.objects.get()
        assert answer.content == b"Exercise"
        assert (row.recipient, row.purpose) == (row.by.email, Purpose.PUBLISHED)
        assert (row.target, row.region) == (release.reference, row.by.region)
        assert client.post(address).status_code == 405

    def test_before_it_is_out_its_files_are_asked_about(self, client, office):
        _, address = self.files(office, is_out=False)

        client.force_login(office)
        page = client.get(address)
        answer = take(client, office, address)

        assert "Before you download" in page.content.decode()
        assert answer.content == b"Exercise"
        assert Export.objects.get().purpose == Purpose.WORK

    @pytest.mark.parametrize(
        ("is_out", "purpose"), [(True, Purpose.PUBLISHED), (False, Purpose.API)]
    )
    def test_over_the_api_the_person_is_the_recipient(self, api, office, is_out, purpose):
        release, _ = self.files(office, is_out=is_out)

        answer = api(office).get(f"/api/v1/releases/{release.reference}/files/figures.csv")

        row = Export.objects.get()
        assert answer.content == b"Exercise"
        assert (row.recipient, row.purpose, row.by) == (office.email, purpose, office)

    def test_a_file_that_is_not_there_is_not_asked_about(self, client, office):
        _, address = self.files(office, is_out=False)
        client.force_login(office)

        assert client.get(address.replace("figures", "others")).status_code == 404


def test_after_losing_sight_the_next_click_gives_nothing(client, lead, file, address):
    take(client, lead, address)
    other = UserFactory(force_lead=True)
    lead.force = other.force
    lead.save()

    answer = client.post(address, {"recipient": "Exercise partner", "purpose": "court"})

    assert answer.status_code == 404
    assert Export.objects.count() == 1


def test_a_removed_file_is_not_asked_about(client):
    file = added(TaskingRequestFactory(draft=True))
    services.remove_file(file, by=file.request.requester, at=NOON + timedelta(hours=1))
    client.force_login(file.request.requester)

    assert client.get(file.get_absolute_url()).status_code == 404
