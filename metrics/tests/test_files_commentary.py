"""Key points and charts: numbers first, no cause, no record, and every number to be found."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest

from metrics.choices import Status
from metrics.files.charting import charts_of
from metrics.files.commentary import WORDS, change_in_words, commentary, year_before
from metrics.tests.snapshots import a_snapshot
from toex.core.periods import parse

NEVER = re.compile(
    r"\b(record (high|low)|because|due to|thanks to|caused|led to|rescued|victims? of|offenders?"
    r"|soared|plummeted|success\w*|only|please)\b",
    re.IGNORECASE,
)
PERIOD = re.compile(r"\d{4}/\d\d( Q\d)?")
PERCENT = re.compile(r"(\d[\d,]*)%")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LAST_YEAR = "2021/22-Q3"


def numbers_in(text):
    """Return the numbers in prose that are no period and no percentage."""
    left = PERCENT.sub("", PERIOD.sub("", text))
    return [float(each.replace(",", "")) for each in NUMBER.findall(left)]


def values_in(*snapshots):
    return {
        float(figure["value"])
        for snapshot in snapshots
        for figure in snapshot["figures"]
        if figure["status"] == Status.OK and figure["value"] is not None
    }


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


@pytest.fixture(scope="module")
def before():
    return a_snapshot(period=LAST_YEAR)


def with_national(snapshot, code, value, status="ok"):
    """Return the snapshot with another number for England and Wales."""
    figures = [
        {**each, "value": value, "status": status}
        if (each["measure"], each["table"], each["abroad"]) == (code, "nation", False)
        else each
        for each in snapshot["figures"]
    ]
    return {**snapshot, "figures": figures}


class TestCommentary:
    def test_there_are_three_to_six_points_and_each_begins_with_its_number(self, snapshot):
        points = commentary(snapshot)
        assert 3 <= len(points) <= 6
        assert all(point["text"][0].isdigit() for point in points)

    def test_zeros_are_no_key_points_where_there_are_enough_others(self, snapshot):
        for code in ("ocgs_identified", "arrests"):
            snapshot = with_national(snapshot, code, 0)
        told = [point["text"] for point in commentary(snapshot)]

        assert len(told) >= 3
        assert not [text for text in told if text.startswith("0 ")]

    def test_zeros_are_told_where_there_is_little_else(self, snapshot):
        for code in WORDS:
            snapshot = with_national(snapshot, code, 0)
        told = [point["text"] for point in commentary(snapshot)]

        assert told[0].startswith("0 people were recorded")

    def test_every_number_in_prose_is_a_figure_of_the_release_or_the_one_before(
        self, snapshot, before
    ):
        told = [point["text"] for point in commentary(snapshot, [before])]
        charts = [
            f"{each['title']} {each['says']} {each['subtitle']}" for each in charts_of(snapshot)
        ]
        for text in [*told, *charts]:
            assert set(numbers_in(text)) <= values_in(snapshot, before), text

    def test_the_search_finds_a_number_that_is_no_figure(self, snapshot):
        assert not set(numbers_in("1,234,567 people in 2022/23 Q3")) <= values_in(snapshot)

    def test_each_percentage_follows_from_the_two_numbers_beside_it(self, snapshot, before):
        for point in commentary(snapshot, [before]):
            for percent in PERCENT.findall(point["text"]):
                now, then = numbers_in(point["text"])[:2]
                exact = abs(Fraction(now) - Fraction(then)) * 100 / Fraction(then)
                assert abs(exact - int(percent)) <= Fraction(1, 2)

    def test_no_point_names_a_cause_or_a_record_or_says_what_cannot_be_known(
        self, snapshot, before
    ):
        told = [point["text"] for point in commentary(snapshot, [before])]
        told += [f"{each['title']} {each['says']}" for each in snapshot["charts"]]
        assert [text for text in told if NEVER.search(text)] == []

    def test_it_says_what_was_recorded(self, snapshot):
        assert [p["text"] for p in commentary(snapshot) if "recorded" not in p["text"]] == []

    def test_each_point_names_the_cells_it_rests_on(self, snapshot):
        cells = {
            (f["measure"], f["table"], f["region"], f["force"], f["primary_type"], f["abroad"])
            for f in snapshot["figures"]
        }
        assert {tuple(cell) for p in commentary(snapshot) for cell in p["figures"]} <= cells

    def test_a_hidden_number_has_no_point(self, snapshot):
        hidden = with_national(snapshot, "people_safeguarded", 3, "suppressed")
        told = [cell for point in commentary(hidden) for cell in point["figures"]]
        assert "people_safeguarded" not in [cell[0] for cell in told]

    def test_one_person_is_one_person(self, snapshot):
        (first, *_) = commentary(with_national(snapshot, "people_safeguarded", 1))
        assert first["text"].startswith("1 person was recorded as safeguarded")

    def test_the_most_requested_type_is_named_where_no_type_is_hidden(self, snapshot):
        figures = [
            {**each, "value": 900}
            if (each["measure"], each["primary_type"]) == ("requests_received", "ASE")
            else each
            for each in snapshot["figures"]
        ]
        told = " ".join(point["text"] for point in commentary({**snapshot, "figures": figures}))
        assert "900 of" in told
        assert "adult sexual exploitation, more than with any other" in told

    def test_no_type_is_called_the_most_requested_where_one_is_hidden(self, snapshot):
        figures = [
            {**each, "value": None, "status": "suppressed"}
            if (each["measure"], each["primary_type"]) == ("requests_received", "CSE")
            else each
            for each in snapshot["figures"]
        ]
        told = " ".join(point["text"] for point in commentary({**snapshot, "figures": figures}))
        assert "more than with any other" not in told


class TestComparison:
    def test_it_is_with_the_same_quarter_of_the_year_before(self, snapshot, before):
        quarter_before = a_snapshot(period="2022/23-Q2")
        assert year_before(snapshot, [quarter_before, before]) is before
        days = parse("2022/23-Q3").first - parse(LAST_YEAR).first
        assert days == timedelta(days=365)

    def test_the_last_edition_counts(self, snapshot, before):
        second = {**before, "edition": 2}
        assert year_before(snapshot, [second, before]) is second

    def test_without_one_nothing_is_compared(self, snapshot):
        assert year_before(snapshot, [a_snapshot(period="2022/23-Q2")]) is None

    @pytest.mark.parametrize(
        ("now", "then", "words"),
        [
            (4142, 4413, "a 6% decrease from 4,413 in Q"),
            (4142, 4131, "similar to 4,131 in Q"),
            (17004, 16921, "similar to 16,921 in Q"),
            (101, 100, "a 1% increase from 100 in Q"),
            (118, 100, "an 18% increase from 100 in Q"),
            (185, 100, "an 85% increase from 100 in Q"),
            (41, 40, "a 3% increase from 40 in Q"),
            (12, 10, "a 20% [u] increase from 10 in Q"),
            (24, 20, "a 20% increase from 20 in Q"),
            (12, 9, "compared with 9 in Q"),
            (12, 0, "compared with 0 in Q"),
            (12, 12, "the same as in Q"),
        ],
    )
    def test_a_change_has_both_numbers_and_is_rounded_away_from_zero(self, now, then, words):
        assert change_in_words(now, then, "Q") == words


class TestCharts:
    def test_there_are_at_most_four(self, snapshot):
        assert 1 <= len(charts_of(snapshot)) <= 4

    def test_places_stand_in_their_official_order(self, snapshot):
        (first, *_) = charts_of(snapshot)
        codes = [bar["label"].rsplit("(", 1)[1].rstrip(")") for bar in first["bars"]]
        assert codes == [region["code"] for region in snapshot["regions"]]

    def test_a_hidden_bar_has_no_number_and_its_place_is_in_no_sentence(self, snapshot):
        (first, *_) = charts_of(snapshot)
        assert (first["bars"][0]["value"], first["bars"][0]["status"]) == (None, "suppressed")
        assert "ERSOU" not in first["says"] + first["title"]

    def test_nothing_is_drawn_where_there_is_nothing_but_zeros(self, snapshot):
        figures = [{**each, "value": 0} for each in snapshot["figures"]]
        assert charts_of({**snapshot, "figures": figures}) == []
