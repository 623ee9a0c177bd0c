import pytest

from cases.tests.browsing import Browser


@pytest.fixture
def browse(client):
    return lambda user: Browser(client, user)
