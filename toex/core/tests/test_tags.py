"""How dates, times and waiting are written."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from toex.core.forms import PlainForm
from toex.core.templatetags.toex_tags import (
    clock_time,
    days_ago,
    file_size,
    is_optional,
    long_date,
    working_days,
)
from toex.core.working_days import working_days_between


class TestDates:
    def test_a_moment_is_written_as_it_was_in_london(self):
        late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)

        assert long_date(late) == "1 April 2026"
        assert clock_time(late) == "12:30am"

    @pytest.mark.parametrize(
        ("hour", "minute", "words"),
        [(14, 30, "2:30pm"), (9, 0, "9am"), (12, 0, "midday"), (0, 0, "midnight")],
    )
    def test_a_time_is_written_plainly(self, hour, minute, words):
        assert clock_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == words

    def test_nothing_is_written_for_no_date(self):
        assert long_date(None) == clock_time(None) == days_ago(None) == working_days(None) == ""

    def test_age_is_in_words(self, time_machine):
        time_machine.move_to(datetime(2026, 6, 16, 12, tzinfo=UTC))

        assert days_ago(date(2026, 6, 16)) == "today"
        assert days_ago(date(2026, 6, 10)) == "6 days ago"
        assert working_days(date(2026, 6, 15)) == "1 working day"
        assert working_days(date(2026, 6, 10)) == "4 working days"


def test_working_days_leave_out_weekends_and_bank_holidays():
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7)) == 1  # over Easter


class TestQuerystring:
    def test_one_value_changes_and_the_rest_stays(self):
        request = RequestFactory().get("/", {"q": "kent", "page": "2"})
        template = Template("{% querystring_with page=3 %}")

        assert template.render(Context({"request": request})) == "?q=kent&amp;page=3"


def test_a_size_is_written_without_a_space():
    assert file_size(525_517) == "513.2KB"
    assert [file_size(number) for number in (1, 8)] == ["1\xa0byte", "8\xa0bytes"]


class OfferForm(PlainForm):
    needed_when = {"until": ("offer", ["short"])}
    offer = forms.ChoiceField(choices=[("short", "Short")], required=False, initial="short")
    until = forms.CharField(required=False)
    note = forms.CharField(required=False)
    name = forms.CharField()


class WordForm(forms.Form):
    word = forms.CharField(required=False)


class TestOptional:
    @pytest.mark.parametrize(
        ("name", "says"), [("note", True), ("name", False), ("until", False), ("offer", True)]
    )
    def test_only_a_question_that_may_stay_empty_whatever_else_is_answered(self, name, says):
        assert is_optional(OfferForm()[name]) is says

    def test_radios_that_begin_with_an_answer_cannot_stay_empty(self):
        form = OfferForm()
        form.fields["offer"].widget = forms.RadioSelect()
        assert not is_optional(form["offer"])

    def test_radios_that_begin_without_one_may_stay_empty(self):
        for nothing in (None, ""):
            form = OfferForm(initial={"offer": nothing})
            form.fields["offer"].widget = forms.RadioSelect()
            assert is_optional(form["offer"])

    def test_a_filter_says_it_of_none(self):
        assert not is_optional(WordForm()["word"])
