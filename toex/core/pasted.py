"""Text as people paste it from a word processor or a spreadsheet: kept as it is.

Tabs, line breaks, quotation marks, spaces that do not break, bullets and every script stay. Only
the control characters with which word processors say something are put into the characters that
say the same; others nobody can see, and some files cannot hold them, so they are refused.
"""

import re

from django.core.exceptions import ValidationError

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
SAID = {
    "\x07": "\t",  # the end of a cell in a table of Word
    "\x1e": "\u2011",  # a hyphen that does not break
    "\x1f": "\u00ad",  # a hyphen shown only where a line breaks
}
MAPPED = str.maketrans(SAID)
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def as_pasted(text: str) -> str:
    """Return `text` with every line end as one character, and otherwise as it was pasted.

    :raises ValidationError: it holds a character that cannot be shown; the message says where
    """
    text = LINE_ENDS.sub("\n", text).translate(MAPPED)
    found = UNSEEN.search(text)
    if found is None:
        return text
    before = text[: found.start()]
    line, near = before.count("\n") + 1, before.rpartition("\n")[2][-20:].strip()
    where = f"in line {line}, after “{near}”" if near else f"at the beginning of line {line}"
    code = f"U+{ord(found[0]):04X}"
    raise ValidationError(
        f"There is a character that cannot be kept (a control character, {code}) {where}. "
        "Delete it there, or type that place again."
    )


def subject_of(label: str) -> str:
    """Return a label as a sentence may begin with it; a question cannot, its answer can."""
    return f"The answer to “{label}”" if label.endswith("?") else label


def too_long(label: str, text: str, limit: int) -> str:
    """Return the sentence for text over its limit, or an empty one; it says by how much."""
    over = len(text) - limit
    if over <= 0:
        return ""
    characters = "character" if over == 1 else "characters"
    most = f"{subject_of(label)} must be {limit:,} characters or fewer."
    return f"{most} It is {over:,} {characters} too long."
