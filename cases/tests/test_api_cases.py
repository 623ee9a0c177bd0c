import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.models import Case
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    WHY,
    CaseFactory,
    ImportedCaseFactory,
    OutcomeFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    person,
    supporter,
    take,
)
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.periods import london_date
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases/"
NO_ROW = {
    "type": "client_error",
    "errors": [{"code": "not_found", "detail": "Not found.", "attr": None}],
}
TERMS = {
    "support": "An intelligence package.",
    "products": ["timeline"],
    "due_on": "2022-10-30",
    "agreed_on": "2022-09-30",
    "sio_name": "Exercise Officer",
}

SUMMARY = {
    "title": "Exercise Juniper",
    "operation_name": "Exercise Juniper",
    "primary_type": "ASE",
    "secondary_types": [],
    "flags": [],
    "state": "delivered",
    "on_hold": False,
    "restricted": False,
    "opened_on": "2022-09-05",
    "closed_on": None,
    "open_steps": [],
    "terms": {
        "support": "An intelligence package.",
        "products": ["intelligence_package"],
        "due_on": "2022-10-04",
        "agreed_on": "2022-09-06",
        "sio_name": "Exercise Officer",
    },
    "products": [
        {
            "kind": "intelligence_package",
            "title": "Exercise package",
            "delivered_on": "2022-09-07",
        }
    ],
    "outcome_counts": {"arrest": 1},
}


def address(case, *parts):
    return "/".join([f"{CASES}{case.reference}", *map(str, parts), ""])


def attrs(answer):
    assert answer.status_code == 400, answer.content
    return sorted({error["attr"] for error in answer.json()["errors"]})


class TestReading:
    def test_a_summary_says_what_the_contract_names(self, api):
        case = CaseFactory(delivered=True)
        supporter(case)
        OutcomeFactory(case=case)

        body = api(lead_of(case)).get(address(case)).json()

        assert body == {
            **SUMMARY,
            "reference": case.reference,
            "request": case.request.reference,
            "lead_region": case.lead_region.code,
            "supporting_regions": [case.regions.get(part="support").region.code],
            "forces": [case.requesting_force.code],
            "clocks": {
                "days_to_decision": 3,
                "days_to_terms": 1,
                "days_to_first_product": 2,
                "days_open": (london_date(timezone.now()) - OPENED_ON).days,
                "paused": False,
            },
            "version": case.version,
        }

    def test_full_sight_adds_members_and_owner(self, api):
        case = CaseFactory(closed=True)
        member = analyst_of(case)
        services.add_member(case, by=manager_of(case), at=OPENED_AT, user=member)

        body = api(member).get(address(case)).json()

        assert (body["members"], body["owner"]) == ([member.email], "force")

    def test_counts_only_the_outcomes_that_the_reader_sees(self, api):
        case, force = CaseFactory(), ForceFactory()
        services.add_force(case, by=manager_of(case), at=OPENED_AT, force=force)
        OutcomeFactory(case=case)
        OutcomeFactory(case=case, force=force)
        OutcomeFactory(case=case, void=True)

        def counted(user):
            return api(user).get(address(case)).json()["outcome_counts"]

        assert counted(manager_of(case)) == {"arrest": 2}
        assert counted(person(Role.FORCE_LEAD, force)) == {"arrest": 1}
        assert counted(gateway_of(case)) == {}

    def test_an_imported_case_has_the_clocks_that_its_dates_give(self, api):
        case = ImportedCaseFactory()

        body = api(manager_of(case)).get(address(case)).json()

        assert body["request"] is None
        assert body["clocks"]["days_to_decision"] is None
        assert body["clocks"]["days_to_terms"] is None

    def test_open_steps_are_those_open_to_the_reader(self, api):
        case = CaseFactory()

        def offered(user):
            return set(api(user).get(address(case)).json()["open_steps"])

        team = {"agree-terms", "hold", "reclassify"}
        assert offered(analyst_of(case)) == team
        assert offered(manager_of(case)) == team | {"close", "transfer-lead", "restrict"}
        assert offered(supporter(case)) == set()

    def test_an_unseen_case_is_like_none(self, api):
        case = CaseFactory()
        stranger = api(person(Role.TOEX_MANAGER, RegionFactory()))

        for path in (address(case), f"{CASES}TX-999999/", f"{CASES}TX-1/", f"{CASES}a/"):
            answer = stranger.get(path)
            assert (answer.status_code, answer.json()) == (404, NO_ROW)

    def test_a_role_that_never_sees_cases_has_no_list(self, api):
        for role in ("auditor", "administrator"):
            assert api(UserFactory(**{role: True})).get(CASES).status_code == 403

    def test_looks_are_logged(self, api):
        case = CaseFactory()

        api(manager_of(case)).get(address(case))
        api(manager_of(case)).get(CASES)

        looks = AuditEvent.objects.reads()
        assert looks.get(action="case.view").target == case.reference
        assert looks.get(action="case.list").shown == [case.reference]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("state=development", 1),
            ("state=development&state=terms", 2),
            ("on_hold=true", 1),
            ("q=juniper", 2),
            ("q=nothing", 0),
            ("primary_type=LAB", 0),
            ("opened_from=2022-09-06", 0),
            ("opened_to=2022-09-06", 2),
        ],
    )
    def test_a_list_is_narrowed_by_its_filters(self, api, query, expected):
        case = CaseFactory(development=True)
        CaseFactory(region=case.lead_region, on_hold=True)

        body = api(manager_of(case)).get(f"{CASES}?{query}&count=true").json()

        assert body["count"] == len(body["results"]) == expected

    def test_a_force_with_a_part_is_a_filter_too(self, api):
        case = CaseFactory()
        other = CaseFactory(region=case.lead_region)
        client = api(manager_of(case))

        found = client.get(f"{CASES}?force={other.requesting_force.code}").json()["results"]

        assert [row["reference"] for row in found] == [other.reference]
        assert client.get(f"{CASES}?force=nowhere").status_code == 400
        assert client.get(f"{CASES}?region={case.lead_region.code}").status_code == 200

    def test_a_list_takes_as_many_look_ups_for_fifty_rows_as_for_ten(
        self, api, django_assert_max_num_queries
    ):
        region = RegionFactory()
        client = api(person(Role.TOEX_MANAGER, region))
        force = ForceFactory(region=region)
        for _ in range(10):
            ImportedCaseFactory(requesting_force=force)
        with django_assert_max_num_queries(20) as few:
            assert len(client.get(CASES).json()["results"]) == 10
        for _ in range(40):
            ImportedCaseFactory(requesting_force=force)

        with django_assert_max_num_queries(20) as many:
            assert len(client.get(CASES).json()["results"]) == 50
        assert len(few) == len(many)


class TestSteps:
    def test_the_order_of_refusals(self, api):
        case = CaseFactory()
        stranger = person(Role.ANALYST, RegionFactory())
        path = address(case, "close")

        assert api().post(path).status_code == 401
        assert api(stranger).post(path, {}).status_code == 404
        assert api(analyst_of(case)).post(path, {}).status_code == 403
        assert api(lead_of(case)).post(path, {"version": "x"}).status_code == 403
        manager = api(manager_of(case))
        assert manager.post(path, {"owner": "x"}).status_code == 428
        assert manager.post(path, {"version": 99}).status_code == 412
        reopen = manager.post(address(case, "reopen"), {"version": case.version})
        assert reopen.status_code == 409
        assert attrs(manager.post(path, {"version": case.version})) == ["owner", "reason"]

    def test_a_case_goes_from_terms_to_closed_and_back(self, api):
        case = CaseFactory()
        client = api(manager_of(case))
        bodies = [
            ("agree-terms", TERMS, "development"),
            (
                "deliver",
                {"kind": "timeline", "title": "Exercise", "delivered_on": "2022-10-01"},
                "delivered",
            ),
            ("reassess", {"summary": "Lower."}, "reassessed"),
            ("close", {"owner": "rocu", "reason": "completed", "note": "Done."}, "closed"),
            ("reopen", {"reason": WHY}, "development"),
            ("hold", {"reason": WHY}, "development"),
            ("resume", {}, "development"),
            ("restrict", {"reason": WHY}, "development"),
            ("unrestrict", {}, "development"),
            ("reclassify", {"reason": WHY, "primary_type": "LAB"}, "development"),
        ]
        version = case.version

        for name, body, state in bodies:
            answer = client.post(address(case, name), {**body, "version": version})
            assert answer.status_code == 200, (name, answer.content)
            assert answer.json()["state"] == state
            assert answer.json()["version"] == version + 1
            version += 1

    def test_a_version_may_come_in_the_header(self, api):
        case = CaseFactory()

        answer = api(manager_of(case)).post(
            address(case, "hold"), {"reason": WHY}, headers={"If-Match": f'"{case.version}"'}
        )

        assert (answer.status_code, answer.json()["on_hold"]) == (200, True)

    def test_a_lead_that_is_given_away_is_answered_once_more(self, api):
        case, region = CaseFactory(), RegionFactory()
        client = api(manager_of(case))
        body = {"region": region.code, "from_date": "2022-10-01", "reason": WHY}

        answer = client.post(address(case, "transfer-lead"), {**body, "version": case.version})

        assert (answer.status_code, answer.json()["lead_region"]) == (200, region.code)
        assert "members" not in answer.json()
        assert client.get(address(case)).status_code == 404

    @pytest.mark.parametrize("name", ["reopen", "hold", "restrict", "transfer-lead", "reclassify"])
    def test_a_reason_is_asked_for(self, api, name):
        case = CaseFactory(closed=name == "reopen")
        body = {"version": case.version, "from_date": "2022-10-01", "region": RegionFactory().code}

        assert attrs(api(manager_of(case)).post(address(case, name), body)) == ["reason"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("support", ""),
            ("support", 7 * [1]),
            ("support", "x" * 20_001),
            ("products", "timeline"),
            ("products", ["cake"]),
            ("products", []),
            ("due_on", "soon"),
            ("due_on", "2022-09-29"),
            ("agreed_on", "2999-01-01"),
            ("agreed_on", None),
            ("sio_name", "x" * 101),
            ("sio_name", "a\x00b"),
            ("sio_name", "\ud800"),
        ],
    )
    def test_terms_that_do_not_fit_are_named(self, api, name, value):
        case = CaseFactory()
        body = {**TERMS, name: value, "version": case.version}

        answer = api(manager_of(case)).post(
            address(case, "agree-terms"), json.dumps(body), content_type="application/json"
        )

        assert name in attrs(answer)

    @pytest.mark.parametrize("body", ["[]", "7", '"x"', "null", "{", "[{}]"])
    def test_a_body_that_is_no_object_is_refused(self, api, body):
        case = CaseFactory()

        answer = api(manager_of(case)).post(
            address(case, "agree-terms"),
            body,
            content_type="application/json",
            headers={"If-Match": str(case.version)},
        )

        assert answer.status_code == 400
        assert answer.json()["type"] in ("validation_error", "client_error")

    def test_the_same_key_takes_a_step_once(self, api):
        case = CaseFactory()
        client = api(manager_of(case))
        sent = {"reason": WHY, "version": case.version}

        first = client.post(address(case, "hold"), sent, headers={"Idempotency-Key": "k1"})
        again = client.post(address(case, "hold"), sent, headers={"Idempotency-Key": "k1"})

        assert (again.status_code, again.json()) == (200, first.json())
        other = {**sent, "reason": "Another."}
        refused = client.post(address(case, "hold"), other, headers={"Idempotency-Key": "k1"})
        assert refused.status_code == 422

    def test_a_case_on_hold_says_so_and_its_clocks_stand(self, api):
        case = take(services.hold_case, CaseFactory(), at=OPENED_AT, reason=WHY)

        clocks = api(manager_of(case)).get(address(case)).json()["clocks"]

        assert (clocks["paused"], clocks["days_open"]) == (True, 0)


class TestDecide:
    def request(self):
        return TaskingRequestFactory(with_toex=True, at=OPENED_AT - timedelta(days=4))

    def path(self, request):
        return f"/api/v1/tasking-requests/{request.reference}/decide/"

    def test_adopting_answers_the_request_with_its_case(self, api):
        request = self.request()
        client = api(person(Role.TOEX_MANAGER, request.region))
        body = {"outcome": "adopt", "rationale": WHY, "forum": "outside_meeting"}

        answer = client.post(self.path(request), {**body, "version": request.version})

        assert answer.status_code == 200, answer.content
        assert answer.json()["state"] == "decided"
        assert answer.json()["case"] == Case.objects.get().reference
        assert client.get(f"{CASES}{answer.json()['case']}/").status_code == 200

    def test_the_order_of_refusals(self, api):
        request = self.request()
        path, manager = self.path(request), person(Role.TOEX_MANAGER, request.region)

        assert api(UserFactory(toex_manager=True)).post(path, {}).status_code == 404
        assert api(request.requester).post(path, {}).status_code == 403
        assert api(manager).post(path, {}).status_code == 428
        assert api(manager).post(path, {"version": 99}).status_code == 412
        answer = api(manager).post(path, {"version": request.version})
        assert attrs(answer) == ["forum", "outcome", "rationale"]
