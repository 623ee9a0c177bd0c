import pytest

from cases.tests.factories import (
    WHY,
    CaseFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    supporter,
)
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
THREATS = "/api/v1/threats/"


def attrs(answer):
    assert answer.status_code == 400, answer.content
    return sorted({error["attr"] for error in answer.json()["errors"]})


class TestThreats:
    def test_shows_the_cases_that_the_reader_sees_in_full(self, api):
        here, there = CaseFactory(), CaseFactory()
        threat = ThreatFactory(case=here, reference="OCG-1", high_harm=True)
        ThreatFactory(case=there, reference="OCG-1")

        row = api(manager_of(here)).get(f"{THREATS}{threat.pk}/").json()

        assert row == {
            "id": threat.pk,
            "kind": "ocg",
            "reference": "OCG-1",
            "identified_by_toex": False,
            "identified_on": None,
            "high_harm": True,
            "state": "nominated",
            "archive_reason": None,
            "cases": [here.reference],
            "version": 1,
            "open_steps": ["map", "flag"],
        }

    def test_the_programme_office_sees_no_case_and_no_flag(self, api):
        threat = ThreatFactory(high_harm=True)

        row = api(UserFactory(programme_office=True)).get(f"{THREATS}{threat.pk}/").json()

        assert (row["reference"], row["cases"], row["open_steps"]) == (threat.reference, [], [])
        assert (row["high_harm"], row["identified_by_toex"]) == (None, None)

    def test_a_threat_is_taken_through_its_steps(self, api):
        threat = ThreatFactory()
        case = threat.cases.get().case
        client = api(analyst_of(case))
        steps = [
            ("map", {}, "mapped"),
            ("activate", {}, "active"),
            ("flag", {"identified_by_toex": True, "reason": WHY}, "active"),
            ("archive", {"archive_reason": "merged"}, "archived"),
            ("activate", {}, "active"),
        ]

        for version, (name, body, state) in enumerate(steps, start=1):
            answer = client.post(f"{THREATS}{threat.pk}/{name}/", {**body, "version": version})
            assert (answer.status_code, answer.json()["state"]) == (200, state)

        assert answer.json()["identified_by_toex"] is True

    def test_whoever_only_supports_takes_no_step(self, api):
        threat = ThreatFactory()
        client = api(supporter(threat.cases.get().case))

        assert client.get(f"{THREATS}{threat.pk}/").json()["open_steps"] == []
        assert client.post(f"{THREATS}{threat.pk}/map/", {"version": 1}).status_code == 403

    @pytest.mark.parametrize(
        ("name", "body", "expected"),
        [
            ("archive", {}, ["archive_reason"]),
            ("archive", {"archive_reason": "bored"}, ["archive_reason"]),
            ("flag", {"high_harm": True}, ["reason"]),
            ("flag", {"high_harm": "perhaps", "reason": WHY}, ["high_harm"]),
            ("flag", {"identified_on": "2022-09-06", "reason": WHY}, ["identified_on"]),
        ],
    )
    def test_what_does_not_fit_is_named(self, api, name, body, expected):
        threat = ThreatFactory(active=True)
        client = api(analyst_of(threat.cases.get().case))

        answer = client.post(f"{THREATS}{threat.pk}/{name}/", {**body, "version": threat.version})

        assert attrs(answer) == expected

    def test_forces_and_the_gateway_have_no_list(self, api):
        case = CaseFactory()

        for user in (lead_of(case), gateway_of(case)):
            assert api(user).get(THREATS).status_code == 403
