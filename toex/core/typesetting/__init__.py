"""Documents to print: one page and one look for all, tagged, the same bytes every time."""

from toex.core.typesetting.setting import typeset
from toex.core.typesetting.text import clean

__all__ = ["clean", "typeset"]
