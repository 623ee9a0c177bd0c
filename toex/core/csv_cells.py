"""Text for a cell of a CSV file that somebody will open in a spreadsheet."""

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"  # = + - @
RISKY = tuple(f"=+-@\t\r\n\0'{FULL_WIDTH}")


def safe(text) -> str:
    """Return text that no spreadsheet takes for a formula (ASVS 1.2.10).

    A quotation mark before the text is always ours: taking one away gives the text again.
    """
    text = str(text)
    return f"'{text}" if text.startswith(RISKY) else text
