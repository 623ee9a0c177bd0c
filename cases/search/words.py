"""What counts as a word, when it is searched for. What is typed is data, never an expression.

A word is letters and digits of any script; everything else stands between words. Capitals and
the marks above Latin letters make no difference. Both engines keep their index by the same rule.
"""

import re
import unicodedata

MARKS = re.compile("[\u0300-\u036f]")


def split(text: str) -> list[str]:
    """Return the words of `text`, with capitals and marks as they were typed."""
    whole = unicodedata.normalize("NFC", text)
    plain = "".join(char if _is_of_a_word(char) else " " for char in whole)
    return [word for word in plain.split() if fold(word)]


def fold(word: str) -> str:
    """Return a word as it is compared: small letters, no marks."""
    bare = MARKS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare).lower()


def _is_of_a_word(char):
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd" or bool(MARKS.match(char))


def for_sqlite(words: list[str]) -> str:
    """Return an FTS5 expression: every word, each as the beginning of one; FTS5 folds them."""
    return " ".join(f'"{word}"*' for word in words)


def for_postgresql(words: list[str]) -> str:
    """Return the text of a tsquery: every word, each as the beginning of one."""
    return " & ".join(f"'{fold(word)}':*" for word in words)
