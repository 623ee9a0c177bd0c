"""A filter in the address that is none is told of, in the same way on every list."""

import pytest

from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "address", "filtered"),
    [
        ("gateway_officer", "/queue/?state=nonsense", "Status"),
        ("force_lead", "/requests/?has_score=nonsense", "Has a score"),
        ("toex_manager", "/cases/?state=nonsense", "Stage"),
        ("toex_manager", "/cases/?spacing=nonsense", "Space between rows"),
        ("toex_manager", "/outcomes/?kind=nonsense", "Kind"),
        ("toex_manager", "/threats/?state=nonsense", "Status"),
        ("auditor", "/exports/?kind=nonsense", "What"),
    ],
)
def test_a_code_that_is_none_is_told_in_a_summary(client, role, address, filtered):
    client.force_login(UserFactory(**{role: True}))

    page = client.get(address).content.decode()

    summary = page.partition("There is a problem")[2].partition("</ul>")[0]
    assert "<title>Error: " in page
    assert page.count("There is a problem") == 1
    assert f"The filter “{filtered}” was left out, because it asks for something" in summary
    assert "Select a valid choice" not in page


def test_a_force_that_only_a_colleague_elsewhere_can_choose_is_told_in_plain_words(client):
    ours, theirs = TaskingRequestFactory(submitted=True), TaskingRequestFactory(submitted=True)
    client.force_login(UserFactory(toex_manager=True, region=ours.region))

    page = client.get(f"/queue/?force={theirs.force.code}").content.decode()

    assert "The filter “Force” was left out, because it asks for something that is" in page
    assert f"is not in your list: Force ({theirs.force.code})." in page
    assert ours.reference in page
