"""What is typed in the thread of questions about an outcome."""

from cases.forms.base import PageForm
from cases.forms.steps import text


class QueryForm(PageForm):
    text = text(
        "Your question or answer",
        help_text="The region and the programme office both see it, and it cannot be changed. Do "
        "not enter names or subject keys.",
        rows=4,
    )
