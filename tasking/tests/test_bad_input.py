"""Every field of a request over the API, given what does not belong in it."""

import json

import pytest

from tasking.fields import BOOLEANS, CODES, LISTS, TEXT, WRITABLE
from tasking.models import TaskingRequest
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tasking-requests/"
HALF_A_CHARACTER = "\ud800"
STRANGE = ["nonsense", "😀", "ASE\x00", HALF_A_CHARACTER, " ", 7, True, {}, ["x"]]
NEVER_TEXT = ["\x00", HALF_A_CHARACTER, [], {}, None]


def send(client, method, address, body):
    # The test client cannot encode half a character by itself.
    return getattr(client, method)(address, json.dumps(body), content_type="application/json")


def named(answer):
    return {(error["attr"] or "").split(".")[0] for error in answer.json()["errors"]}


@pytest.fixture
def draft():
    return TaskingRequestFactory(draft=True)


@pytest.fixture
def change(api, draft):
    def changed(field, value):
        address = f"{BASE}{draft.reference}/"
        return send(api(draft.requester), "patch", address, {"version": 1, field: value})

    return changed


def refused(answer, field):
    assert answer.status_code == 400, answer.content
    body = answer.json()
    assert body["type"] == "validation_error"
    assert named(answer) == {field}
    assert all(set(error) == {"code", "detail", "attr"} for error in body["errors"])
    assert TaskingRequest.objects.get().version == 1


class TestEveryField:
    def test_none_is_left_out_here(self):
        tested = {*TEXT, *CODES, *BOOLEANS, *LISTS, "needed_by", "suspects_known"}
        assert tested == set(WRITABLE)

    @pytest.mark.parametrize("field", TEXT)
    @pytest.mark.parametrize("value", NEVER_TEXT)
    def test_text_is_text(self, change, field, value):
        refused(change(field, value), field)

    @pytest.mark.parametrize("field", TEXT)
    def test_text_has_a_limit_and_the_answer_names_it(self, change, field):
        limit = TaskingRequest._meta.get_field(field).max_length
        answer = change(field, "x" * (limit + 1))
        refused(answer, field)
        assert str(limit) in answer.json()["errors"][0]["detail"]

    @pytest.mark.parametrize("field", TEXT)
    def test_text_up_to_the_limit_comes_back_as_it_was_sent(self, change, field):
        limit = TaskingRequest._meta.get_field(field).max_length
        text = ("😀 Zoë <b>x</b>\n" * limit)[: limit - 1] + "."
        answer = change(field, text)
        assert (answer.status_code, answer.json()[field]) == (200, text)

    @pytest.mark.parametrize("field", CODES)
    @pytest.mark.parametrize("value", STRANGE)
    def test_a_code_is_one_of_the_codes(self, change, field, value):
        refused(change(field, value), field)

    @pytest.mark.parametrize("field", LISTS)
    @pytest.mark.parametrize(
        "value",
        [None, "capacity", {}, 7, [None], [7], [["x"]], [{}], *[[each] for each in STRANGE]],
    )
    def test_a_list_of_codes_holds_codes(self, change, field, value):
        refused(change(field, value), field)

    @pytest.mark.parametrize("field", BOOLEANS)
    @pytest.mark.parametrize("value", ["perhaps", 2, [], {}, HALF_A_CHARACTER])
    def test_yes_and_no_are_yes_and_no(self, change, field, value):
        refused(change(field, value), field)

    @pytest.mark.parametrize("field", BOOLEANS)
    @pytest.mark.parametrize("value", [True, False, None])
    def test_an_answer_comes_back_and_may_be_taken_back(self, change, field, value):
        assert change(field, value).json()[field] is value

    @pytest.mark.parametrize(
        "value",
        ["", "soon", "31/12/2026", "2026-02-30", "2026-12-31T00:00", 7, [], "\x00", "10000-01-01"],
    )
    def test_a_date_is_a_date(self, change, value):
        refused(change("needed_by", value), "needed_by")

    @pytest.mark.parametrize("value", [-1, 1.5, "many", 2**31, 10**30, [], True])
    def test_a_number_is_a_whole_number_from_0(self, change, value):
        refused(change("suspects_known", value), "suspects_known")


class TestTheBody:
    @pytest.mark.parametrize("body", [[], "text", 7, None, [{}]])
    def test_is_an_object(self, api, draft, body):
        client = api(draft.requester)
        assert send(client, "post", BASE, body).status_code == 400
        address = f"{BASE}{draft.reference}/"
        refused_for_no_version = client.patch(
            address, json.dumps(body), content_type="application/json"
        )
        assert refused_for_no_version.status_code == 428

    @pytest.mark.parametrize("text", ["{", "", "\x00", "{'title': 1}"])
    def test_is_json(self, api, force_lead, text):
        answer = api(force_lead).post(BASE, text, content_type="application/json")
        assert answer.status_code == 400

    def test_unknown_keys_are_ignored(self, api, force_lead):
        body = {"title": "Exercise", "luck": 1, "state": "decided", "case": "TX-000001"}
        answer = api(force_lead).post(BASE, body)
        assert (answer.status_code, answer.json()["state"]) == (201, "draft")
        assert answer.json()["case"] is None

    @pytest.mark.parametrize("version", ["x", -1, 1.5, [], {}, "9" * 30, True])
    def test_the_version_is_a_whole_number(self, api, draft, version):
        answer = send(
            api(draft.requester), "post", f"{BASE}{draft.reference}/submit/", {"version": version}
        )
        assert (answer.status_code, named(answer)) == (400, {"version"})

    @pytest.mark.parametrize("force", ["nowhere", "\x00", HALF_A_CHARACTER, "😀", 7, None, [], {}])
    def test_the_force_of_a_gateway_officer_is_one(self, api, force):
        client = api(UserFactory(gateway_officer=True))
        answer = send(client, "post", BASE, {"title": "Exercise", "force": force})
        assert (answer.status_code, named(answer)) == (400, {"force"})

    @pytest.mark.parametrize("region", ["nowhere", "\x00", HALF_A_CHARACTER, 7, None, []])
    def test_the_region_of_an_organisation_without_one_is_one(self, api, region):
        lead = UserFactory(force_lead=True, force=ForceFactory(without_region=True))
        answer = send(api(lead), "post", BASE, {"title": "Exercise", "region": region})
        assert (answer.status_code, named(answer)) == (400, {"region"})

    @pytest.mark.parametrize("region", ["nowhere", "\x00", HALF_A_CHARACTER, 7, None, []])
    def test_a_request_is_passed_on_to_a_region(self, api, region):
        row = TaskingRequestFactory(submitted=True)
        body = {"version": row.version, "region": region, "reason": "Theirs."}
        address = f"{BASE}{row.reference}/pass-on/"
        answer = send(api(Cast(row).gateway), "post", address, body)
        assert (answer.status_code, named(answer)) == (400, {"region"})


class TestTheAddress:
    @pytest.mark.parametrize(
        "reference",
        [
            "TR-1",
            "tr-000001",
            "TR-000000",
            "TR-0000000001",
            "TX-000001",
            "1",
            "TR-\N{FULLWIDTH DIGIT ONE}",
            "%00",
            "😀",
        ],
    )
    def test_one_that_is_no_reference_answers_404(self, api, force_lead, reference):
        client = api(force_lead)
        nowhere = client.get(f"{BASE}TR-999999/").content
        for part in ("", "messages/", "assessments/"):
            answer = client.get(f"{BASE}{reference}/{part}")
            assert (answer.status_code, answer.content) == (404, nowhere)
