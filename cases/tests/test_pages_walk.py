"""Every page of a case: who opens it, for whom it does not exist, and that the look is logged."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import services
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    office_about,
    supporter,
)
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

SUMMARY = ["case", "terms", "products"]
FULL = ["tasks", "people", "files", "timeline", "access"]
STEP_PAGES = [
    *("agree-terms", "close", "hold", "reclassify", "transfer-lead", "restrict"),
    *("add-task", "add-activity", "add-member", "add-force", "add-region", "add-subject"),
    *("link-threat", "record-outcome"),
]


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def readers(case):
    return {
        "manager": manager_of(case),
        "analyst": analyst_of(case),
        "supporter": supporter(case),
        "gateway": gateway_of(case),
        "lead": lead_of(case),
        "office": office_about(case),
    }


@pytest.fixture
def strangers():
    return [
        UserFactory(toex_manager=True),
        UserFactory(force_lead=True),
        UserFactory(auditor=True),
        UserFactory(),
    ]


def open_page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"cases:{name}", args=args))


class TestThePagesOfACase:
    @pytest.mark.parametrize("name", SUMMARY)
    def test_summary_pages_open_to_whoever_sees_the_case(self, client, case, readers, name):
        answers = {
            who: open_page(client, user, name, case.reference).status_code
            for who, user in readers.items()
        }

        assert set(answers.values()) == {200}

    @pytest.mark.parametrize("name", FULL)
    def test_the_rest_exists_only_in_full_sight(self, client, case, readers, name):
        answers = {
            who: open_page(client, user, name, case.reference).status_code
            for who, user in readers.items()
        }

        full = {"manager", "analyst", "supporter"}
        assert {who for who, status in answers.items() if status == 200} == full
        assert {answers[who] for who in set(answers) - full} == {404}

    def test_outcomes_open_to_all_but_the_gateway(self, client, case, readers):
        OutcomeFactory(case=case)

        answers = {
            who: open_page(client, user, "case-outcomes", case.reference).status_code
            for who, user in readers.items()
        }

        assert {who for who, status in answers.items() if status != 200} == {"gateway"}

    @pytest.mark.parametrize("name", [*SUMMARY, *FULL, "case-outcomes", "close", "add-task"])
    def test_to_strangers_none_of_them_exists(self, client, case, strangers, name):
        for user in strangers:
            hidden = open_page(client, user, name, case.reference)
            missing = open_page(client, user, name, "TX-999999")
            assert (hidden.status_code, missing.status_code) == (404, 404)

    @pytest.mark.parametrize("name", STEP_PAGES)
    def test_forms_open_to_a_manager_of_the_lead_region(self, client, case, name):
        answer = open_page(client, manager_of(case), name, case.reference)

        assert answer.status_code == 200

    def test_a_form_of_another_region_s_step_is_refused_in_a_sentence(self, client, case, readers):
        answer = open_page(client, readers["supporter"], "hold", case.reference)

        assert answer.status_code == 403
        assert "Only the region that leads the case may take this step" in answer.content.decode()

    def test_a_step_of_another_stage_is_refused_in_a_sentence(self, client, case):
        answer = open_page(client, manager_of(case), "reassess", case.reference)

        assert answer.status_code == 409
        assert "Terms being agreed" in answer.content.decode()

    @pytest.mark.parametrize("name", [*SUMMARY, *FULL, "case-outcomes"])
    def test_each_look_is_logged(self, client, case, name):
        before = AuditEvent.objects.reads().count()

        open_page(client, manager_of(case), name, case.reference)

        looks = AuditEvent.objects.reads().order_by("pk")[before:]
        assert [look.target for look in looks] == [case.reference]

    def test_a_restricted_case_is_out_of_sight_of_all_but_its_managers(self, client, readers):
        restricted = CaseFactory(restricted=True)
        manager, analyst = manager_of(restricted), analyst_of(restricted)

        assert open_page(client, manager, "case", restricted.reference).status_code == 200
        for user in (analyst, lead_of(restricted), gateway_of(restricted), readers["office"]):
            assert open_page(client, user, "case", restricted.reference).status_code == 404


class TestTheSummary:
    def test_shows_no_link_to_what_the_reader_may_not_see(self, client, case, readers):
        for who in ("lead", "gateway", "office"):
            page = open_page(client, readers[who], "case", case.reference).content.decode()
            for name in FULL:
                assert reverse(f"cases:{name}", args=[case.reference]) not in page
            assert "What needs doing" not in page

    def test_shows_no_subject_key_to_a_force(self, client, case, readers):
        OutcomeFactory(case=case, kind="arrest", subject_key="KEY-0001")

        page = open_page(client, readers["lead"], "case-outcomes", case.reference)

        assert "Arrest" in page.content.decode()
        assert "KEY-0001" not in page.content.decode()


class TestLists:
    @pytest.mark.parametrize("rows", [10, 50])
    def test_cases_take_a_constant_number_of_queries(
        self, client, django_assert_max_num_queries, rows
    ):
        first = CaseFactory()
        for _ in range(rows - 1):
            CaseFactory(force=first.requesting_force)
        client.force_login(manager_of(first))

        with django_assert_max_num_queries(22):
            page = client.get(reverse("cases:cases"))

        assert page.context["paginator"].count == rows

    @pytest.mark.parametrize("rows", [10, 50])
    def test_outcomes_take_a_constant_number_of_queries(
        self, client, django_assert_max_num_queries, rows
    ):
        case = CaseFactory()
        for _ in range(rows):
            OutcomeFactory(case=case)
        client.force_login(manager_of(case))

        for name, args in (
            ("outcomes", []),
            ("outcomes-to-verify", []),
            ("case-outcomes", [case.reference]),
        ):
            with django_assert_max_num_queries(22):
                page = client.get(reverse(f"cases:{name}", args=args))
            assert len(page.context["outcomes"]) == rows

    @pytest.mark.parametrize("rows", [10, 50])
    def test_threats_take_a_constant_number_of_queries(
        self, client, django_assert_max_num_queries, rows
    ):
        case = CaseFactory()
        for _ in range(rows):
            ThreatFactory(case=case)
        client.force_login(manager_of(case))

        with django_assert_max_num_queries(22):
            page = client.get(reverse("cases:threats"))

        assert len(page.context["threats"]) == rows

    def test_a_filter_stays_in_the_address_and_narrows_the_list(self, client, case):
        held = CaseFactory(force=case.requesting_force, on_hold=True)
        client.force_login(manager_of(case))

        page = client.get(reverse("cases:cases"), {"on_hold": "true"})

        assert list(page.context["cases"]) == [held]

    def test_my_cases_are_those_i_am_a_member_of(self, client, case):
        client.force_login(analyst_of(case))

        mine = client.get(reverse("cases:cases"))
        region = client.get(reverse("cases:cases"), {"tab": "region"})

        assert "You have no cases." in mine.content.decode()
        assert list(region.context["cases"]) == [case]

    def test_each_list_opens_to_its_roles_only(self, client):
        closed = {"cases": set(), "outcomes": set(), "threats": set()}
        others = [UserFactory(**{role.value: True}) for role in Role]
        for user in [*others, UserFactory()]:
            client.force_login(user)
            for name, roles in closed.items():
                if client.get(reverse(f"cases:{name}")).status_code == 403:
                    roles.add(user.role)

        nobody = {Role.AUDITOR, Role.ADMINISTRATOR, ""}
        assert closed["cases"] == nobody
        assert closed["outcomes"] == nobody | {Role.GATEWAY_OFFICER}
        assert closed["threats"] == nobody | {Role.GATEWAY_OFFICER, Role.FORCE_LEAD}


class TestAThreat:
    def test_names_only_cases_seen_in_full(self, client, case):
        threat = ThreatFactory(case=case)
        elsewhere = CaseFactory()
        ThreatFactory(case=elsewhere, kind=threat.kind, reference=threat.reference)

        page = open_page(client, analyst_of(case), "threat", threat.pk).content.decode()

        assert case.reference in page
        assert elsewhere.reference not in page

    def test_shows_the_programme_office_no_case(self, client, case):
        threat = ThreatFactory(case=case)

        page = open_page(client, UserFactory(programme_office=True), "threat", threat.pk)

        assert page.status_code == 200
        assert case.reference not in page.content.decode()

    def test_does_not_exist_for_a_force(self, client, case):
        threat = ThreatFactory(case=case)

        assert open_page(client, lead_of(case), "threat", threat.pk).status_code == 404


class TestLinksToOtherCases:
    def test_are_of_cases_in_sight_with_the_same_threat(self, client, case):
        beside = CaseFactory(force=case.requesting_force)
        alone, elsewhere = CaseFactory(force=case.requesting_force), CaseFactory()
        threat = ThreatFactory(case=case)
        for other in (beside, elsewhere):
            ThreatFactory(case=other, kind=threat.kind, reference=threat.reference)
        client.force_login(analyst_of(case))

        page = client.get(reverse("cases:people", args=[case.reference]))

        assert list(page.context["linked"]) == [beside]
        told = page.content.decode()
        assert beside.reference in told
        assert alone.reference not in told
        assert elsewhere.reference not in told

    def test_say_that_there_are_none(self, client, case):
        ThreatFactory(case=case)
        client.force_login(analyst_of(case))

        page = client.get(reverse("cases:people", args=[case.reference])).content.decode()

        assert "Not linked to other cases that you see." in page


class TestTheTimeline:
    def test_tells_steps_and_entries_in_plain_words(self, client, case):
        client.force_login(analyst_of(case))
        client.post(
            reverse("cases:add-activity", args=[case.reference]),
            {"kind": "contact", "occurred_on": "2022-09-06", "text": "Exercise call with the SIO"},
        )

        page = client.get(reverse("cases:timeline", args=[case.reference])).content.decode()

        assert "Case opened" in page
        assert "Exercise call with the SIO" in page
        assert "case." not in page

    def test_can_be_narrowed_to_one_kind_of_event(self, client, case):
        ThreatFactory(case=case)
        OutcomeFactory(case=case)
        client.force_login(analyst_of(case))
        address = reverse("cases:timeline", args=[case.reference])

        titles = {
            kind: [
                event["title"] for event in client.get(address, {"kind": kind}).context["events"]
            ]
            for kind in ("", "steps", "people", "outcomes", "tasks", "nonsense")
        }

        assert titles["steps"] == ["Case opened"]
        assert titles["outcomes"] == ["Outcome recorded"]
        assert titles["people"] == ["Threat linked"]
        assert titles["tasks"] == []
        assert sorted(titles[""]) == ["Case opened", "Outcome recorded", "Threat linked"]
        assert titles["nonsense"] == titles[""]

    def test_says_what_a_change_was_and_what_it_became(self, client, case):
        case = services.reclassify(
            case,
            version=case.version,
            by=analyst_of(case),
            at=OPENED_AT + timedelta(days=1),
            reason="Exercise: seen since.",
            primary_type="LAB",
            flags=["online", "child"],
            title="Exercise Alder",
        )
        client.force_login(analyst_of(case))

        page = client.get(reverse("cases:timeline", args=[case.reference])).content.decode()

        assert "Main type: Adult sexual exploitation → Labour exploitation" in page
        assert "Flags: none → Online, A child may be a victim" in page
        assert "Changed: title" in page
        assert case.requesting_force.short_name in page

    def test_says_only_what_the_form_changed(self, browse, case):
        analyst, address = analyst_of(case), reverse("cases:reclassify", args=[case.reference])
        browser = browse(analyst)
        form = browser.open(address).context["form"]
        typed = {name: form[name].value() for name in form.fields}
        typed |= {"title": "Exercise Alder", "reason": "Exercise.", "version": case.version}

        browser.client.post(address, {k: v for k, v in typed.items() if v is not None})

        event = AuditEvent.objects.get(action="case.reclassify")
        assert event.changes == {"fields": ["title"]}
        page = browser.open(reverse("cases:timeline", args=[case.reference])).content.decode()
        assert "Changed: title<" in page

    def test_names_people_and_not_their_addresses(self, client, case):
        analyst, manager = analyst_of(case), manager_of(case)
        services.add_member(
            case, by=manager, at=OPENED_AT + timedelta(days=1), user=analyst, role="lead"
        )
        client.force_login(manager)

        page = client.get(reverse("cases:timeline", args=[case.reference])).content.decode()

        assert f"Person: {analyst.name}" in page
        assert analyst.email not in page

    def test_takes_a_constant_number_of_queries(self, client, case, django_assert_max_num_queries):
        for number in range(30):
            OutcomeFactory(case=case, at=OPENED_AT + timedelta(days=1, minutes=number))
        client.force_login(manager_of(case))

        with django_assert_max_num_queries(25):
            client.get(reverse("cases:timeline", args=[case.reference]))
