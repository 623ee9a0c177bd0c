"""Files of a case: who adds and withdraws them, their versions, and that all of them stay."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from cases import services
from cases.models import CaseFile, CaseFileContent, FileWithdrawal
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    supporter,
    take,
)
from cases.tests.filing import added, given, withdrawn
from cases.versions import versions_of
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.tests.test_uploads import PDF
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
LATER = OPENED_AT + timedelta(days=9)


def add_all(case, *files, **how):
    return services.add_files(case, by=analyst_of(case), at=LATER, files=files, **how)


def names(case):
    return [each.current.name for each in versions_of(case) if each.current]


class TestAddFile:
    def test_keeps_name_kind_size_handling_and_bytes(self):
        file = added(CaseFactory(), handling=" Not to be copied. ")

        assert (file.name, file.content_type, file.size) == ("Exercise rows.csv", "text/csv", 11)
        assert (file.number, file.replaces, file.scanned) == (1, None, False)
        assert file.handling == "Not to be copied."
        assert bytes(file.content.content) == b"Exercise,1\n"

    def test_tells_the_trail_its_digest_and_not_its_name(self):
        file = added(CaseFactory())

        event = AuditEvent.objects.about(file).get()
        assert (event.action, event.within) == ("case.add-file", file.case.reference)
        assert event.region == file.case.lead_region
        assert event.changes["sha256"] == file.sha256
        assert "rows" not in f"{event.changes}{event.note}{event.target}"

    @pytest.mark.parametrize("story", ["development", "closed"])
    @pytest.mark.parametrize("role", [Role.TOEX_MANAGER, Role.ANALYST])
    def test_is_open_to_every_region_on_the_case_closed_too(self, story, role):
        case = CaseFactory(**{story: True})

        for number, by in enumerate((manager_of(case), analyst_of(case), supporter(case, role))):
            added(case, by=by, content=f"{number}\n", name=f"{number}.csv")

        assert case.files.count() == 3

    def test_is_open_to_nobody_else(self):
        case = CaseFactory()

        for by in (gateway_of(case), lead_of(case), UserFactory(programme_office=True)):
            with pytest.raises(NotYourStep):
                added(case, by=by)

    def test_refuses_the_same_bytes_twice_and_more_than_a_case_holds(self, settings):
        settings.CASE_FILES_MOST = 2
        case = CaseFactory()
        first = added(case)
        with pytest.raises(ValidationError, match="already with the case"):
            added(case, name="again.csv")
        added(case, content=PDF, name="second.pdf")

        with pytest.raises(ValidationError, match="A case can have 2 files"):
            added(case, content="3\n", name="third.csv")

        withdrawn(first)
        assert added(case, content="3\n", name="third.csv").name == "third.csv"

    def test_how_to_handle_it_is_short(self):
        with pytest.raises(ValidationError) as refused:
            added(CaseFactory(), handling="x" * 201)

        assert list(refused.value.message_dict) == ["handling"]
        assert not CaseFile.objects.exists()


class TestAddFiles:
    def test_keeps_the_good_and_says_of_each_bad_one_why(self):
        case = CaseFactory()

        kept, refused = add_all(
            case,
            given("1\n", "one.csv"),
            given("MZ", "setup.exe"),
            given("", "nothing.csv"),
            given("2\n", "two.csv"),
            given("1\n", "one again.csv"),
            handling="Care.",
        )

        assert [file.name for file in kept] == names(case) == ["one.csv", "two.csv"]
        assert {file.handling for file in kept} == {"Care."}
        assert refused == [
            "setup.exe: The selected file must be a PDF, DOCX, XLSX, CSV, PNG or JPG.",
            "nothing.csv: The selected file is empty.",
            "one again.csv: This file is already with the case.",
        ]

    def test_keeps_nothing_while_files_cannot_be_checked(self, settings):
        settings.CLAMD_SOCKET = "/nowhere/clamd"
        case = CaseFactory()

        with pytest.raises(ValidationError) as refused:
            add_all(case, given("MZ", "setup.exe"), given("1\n", "one.csv"))

        assert refused.value.message_dict["file"] == [
            "We cannot check files at the moment. Try again in a few minutes. Nothing was saved."
        ]
        assert not case.files.exists()

    def test_takes_so_many_at_a_time(self, settings):
        settings.ATTACHMENTS_MOST = 1

        with pytest.raises(ValidationError, match="Select 1 files or fewer at a time"):
            add_all(CaseFactory(), given("1\n", "one.csv"), given("2\n", "two.csv"))


class TestVersions:
    def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(self):
        case = CaseFactory()
        first, other = added(case), added(case, content="0\n", name="Exercise other.csv")

        newer = added(case, content="2\n", name="EXERCISE ROWS.csv")

        rows, others = versions_of(case)
        assert (newer.number, newer.replaces) == (2, first)
        assert (rows.current, rows.earlier) == (newer, [first])
        assert (others.current, others.earlier) == (other, [])

    def test_a_newer_version_may_have_another_name_and_kind(self):
        first = added(CaseFactory())

        newer = added(first.case, content=PDF, name="final.pdf", replaces=first)

        assert (newer.number, newer.replaces) == (2, first)
        assert names(first.case) == ["final.pdf"]

    def test_only_what_is_on_the_list_is_replaced(self):
        first = added(CaseFactory())
        added(first.case, content="2\n")

        with pytest.raises(ValidationError, match="not on the list any more"):
            added(first.case, content="3\n", replaces=first)

        elsewhere = added(CaseFactory())
        with pytest.raises(ValidationError, match="not on the list any more"):
            added(first.case, content="3\n", replaces=elsewhere)

    def test_the_version_before_comes_back_when_the_newer_is_withdrawn(self):
        first = added(CaseFactory())
        second = added(first.case, content="2\n")

        withdrawn(second)
        assert versions_of(first.case)[0].current == first

        third = added(first.case, content="3\n")
        assert (third.number, third.replaces) == (3, second)
        assert versions_of(first.case)[0].earlier == [first]


class TestWithdrawFile:
    def test_keeps_line_bytes_and_reason_and_tells_the_trail(self):
        file = added(CaseFactory())

        file = withdrawn(file, reason=" Of another case. ")

        assert file.is_withdrawn
        assert (file.withdrawal.reason, file.withdrawal.by) == (
            "Of another case.",
            manager_of(file.case),
        )
        assert CaseFileContent.objects.filter(file=file).exists()
        event = AuditEvent.objects.about(file).get(action="case.withdraw-file")
        assert event.note == "Of another case."
        assert versions_of(file.case)[0].current is None
        with pytest.raises(CaseFile.DoesNotExist):
            services.open_file(file, by=manager_of(file.case), at=LATER)

    def test_needs_a_reason_and_happens_once(self):
        file = added(CaseFactory())
        with pytest.raises(ValidationError) as refused:
            withdrawn(file, reason=" ")
        assert refused.value.message_dict == {"reason": ["Enter a reason."]}

        withdrawn(file)
        with pytest.raises(StepNotAllowed):
            withdrawn(file)

    def test_a_supporting_region_withdraws_its_own_only(self):
        case = CaseFactory()
        by = supporter(case)
        mine, theirs = added(case, by=by), added(case, content="2\n", name="other.csv")

        withdrawn(mine, by=by)

        with pytest.raises(NotYourStep):
            withdrawn(theirs, by=by)
        with pytest.raises(NotYourStep):
            withdrawn(theirs, by=lead_of(case))


class TestTheDatabase:
    @pytest.mark.parametrize("model", [CaseFile, CaseFileContent, FileWithdrawal])
    def test_changes_and_removes_nothing(self, model):
        withdrawn(added(CaseFactory()))

        for act in ("UPDATE {} SET id = 99", "DELETE FROM {}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(act.format(model._meta.db_table))
        assert model.objects.count() == 1


class TestSight:
    def test_files_are_seen_with_the_whole_case_only(self):
        file = added(CaseFactory())
        case = file.case
        full = [manager_of(case), analyst_of(case), supporter(case)]
        others = [
            *(gateway_of(case), lead_of(case), UserFactory(programme_office=True)),
            *(UserFactory(analyst=True), UserFactory(auditor=True), UserFactory()),
        ]

        assert all(CaseFile.objects.visible_to(reader).exists() for reader in full)
        assert not any(CaseFile.objects.visible_to(reader).exists() for reader in others)

    def test_of_a_restricted_case_they_are_seen_by_whoever_sees_it(self):
        case = CaseFactory()
        reader, outsider = analyst_of(case), supporter(case)
        added(case)
        services.add_member(case, by=manager_of(case), at=OPENED_AT, user=reader)

        take(services.restrict_case, case, at=OPENED_AT, reason="Exercise.")

        assert CaseFile.objects.visible_to(reader).exists()
        assert not CaseFile.objects.visible_to(outsider).exists()
