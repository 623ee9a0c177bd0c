"""What is sent to the API and cannot be read is refused in the shape of its errors."""

import pytest

from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
REQUESTS = "/api/v1/tasking-requests/"


@pytest.mark.parametrize("key", [{}, {"HTTP_IDEMPOTENCY_KEY": "exercise"}])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"title": "' + "x" * 12 * 1024 * 1024 + '"}', 413, "too_large"),
        ("[" * 100_000, 400, "parse_error"),
        ('{"title": ' + "[" * 100_000 + "]" * 100_000 + "}", 400, "parse_error"),
    ],
    ids=["too large", "deep", "deep and whole"],
)
def test_a_body_that_cannot_be_read(api, body, status, code, key):
    client = api(UserFactory(force_lead=True))

    answer = client.post(REQUESTS, body, content_type="application/json", **key)

    assert answer.status_code == status
    assert answer.json()["type"] == "client_error"
    assert [error["code"] for error in answer.json()["errors"]] == [code]
