import pytest

from tasking.choices import State
from tasking.tests.factories import TaskingMeetingFactory, TaskingRequestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
def test_each_trait_tells_how_a_request_came_to_its_state(state):
    assert TaskingRequestFactory(**{state: True}).state == state


@pytest.mark.parametrize("state", ["held", "signed"])
def test_each_trait_tells_how_a_meeting_came_to_its_state(state):
    assert TaskingMeetingFactory(**{state: True}).state == state
