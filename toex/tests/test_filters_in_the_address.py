"""A filter in the address that is none is told of, in the same way on every list."""

import pytest

from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "address", "sentence"),
    [
        ("gateway_officer", "/queue/?state=nonsense", "Status must be"),
        ("force_lead", "/requests/?has_score=nonsense", "Has a score must be"),
        ("toex_manager", "/cases/?state=nonsense", "Stage must be"),
        ("toex_manager", "/cases/?spacing=nonsense", "Space between rows must be"),
        ("toex_manager", "/outcomes/?kind=nonsense", "Kind must be"),
        ("toex_manager", "/threats/?state=nonsense", "Status must be"),
        ("auditor", "/exports/?kind=nonsense", "What must be"),
    ],
)
def test_a_code_that_is_none_is_told_in_a_summary(client, role, address, sentence):
    client.force_login(UserFactory(**{role: True}))

    page = client.get(address).content.decode()

    summary = page.partition("There is a problem")[2].partition("</ul>")[0]
    assert "<title>Error: " in page
    assert page.count("There is a problem") == 1
    assert f"{sentence} one of the answers in the list." in summary
    assert "Select a valid choice" not in page
