"""Rates per million people: the right year, the right people, and who has none."""

from datetime import date

import pytest
from django.core.management import call_command

from metrics.rates import launch_mark, population_note, population_year, rates_of
from metrics.releases.snapshot import snapshot_of
from metrics.tests.releases import put, release, tables_of
from toex.core.periods import parse
from toex.forces.models import Force, Region

YEAR = parse("2022/23")
Q3 = parse("2022/23-Q3")
LAUNCH = date(2022, 11, 28)


@pytest.fixture
def forces(db):
    call_command("load_forces", verbosity=0)


def row(region, *, value=10, measure="people_safeguarded", period=YEAR):
    (found,) = rates_of(measure, period, {region: value})
    return found


@pytest.mark.usefixtures("forces")
class TestRates:
    def test_a_region_has_the_residents_of_all_its_forces(self):
        assert row("ERSOU", value=8278) == {
            "measure": "people_safeguarded",
            "region": "ERSOU",
            "value": 999.9,
            "status": "ok",
            "population": 8_278_528,
            "population_year": 2022,
        }

    def test_each_measure_with_a_rate_has_one_and_no_other(self):
        for measure in ("people_safeguarded", "potential_victims_identified", "requests_received"):
            assert row("ERSOU", measure=measure)["measure"] == measure
        assert rates_of("arrests", YEAR, {"ERSOU": 10}) == []

    def test_regions_come_in_their_official_order_whatever_their_size(self):
        rates = rates_of("people_safeguarded", YEAR, {"TARIAN": 90, "EMSOU": 1, "ERSOU": 5})
        assert [rate["region"] for rate in rates] == ["ERSOU", "EMSOU", "TARIAN"]

    def test_what_is_hidden_has_a_hidden_rate(self):
        hidden = row("ERSOU", value=None)
        assert (hidden["value"], hidden["status"]) == (None, "suppressed")

    def test_none_is_a_rate_of_0(self):
        assert (row("ERSOU", value=0)["value"], row("ERSOU", value=0)["status"]) == (0, "ok")

    def test_a_region_launched_after_the_period_has_no_rate(self):
        early = row("YHROCU", period=parse("2021/22"))
        assert (early["value"], early["status"]) == (None, "not_available")
        assert row("YHROCU", period=YEAR)["status"] == "ok"

    def test_without_the_population_of_that_version_there_is_no_rate(self):
        (rate,) = rates_of("people_safeguarded", YEAR, {"ERSOU": 10}, vintage="MYE99")
        assert (rate["status"], rate["population_year"]) == ("not_available", None)

    def test_only_regions_have_one_and_a_force_least_of_all_the_city_of_london(self):
        codes = {region.code for region in Region.objects.all()}
        asked = {**dict.fromkeys(codes, 9), "city-of-london": 9, "metropolitan-police": 9}
        rates = rates_of("people_safeguarded", YEAR, asked)
        assert {rate["region"] for rate in rates} == codes

    def test_a_release_has_rates_of_regions_alone_and_none_of_a_hidden_number(self):
        row = release(state="frozen")
        forces = list(Force.objects.values_list("code", flat=True))
        events = [("ERSOU", "essex", "ASE", 1)] * 9 + [("LONDON", "city-of-london", "ASE", 1)] * 3
        tables = tables_of(events, "people_safeguarded", forces=forces)
        for figure in put(row, tables).figures.filter(region="LONDON"):
            figure.hidden = "primary"
            figure.save()
        rates = {rate["region"]: rate for rate in snapshot_of(row)["rates"]}

        assert set(rates) == {region.code for region in Region.objects.all()}
        assert (rates["LONDON"]["value"], rates["LONDON"]["status"]) == (None, "suppressed")
        assert rates["ERSOU"]["value"] == 1.1

    def test_the_regions_together_are_england_and_wales(self):
        values = {region.code: 1 for region in Region.objects.all()}
        rates = rates_of("requests_received", YEAR, values)
        assert 60_000_000 < sum(rate["population"] for rate in rates) < 60_600_000


class TestYear:
    @pytest.mark.parametrize(
        ("name", "year"),
        [("2022/23", 2022), ("2022/23-Q3", 2022), ("2022/23-Q4", 2023), ("2025/26", 2023)],
    )
    def test_is_that_of_the_first_day_or_the_latest_there_is(self, name, year):
        assert population_year(parse(name), [2021, 2022, 2023]) == year

    def test_a_later_period_says_that_its_own_year_is_not_covered(self):
        assert "the latest there is: 2025 is not covered" in population_note(
            parse("2025/26"), 2023
        )
        assert population_note(YEAR, 2022).endswith("for the middle of 2022.")
        assert "no estimate" in population_note(YEAR, None)


class TestLaunch:
    @pytest.mark.parametrize(
        ("period", "mark"),
        [("2021/22", "x"), ("2022/23", "b"), ("2022/23-Q3", "b"), ("2022/23-Q4", "")],
    )
    def test_marks_the_part_period_and_what_lies_before(self, period, mark):
        assert launch_mark(LAUNCH, parse(period)) == mark

    def test_on_the_first_day_is_the_whole_period_and_so_is_no_date(self):
        assert launch_mark(Q3.first, Q3) == ""
        assert launch_mark(Q3.last, Q3) == "b"
        assert launch_mark(None, Q3) == ""
