"""Assessments, by service and over the API."""

import json

import pytest

from tasking import services
from tasking.models import ScoringModel
from tasking.tests.factories import (
    FIRST_MOMENT,
    LEVELS,
    Cast,
    ScoringModelFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

COMPUTED = {
    "model": "DEMO-TACTICAL@1.0.0",
    "stage": "initial",
    "mode": "computed",
    "levels": LEVELS,
}
EXTERNAL = {
    "mode": "external",
    "stage": "initial",
    "external_model": "Exercise tool 4",
    "external_score": "212",
    "external_band": "High",
}


def at(row):
    return f"/api/v1/tasking-requests/{row.reference}/assessments/"


def attrs(answer):
    return {error["attr"] for error in answer.json()["errors"]}


@pytest.fixture
def model():
    return ScoringModelFactory()


@pytest.mark.usefixtures("model")
class TestOverTheApi:
    def test_a_computed_one_comes_back_with_its_totals(self, api):
        row = TaskingRequestFactory(draft=True)
        answer = api(row.requester).post(at(row), COMPUTED)
        assert answer.status_code == 201
        body = answer.json()
        assert body["totals"] == {
            "harm": {"low": 20, "high": 20},
            "likelihood": {"low": 10, "high": 10},
            "risk": {"low": 200, "high": 200},
        }
        assert (body["band"], body["organisational_grade"]) == ("high", "B")
        assert body["illustrative"] is True
        assert body["side"] == "force"
        assert api(row.requester).get(at(row)).json()["results"] == [body]

    def test_where_the_ends_differ_the_band_is_null(self, api):
        row = TaskingRequestFactory(draft=True)
        levels = dict.fromkeys(LEVELS, "unknown")
        body = api(row.requester).post(at(row), {**COMPUTED, "levels": levels}).json()
        assert body["totals"]["risk"] == {"low": 0, "high": 480}
        assert (body["band"], body["organisational_grade"]) == (None, None)

    def test_an_external_one_is_kept_as_it_was_typed(self, api):
        row = TaskingRequestFactory(submitted=True)
        body = api(Cast(row).gateway).post(at(row), EXTERNAL).json()
        assert {name: body[name] for name in EXTERNAL} == EXTERNAL
        assert (body["illustrative"], body["model"], body["side"]) == (False, None, "region")

    @pytest.mark.parametrize(
        ("state", "who", "status"),
        [
            ("draft", "lead", 201),
            ("decided", "lead", 201),
            ("withdrawn", "lead", 409),
            ("submitted", "gateway", 201),
            ("with_toex", "manager", 201),
            ("deferred", "analyst", 201),
            ("decided", "manager", 409),
        ],
    )
    def test_the_force_from_draft_on_and_the_region_until_it_is_decided(
        self, api, state, who, status
    ):
        row = TaskingRequestFactory(**{state: True})
        answer = api(getattr(Cast(row), who)).post(at(row), COMPUTED)
        assert answer.status_code == status

    def test_the_programme_office_reads_and_adds_none(self, api):
        row = TaskingRequestFactory(submitted=True)
        client = api(UserFactory(programme_office=True))
        assert client.get(at(row)).status_code == 200
        assert client.post(at(row), {}).status_code == 403

    def test_a_stranger_finds_nothing(self, api, force_lead):
        row = TaskingRequestFactory(submitted=True)
        assert api(force_lead).get(at(row)).status_code == 404
        assert api(force_lead).post(at(row), {}).status_code == 404

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"stage": None}, "stage"),
            ({"stage": "later"}, "stage"),
            ({"mode": "guess"}, "mode"),
            ({"model": None}, "model"),
            ({"model": "DEMO-TACTICAL"}, "model"),
            ({"model": "DEMO-TACTICAL@9"}, "model"),
            ({"model": "\x00@\x00"}, "model"),
            ({"model": "\ud800"}, "model"),
            ({"model": ["DEMO-TACTICAL@1.0.0"]}, "model"),
            ({"levels": {}}, "levels"),
            ({"levels": []}, "levels"),
            ({"levels": {**LEVELS, "physical": "huge"}}, "levels"),
            ({"levels": {**LEVELS, "luck": "low"}}, "levels"),
            ({"levels": {**LEVELS, "\ud800": "low"}}, "levels"),
            ({"levels": {**LEVELS, "physical": "\ud800"}}, "levels"),
            ({"levels": {**LEVELS, "physical": None}}, "levels"),
            ({"levels": {**LEVELS, "physical": ["major"]}}, "levels"),
            ({"evidence": {"luck": "None"}}, "evidence"),
            ({"evidence": {"physical": "x" * 5_001}}, "evidence"),
            ({"evidence": "much"}, "evidence"),
        ],
    )
    def test_what_does_not_fit_is_named(self, api, change, named):
        row = TaskingRequestFactory(draft=True)
        body = json.dumps({**COMPUTED, **change})
        answer = api(row.requester).post(at(row), body, content_type="application/json")
        assert answer.status_code == 400
        assert {attr.split(".")[0] for attr in attrs(answer)} == {named}
        assert not row.assessments.exists()

    @pytest.mark.parametrize("field", ["external_model", "external_score", "external_band"])
    @pytest.mark.parametrize("value", ["", "  ", None, "x" * 101, "\x00"])
    def test_an_external_one_needs_score_band_and_model(self, api, field, value):
        row = TaskingRequestFactory(draft=True)
        answer = api(row.requester).post(at(row), {**EXTERNAL, field: value})
        assert (answer.status_code, attrs(answer)) == (400, {field})


class TestSuperseding:
    def add(self, row, by, stage="initial"):
        return services.assess_request(
            row,
            by=by,
            at=FIRST_MOMENT,
            stage=stage,
            mode="external",
            external_model="Exercise tool 4",
            external_score="12",
            external_band="Low",
        )

    def test_a_new_one_supersedes_the_last_of_the_same_side_and_stage(self):
        row = TaskingRequestFactory(submitted=True)
        cast = Cast(row)
        first = self.add(row, cast.gateway)
        second = self.add(row, cast.analyst)
        third = self.add(row, cast.manager)
        assert (first.supersedes, second.supersedes, third.supersedes) == (None, first, second)

    def test_force_and_region_stand_beside_each_other(self):
        row = TaskingRequestFactory(submitted=True)
        self.add(row, Cast(row).lead)
        assert self.add(row, Cast(row).gateway).supersedes is None

    def test_another_stage_is_another_assessment(self):
        row = TaskingRequestFactory(submitted=True)
        self.add(row, Cast(row).gateway)
        assert self.add(row, Cast(row).gateway, "reassessment").supersedes is None

    def test_nothing_is_reckoned_again_when_its_model_is_retired(self, api):
        model = ScoringModelFactory()
        row = TaskingRequestFactory(draft=True)
        client = api(row.requester)
        before = client.post(at(row), COMPUTED).json()
        ScoringModel.objects.filter(pk=model.pk).update(status="retired")
        assert client.get(at(row)).json()["results"] == [before]
        assert attrs(client.post(at(row), COMPUTED)) == {"model"}
