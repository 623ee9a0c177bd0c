"""What the page before saving asks about an outcome, and what its form reads."""

from datetime import date

import pytest

from cases.models import Outcome
from cases.tests.browsing import address
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of

pytestmark = pytest.mark.django_db
ARREST = {
    "kind": "arrest",
    "occurred_on": "2022-09-06",
    "attribution": "direct",
    "subject_key": "KEY-0001",
}
ASSET = {
    "kind": "asset",
    "occurred_on": "2022-09-06",
    "attribution": "direct",
    "stage": "seized",
    "act": "save",
}
AGAIN = "An arrest of this person on this day is already recorded in this case."


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def recording(browse, case):
    """Return what sends the form for an outcome, and answers with the text of the page."""

    def send(**typed):
        page = browse(analyst_of(case)).send(address("record-outcome", case.reference), **typed)
        return page.content.decode()

    return send


def made(case, **fields):
    given = {"kind": "arrest", "subject_key": "KEY-0001", "occurred_on": "2022-09-06", **fields}
    outcome = OutcomeFactory(case=case, kind=given["kind"], subject_key=given["subject_key"])
    Outcome.objects.filter(pk=outcome.pk).update(**given)


class TestTheSameOnceMore:
    def test_an_arrest_of_the_same_person_on_the_same_day_is_asked_about(self, case, recording):
        made(case)

        text = recording(**ARREST)

        assert f"{AGAIN} Is it a second arrest?" in text
        assert "This will count in 2022/23 Q2 as 1 arrest (direct)" in text

    @pytest.mark.parametrize(
        "other", [{"occurred_on": "2022-09-05"}, {"subject_key": "KEY-0002"}, {"kind": "charge"}]
    )
    def test_another_day_person_or_kind_is_another_arrest(self, case, recording, other):
        made(case, **other)

        assert AGAIN not in recording(**ARREST)

    def test_a_kind_without_a_figure_is_asked_about_too(self, case, recording):
        made(case, kind="voluntary_interview")

        text = recording(**{**ARREST, "kind": "voluntary_interview"})

        assert "Is it a second voluntary interview?" in text

    def test_a_country_may_be_typed_by_its_name_and_is_read_over_so(self, recording):
        text = recording(**{**ARREST, "country": "romania"})

        assert "in the row for outcomes abroad" in text
        assert "Romania" in text

    def test_a_country_that_is_not_one_is_named(self, recording):
        assert "“Atlantis” is not a country on our list." in recording(
            **{**ARREST, "country": "Atlantis"}
        )

    def test_somebody_safeguarded_abroad_counts_beside_the_one_at_home(self, case, recording):
        made(case, kind="person_safeguarded", occurred_on="2022-09-05")

        text = recording(**{**ARREST, "kind": "person_safeguarded", "country": "RO"})

        assert "This will count in 2022/23 Q2 as 1 person safeguarded" in text
        assert "will count once" not in text


class TestTheSameWithoutAKey:
    """Nothing tells two people without a key apart, so the same number of a day is asked about."""

    ASKED = "with the same date and number is already recorded in this case. Is this another one?"
    TWO = {**ARREST, "subject_key": "", "quantity": "2"}

    def test_the_same_number_of_the_same_day_is_asked_about(self, case, recording):
        made(case, subject_key="", quantity=2)

        text = recording(**self.TWO)

        assert f"An arrest {self.ASKED}" in text
        assert "This will count in 2022/23 Q2 as 2 arrests (direct)" in text

    @pytest.mark.parametrize(
        "other",
        [
            {"quantity": 1},
            {"occurred_on": "2022-09-05"},
            {"subject_key": "KEY-0001", "quantity": 1},
            {"kind": "charge"},
        ],
    )
    def test_anything_else_is_another_one(self, case, recording, other):
        made(case, **{"subject_key": "", "quantity": 2, **other})

        assert self.ASKED not in recording(**self.TWO)

    def test_the_same_amount_seized_is_asked_about(self, case, recording):
        OutcomeFactory(
            case=case,
            kind="asset",
            stage="seized",
            amount_pence=12_000,
            occurred_on=date(2022, 9, 6),
        )
        given = {name: value for name, value in ASSET.items() if name != "act"}

        assert self.ASKED in recording(**given, amount_pence="120.00")
        assert self.ASKED not in recording(**given, amount_pence="120.01")


class TestTheSamePersonInAnotherPeriod:
    SAFEGUARDED = {**ARREST, "kind": "person_safeguarded"}
    ASKED = "Are you sure that this is another outcome?"

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            ("2022-05-01", "2022/23 Q2 will count them once more, the year 2022/23 once."),
            ("2022-11-01", "2022/23 Q2 will count them once more, the year 2022/23 once."),
            ("2021-09-06", "2022/23 Q2 and the year 2022/23 will count them once more."),
        ],
    )
    def test_is_told_where_they_count_once_more_and_asked(self, case, recording, before, said):
        made(case, kind="person_safeguarded", occurred_on=before)

        text = recording(**self.SAFEGUARDED)

        assert "This person already has such an outcome in this case on " in text
        assert said in text
        assert self.ASKED in text

    @pytest.mark.parametrize(
        ("before", "now"),
        [
            ({"subject_key": "KEY-0002"}, {}),
            ({"kind": "suspect_identified"}, {}),
            ({}, {"subject_key": ""}),
            ({}, {"attribution": "associated"}),
            ({}, {"kind": "arrest"}),
        ],
    )
    def test_nobody_else_and_nothing_that_does_not_count_is_asked_about(
        self, case, recording, before, now
    ):
        made(case, **{"kind": "person_safeguarded", "occurred_on": "2022-05-01", **before})

        assert self.ASKED not in recording(**{**self.SAFEGUARDED, **now})

    def test_what_did_not_count_before_does_not_count_again(self, case, recording):
        made(case, kind="person_safeguarded", occurred_on="2022-05-01")
        Outcome.objects.update(attribution="associated")

        assert self.ASKED not in recording(**self.SAFEGUARDED)

    def test_another_case_is_not_asked_about(self, case, recording):
        made(CaseFactory(force=case.requesting_force), kind="person_safeguarded",
             occurred_on="2022-05-01")  # fmt: skip

        assert self.ASKED not in recording(**self.SAFEGUARDED)


class TestHowMany:
    @pytest.mark.parametrize(("quantity", "asked"), [("100", False), ("101", True)])
    def test_a_large_number_in_one_outcome_is_asked_about(self, recording, quantity, asked):
        text = recording(**{**ARREST, "subject_key": "", "quantity": quantity})

        assert (f"You entered {quantity} in one outcome. Is this the right number?" in text) is (
            asked
        )

    def test_what_is_no_number_is_not_taken_for_one(self, recording):
        text = recording(**{**ARREST, "subject_key": "", "quantity": "abc", "act": "save"})

        assert "How many must be a whole number." in text
        assert 'value="abc"' in text
        assert not Outcome.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "hint"),
        [
            ("arrest", "Each arrest counts, of the same person too."),
            ("person_safeguarded", "With a key the same person counts once in a quarter."),
        ],
    )
    def test_the_hint_of_the_key_is_true_of_the_kind(self, browse, case, kind, hint):
        page = browse(analyst_of(case)).open(address("record-outcome", case.reference), kind=kind)

        assert page.context["form"].fields["subject_key"].help_text.endswith(hint)


class TestTheAmount:
    @pytest.mark.parametrize(
        ("typed", "pence"),
        [("1,250.50", 125050), ("£300", 30000), ("£ 1,000,000", 100000000), (" 12.5 ", 1250)],
    )
    def test_is_read_as_people_write_it(self, recording, typed, pence):
        recording(**ASSET, amount_pence=typed)

        assert Outcome.objects.get().amount_pence == pence

    @pytest.mark.parametrize("typed", ["1e9", "12.505", "1,25", "-5", "NaN", "300 euro"])
    def test_anything_else_is_said_and_stays(self, recording, typed):
        text = recording(**ASSET, amount_pence=typed)

        assert "Amount in pounds must be pounds and pence, like 1,250.50." in text
        assert f'value="{typed}"' in text

    def test_too_much_is_said_in_our_own_words(self, recording):
        text = recording(**ASSET, amount_pence="9" * 20)

        assert "Amount in pounds must be 10,000,000,000,000 or less." in text


def test_continuing_without_a_kind_says_so(browse, case):
    analyst, where = browse(analyst_of(case)), address("record-outcome", case.reference)

    before = analyst.open(where).content.decode()
    page = analyst.open(where, kind="").content.decode()

    assert '<input type="hidden" name="kind" value="">' in before
    assert "Select the kind of outcome." not in before
    assert "Select the kind of outcome." in page
    assert "<title>Error: " in page
