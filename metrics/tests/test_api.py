"""Figures and the records behind them over the API: shapes, sight, and what is refused."""

import pytest

from metrics.tests.factories import CaseFactory, OutcomeFactory, support
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

FIGURES = "/api/v1/figures/"
RECORDS = "/api/v1/figures/records/"
ASKED = {"measure": "people_safeguarded", "period": "2021/22-Q4"}


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


def cells(response, name):
    """Return value and status of each row, by one of its parts."""
    return {row[name]: (row["value"], row["status"]) for row in response.json()["rows"]}


class TestShape:
    def test_without_a_breakdown_there_is_one_national_row(self, api, office):
        OutcomeFactory(quantity=3)
        answer = api(office).get(FIGURES, {**ASKED, "known_at": "2022-12-31T17:00:00Z"}).json()
        assert answer == {
            "marking": "OFFICIAL-SENSITIVE: management information, not official statistics",
            "rules": "2022.1",
            "basis": "lead",
            "known_at": "2022-12-31T17:00:00+00:00",
            "rows": [
                {
                    "measure": "people_safeguarded",
                    "abroad": False,
                    "value": 3,
                    "unkeyed": 3,
                    "status": "ok",
                }
            ],
        }

    def test_whole_numbers_are_integers(self, api, office):
        OutcomeFactory()
        assert b'"value":1,' in api(office).get(FIGURES, ASKED).content

    def test_every_region_has_a_row_zero_or_not(self, api, office):
        outcome, quiet = OutcomeFactory(), ForceFactory()
        answer = api(office).get(FIGURES, {**ASKED, "by": "region"})
        assert cells(answer, "region") == {
            outcome.case.lead_region.code: (1, "ok"),
            quiet.region.code: (0, "ok"),
        }

    def test_a_row_names_all_it_is_broken_down_by(self, api, office):
        OutcomeFactory()
        row = api(office).get(FIGURES, {**ASKED, "by": "region,force,primary_type,month"})
        assert list(row.json()["rows"][0]) == [
            "measure",
            "region",
            "force",
            "primary_type",
            "month",
            "abroad",
            "value",
            "unkeyed",
            "status",
        ]

    def test_figures_take_the_same_number_of_queries_however_much_there_is(
        self, api, office, django_assert_num_queries
    ):
        client = api(office)
        for _ in range(2):
            OutcomeFactory.create_batch(5)
            client.get(FIGURES, {"period": "2021/22", "by": "region"})
            with django_assert_num_queries(5):
                client.get(FIGURES, {"period": "2021/22", "by": "region"})

    def test_records_take_the_same_number_of_queries_however_many_there_are(
        self, api, office, django_assert_num_queries
    ):
        client = api(office)
        for _ in range(2):
            OutcomeFactory.create_batch(5)
            with django_assert_num_queries(10):
                client.get(RECORDS, ASKED)


class TestSight:
    def test_a_region_sees_its_own_row_and_others_only_as_published(self, api):
        outcome, other = OutcomeFactory(), OutcomeFactory()
        reader = UserFactory(analyst=True, region=outcome.case.lead_region)
        assert cells(api(reader).get(FIGURES, {**ASKED, "by": "region"}), "region") == {
            outcome.case.lead_region.code: (1, "ok"),
            other.case.lead_region.code: (None, "not_available"),
        }

    def test_a_region_sees_its_forces_live(self, api):
        outcome, other = OutcomeFactory(), OutcomeFactory()
        reader = UserFactory(gateway_officer=True, region=outcome.case.lead_region)
        assert cells(api(reader).get(FIGURES, {**ASKED, "by": "force"}), "force") == {
            outcome.force.code: (1, "ok"),
            other.force.code: (None, "not_available"),
            None: (None, "not_available"),
        }

    def test_a_force_sees_its_own_row_and_no_other(self, api):
        outcome = OutcomeFactory()
        OutcomeFactory()
        reader = UserFactory(force_lead=True, force=outcome.force)
        assert cells(api(reader).get(FIGURES, {**ASKED, "by": "force"}), "force") == {
            outcome.force.code: (1, "ok")
        }

    def test_a_force_sees_region_and_nation_only_as_published(self, api):
        outcome = OutcomeFactory()
        OutcomeFactory()
        client = api(UserFactory(force_lead=True, force=outcome.force))
        (row,) = client.get(FIGURES, {**ASKED, "by": "region"}).json()["rows"]
        assert row["region"] == outcome.force.region.code
        assert (row["value"], row["unkeyed"], row["status"]) == (None, None, "not_available")
        (row,) = client.get(FIGURES, ASKED).json()["rows"]
        assert (row["value"], row["status"]) == (None, "not_available")

    def test_rows_seen_only_as_published_do_not_tell_that_something_was_abroad(self, api):
        OutcomeFactory(abroad=True)
        client = api(UserFactory(analyst=True))
        assert {row["abroad"] for row in client.get(FIGURES, ASKED).json()["rows"]} == {False}

    def test_another_region_s_pairs_are_not_told_by_being_there(self, api):
        outcome = OutcomeFactory(force=ForceFactory())
        reader = UserFactory(analyst=True)
        rows = api(reader).get(FIGURES, {**ASKED, "by": "region,force"}).json()["rows"]
        pairs = {(row["region"], row["force"]) for row in rows}
        assert (outcome.case.lead_region.code, outcome.force.code) not in pairs

    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    @pytest.mark.parametrize("address", [FIGURES, RECORDS])
    def test_who_has_no_figures_is_refused(self, api, role, address):
        client = api(UserFactory(**{role: True}))
        assert client.get(address, {"measure": "nothing"}).status_code == 403

    def test_signed_out_is_401(self, api):
        assert api().get(FIGURES, ASKED).status_code == 401

    def test_a_look_is_logged(self, api, office):
        api(office).get(FIGURES, ASKED)
        api(office).get(RECORDS, ASKED)
        actions = AuditEvent.objects.filter(actor=office).values_list("action", flat=True)
        assert sorted(actions) == ["figure.list", "figure.records"]


class TestRecords:
    def test_records_name_what_counts_and_what_does_not(self, api, office):
        counted = OutcomeFactory(subject_key="K-01")
        again = OutcomeFactory(subject_key="K-01")
        answer = api(office).get(RECORDS, ASKED).json()
        (included,) = answer["included"]
        assert included.pop("because").startswith("Person safeguarded on 15 March 2022: verified")
        assert included == {"outcome": counted.pk, "quantity": 1}
        assert answer["excluded"] == [
            {"outcome": again.pk, "quantity": 1, "rule": "counted_elsewhere"}
        ]
        assert answer["out_of_sight"] == {"included": 0, "excluded": 0}
        assert "K-01" not in str(answer)

    def test_rows_out_of_sight_are_only_counted(self, api, office):
        seen = OutcomeFactory(quantity=2)
        hidden = CaseFactory(restricted=True)
        OutcomeFactory(case=hidden, quantity=3)
        OutcomeFactory(case=hidden, quantity=4, draft=True)
        answer = api(office).get(RECORDS, ASKED).json()
        assert [row["outcome"] for row in answer["included"]] == [seen.pk]
        assert answer["excluded"] == []
        assert answer["out_of_sight"] == {"included": 3, "excluded": 4}

    def test_pages_hold_included_first_and_tell_the_whole_cell(self, api, office):
        OutcomeFactory.create_batch(3)
        OutcomeFactory.create_batch(2, draft=True)
        OutcomeFactory(case=CaseFactory(restricted=True), quantity=7)
        client, address, seen = api(office), RECORDS, []
        asked = {**ASKED, "page_size": 2}
        while address:
            answer = client.get(address, asked).json()
            seen.append((len(answer["included"]), len(answer["excluded"])))
            assert answer["out_of_sight"] == {"included": 7, "excluded": 0}
            address, asked = answer["next"], None
        assert seen == [(2, 0), (1, 1), (0, 1)]
        assert answer["previous"].startswith("http://testserver/api/v1/figures/records/?")

    def test_a_cell_that_is_not_live_to_the_reader_is_not_found(self, api):
        outcome = OutcomeFactory()
        client = api(UserFactory(analyst=True))
        region = {**ASKED, "region": outcome.case.lead_region.code}
        assert client.get(RECORDS, region).status_code == 404
        assert client.get(RECORDS, ASKED).status_code == 404

    def test_a_region_reads_behind_its_own_cell(self, api):
        case = CaseFactory()
        outcome = OutcomeFactory(case=case)
        reader = UserFactory(analyst=True, region=case.lead_region)
        support(CaseFactory(), case.lead_region)
        asked = {**ASKED, "by": "region", "region": case.lead_region.code}
        answer = api(reader).get(RECORDS, asked).json()
        # Sight of the case is by the region's part in it today.
        assert [row["outcome"] for row in answer["included"]] == [outcome.pk]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("asked", "attr"),
        [
            ({"measure": "hits"}, "measure"),
            ({"period": "2022"}, "period"),
            ({"period": "2022/24"}, "period"),
            ({"period": ""}, "period"),
            ({"by": "colour"}, "by"),
            ({"basis": "fractional"}, "basis"),
            ({"attribution": "mine"}, "attribution"),
            ({"known_at": "yesterday"}, "known_at"),
            ({"known_at": "2022-12-31T17:00:00"}, "known_at"),
            ({"known_at": "2022-02-30T17:00:00Z"}, "known_at"),
            ({"known_at": "0001-01-01T00:00:00+14:00"}, "known_at"),
            ({"known_at": "9999-12-31T23:59:59-14:00"}, "known_at"),
            ({"from": "2022-01-01"}, "period"),
        ],
    )
    @pytest.mark.parametrize("address", [FIGURES, RECORDS])
    def test_a_bad_parameter_is_named(self, api, office, asked, attr, address):
        response = api(office).get(address, {**ASKED, **asked})
        assert response.status_code == 400
        assert [error["attr"] for error in response.json()["errors"]] == [attr]

    @pytest.mark.parametrize(
        ("asked", "attr"),
        [
            ({}, "period"),
            ({"from": "2022-01-01"}, "to"),
            ({"to": "2022-01-01"}, "from"),
            ({"from": "2022-02-01", "to": "2022-01-01"}, "from"),
            ({"from": "2022-02-30", "to": "2022-03-01"}, "from"),
            ({"from": "20220201", "to": "2022-03-01"}, "from"),
            ({"from": "2022-02-01", "to": "٢٠٢٢-03-01"}, "to"),
            ({"from": "0001-01-01", "to": "9999-12-31", "by": "month"}, "by"),
        ],
    )
    def test_a_bad_span_is_named(self, api, office, asked, attr):
        response = api(office).get(FIGURES, {"measure": "arrests", **asked})
        assert response.status_code == 400
        assert [error["attr"] for error in response.json()["errors"]] == [attr]

    @pytest.mark.parametrize(
        ("first", "last"), [("0001-01-01", "9999-12-31"), ("9999-12-01", "9999-12-31")]
    )
    def test_the_first_and_last_days_there_are_do_no_harm(self, api, office, first, last):
        OutcomeFactory()
        for by in ("", "region") if first[0] == "0" else ("month", "quarter"):
            asked = {"period": [], "from": first, "to": last, "by": by}
            assert api(office).get(FIGURES, asked).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "attr"),
        [
            ({"region": "NOWHERE"}, "region"),
            ({"by": "force"}, "force"),
            ({"primary_type": "XXX"}, "primary_type"),
            ({"month": "2022-04"}, "month"),
            ({"quarter": ""}, "quarter"),
            ({"abroad": "perhaps"}, "abroad"),
            ({"measure": ["arrests", "charges"]}, "measure"),
            ({"measure": []}, "measure"),
            ({"page": "0"}, "page"),
            ({"page_size": "201"}, "page_size"),
        ],
    )
    def test_a_bad_cell_is_named(self, api, office, asked, attr):
        response = api(office).get(RECORDS, {**ASKED, **asked})
        assert response.status_code == 400
        assert [error["attr"] for error in response.json()["errors"]] == [attr]


class TestMeasures:
    def test_each_measure_is_defined_in_words(self, api, office):
        answer = api(office).get("/api/v1/measures/", {"count": "true"}).json()
        assert answer["count"] == len(answer["results"]) == 36
        for measure in answer["results"]:
            assert list(measure) == [
                "code",
                "label",
                "unit",
                "definition",
                "does_not_count",
                "rules",
                "class",
            ]
            assert all(measure.values())

    def test_one_measure_has_an_address(self, api, office):
        answer = api(office).get("/api/v1/measures/arrests/").json()
        assert (answer["code"], answer["class"], answer["rules"]) == (
            "arrests",
            "events",
            "2022.1",
        )
        assert api(office).get("/api/v1/measures/hits/").status_code == 404
