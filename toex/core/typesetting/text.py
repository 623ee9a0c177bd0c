"""Text that every kind of file can hold."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")


def clean(text) -> str:
    """Return text without control characters and halves of characters, which no file can hold."""
    return CONTROL.sub(" ", str(text))
