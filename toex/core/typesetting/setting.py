"""From a template and data to an accessible PDF (PDF/UA-1), the same bytes every time.

Data goes in as JSON and is laid out as text: nothing in it can be taken for markup.
"""

import json
import re
import unicodedata
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import font_source_sans_pro
import typst

ROOT = Path(__file__).resolve().parents[3]
FONTS = [
    Path(font_source_sans_pro.font_directory),
    ROOT / "toex/static/vendor",  # signs, as `manage.py build_assets` leaves them
]
UNKNOWN = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_UNKNOWN = 20  # different characters; with more, all beyond Latin are written plainly
JOINING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
BEYOND_LATIN = re.compile("[^\\x00-\u02af\u2010-\u2027\u20ac]")


def typeset(template: str, data: dict, *, at: str) -> bytes:
    """Return the PDF of a template, by its path in the project, dated `at`, an ISO moment.

    A character that no font of ours has would not be readable, and PDF/UA refuses it: it is
    written as its plain form, or by its name: “[byzantine musical symbol psili]”.

    :raises typst.TypstError: for example where an image has no text to stand for it
    """
    text = json.dumps(data, ensure_ascii=False)
    with suppress(typst.TypstError):
        return _compile(template, text, at)
    text = JOINING.sub("", text)
    for _ in range(MOST_UNKNOWN):
        try:
            return _compile(template, text, at)
        except typst.TypstError as error:
            text = _without(text, error)
    return _compile(template, BEYOND_LATIN.sub(_plain, text), at)


def _without(text, error):
    """Return the JSON without the character that no font has.

    :raises typst.TypstError: the error is about something else
    """
    found = UNKNOWN.search(str(error))
    if not found:
        raise error
    unknown = ESCAPED.sub(lambda code: chr(int(code[1], 16)), found["text"])
    return text.replace(unknown, _plain([unknown])) if not unknown.isascii() else text


def _plain(found):
    """Return a character's plain form, or what it is called, as it stands in JSON."""
    plain = unicodedata.normalize("NFKC", found[0])
    if plain == found[0] or not plain.isascii():
        plain = "".join(f"[{_name(each)}]" for each in found[0])
    return json.dumps(plain)[1:-1]


def _name(character):
    """Return what Unicode calls a character; one that has no name has a number only."""
    name = unicodedata.name(character, "").lower()
    return name or f"character {ord(character):04X}"


def _compile(template, text, at):
    return typst.compile(
        str(ROOT / template),
        root=str(ROOT),
        font_paths=[str(folder) for folder in FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(at).timestamp()),
        sys_inputs={"data": text},
    )
