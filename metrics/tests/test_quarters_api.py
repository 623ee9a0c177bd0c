"""Regional quarters over the API: shape, sight, filters and the order of refusals."""

import pytest
import time_machine

from metrics import quarters
from metrics.models import RegionalQuarter
from metrics.tests.factories import CaseFactory, OutcomeFactory
from metrics.tests.test_quarters import TODAY
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

QUARTERS = "/api/v1/regional-quarters/"


@pytest.fixture(autouse=True)
def _in_june_2022():
    with time_machine.travel("2022-06-15T09:00:00Z", tick=False):
        yield


@pytest.fixture
def force():
    return ForceFactory()


@pytest.fixture
def manager(force):
    return UserFactory(toex_manager=True, region=force.region)


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def address(force):
    quarters.ensure(TODAY)
    return f"{QUARTERS}{force.region.code}-2021-22-Q4/"


def references(answer):
    assert answer.status_code == 200, answer.content
    return [row["reference"] for row in answer.json()["results"]]


class TestReading:
    def test_a_row_as_it_stands(self, api, manager, force, address):
        OutcomeFactory(case=CaseFactory(requesting_force=force), draft=True, subject_key="K-01")
        region = force.region.code
        assert api(manager).get(address).json() == {
            "reference": f"{region}-2021-22-Q4",
            "region": region,
            "period": "2021/22-Q4",
            "state": "open",
            "nil_return": False,
            "confirmed_at": None,
            "confirmed_by": None,
            "problems": [
                {
                    "code": "not_verified",
                    "count": 1,
                    "detail": "1 outcome is not verified.",
                    "link": f"/data-quality/?period=2021%2F22-Q4&region={region}#not-verified",
                }
            ],
            "version": 1,
            "open_steps": ["confirm"],
        }

    def test_the_list_makes_what_has_begun(self, api, manager, force):
        region = force.region.code
        assert references(api(manager).get(QUARTERS)) == [
            f"{region}-2022-23-Q1",
            f"{region}-2021-22-Q4",
            f"{region}-2021-22-Q3",
            f"{region}-2021-22-Q2",
        ]

    def test_a_region_sees_its_own_and_the_office_all(self, api, manager, office, address):
        other = ForceFactory()
        quarters.ensure(TODAY)
        foreign = f"{QUARTERS}{other.region.code}-2021-22-Q4/"
        assert len(references(api(manager).get(QUARTERS))) == 4
        assert len(references(api(office).get(QUARTERS))) == 8
        assert api(manager).get(foreign).status_code == 404
        assert api(office).get(foreign).status_code == 200
        assert api(manager).get(f"{QUARTERS}nothing/").status_code == 404

    @pytest.mark.parametrize("role", ["force_lead", "gateway_officer", "auditor", "administrator"])
    def test_who_has_no_quarters_is_refused(self, api, role, force, address):
        place = {"force": force} if role == "force_lead" else {}
        place = {"region": force.region} if role == "gateway_officer" else place
        client = api(UserFactory(**{role: True}, **place))
        assert client.get(QUARTERS).status_code == 403
        assert client.get(address).status_code == 404
        assert client.post(f"{address}confirm/", {}).status_code == 404

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("period=2021/22-Q4", 1),
            ("period=2021/22", 3),
            ("state=confirmed", 0),
            ("state=open&state=confirmed", 4),
        ],
    )
    def test_it_is_narrowed_by_its_filters(self, api, manager, address, query, expected):
        assert len(references(api(manager).get(f"{QUARTERS}?{query}"))) == expected

    def test_it_is_narrowed_by_region(self, api, office, force, address):
        ForceFactory()
        answer = api(office).get(f"{QUARTERS}?region={force.region.code}&count=true")
        assert answer.json()["count"] == 4

    @pytest.mark.parametrize(
        "query", ["period=2022-03", "period=soon", "state=shut", "region=NOWHERE"]
    )
    def test_a_filter_that_says_nothing_is_an_error(self, api, manager, address, query):
        assert api(manager).get(f"{QUARTERS}?{query}").status_code == 400

    def test_a_longer_list_takes_as_many_queries(
        self, api, office, address, django_assert_num_queries
    ):
        client = api(office)
        for _ in range(2):
            with django_assert_num_queries(5):
                client.get(QUARTERS)
            ForceFactory.create_batch(3)
            quarters.ensure(TODAY)
            OutcomeFactory.create_batch(5, draft=True)
            quarters.ensure(TODAY)

    def test_a_look_is_logged(self, api, manager, address):
        api(manager).get(QUARTERS)
        api(manager).get(address)
        actions = AuditEvent.objects.filter(actor=manager).values_list("action", flat=True)
        assert sorted(actions) == ["quarter.list", "quarter.view"]


class TestSteps:
    def test_confirming_in_the_order_of_refusals(self, api, manager, office, force, address):
        path, client = f"{address}confirm/", api(manager)
        bad = {"nil_return": "perhaps"}

        assert api().post(path, {}).status_code == 401
        assert api(UserFactory(toex_manager=True)).post(path, {}).status_code == 404
        analyst = UserFactory(analyst=True, region=force.region)
        assert api(analyst).post(path, bad).status_code == 403
        assert api(office).post(path, bad).status_code == 403
        assert client.post(path, bad).status_code == 428
        assert client.post(path, {"version": 9, **bad}).status_code == 412
        assert client.post(path, {"version": 1, **bad}).status_code == 400
        answer = client.post(path, {"version": 1, "nil_return": True})
        assert answer.status_code == 200, answer.content
        row = answer.json()
        assert (row["state"], row["nil_return"], row["version"]) == ("confirmed", True, 2)
        assert row["confirmed_by"] == manager.email
        assert (row["problems"], row["open_steps"]) == ([], [])
        assert client.post(path, {"version": 2, **bad}).status_code == 409

    def test_a_quarter_that_runs_answers_409_before_its_body(self, api, manager, force, address):
        path = f"{QUARTERS}{force.region.code}-2022-23-Q1/"
        client = api(manager)
        assert client.get(path).json()["open_steps"] == []
        assert client.post(f"{path}confirm/", {"nil_return": "x"}).status_code == 428
        body = {"version": 1, "nil_return": "x"}
        assert client.post(f"{path}confirm/", body).status_code == 409

    def test_a_nil_return_of_what_is_not_empty_names_its_field(self, api, manager, force, address):
        OutcomeFactory(case=CaseFactory(requesting_force=force))
        answer = api(manager).post(f"{address}confirm/", {"version": 1, "nil_return": True})
        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == ["nil_return"]
        assert RegionalQuarter.objects.get(region=force.region, period="2021/22-Q4").version == 1

    def test_reopening_in_the_order_of_refusals(self, api, manager, office, address):
        path, client = f"{address}reopen/", api(office)

        assert api(manager).post(path, {}).status_code == 403
        assert client.post(path, {}).status_code == 428
        assert client.post(path, {"version": 1}).status_code == 409
        api(manager).post(f"{address}confirm/", {"version": 1})
        assert client.get(address).json()["open_steps"] == ["reopen"]
        answer = client.post(path, {"version": 2})
        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == ["reason"]
        row = client.post(path, {"version": 2, "reason": "A late arrest."}).json()
        assert (row["state"], row["confirmed_at"], row["version"]) == ("open", None, 3)
