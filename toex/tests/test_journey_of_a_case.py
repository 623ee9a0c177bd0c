"""Over the API: a case is worked, its outcomes verified, and counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from toex.accounts.tests.factories import UserFactory
from toex.tests.asking import get, make_case, post

pytestmark = pytest.mark.django_db


class TestTheCase:
    def test_goes_from_terms_to_closed_and_open_again(self, people):
        case = make_case(people)
        address = f"cases/{case['reference']}/"
        today = timezone.localdate()

        for who, step, body, state in [
            (
                "analyst",
                "agree-terms",
                {
                    "support": "Development of the network.",
                    "products": ["network_chart"],
                    "due_on": str(today + timedelta(days=30)),
                    "agreed_on": str(today),
                    "sio_name": "Exercise SIO",
                },
                "development",
            ),
            (
                "analyst",
                "deliver",
                {
                    "kind": "network_chart",
                    "title": "Exercise chart",
                    "delivered_on": str(today),
                    "recipient": "Exercise SIO",
                },
                "delivered",
            ),
            ("analyst", "reassess", {"summary": "Joint reassessment."}, "reassessed"),
            ("manager", "close", {"owner": "force", "reason": "completed"}, "closed"),
            ("manager", "reopen", {"reason": "New intelligence."}, "development"),
        ]:
            case = post(people[who], f"{address}{step}/", {**body, "version": case["version"]})
            assert case["state"] == state
        assert case["clocks"]["days_to_decision"] == 0
        assert case["closed_on"] is None

    def test_is_a_summary_to_the_force_and_hidden_from_its_neighbour(self, people):
        case = make_case(people)
        address = f"cases/{case['reference']}/"

        summary = get(people["lead"], address)
        assert "members" not in summary
        for part in ("activities", "tasks", "subjects", "threats", "members"):
            get(people["lead"], f"{address}{part}/", 404)
        get(people["neighbour"], address, 404)
        get(people["elsewhere"], address, 404)
        get(people["auditor"], "cases/", 403)

    def test_does_not_tell_whether_a_stranger_has_an_account(self, people):
        case = make_case(people)
        UserFactory(toex_manager=True, email="manager@elsewhere.example")

        answers = [
            post(people["manager"], f"cases/{case['reference']}/{part}/", body, 400)
            for email in ("manager@elsewhere.example", "nobody@elsewhere.example")
            for part, body in (
                ("members", {"user": email}),
                ("tasks", {"text": "Look.", "assignee": email}),
            )
        ]

        assert answers[:2] == answers[2:]

    def test_leaves_a_region_that_is_no_longer_part_of_it(self, people):
        case = make_case(people)
        address = f"cases/{case['reference']}/"

        part = post(
            people["manager"],
            f"{address}regions/",
            {"region": "EMSOU", "from_date": str(timezone.localdate())},
            201,
        )
        assert get(people["elsewhere"], address)["supporting_regions"] == ["EMSOU"]
        get(people["elsewhere"], f"tasking-requests/{case['request']}/")
        post(
            people["manager"],
            f"{address}regions/{part['id']}/end/",
            {"version": part["version"], "until": str(timezone.localdate())},
        )

        get(people["elsewhere"], address, 404)
        get(people["elsewhere"], f"tasking-requests/{case['request']}/", 404)


class TestTheOutcome:
    BODY = {
        "kind": "person_safeguarded",
        "subject": "ATH/2022/001",
        "attribution": "contributed",
        "age_group": "adult",
        "force": "essex",
        "evidence_reference": "EX/1",
    }

    def record(self, people, case, **fields):
        body = {**self.BODY, "occurred_on": str(timezone.localdate()), **fields}
        return post(people["analyst"], f"cases/{case['reference']}/outcomes/", body, 201)

    def test_is_verified_by_another_and_confirmed_by_the_force(self, people):
        row = self.record(people, make_case(people))
        address = f"outcomes/{row['id']}/"

        post(people["analyst"], f"{address}verify/", {"version": row["version"]}, 403)
        row = post(people["manager"], f"{address}verify/", {"version": row["version"]})
        assert (row["state"], row["subject"]) == ("verified", "ATH/2022/001")
        post(people["manager"], f"{address}verify/", {"version": row["version"]}, 409)
        row = post(people["lead"], f"{address}confirm/", {"version": row["version"]})

        assert row["confirmed_at"]
        assert not row.get("subject")
        assert not get(people["office"], address).get("subject")

    def test_is_corrected_by_voiding_and_replacing(self, people):
        case = make_case(people)
        row = self.record(people, case)
        row = post(people["manager"], f"outcomes/{row['id']}/verify/", {"version": row["version"]})
        changed = people["analyst"].patch(
            f"/api/v1/outcomes/{row['id']}/",
            {"version": row["version"], "age_group": "child"},
            format="json",
        )
        assert changed.status_code == 409
        row = post(
            people["manager"],
            f"outcomes/{row['id']}/void/",
            {"version": row["version"], "reason": "A child."},
        )

        again = self.record(people, case, age_group="child", replaces=row["id"])

        assert (row["state"], again["replaces"]) == ("void", row["id"])

    def test_is_counted_once_verified_and_leads_back_to_its_row(self, people):
        row = self.record(people, make_case(people))
        today = timezone.localdate()
        asked = f"measure=people_safeguarded&by=region&from={today.replace(day=1)}&to={today}"

        def value():
            rows = get(people["office"], f"figures/?{asked}")["rows"]
            return next(r["value"] for r in rows if r["region"] == "ERSOU" and not r["abroad"])

        assert value() == 0
        post(people["manager"], f"outcomes/{row['id']}/verify/", {"version": row["version"]})
        assert value() == 1
        behind = get(people["manager"], f"figures/records/?{asked}&region=ERSOU")
        assert [record["outcome"] for record in behind["included"]] == [row["id"]]
