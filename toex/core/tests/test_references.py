"""References, made and read back."""

import pytest

from toex.core.references import ReferenceSeries

REQUESTS = ReferenceSeries("TR")


class TestReferences:
    def test_are_read_back_as_the_number_they_were_made_of(self):
        assert REQUESTS.of(123) == "TR-000123"
        assert REQUESTS.number("TR-000123") == 123
        assert REQUESTS.number(REQUESTS.of(1_234_567)) == 1_234_567

    @pytest.mark.parametrize(
        "text",
        [
            "TR-123",
            "TR-0000123",
            "TX-000123",
            "tr-000123",
            "TR-٠٠٠١٢٣",
            "TR-9999999999",
            "",
            "TR-",
        ],
    )
    def test_lead_nowhere_when_not_written_as_given(self, text):
        assert REQUESTS.number(text) is None
