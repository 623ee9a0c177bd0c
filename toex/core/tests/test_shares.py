import pytest

from toex.core.shares import share


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "0 of 0"),
        (3, 7, "3 of 7"),
        (7, 20, "7 of 20 (35%)"),
        (1, 16, "1 of 16 (6%)"),
        (1, 40, "1 of 40 (3%)"),
    ],
)
def test_a_share_has_no_percentage_below_ten_and_halves_go_up(part, whole, words):
    assert share(part, whole) == words
