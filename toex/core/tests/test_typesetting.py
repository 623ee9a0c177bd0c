"""Letters and signs in documents: as typed where a font has them, else by their names."""

import pikepdf
import pytest

from toex.core.tests.pdf import opened, text_of
from toex.core.typesetting import setting, typeset

TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: "A")
#set text(lang: "en", font: ("Source Sans Pro", "DejaVu Sans Mono"))
#data.words
"""
HOUSE = """#import "/house.typ": *
#let data = json(bytes(sys.inputs.data))
#show: house.with(data)
#lines((data.words,))
#terms-of(((data.words, data.words),))
= #data.words
#sheet((numeric: (false, false), totals: (), columns: (1, 5), header: ("A", "B"),
  rows: ((data.words, "short"),)))
"""

RIGHT_EDGE = 538  # points: A4 without its right margin of 20mm


def starts_of(content):
    """Return how far from the left each piece of text starts, in points."""
    with opened(content) as pdf:
        return [
            float(operands[4])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "cm"
        ]


@pytest.fixture
def typed(tmp_path, monkeypatch):
    monkeypatch.setattr(setting, "ROOT", tmp_path)
    (tmp_path / "a.typ").write_text(TEMPLATE)

    def told(words):
        content = typeset("a.typ", {"words": words}, at="2026-06-16T13:30:00+00:00")
        return text_of(content).replace("\n", "")

    return told


@pytest.mark.parametrize(
    "words",
    ["Tŷ Ŵyn", "Łódź, İzmir, đế", "Ελλάδα", "Київ", "Ŵ 👍🏽 ❤\ufe0f", "👨\u200d👩\u200d👧"],
)
def test_letters_and_signs_stand_as_typed(typed, words):
    assert typed(words) == words


@pytest.mark.parametrize("words", ["ممارسة", "שלום"])
def test_letters_that_run_from_the_right_are_all_there(typed, words):
    assert sorted(typed(words)) == sorted(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Psili 𝀀.", "Psili [byzantine musical symbol psili]."),
        ("Sign \U0001fbff", "Sign [character 1FBFF]"),
    ],
)
def test_a_sign_that_no_font_has_is_told_by_its_name(typed, words, told):
    assert typed(words) == told


def test_a_text_of_many_such_signs_is_told_by_their_names_too(typed):
    signs = "".join(chr(0x1D000 + number) for number in range(setting.MOST_UNKNOWN + 5))

    told = typed(f"Ŵ {signs}")

    assert told.startswith("Ŵ [byzantine musical symbol psili]")
    assert told.count("[") == len(signs)


class TestALongWord:
    """It breaks at the edge of the page or of its cell, and all of it can be read and copied."""

    @pytest.fixture
    def read(self, tmp_path, monkeypatch):
        house = setting.ROOT / "toex/core/typesetting/house.typ"
        (tmp_path / "house.typ").write_text(house.read_text())
        (tmp_path / "paper.typ").write_text(HOUSE)
        monkeypatch.setattr(setting, "ROOT", tmp_path)

        def of(words):
            data = {"title": "A", "reference": "B", "marking": "C", "words": words}
            return typeset("paper.typ", data, at="2026-06-16T13:30:00+00:00")

        return of

    def test_stays_on_the_page_and_whole(self, read):
        content = read("X" * 400)

        assert text_of(content).count("X") == 5 * 400
        assert max(len(piece) for piece in text_of(content).splitlines()) < 100
        assert max(starts_of(content)) < RIGHT_EDGE

    def test_is_copied_as_it_was_typed(self, read):
        word = "Exercise-" * 20

        assert text_of(read(word)).replace("\n", "").count(word) == 5

    def test_words_of_usual_length_are_left_whole(self, read):
        words = "Counterintelligence " * 40

        assert text_of(read(words)).count("Counterintelligence") == 5 * 40
