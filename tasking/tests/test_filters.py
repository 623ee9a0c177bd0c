"""What a list of requests is narrowed by."""

from datetime import UTC, datetime, timedelta

import pytest

from tasking import services
from tasking.choices import WAITS_ON, State
from tasking.tests.factories import FIRST_MOMENT, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tasking-requests/"


@pytest.fixture
def office(api):
    return api(UserFactory(programme_office=True))


def found(client, **filters):
    answer = client.get(BASE, filters)
    assert answer.status_code == 200, answer.content
    return {each["reference"] for each in answer.json()["results"]}


class TestEachFilter:
    def test_q_finds_the_reference_in_either_case(self, office):
        row, _ = TaskingRequestFactory.create_batch(2, submitted=True)
        assert found(office, q=row.reference) == {row.reference}
        assert found(office, q=row.reference.lower()) == {row.reference}

    def test_q_finds_a_part_of_the_title_or_of_the_operation(self, office):
        row = TaskingRequestFactory(submitted=True, title="Exercise Rowan")
        other = TaskingRequestFactory(submitted=True, operation_name="Exercise Rowan Two")
        TaskingRequestFactory(submitted=True)
        assert found(office, q="rowan") == {row.reference, other.reference}
        assert found(office, q="%") == set()

    def test_q_finds_nothing_out_of_sight(self, api, force_lead):
        row = TaskingRequestFactory(submitted=True, title="Exercise Rowan")
        assert found(api(force_lead), q="rowan") == set()
        assert found(api(force_lead), q=row.reference) == set()

    def test_state_may_be_said_more_than_once(self, office):
        sent = TaskingRequestFactory(submitted=True)
        decided = TaskingRequestFactory(decided=True)
        TaskingRequestFactory(returned=True)
        assert found(office, state=["submitted", "decided"]) == {
            sent.reference,
            decided.reference,
        }

    @pytest.mark.parametrize("name", ["force", "region"])
    def test_force_and_region(self, office, name):
        row, _ = TaskingRequestFactory.create_batch(2, submitted=True)
        assert found(office, **{name: getattr(row, name).code}) == {row.reference}

    def test_every_flag_asked_for_is_there(self, office):
        both = TaskingRequestFactory(submitted=True, flags=["child", "cross_force"])
        one = TaskingRequestFactory(submitted=True, flags=["cross_force"])
        TaskingRequestFactory(submitted=True)
        assert found(office, flags="cross_force") == {both.reference, one.reference}
        assert found(office, flags=["cross_force", "child"]) == {both.reference}

    def test_primary_type(self, office):
        row = TaskingRequestFactory(submitted=True, primary_type="ORG")
        TaskingRequestFactory(submitted=True)
        assert found(office, primary_type="ORG") == {row.reference}

    def test_a_day_is_a_day_in_london(self, office):
        late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # 1 April in London
        row = TaskingRequestFactory(submitted=True, at=late - timedelta(days=1))
        assert found(office, submitted_from="2026-04-01", submitted_to="2026-04-01") == {
            row.reference
        }
        assert found(office, submitted_to="2026-03-31") == set()

    @pytest.mark.parametrize(
        ("side", "stories"),
        [
            ("force", {"returned"}),
            ("gateway", {"submitted", "in_triage"}),
            ("manager", {"with_toex", "deferred"}),
            ("nobody", {"decided", "withdrawn"}),
        ],
    )
    def test_waiting_on_is_whoever_has_the_next_step(self, office, side, stories):
        rows = {
            story: TaskingRequestFactory(**{story: True}).reference
            for story in ("submitted", "in_triage", "returned", "with_toex", "deferred",
                          "decided", "withdrawn")
        }  # fmt: skip
        assert found(office, waiting_on=side) == {rows[story] for story in stories}
        assert found(office, waiting_on=["nobody", side]) >= {rows["decided"]}

    def test_every_state_waits_on_somebody_or_on_nobody(self):
        assert set(WAITS_ON) == set(State)

    def test_has_score(self, office):
        scored, without = TaskingRequestFactory.create_batch(2, submitted=True)
        services.assess_request(
            scored,
            by=scored.requester,
            at=FIRST_MOMENT,
            stage="initial",
            mode="external",
            external_model="Exercise tool",
            external_score="1",
            external_band="Low",
        )
        assert found(office, has_score="true") == {scored.reference}
        assert found(office, has_score="false") == {without.reference}

    def test_an_empty_filter_says_nothing(self, office):
        row = TaskingRequestFactory(submitted=True)
        assert found(office, state="", force="", q="", submitted_from="", has_score="") == {
            row.reference
        }


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "name",
        [
            "state",
            "force",
            "region",
            "primary_type",
            "submitted_from",
            "waiting_on",
            "submitted_to",
            "has_score",
        ],
    )
    @pytest.mark.parametrize("value", ["nonsense", "\x00", "😀", "2026-02-30"])
    def test_a_value_that_is_none_of_the_codes(self, office, name, value):
        answer = office.get(BASE, {name: value})
        assert answer.status_code == 400
        assert {error["attr"] for error in answer.json()["errors"]} == {name}

    @pytest.mark.parametrize("value", ["\x00", "x" * 201])
    def test_a_search_for_what_is_no_text(self, office, value):
        answer = office.get(BASE, {"q": value})
        assert answer.status_code == 400
        assert {error["attr"] for error in answer.json()["errors"]} == {"q"}

    @pytest.mark.parametrize("value", ["0", "201", "-1", "x", ""])
    def test_a_page_size_out_of_bounds(self, office, value):
        assert office.get(BASE, {"page_size": value}).status_code == 400

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_the_ends_of_the_calendar_are_dates_too(self, office, day):
        assert found(office, submitted_from=day, submitted_to=day) == set()


class TestPages:
    def test_each_row_comes_once_and_count_is_there_when_asked_for(self, office):
        rows = TaskingRequestFactory.create_batch(5, submitted=True)
        answer = office.get(BASE, {"page_size": 2, "count": "true"}).json()
        assert answer["count"] == 5
        seen = [each["reference"] for each in answer["results"]]
        while answer["next"]:
            answer = office.get(answer["next"]).json()
            seen += [each["reference"] for each in answer["results"]]
        assert seen == [row.reference for row in reversed(rows)]
