"""Forms speak plainly, and a date is three boxes."""

from datetime import date

import pytest
from django import forms

from toex.core.fields import GovDateField, YesNoField
from toex.core.forms import PlainForm, answers_in_words


class ExerciseForm(PlainForm):
    title = forms.CharField(label="Title", max_length=5, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    score = forms.IntegerField(label="Score", max_value=100, required=False)
    held_on = GovDateField(label="Date of the meeting", required=False)
    agreed = YesNoField(label="Has the force agreed?", required=False)


def test_answers_in_words_leave_out_what_is_empty_and_keep_a_no():
    dated = {f"held_on_{part}": number for part, number in
             (("day", "10"), ("month", "12"), ("year", "2026"))}  # fmt: skip
    form = ExerciseForm({"title": "Longer than five", "kind": "a", "agreed": "false", **dated})

    assert answers_in_words(form) == [
        ("Title", "Longer than five"),
        ("Kind", "A"),
        ("Date of the meeting", date(2026, 12, 10)),
        ("Has the force agreed?", "No"),
    ]


def errors_of(**data):
    return ExerciseForm({"title": "x", "kind": "a", **data}).errors


class TestPlainForm:
    def test_an_empty_field_says_what_to_enter_or_select(self):
        errors = ExerciseForm({}).errors

        assert errors == {"title": ["Enter the title."], "kind": ["Select the kind."]}

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"title": "123456"}, "Title must be 5 characters or fewer."),
            ({"score": "many"}, "Score must be a whole number."),
            ({"score": "101"}, "Score must be 100 or less."),
            ({"title": "a\x00"}, "Title contains a character that cannot be kept."),
            ({"kind": "z"}, "Select one of the answers in the list."),
        ],
    )
    def test_a_wrong_answer_says_what_it_must_be(self, data, sentence):
        assert [sentence] in errors_of(**data).values()

    def test_an_error_is_beside_its_field_and_named_in_its_description(self):
        html = str(ExerciseForm({"kind": "a"}))

        assert 'id="id_title_error"' in html
        assert 'aria-describedby="id_title_error"' in html
        assert "govuk-textarea--error" in html

    def test_a_textarea_counts_its_characters(self):
        html = str(ExerciseForm())

        assert 'data-maxlength="5"' in html
        assert 'class="govuk-textarea govuk-js-character-count"' in html
        assert "You can enter up to 5 characters" in html

    def test_nothing_is_left_to_the_browser(self):
        assert "required" not in str(ExerciseForm())

    def test_what_was_typed_is_shown_again_and_escaped(self):
        html = str(ExerciseForm({"title": "<b>x</b>"}))

        assert "&lt;b&gt;x&lt;/b&gt;" in html
        assert "<b>x</b>" not in html


class TestGovDateField:
    @pytest.mark.parametrize(
        ("parts", "day"),
        [
            ({"held_on_day": "3", "held_on_month": " 9 ", "held_on_year": "2026"}, True),
            ({"held_on": "2026-09-03"}, True),
            ({"held_on_day": "", "held_on_month": "", "held_on_year": ""}, False),
            ({}, False),
        ],
    )
    def test_reads_three_boxes_or_one_text(self, parts, day):
        form = ExerciseForm({"title": "x", "kind": "a", **parts})

        assert form.is_valid()
        assert form.cleaned_data["held_on"] == (date(2026, 9, 3) if day else None)

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            (("31", "2", "2026"), "Date of the meeting must be a real date."),
            (("³", "2", "2026"), "Date of the meeting must be a real date."),
            (("3", "2", "26"), "Date of the meeting must have a year of four numbers."),
            (("3", "", "2026"), "Date of the meeting must include a month."),
        ],
    )
    def test_says_what_is_wrong_with_a_date(self, parts, sentence):
        data = dict(zip(["held_on_day", "held_on_month", "held_on_year"], parts, strict=True))

        assert errors_of(**data) == {"held_on": [sentence]}

    def test_shows_what_was_typed_and_each_box_has_a_label(self):
        html = str(ExerciseForm({"held_on_day": "31", "held_on_month": "2"})["held_on"])

        assert 'value="31"' in html
        assert '<label class="govuk-label govuk-date-input__label" for="id_held_on_1">' in html


class TestYesNoField:
    @pytest.mark.parametrize(("sent", "read"), [("true", True), ("false", False), ("", None)])
    def test_no_is_an_answer_and_nothing_is_none(self, sent, read):
        form = ExerciseForm({"title": "x", "kind": "a", "agreed": sent})

        assert form.is_valid()
        assert form.cleaned_data["agreed"] is read

    def test_shows_the_answer_given_before(self):
        html = str(ExerciseForm(initial={"agreed": False})["agreed"])

        assert 'value="false" id="id_agreed_1" checked' in html
