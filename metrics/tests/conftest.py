"""Whoever publishes a quarter: two people of the programme office, and the clock."""

import pytest
import time_machine
from django.core.management import call_command

from metrics.tests.test_releases import AT
from toex.accounts.tests.factories import UserFactory


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(clock):
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other(office):
    return UserFactory(programme_office=True)
