"""Pasted text is kept as it is; what no page could show is mapped, or refused with its place."""

import pytest
from django.core.exceptions import ValidationError

from toex.core.pasted import as_pasted, too_long

KEPT = [
    "one\ttwo\t\tfour",
    "\tfirst cell empty",
    "“smart” \u2018quotes\u2019 \u2013 and — dashes…",
    "non\u00a0breaking\u202fspace",
    "•\tbullet\n◦\tinner",
    "😀👩‍👧‍👦",
    "Tŷ Ŵyn, ŵ",
    "\u0627\u0644\u0634\u0627\u0631\u0639 10, London",
    "<b>x</b> & \"y\" 'z'",
    "=HYPERLINK(1)",
    "e\u0301 stays two characters",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_people_paste_is_kept(text):
    assert as_pasted(text) == text


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("soft\x0bbreak", "soft\nbreak"),
        ("page\x0cbreak", "page\nbreak"),
        ("line\u2028and\u2029paragraph\x85", "line\nand\nparagraph\n"),
        ("cell\x07cell", "cell\tcell"),
        ("re\x1eread, long\x1fword", "re\u2011read, long\u00adword"),
    ],
)
def test_signs_of_word_processors_become_what_they_say(pasted, kept):
    assert as_pasted(pasted) == kept


@pytest.mark.parametrize(
    "sign", ["\x00", "\x01", "\x08", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"]
)
def test_what_nobody_can_see_is_refused_with_its_place(sign):
    with pytest.raises(ValidationError) as refused:
        as_pasted(f"first line\nsecond {sign}line")

    (sentence,) = refused.value.messages
    assert f"U+{ord(sign):04X}" in sentence
    assert "in line 2, after “second”" in sentence


def test_at_the_beginning_of_a_line_it_says_so():
    with pytest.raises(ValidationError, match="at the beginning of line 1"):
        as_pasted("\x01")


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        (10, ""),
        (11, "Summary must be 10 characters or fewer. It is 1 character too long."),
        (1244, "Summary must be 10 characters or fewer. It is 1,234 characters too long."),
    ],
)
def test_too_long_says_by_how_much(length, sentence):
    assert too_long("Summary", "x" * length, 10) == sentence


def test_too_long_does_not_begin_with_a_question():
    assert too_long("What is it called?", "x" * 11, 10) == (
        "The answer to “What is it called?” must be 10 characters or fewer. "
        "It is 1 character too long."
    )
