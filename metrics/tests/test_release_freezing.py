"""Counting and hiding take seconds, and nobody waits for them; what changed meanwhile is seen."""

import pytest
from django.db import connection

from metrics import disclosure, releases
from metrics.models import Release, ReleaseFigure
from metrics.tests.test_release_pages import seen
from metrics.tests.test_releases import AT, a_case, arrests, drafted, frozen, published
from toex.workflow.refusals import VersionStale

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a list of what is to be called while a release is being protected."""
    protected, acts = disclosure.protected, []

    def with_acts(*args):
        for act in acts:
            act()
        return protected(*args)

    monkeypatch.setattr(disclosure, "protected", with_acts)
    return acts


def test_no_transaction_is_open_while_cells_are_hidden(office, meanwhile):
    arrests(a_case(), 3)
    before, depths = len(connection.savepoint_ids), []
    meanwhile.append(lambda: depths.append(len(connection.savepoint_ids)))

    release = frozen(office)

    assert depths == [before]
    assert release.figures.get(measure="arrests", table="nation", abroad=False).hidden == "primary"


def test_a_release_that_changed_meanwhile_is_not_frozen(office, meanwhile):
    draft = drafted(office)
    meanwhile.append(lambda: Release.objects.update(version=draft.version + 1))

    told = {"by": office, "at": AT, "reason": "Exercise."}
    with pytest.raises(VersionStale):
        releases.freeze_release(draft, version=draft.version, **told)

    assert Release.objects.get().state == "draft"
    assert not ReleaseFigure.objects.exists()


@pytest.mark.parametrize(
    ("period", "is_warned"), [("2021/22-Q4", True), ("2021/22", False), ("2022/23-Q3", False)]
)
def test_a_quarter_that_follows_its_year_is_warned_of(client, office, other, period, is_warned):
    published(office, other, period="2021/22")
    draft = drafted(office, period=period)

    page = seen(client, office, f"/releases/{draft.reference}/workspace/")

    assert ("The figures of 2021/22 are out already." in page) is is_warned
