import pytest

from cases import services
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    person,
    supporter,
)
from tasking.tests.factories import LEVELS, ScoringModelFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db
FULL_ONLY = [
    "activities",
    "tasks",
    "subjects",
    "threats",
    "assessments",
    "members",
    "forces",
    "regions",
]
ACTIVITY = {"kind": "development", "occurred_at": "2022-09-06T10:00:00Z", "text": "Looked."}
ADDED_BY_TEAM = {"activities": ACTIVITY, "tasks": {"text": "Ring."}}
ADDED_BY_LEAD = {
    "threats": {"kind": "ocg", "reference": "OCG-1"},
    "subjects": {"key": "KEY-1", "role": "victim"},
}


def address(case, *parts):
    return "/".join([f"/api/v1/cases/{case.reference}", *map(str, parts), ""])


def attrs(answer):
    assert answer.status_code == 400, answer.content
    return sorted({error["attr"] for error in answer.json()["errors"]})


class TestSight:
    @pytest.mark.parametrize("name", FULL_ONLY)
    def test_a_part_is_there_for_who_sees_the_case_in_full(self, api, name):
        case = CaseFactory()

        for user in (manager_of(case), analyst_of(case), supporter(case)):
            assert api(user).get(address(case, name)).status_code == 200
        office = UserFactory(programme_office=True)
        for user in (lead_of(case), gateway_of(case), office):
            assert api(user).get(address(case, name)).status_code == 404
            assert api(user).post(address(case, name), {}).status_code == 404

    @pytest.mark.parametrize("name", [*FULL_ONLY, "products", "outcomes"])
    def test_an_unseen_case_has_no_parts(self, api, name):
        case = CaseFactory()

        assert api(UserFactory(analyst=True)).get(address(case, name)).status_code == 404

    def test_who_sees_the_summary_sees_of_a_product_what_the_summary_says(self, api):
        case = CaseFactory(delivered=True)

        short = api(lead_of(case)).get(address(case, "products")).json()["results"]
        whole = api(manager_of(case)).get(address(case, "products")).json()["results"]

        assert set(short[0]) == {"kind", "title", "delivered_on"}
        assert whole[0]["recipient"] == "Exercise Officer"
        assert api(manager_of(case)).post(address(case, "products"), {}).status_code == 405


class TestAdding:
    @pytest.mark.parametrize("name", [*ADDED_BY_TEAM, *ADDED_BY_LEAD])
    def test_what_is_added_is_answered_and_listed(self, api, name):
        case = CaseFactory()
        client = api(analyst_of(case))
        body = {**ADDED_BY_TEAM, **ADDED_BY_LEAD}[name]

        answer = client.post(address(case, name), body)

        assert answer.status_code == 201, answer.content
        assert client.get(address(case, name)).json()["results"] == [answer.json()]

    @pytest.mark.parametrize("name", [*ADDED_BY_TEAM, *ADDED_BY_LEAD])
    def test_a_supporting_region_adds_activities_and_tasks(self, api, name):
        case = CaseFactory()
        body = {**ADDED_BY_TEAM, **ADDED_BY_LEAD}[name]

        answer = api(supporter(case)).post(address(case, name), body)

        assert answer.status_code == (201 if name in ADDED_BY_TEAM else 403)

    def test_members_forces_and_regions_are_added_by_a_manager_of_the_lead(self, api):
        case = CaseFactory()
        bodies = {
            "members": {"user": analyst_of(case).email},
            "forces": {"force": ForceFactory().code},
            "regions": {"region": RegionFactory().code, "from_date": "2022-09-06"},
        }

        for name, body in bodies.items():
            assert api(analyst_of(case)).post(address(case, name), {}).status_code == 403
            answer = api(manager_of(case)).post(address(case, name), body)
            assert answer.status_code == 201, answer.content
            assert body.items() <= answer.json().items()

    @pytest.mark.parametrize(
        ("name", "body", "expected"),
        [
            ("activities", {}, ["kind", "occurred_at", "text"]),
            ("activities", {**ACTIVITY, "kind": "party"}, ["kind"]),
            ("activities", {**ACTIVITY, "occurred_at": "2999-01-01T00:00:00Z"}, ["occurred_at"]),
            ("activities", {**ACTIVITY, "text": "a\x00"}, ["text"]),
            ("tasks", {}, ["text"]),
            ("tasks", {"text": "x" * 501}, ["text"]),
            ("tasks", {"text": "Ring.", "assignee": "nobody@force.example"}, ["assignee"]),
            ("tasks", {"text": "Ring.", "due_on": "soon"}, ["due_on"]),
            ("subjects", {}, ["key", "role"]),
            ("subjects", {"key": "a name", "role": "victim"}, ["key"]),
            ("threats", {}, ["kind", "reference"]),
            ("threats", {"kind": "ocg", "reference": "x" * 101}, ["reference"]),
            ("members", {}, ["user"]),
            ("members", {"user": 7}, ["user"]),
            ("members", {"user": "nobody@force.example"}, ["user"]),
            ("forces", {"force": "nowhere"}, ["force"]),
            ("regions", {"region": "NOWHERE"}, ["from_date", "region"]),
        ],
    )
    def test_what_does_not_fit_is_named(self, api, name, body, expected):
        case = CaseFactory()

        assert attrs(api(manager_of(case)).post(address(case, name), body)) == expected

    def test_the_same_key_adds_one_row(self, api):
        case = CaseFactory()
        client = api(analyst_of(case))

        for _ in range(2):
            answer = client.post(
                address(case, "activities"), ACTIVITY, headers={"Idempotency-Key": "k1"}
            )
            assert answer.status_code == 201

        assert case.activities.count() == 1

    def test_an_assessment_is_worked_out(self, api):
        case = CaseFactory()
        body = {
            "model": str(ScoringModelFactory()),
            "stage": "reassessment",
            "mode": "computed",
            "levels": LEVELS,
        }

        answer = api(analyst_of(case)).post(address(case, "assessments"), body)

        assert answer.status_code == 201, answer.content
        assert answer.json()["totals"]["risk"] == {"low": 200, "high": 200}
        assert (answer.json()["band"], answer.json()["illustrative"]) == ("high", True)
        assert api(supporter(case)).post(address(case, "assessments"), body).status_code == 403


class TestEnding:
    def test_the_order_of_refusals(self, api):
        case = CaseFactory()
        part = services.add_force(case, by=manager_of(case), at=OPENED_AT, force=ForceFactory())
        path, manager = address(case, "forces", part.pk, "end"), api(manager_of(case))

        assert api(lead_of(case)).post(path, {}).status_code == 404
        assert api(analyst_of(case)).post(path, {}).status_code == 403
        assert manager.post(path, {"until": "x"}).status_code == 428
        assert manager.post(path, {"version": 99}).status_code == 412
        assert attrs(manager.post(path, {"version": 1})) == ["until"]
        answer = manager.post(path, {"version": 1, "until": "2022-09-30"})
        assert (answer.status_code, answer.json()["until"]) == (200, "2022-09-30")
        assert manager.post(path, {"version": 2, "until": "2022-09-30"}).status_code == 409

    def test_the_part_of_another_case_is_not_there(self, api):
        case, other = CaseFactory(), CaseFactory()
        manager = api(manager_of(case))
        path = address(case, "forces", other.forces.get().pk, "end")

        assert manager.post(path, {"version": 1, "until": "2022-09-30"}).status_code == 404
        huge = address(case, "forces", 10**30, "end")
        assert manager.post(huge, {"version": 1, "until": "2022-09-30"}).status_code == 404

    @pytest.mark.parametrize("name", ["forces", "regions"])
    def test_neither_the_asking_force_nor_the_lead_is_ended(self, api, name):
        case = CaseFactory()
        part = getattr(case, name).get()

        answer = api(manager_of(case)).post(
            address(case, name, part.pk, "end"), {"version": 1, "until": "2022-09-30"}
        )

        assert answer.status_code == 409

    def test_a_region_that_ended_is_no_supporting_region_of_today(self, api):
        case = CaseFactory()
        part = case.regions.get(region=supporter(case).region)
        client = api(manager_of(case))

        client.post(
            address(case, "regions", part.pk, "end"), {"version": 1, "until": "2022-09-30"}
        )

        assert client.get(address(case)).json()["supporting_regions"] == []
        assert len(client.get(address(case, "regions")).json()["results"]) == 2


class TestTasks:
    def test_a_task_is_done_in_the_order_of_refusals(self, api):
        case = CaseFactory()
        task = services.add_task(case, by=manager_of(case), at=OPENED_AT, text="Ring.")
        path, analyst = address(case, "tasks", task.pk, "done"), api(analyst_of(case))

        assert api(supporter(case)).post(path, {}).status_code == 403
        assert analyst.post(path, {}).status_code == 428
        assert analyst.post(path, {"version": 9}).status_code == 412
        answer = analyst.post(path, {"version": 1})
        assert (answer.status_code, answer.json()["state"]) == (200, "done")
        assert answer.json()["done_by"] == analyst_of(case).email
        assert analyst.post(path, {"version": 2}).status_code == 409


class TestQueries:
    @pytest.mark.parametrize("name", ["activities", "tasks", "outcomes", "threats"])
    def test_a_list_takes_as_many_look_ups_for_fifty_rows_as_for_ten(
        self, api, name, django_assert_max_num_queries
    ):
        case = CaseFactory()
        client = api(manager_of(case))
        for number in range(10):
            self.add(case, name, number)
        with django_assert_max_num_queries(20) as few:
            assert len(client.get(address(case, name)).json()["results"]) == 10
        for number in range(10, 50):
            self.add(case, name, number)

        with django_assert_max_num_queries(20) as many:
            assert len(client.get(address(case, name)).json()["results"]) == 50
        assert len(few) == len(many)

    def add(self, case, name, number):
        added = {"by": analyst_of(case), "at": OPENED_AT}
        if name == "activities":
            services.add_activity(
                case, kind="note", text=str(number), occurred_at=OPENED_AT, **added
            )
        elif name == "tasks":
            services.add_task(case, text=str(number), assignee=analyst_of(case), **added)
        elif name == "threats":
            ThreatFactory(case=case)
        else:
            OutcomeFactory(case=case, occurred_on=OPENED_ON, verified=number % 2 == 0)


class TestGateway:
    def test_a_gateway_officer_of_a_supporting_region_reads_the_summary_only(self, api):
        case = CaseFactory()
        region = supporter(case).region
        client = api(person(Role.GATEWAY_OFFICER, region))

        assert client.get(address(case)).status_code == 200
        assert client.get(address(case, "outcomes")).status_code == 404
        assert client.get(address(case, "activities")).status_code == 404
