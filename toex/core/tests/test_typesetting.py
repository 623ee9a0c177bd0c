"""Letters and signs in documents: as typed where a font has them, else by their names."""

import pytest

from toex.core.tests.pdf import text_of
from toex.core.typesetting import setting, typeset

TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: "A")
#set text(lang: "en", font: ("Source Sans Pro", "DejaVu Sans Mono"))
#data.words
"""


@pytest.fixture
def typed(tmp_path, monkeypatch):
    monkeypatch.setattr(setting, "ROOT", tmp_path)
    (tmp_path / "a.typ").write_text(TEMPLATE)

    def told(words):
        content = typeset("a.typ", {"words": words}, at="2026-06-16T13:30:00+00:00")
        return text_of(content).replace("\n", "")

    return told


@pytest.mark.parametrize("words", ["Tŷ Ŵyn", "Łódź, İzmir, đế", "Ελλάδα", "Київ"])
def test_letters_stand_as_typed(typed, words):
    assert typed(words) == words


@pytest.mark.parametrize("words", ["ممارسة", "שלום"])
def test_letters_that_run_from_the_right_are_all_there(typed, words):
    assert sorted(typed(words)) == sorted(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Seen 👍.", "Seen [thumbs up sign]."),
        ("👨\u200d👩\u200d👧", "[man][woman][girl]"),
        ("❤\ufe0f ok", "❤ ok"),
        ("Sign \U0001fbff", "Sign [character 1FBFF]"),
    ],
)
def test_a_sign_that_no_font_has_is_told_by_its_name(typed, words, told):
    assert typed(words) == told


def test_a_text_of_many_such_signs_is_told_by_their_names_too(typed):
    signs = "".join(chr(0x1F600 + number) for number in range(setting.MOST_UNKNOWN + 5))

    told = typed(f"Ŵ {signs}")

    assert told.startswith("Ŵ [grinning face]")
    assert told.count("[") == len(signs)
