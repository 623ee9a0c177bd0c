"""Several outcomes verified in one act: all of them or none, and never one's own."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import services
from cases.tests.browsing import fresh
from cases.tests.factories import (
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    manager_of,
    supporter,
)
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = "/outcomes/to-verify/"
SELECTED = "/outcomes/to-verify/selected/"


@pytest.fixture
def case():
    return CaseFactory(development=True)


@pytest.fixture
def drafts(case):
    return [OutcomeFactory(case=case) for _ in range(3)]


def sent(*outcomes):
    return {"outcome": [f"{each.pk}.{each.version}" for each in outcomes]}


def states(outcomes):
    return [fresh(each).state for each in outcomes]


class TestTheService:
    def verify(self, outcomes, by):
        chosen = [(each, each.version) for each in outcomes]
        return services.verify_outcomes(chosen, by=by, at=timezone.now())

    def test_verifies_each_with_its_own_version_and_line_in_the_trail(self, case, drafts):
        manager = manager_of(case)

        verified = self.verify(drafts, manager)

        assert [(row.state, row.version, row.verified_by) for row in verified] == [
            ("verified", 2, manager)
        ] * 3
        lines = AuditEvent.objects.filter(action="outcome.verify")
        assert {line.target_pk for line in lines} == {each.pk for each in drafts}

    def test_saves_nothing_where_one_is_one_s_own(self, case, drafts):
        own = OutcomeFactory(case=case, by=manager_of(case))

        with pytest.raises(ValidationError) as refused:
            self.verify([*drafts, own], manager_of(case))

        assert refused.value.messages == [
            f"Outcome {own.pk} of {case.reference}: You recorded this outcome: another manager "
            "of the lead region decides on it."
        ]
        assert states([*drafts, own]) == ["draft"] * 4
        assert not AuditEvent.objects.filter(action="outcome.verify").exists()

    def test_names_every_outcome_that_changed_meanwhile(self, case, drafts):
        for each in drafts[:2]:
            services.change_outcome(
                each, version=1, by=analyst_of(case), at=timezone.now(), attribution="contributed"
            )

        with pytest.raises(ValidationError) as refused:
            self.verify(drafts, manager_of(case))

        assert [text.partition(":")[0] for text in refused.value.messages] == [
            f"Outcome {each.pk} of {case.reference}" for each in drafts[:2]
        ]
        assert states(drafts) == ["draft"] * 3

    def test_an_analyst_and_another_region_verify_nothing(self, case, drafts):
        for by in (analyst_of(case), supporter(case, Role.TOEX_MANAGER)):
            with pytest.raises(ValidationError):
                self.verify(drafts, by)

        assert states(drafts) == ["draft"] * 3

    def test_to_a_stranger_they_do_not_exist(self, drafts):
        with pytest.raises(type(drafts[0]).DoesNotExist):
            self.verify(drafts, UserFactory(toex_manager=True))


class TestTheList:
    def test_labels_each_box_and_says_as_what_the_outcome_counts(self, browse, case, drafts):
        text = browse(manager_of(case)).open(LIST).content.decode()

        about = f'<span class="toex-nowrap">{case.reference}</span>'
        assert f"Select outcome {drafts[0].pk} of {about}" in text
        assert "This will count in 2022/23 Q2 as 1 arrest (direct)" in text

    def test_narrows_to_a_quarter(self, browse, case, drafts):
        later = OutcomeFactory(case=case, occurred_on=date(2022, 11, 3), at=timezone.now())

        page = browse(manager_of(case)).open(LIST, quarter="2022/23-Q3")

        assert list(page.context["outcomes"]) == [later]

    def test_a_quarter_without_waiting_outcomes_is_no_answer(self, browse, case, drafts):
        page = browse(manager_of(case)).open(LIST, quarter="2020/21-Q1")

        assert "Select one of the answers in the list." in page.content.decode()


class TestThePageOfTheSelected:
    def test_verifies_what_was_selected_and_nothing_else(self, browse, case, drafts):
        manager = browse(manager_of(case))
        page = manager.open(SELECTED, outcome=[each.pk for each in drafts[:2]])

        done = manager.client.post(SELECTED, sent(*page.context["outcomes"]), follow=True)

        assert "2 outcomes are verified. They count from now on." in done.content.decode()
        assert done.request["PATH_INFO"] == LIST
        assert states(drafts) == ["verified", "verified", "draft"]

    def test_leaves_out_one_s_own_and_says_why(self, browse, case, drafts):
        own = OutcomeFactory(case=case, by=manager_of(case))

        page = browse(manager_of(case)).open(SELECTED, outcome=[drafts[0].pk, own.pk])

        assert page.context["outcomes"] == [drafts[0]]
        assert f"Outcome {own.pk} of {case.reference}</a>: You recorded" in page.content.decode()

    def test_says_that_nothing_was_saved_where_a_version_is_stale(self, browse, case, drafts):
        manager = browse(manager_of(case))
        manager.open(LIST)
        before = sent(*drafts)
        services.change_outcome(
            drafts[0], version=1, by=analyst_of(case), at=timezone.now(), attribution="contributed"
        )

        page = manager.client.post(SELECTED, before)

        assert page.status_code == 409
        text = page.content.decode()
        assert "Nothing was verified." in text
        assert f"Outcome {drafts[0].pk} of {case.reference}: This has changed" in text
        assert f'value="{drafts[0].pk}.2"' in text
        assert states(drafts) == ["draft"] * 3

    def test_a_double_click_verifies_once(self, browse, case, drafts):
        manager = browse(manager_of(case))
        key = manager.open(SELECTED, outcome=[drafts[0].pk]).context["once_key"]
        body = {**sent(drafts[0]), "once_key": key}

        answers = [manager.client.post(SELECTED, body).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert AuditEvent.objects.filter(action="outcome.verify").count() == 1

    @pytest.mark.parametrize("text", ["999999", "1.x", "x", "", "9" * 30, "²"])
    def test_what_names_no_outcome_is_not_found(self, browse, case, drafts, text):
        assert browse(manager_of(case)).open(SELECTED, outcome=text).status_code == 404

    def test_another_region_s_outcome_is_not_found(self, browse, drafts):
        stranger = browse(UserFactory(toex_manager=True))

        assert stranger.open(SELECTED, outcome=drafts[0].pk).status_code == 404
        assert stranger.client.post(SELECTED, sent(*drafts)).status_code == 404
        assert states(drafts) == ["draft"] * 3

    def test_a_restricted_case_exists_only_for_the_region_that_leads(self, browse, case, drafts):
        other = supporter(case, Role.TOEX_MANAGER)
        services.restrict_case(
            case, version=case.version, by=manager_of(case), at=timezone.now(), reason="Exercise."
        )

        assert browse(other).open(SELECTED, outcome=drafts[0].pk).status_code == 404
        assert browse(manager_of(case)).open(SELECTED, outcome=drafts[0].pk).status_code == 200

    def test_other_roles_have_no_such_page(self, browse, case, drafts):
        analyst = browse(analyst_of(case))

        assert analyst.open(SELECTED).status_code == 403
        assert analyst.client.post(SELECTED, sent(*drafts)).status_code == 403

    def test_nothing_selected_is_said_in_a_sentence(self, browse, case):
        page = browse(manager_of(case)).open(reverse("cases:verify-selected"))

        assert "Select at least one outcome" in page.content.decode()

    def test_the_look_at_what_was_selected_is_logged(self, browse, case, drafts):
        browse(manager_of(case)).open(SELECTED, outcome=drafts[1].pk)

        assert AuditEvent.objects.reads().latest("pk").shown == [str(drafts[1])]

    @pytest.mark.parametrize("rows", [5, 40])
    def test_takes_a_constant_number_of_queries(
        self, client, django_assert_max_num_queries, case, rows
    ):
        chosen = [OutcomeFactory(case=case, subject_key=f"KEY{n:03}") for n in range(rows)]
        client.force_login(manager_of(case))

        with django_assert_max_num_queries(12):
            page = client.get(SELECTED, {"outcome": [each.pk for each in chosen]})

        assert len(page.context["outcomes"]) == rows
