"""Countries by what people type and by what they read."""

import pytest

from toex.core.countries import code_of, name_of


@pytest.mark.parametrize("typed", ["RO", "ro", "Romania", "ROMANIA"])
def test_a_country_is_found_by_its_code_or_its_name(typed):
    assert code_of(typed) == "RO"


def test_what_is_no_country_has_no_code():
    assert code_of("Atlantis") is None


def test_people_read_the_name():
    assert (name_of("RO"), name_of("XX")) == ("Romania", "XX")
