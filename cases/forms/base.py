"""What every form on the pages of cases shares: it takes a service's errors in as its own."""

from django.core.exceptions import NON_FIELD_ERRORS

from toex.core.forms import PlainForm

MAX_TEXT = 20_000


class Takes:
    """A form whose service may find more wrong with it than the form itself can."""

    def take(self, error):
        """Show the errors of a service beside the fields they name, else above the form."""
        named = error.message_dict if hasattr(error, "error_dict") else {}
        for name, sentences in named.items() or {NON_FIELD_ERRORS: error.messages}.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class PageForm(Takes, PlainForm):
    """A form on a page of a row, sent to a service."""
