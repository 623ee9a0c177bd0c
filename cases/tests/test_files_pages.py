"""The files of a case by its pages: several at once, each refusal by name, and the download."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import services
from cases.tests.browsing import address
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    supporter,
)
from cases.tests.factories import (
    take as take_step,
)
from cases.tests.filing import added, withdrawn
from tasking import services as asking
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent, Export
from toex.core.tests.test_uploads import PDF
from toex.web.limits import UPLOAD
from toex.web.tests.taking import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


def chosen(name="Exercise rows.csv", content=b"Exercise,1\n"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def send(client, case, *files, follow=True, **fields):
    return client.post(address("files", case.reference), {"file": files, **fields}, follow=follow)


def text_of(answer):
    return answer.content.decode()


class TestUpload:
    def test_takes_several_files_and_says_so(self, client, case):
        client.force_login(analyst_of(case))

        page = text_of(
            send(client, case, chosen("one.csv"), chosen("two.pdf", PDF), handling="Care.")
        )

        assert "2 files are added." in page
        assert page.count("Care.") == 2
        assert "No files yet." not in page

    def test_keeps_the_good_ones_and_tells_of_each_other_why(self, client, case):
        client.force_login(analyst_of(case))

        page = text_of(
            send(
                client,
                case,
                chosen("one.csv"),
                chosen("setup.exe", b"MZ"),
                chosen("renamed.pdf", b"MZ" + bytes(60)),
                handling="Care.",
            )
        )

        assert "1 of 3 files is added." in page
        assert "setup.exe: The selected file must be a PDF, DOCX, XLSX, CSV, PNG or JPG." in page
        assert "renamed.pdf: The selected file is not what its name says." in page
        assert 'value="Care."' in page
        assert [file.name for file in case.files.all()] == ["one.csv"]

    def test_while_files_cannot_be_checked_nothing_is_saved(self, client, case, settings):
        settings.CLAMD_SOCKET = "/nowhere/clamd"
        client.force_login(analyst_of(case))

        page = text_of(send(client, case, chosen("one.csv"), chosen("two.pdf", PDF)))

        sentence = (
            "We cannot check files at the moment. Try again in a few minutes. Nothing was saved."
        )
        assert sentence in page
        assert not case.files.exists()

    def test_sent_twice_with_one_key_it_answers_twice_and_adds_once(self, client, case):
        client.force_login(analyst_of(case))

        for _ in range(2):
            page = text_of(
                send(client, case, chosen(), chosen("setup.exe", b"MZ"), once_key="one")
            )

        assert "1 of 2 files is added." in page
        assert "setup.exe: " in page
        assert case.files.count() == 1

    def test_nothing_chosen_is_said(self, client, case):
        client.force_login(analyst_of(case))

        assert "Select a file." in text_of(send(client, case))

    def test_each_file_is_counted(self, client, case, settings):
        settings.LIMITS = {UPLOAD: (2, 600)}
        client.force_login(analyst_of(case))

        answer = send(client, case, *(chosen(f"{n}.csv", b"%d\n" % n) for n in range(3)))

        assert answer.status_code == 429
        assert not case.files.exists()


class TestVersions:
    def test_a_newer_version_takes_the_place_and_the_older_can_be_had(self, client):
        first = added(CaseFactory(), handling="Not to be copied.")
        user = analyst_of(first.case)
        client.force_login(user)
        where = address("add-version", first.case.reference, first.pk)

        form = text_of(client.get(where))
        page = text_of(
            client.post(
                where, {"file": chosen("final.pdf", PDF), "handling": "Care."}, follow=True
            )
        )

        assert 'value="Not to be copied."' in form
        assert "The newer version is on the list." in page
        assert (
            page.index("final.pdf")
            < page.index("Earlier versions")
            < page.index("Exercise rows.csv")
        )
        assert take(client, user, first.get_absolute_url()).content == b"Exercise,1\n"

    def test_a_refused_one_is_told_why(self, client):
        first = added(CaseFactory())
        client.force_login(analyst_of(first.case))

        page = client.post(
            address("add-version", first.case.reference, first.pk),
            {"file": chosen("setup.exe", b"MZ"), "handling": "Exercise care"},
        )

        assert "The selected file must be a PDF, DOCX, XLSX, CSV, PNG or JPG." in text_of(page)
        assert "Exercise care" in text_of(page)


class TestDownload:
    def test_is_asked_about_with_its_handling_and_saved_never_shown(self, client):
        file = added(CaseFactory(), name="Adroddiad ŵ.pdf", content=PDF, handling="Exercise care")
        user = analyst_of(file.case)
        client.force_login(user)

        asked = text_of(client.get(file.get_absolute_url()))
        answer = take(client, user, file.get_absolute_url())

        assert "How it must be handled" in asked
        assert "Exercise care" in asked
        assert answer.content == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Adr")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = set(answer.headers["Content-Security-Policy"].split("; "))
        assert policy == {"default-src 'none'", "sandbox"}
        look = AuditEvent.objects.about(file).get(action="case.file.download")
        assert look.within == file.case.reference
        left = Export.objects.get()
        assert (left.target, left.name) == (file.case.reference, f"file {file.pk}")
        assert left.what == "A file of a request or a case"

    def test_of_a_withdrawn_file_does_not_exist(self, client):
        file = withdrawn(added(CaseFactory()))
        client.force_login(analyst_of(file.case))

        assert client.get(file.get_absolute_url()).status_code == 404
        assert client.post(file.get_absolute_url()).status_code == 404


class TestWithdrawal:
    def test_takes_a_reason_and_leaves_the_line(self, browse):
        file = added(CaseFactory())
        manager = browse(manager_of(file.case))

        page = text_of(
            manager.send(
                address("withdraw-file", file.case.reference, file.pk), reason="Of another case."
            )
        )

        assert "The file is withdrawn." in page
        assert "No files yet." not in page
        assert "Of another case." in page
        assert file.get_absolute_url() not in page.replace("withdraw/", "")

    def test_of_what_others_added_is_not_offered_to_a_supporting_region(self, browse):
        file = added(CaseFactory())
        reader = browse(supporter(file.case))
        where = address("withdraw-file", file.case.reference, file.pk)

        assert where not in text_of(reader.open(address("files", file.case.reference)))
        assert reader.open(where).status_code == 403


class TestThePage:
    def test_says_that_there_are_none(self, browse, case):
        page = text_of(browse(analyst_of(case)).open(address("files", case.reference)))

        assert "No files yet." in page
        assert "of the request" not in page

    def test_leads_to_the_files_of_the_request(self, browse, case):
        reader = browse(supporter(case))
        asking.add_file(case.request, by=lead_of(case), at=OPENED_AT, file=chosen())

        page = text_of(reader.open(address("files", case.reference)))

        assert f"1 file of the request {case.request.reference}" in page
        assert (
            reader.open(reverse("tasking:files", args=[case.request.reference])).status_code == 200
        )

    def test_exists_in_full_sight_only(self, client, case):
        file = added(case)
        others = [gateway_of(case), lead_of(case), UserFactory(programme_office=True)]
        pages = [
            address("files", case.reference),
            *(
                address(name, case.reference, file.pk)
                for name in ("file", "add-version", "withdraw-file")
            ),
        ]

        for reader in [*others, UserFactory(toex_manager=True), UserFactory(auditor=True)]:
            client.force_login(reader)
            for page in pages:
                assert client.get(page).status_code == 404
                assert client.post(page).status_code == 404

    def test_goes_out_of_sight_with_a_case_that_is_restricted(self, browse, case):
        file = added(case)
        reader = browse(supporter(case))
        assert reader.open(file.get_absolute_url()).status_code == 200

        take_step(services.restrict_case, case, at=OPENED_AT, reason="Exercise.")

        assert reader.open(file.get_absolute_url()).status_code == 404
        assert reader.open(address("files", case.reference)).status_code == 404

    def test_another_cases_file_is_not_under_this_address(self, browse, case):
        file = added(CaseFactory(region=case.lead_region))

        where = address("file", case.reference, file.pk)

        assert browse(analyst_of(case)).open(where).status_code == 404

    def test_the_timeline_tells_in_plain_words(self, browse, case):
        first = added(case)
        withdrawn(added(case, content="2\n"), reason="Of another case.")

        page = text_of(
            browse(analyst_of(case)).open(address("timeline", case.reference), kind="files")
        )

        assert page.count("File added") == 2
        assert "File withdrawn" in page
        assert "Of another case." in page
        assert "Kind: CSV" in page
        assert "Version: 2" in page
        assert f"{address('files', case.reference)}#file-{first.pk}" in page

    @pytest.mark.parametrize("files", [1, 9])
    def test_takes_a_constant_number_of_queries(
        self, browse, case, django_assert_max_num_queries, files
    ):
        for number in range(files):
            added(case, content=f"{number}\n", name=f"{number % 4}.csv")
        reader = browse(analyst_of(case))
        reader.open(address("files", case.reference))

        with django_assert_max_num_queries(14):
            reader.client.get(address("files", case.reference))
