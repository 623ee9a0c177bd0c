"""Files of a request: who adds, opens and removes them, and that nothing in them is shown."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from tasking import services
from tasking.models import FileContent, RequestFile
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.tests.test_uploads import PDF
from toex.web.tests.taking import take
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CSV = b"Exercise,1\n"


def given(content=CSV, name="Exercise rows.csv"):
    return ContentFile(content, name=name)


@pytest.fixture
def sent():
    return TaskingRequestFactory(submitted=True)


@pytest.fixture
def draft():
    return TaskingRequestFactory(draft=True)


def added(request, *, by=None, **file):
    return services.add_file(request, by=by or request.requester, at=NOON, file=given(**file))


def of_region(request, role):
    return UserFactory(role=role, region=request.region)


class TestAddFile:
    def test_keeps_name_kind_size_and_bytes(self, draft):
        file = added(draft)

        assert (file.name, file.content_type, file.size) == ("Exercise rows.csv", "text/csv", 11)
        assert bytes(file.content.content) == CSV

    def test_tells_the_trail_its_digest_and_not_its_name(self, draft):
        file = added(draft)

        event = AuditEvent.objects.about(file).get()
        assert (event.action, event.within) == ("request.add-file", draft.reference)
        assert event.changes["sha256"] == file.sha256
        assert "rows" not in f"{event.changes}{event.note}{event.target}"

    def test_keeps_nothing_of_a_file_that_is_refused(self, draft):
        added(draft)

        with pytest.raises(ValidationError) as refused:
            added(draft, content=b"MZ", name="setup.exe")

        assert refused.value.message_dict["file"][0].endswith("CSV, PNG or JPG.")
        assert draft.files.count() == 1

    def test_takes_the_same_bytes_once_and_ten_files_at_most(self, draft, settings):
        settings.ATTACHMENTS_MOST = 2
        added(draft)
        with pytest.raises(ValidationError, match="already with the request"):
            added(draft, name="again.csv")
        added(draft, content=PDF, name="second.pdf")

        with pytest.raises(ValidationError, match="A request can have 2 files"):
            added(draft, content=b"3\n", name="third.csv")

    @pytest.mark.parametrize("role", [Role.GATEWAY_OFFICER, Role.TOEX_MANAGER, Role.ANALYST])
    def test_is_open_to_the_region_once_it_is_sent(self, sent, role):
        assert added(sent, by=of_region(sent, role)).request == sent

    def test_is_not_open_to_the_programme_office_nor_once_withdrawn(self, sent):
        with pytest.raises(NotYourStep):
            added(sent, by=UserFactory(programme_office=True))

        withdrawn = TaskingRequestFactory(withdrawn=True)
        with pytest.raises(StepNotAllowed):
            added(withdrawn)


class TestRemoveFile:
    def test_keeps_the_line_and_not_the_bytes(self, draft):
        file = added(draft)

        services.remove_file(file, by=draft.requester, at=NOON)
        services.remove_file(file, by=draft.requester, at=NOON)

        file = RequestFile.objects.get(pk=file.pk)
        assert (file.removed_at, file.removed_by) == (NOON, draft.requester)
        assert not FileContent.objects.exists()
        assert AuditEvent.objects.about(file).filter(action="request.remove-file").count() == 1

    def test_is_closed_once_the_request_is_sent(self, sent):
        file = added(sent)

        with pytest.raises(StepNotAllowed):
            services.remove_file(file, by=sent.requester, at=NOON)


class TestPages:
    def address(self, request):
        return f"/requests/{request.reference}/files/"

    def test_a_file_is_added_and_then_downloaded_never_shown(self, client, draft):
        client.force_login(draft.requester)
        file = SimpleUploadedFile("Adroddiad ŵ.pdf", PDF, content_type="text/html")

        sent = {"file": file, "handling": "Exercise care"}
        page = client.post(self.address(draft), sent, follow=True)
        kept = draft.files.get()
        asked = client.get(kept.get_absolute_url()).content.decode()
        answer = take(client, draft.requester, kept.get_absolute_url())

        assert "The file is added." in page.content.decode()
        assert "Exercise care" in page.content.decode()
        assert "All parts of this request" in page.content.decode()
        assert "How it must be handled" in asked
        assert "Exercise care" in asked
        assert answer.content == PDF
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Adr")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = set(answer.headers["Content-Security-Policy"].split("; "))
        assert policy == {"default-src 'none'", "sandbox"}
        assert answer.headers["Cache-Control"] == "no-store"
        assert AuditEvent.objects.about(kept).filter(action="request.file.download").exists()

    def test_a_refused_file_is_told_why_and_the_others_stay(self, client, draft):
        added(draft)
        client.force_login(draft.requester)
        file = SimpleUploadedFile("setup.exe", b"MZ", content_type="application/pdf")

        page = client.post(self.address(draft), {"file": file, "handling": "Exercise care"})

        text = page.content.decode()
        assert "The selected file must be a PDF, DOCX, XLSX, CSV, PNG or JPG." in text
        assert "The file is added." not in text
        assert "Exercise rows.csv" in text
        assert "Exercise care" in text

    def test_sent_twice_with_one_key_it_is_added_once(self, client, draft):
        client.force_login(draft.requester)

        for _ in range(2):
            file = SimpleUploadedFile("rows.csv", CSV)
            page = client.post(self.address(draft), {"file": file, "once_key": "one"})

        assert page.status_code == 302
        assert draft.files.count() == 1

    def test_nothing_chosen_is_said(self, client, draft):
        client.force_login(draft.requester)

        assert "Select a file." in client.post(self.address(draft), {}).content.decode()

    def test_a_removed_file_leads_nowhere(self, client, draft):
        file = added(draft)
        client.force_login(draft.requester)

        page = client.post(f"/files/{file.pk}/remove/", follow=True)

        assert "The file is removed." in page.content.decode()
        assert client.get(file.get_absolute_url()).status_code == 404

    def test_whoever_does_not_see_the_request_finds_no_file(self, client, sent, draft):
        for file, stranger in (
            (added(sent), UserFactory(force_lead=True)),
            (added(draft, content=b"2\n"), of_region(draft, Role.GATEWAY_OFFICER)),
            (sent.files.get(), UserFactory(programme_office=True)),
            (sent.files.get(), UserFactory(toex_manager=True)),
        ):
            client.force_login(stranger)
            assert client.get(file.get_absolute_url()).status_code == 404
            assert client.post(f"/files/{file.pk}/remove/").status_code == 404
            assert client.get(self.address(file.request)).status_code == 404

    def test_a_region_adds_and_does_not_remove(self, client, sent):
        file = added(sent)
        client.force_login(of_region(sent, Role.GATEWAY_OFFICER))

        page = client.get(self.address(sent)).content.decode()

        assert "Add a file" in page
        assert "All parts of this request" not in page
        assert "Remove" not in page
        assert client.post(f"/files/{file.pk}/remove/").status_code == 403

    @pytest.mark.parametrize("files", [1, 9])
    def test_the_list_takes_a_constant_number_of_queries(
        self, client, django_assert_max_num_queries, draft, files
    ):
        for number in range(files):
            added(draft, content=f"{number}\n".encode())
        client.force_login(draft.requester)

        with django_assert_max_num_queries(10):
            client.get(self.address(draft))
