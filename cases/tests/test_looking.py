"""The programme office is asked why it looks at a case, once; the region reads the answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import services
from cases.services.looking import LASTS
from cases.tests.factories import CaseFactory, manager_of, supporter
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return manager_of(case)


@pytest.fixture
def office(client):
    person = UserFactory(programme_office=True)
    client.force_login(person)
    return person


def asked(client, case, page=""):
    answer = client.get(f"/cases/{case.reference}/{page}")
    return answer.status_code == 302 and answer["Location"] == f"/cases/{case.reference}/why/"


def looks(case):
    return AuditEvent.objects.about(case).reads().filter(action="case.view")


class TestTheOffice:
    @pytest.mark.parametrize("page", ["", "terms/", "products/", "outcomes/"])
    def test_is_asked_before_any_page_of_a_case(self, client, office, case, page):
        assert asked(client, case, page)
        assert not looks(case).exists()

    def test_sees_the_case_after_the_answer_and_is_not_asked_again(self, client, office, case):
        answer = client.post(f"/cases/{case.reference}/why/", {"why": "figure"}, follow=True)

        assert answer.redirect_chain == [(f"/cases/{case.reference}/", 302)]
        assert case.title in answer.content.decode()
        assert not asked(client, case, "terms/")
        assert looks(case).get().actor == office

    def test_has_to_select_a_reason(self, client, office, case):
        page = client.post(f"/cases/{case.reference}/why/", {"text": "Because"}).content.decode()

        assert "Select why you are looking at the case" in page
        assert "Because" in page
        assert asked(client, case)

    def test_has_to_say_which_other_reason(self, client, office, case):
        page = client.post(f"/cases/{case.reference}/why/", {"why": "other"}).content.decode()

        assert "Enter why you are looking at the case" in page
        assert asked(client, case)

    def test_may_go_back_to_the_cases_and_not_in_a_circle(self, client, office, case):
        page = client.get(f"/cases/{case.reference}/why/").content.decode()

        assert page.count('href="/cases/"') >= 2
        assert f'href="/cases/{case.reference}/"' not in page

    def test_is_asked_again_after_a_while_and_for_each_case(self, office, case):
        then = timezone.now()
        services.say_why(case, by=office, at=then, why="question")

        for later, expected in [(LASTS, False), (LASTS + timedelta(seconds=1), True)]:
            assert services.has_to_say_why(case, by=office, at=then + later) is expected
        other = UserFactory(programme_office=True)
        assert services.has_to_say_why(case, by=other, at=then)

    def test_is_not_asked_while_nothing_can_be_written_down(self, client, office, case, settings):
        settings.READ_ONLY = True

        assert not asked(client, case)


class TestTheRegion:
    def test_reads_who_was_asked_and_gave_no_reason(self, client, case, manager):
        office = UserFactory(programme_office=True, name="Exercise Office")
        client.force_login(office)
        client.get(f"/cases/{case.reference}/why/")
        client.force_login(manager)

        page = client.get(f"/cases/{case.reference}/access/").content.decode()

        assert "Was asked why they look" in page
        assert "Opened a form" not in page

    def test_reads_the_reason(self, client, case, manager):
        office = UserFactory(programme_office=True, name="Exercise Office")
        services.say_why(case, by=office, at=timezone.now(), why="answer", text="FOI 12")
        client.force_login(manager)

        page = client.get(f"/cases/{case.reference}/access/").content.decode()

        assert "Said why they look" in page
        assert "An answer to somebody who asked the programme: FOI 12" in page

    def test_is_never_asked(self, client, case, manager):
        client.force_login(manager)

        assert not asked(client, case)
        assert client.get(f"/cases/{case.reference}/why/").status_code == 403
        with pytest.raises(NotYourStep):
            services.say_why(case, by=manager, at=timezone.now(), why="figure")


def test_an_unknown_reason_is_refused(case):
    with pytest.raises(ValidationError, match="Select why"):
        services.say_why(
            case, by=UserFactory(programme_office=True), at=timezone.now(), why="curious"
        )


class TestWhoHasLooked:
    def test_a_form_about_a_part_is_told_without_the_codes_of_the_log(self, case, client):
        supporter(case)
        link = case.regions.get(ended_at__isnull=True, part="support")
        client.force_login(manager_of(case))
        client.get(f"/cases/{case.reference}/people/regions/{link.pk}/end/")

        page = client.get(f"/cases/{case.reference}/access/").content.decode()

        assert "Opened a form of the case: the support of a region" in page
        assert str(link) not in page
