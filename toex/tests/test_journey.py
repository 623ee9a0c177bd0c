"""Over the API: a request becomes a decision."""

import pytest

from toex.tests.asking import codes, get, make_case, make_request, post

pytestmark = pytest.mark.django_db


LOW = {
    "physical": "minor",
    "psychological": "moderate",
    "financial": "minor",
    "community_environment": "none",
    "geographic_scope": "minor",
    "victim_vulnerability": "medium",
    "frequency": "medium",
    "trend": "medium",
    "capacity_gap": "total",
    "capability_gap": "large",
    "information_confidence": "low",
}


class TestTheRequest:
    def test_is_a_draft_with_no_more_than_a_title(self, people):
        row = post(people["lead"], "tasking-requests/", {"title": "Exercise Elm 002"}, 201)

        assert row["reference"].startswith("TR-")
        assert (row["state"], row["force"], row["region"]) == ("draft", "essex", "ERSOU")
        assert row["immediate_risk"] is None
        assert row["open_steps"] == ["submit", "withdraw"]
        assert row["case"] is None
        assert row["on_behalf"] is False

    def test_names_each_answer_that_is_missing_when_sent(self, people):
        row = post(
            people["lead"],
            "tasking-requests/",
            {"title": "Exercise Elm 002", "summary": "   ", "reasons": []},
            201,
        )

        answer = post(
            people["lead"],
            f"tasking-requests/{row['reference']}/submit/",
            {"version": row["version"]},
            400,
        )

        assert answer["type"] == "validation_error"
        assert {attr for _, attr in codes(answer)} == {
            "primary_type",
            "summary",
            "reasons",
            "support_requested",
            "sio_name",
            "sio_contact",
            "safeguarding_done",
            "immediate_risk",
        }

    def test_is_out_of_sight_of_everyone_else_until_it_is_sent(self, people):
        row = post(people["lead"], "tasking-requests/", {"title": "Exercise Elm 002"}, 201)
        address = f"tasking-requests/{row['reference']}/"

        for who in ("neighbour", "gateway", "manager", "analyst", "elsewhere", "office", "nobody"):
            hidden = people[who].get(f"/api/v1/{address}")
            missing = people[who].get("/api/v1/tasking-requests/TR-999999/")
            assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert people["stranger"].get(f"/api/v1/{address}").status_code == 401

    def test_goes_back_and_forth_with_messages(self, people):
        row = make_request(people, upto="in_triage")
        address = f"tasking-requests/{row['reference']}/"

        answer = post(people["gateway"], f"{address}return/", {"version": row["version"]}, 400)
        assert [attr for _, attr in codes(answer)] == ["reason"]
        row = post(
            people["gateway"],
            f"{address}return/",
            {"version": row["version"], "reason": "Which phones?"},
        )
        changed = people["lead"].patch(
            f"/api/v1/{address}",
            {"version": row["version"], "objectives": "Find the phones."},
            format="json",
        )
        assert changed.status_code == 200
        row = post(
            people["lead"],
            f"{address}resubmit/",
            {"version": changed.json()["version"], "note": "Both phones."},
        )

        assert row["state"] == "in_triage"
        said = get(people["gateway"], f"{address}messages/")["results"]
        assert {message["text"] for message in said} == {"Which phones?", "Both phones."}


class TestTheOrderOfRefusals:
    def test_looks_at_sight_then_person_then_version_then_state_then_body(self, people):
        row = make_request(people, upto="submitted")
        step = f"tasking-requests/{row['reference']}/start-triage/"
        stale = {"version": row["version"] + 5}

        post(people["stranger"], step, stale, 401)
        post(people["elsewhere"], step, stale, 404)
        post(people["manager"], step, stale, 403)
        post(people["gateway"], step, {}, 428)
        post(people["gateway"], step, stale, 412)
        post(people["gateway"], step, {"version": row["version"]}, 200)
        post(people["gateway"], step, {"version": row["version"]}, 412)
        post(people["gateway"], step, {"version": row["version"] + 1}, 409)

    def test_takes_the_version_from_if_match_too(self, people):
        row = make_request(people, upto="submitted")
        step = f"tasking-requests/{row['reference']}/start-triage/"

        post(people["gateway"], step, {}, 412, HTTP_IF_MATCH='"99"')
        post(people["gateway"], step, {}, 200, HTTP_IF_MATCH=f'"{row["version"]}"')

    def test_answers_409_to_a_change_in_a_state_that_takes_none(self, people):
        row = make_request(people, upto="submitted")

        answer = people["lead"].patch(
            f"/api/v1/tasking-requests/{row['reference']}/",
            {"version": row["version"], "title": "Exercise Oak 003"},
            format="json",
        )

        assert answer.status_code == 409


class TestTheDecision:
    def test_opens_the_case_and_tells_its_reference(self, people):
        case = make_case(people)

        request = get(people["lead"], f"tasking-requests/{case['request']}/")
        assert request["case"] == case["reference"]
        assert request["decision"]["outcome"] == "adopt"
        assert (case["state"], case["lead_region"], case["forces"]) == (
            "terms",
            "ERSOU",
            ["essex"],
        )

    def test_needs_its_reason_and_what_its_outcome_needs(self, people):
        row = make_request(people)
        step = f"tasking-requests/{row['reference']}/decide/"
        version = {"version": row["version"]}
        base = {**version, "rationale": "Why.", "forum": "outside_meeting"}

        for body, attr in [
            ({**base, "outcome": "adopt", "rationale": " "}, "rationale"),
            ({**base, "outcome": "adopt_with_conditions"}, "conditions"),
            ({**base, "outcome": "defer"}, "review_on"),
            ({**base, "outcome": "refer"}, "referred_to"),
            ({**base, "outcome": "decline"}, "decline_code"),
            ({**base, "outcome": "perhaps"}, "outcome"),
            ({**base, "outcome": "adopt", "forum": "meeting"}, "meeting"),
        ]:
            answer = post(people["manager"], step, body, 400)
            assert attr in {attr for _, attr in codes(answer)}
        assert get(people["manager"], f"tasking-requests/{row['reference']}/")["state"] == (
            "with_toex"
        )

    def test_may_be_taken_again_when_the_first_was_not_adopting(self, people):
        row = make_request(people)
        step = f"tasking-requests/{row['reference']}/decide/"
        base = {"rationale": "Why.", "forum": "outside_meeting"}

        row = post(
            people["manager"],
            step,
            {**base, "version": row["version"], "outcome": "decline", "decline_code": "capacity"},
        )
        first = row["decision"]["id"]
        row = post(
            people["manager2"], step, {**base, "version": row["version"], "outcome": "adopt"}
        )

        assert row["decision"]["supersedes"] == first
        post(
            people["manager"],
            step,
            {**base, "version": row["version"], "outcome": "adopt"},
            409,
        )

    def test_is_open_to_a_low_score(self, people):
        row = make_request(people)
        address = f"tasking-requests/{row['reference']}/"

        scored = post(
            people["gateway"],
            f"{address}assessments/",
            {
                "model": "DEMO-TACTICAL@1.0.0",
                "stage": "initial",
                "mode": "computed",
                "levels": LOW,
            },
            201,
        )
        row = post(
            people["manager"],
            f"{address}decide/",
            {
                "version": row["version"],
                "outcome": "adopt",
                "rationale": "Low score, great need.",
                "forum": "outside_meeting",
                "assessment": scored["id"],
            },
        )

        assert scored["totals"]["risk"] == {"low": 30, "high": 30}
        assert (scored["band"], scored["organisational_grade"]) == ("standard", "C")
        assert scored["illustrative"] is True
        assert row["decision"]["assessment"] == scored["id"]


class TestNowhere:
    def test_answers_as_an_unseen_row_does(self, people):
        unseen = people["lead"].get("/api/v1/cases/TX-999999/")

        for path in ("/api/", "/api/v1/nothing/", "/api/v2/cases/", "/api/v1/cases/xx/"):
            answer = people["lead"].get(path)
            assert (answer.status_code, answer.content) == (404, unseen.content)
