"""A score of which not all is typed is kept with the draft, and counts as none."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tasking import services
from tasking.choices import Mode, Stage
from tasking.models import Assessment, TaskingRequest
from tasking.scoring import criteria
from tasking.tests.factories import Cast, ScoringModelFactory, TaskingRequestFactory
from tasking.tests.test_no_score import address, status_of_score
from tasking.views.words import PARTLY
from toex.workflow.refusals import VersionStale

pytestmark = pytest.mark.django_db
TYPED = {"external_model": "Exercise tool 2", "external_score": "", "external_band": ""}


@pytest.fixture
def row(client):
    row = TaskingRequestFactory(draft=True)
    client.force_login(row.requester)
    return row


def come_back_later(client, row, typed=TYPED, how="external"):
    sent = {"version": row.version, "later": "yes", **typed}
    return client.post(f"{address(row)}?how={how}", sent, follow=True)


def test_what_was_typed_is_there_again(client, row):
    page = come_back_later(client, row)

    assert page.redirect_chain[0][0] == "/requests/?tab=drafts"
    assert "Saved at" in page.content.decode()
    assert client.get(address(row)).context["form"]["how"].value() == "external"
    form = client.get(f"{address(row)}?how=external").context["form"]
    assert form["external_model"].value() == "Exercise tool 2"
    assert status_of_score(client.get(address(row, "tasks"))) == PARTLY
    assert "Begun and not recorded" in client.get(address(row, "check")).content.decode()
    assert not Assessment.objects.exists()


def test_only_how_is_kept_before_anything_is_typed(client, row):
    come_back_later(client, row, {"how": "external"}, how="")

    assert client.get(address(row)).context["form"]["how"].value() == "external"


def test_nothing_chosen_keeps_nothing(client, row):
    client.post(address(row), {"version": row.version, "later": "yes"})

    assert TaskingRequest.objects.get().score_begun is None


def test_levels_can_be_left_half_way(client, row):
    model = ScoringModelFactory()
    first, levels = next(iter(criteria(model.definition).items()))
    level = next(iter(levels))

    come_back_later(client, row, {first: level}, how="computed")

    form = client.get(f"{address(row)}?how=computed").context["form"]
    assert form.model == model
    assert form[first].value() == level


def test_it_is_gone_once_a_score_is_recorded(client, row):
    come_back_later(client, row)

    services.assess_request(
        row, by=row.requester, at=timezone.now(), stage=Stage.INITIAL, mode=Mode.EXTERNAL,
        external_model="Exercise tool 2", external_score="12", external_band="Low",
    )  # fmt: skip

    assert TaskingRequest.objects.get().score_begun is None


def test_it_is_gone_once_there_is_none(client, row):
    come_back_later(client, row)
    row.refresh_from_db()

    client.post(address(row), {"how": "none", "version": row.version})

    saved = TaskingRequest.objects.get()
    assert (saved.has_no_score, saved.score_begun) == (True, None)


def test_it_is_gone_though_it_was_said_before_that_there_is_none(client, row):
    client.post(address(row), {"how": "none", "version": row.version})
    row.refresh_from_db()
    come_back_later(client, row)
    row.refresh_from_db()

    client.post(address(row), {"how": "none", "version": row.version})

    assert TaskingRequest.objects.get().score_begun is None


def test_the_region_neither_sees_it_nor_can_leave_one(client):
    row = TaskingRequestFactory(in_triage=True)
    TaskingRequest.objects.filter(pk=row.pk).update(score_begun={"how": "external", **TYPED})
    client.force_login(Cast(row).gateway)

    page = client.get(f"{address(row)}?how=external")

    assert page.status_code == 200
    assert "Exercise tool 2" not in page.content.decode()
    assert "come back later" not in page.content.decode()


def test_on_an_old_page_nothing_is_kept_and_what_was_typed_is_shown(client, row):
    services.change_request(
        row, version=row.version, by=row.requester, at=timezone.now(), title="Exercise Elm"
    )

    page = come_back_later(client, row)

    assert page.status_code == 409
    assert "Exercise tool 2" in page.content.decode()
    assert TaskingRequest.objects.get().score_begun is None
    with pytest.raises(VersionStale):
        services.begin_score(row, version=1, by=row.requester, at=timezone.now(), begun=TYPED)


def test_more_than_a_score_needs_is_refused_by_its_box(client, row):
    with pytest.raises(ValidationError) as error:
        services.begin_score(
            row, version=row.version, by=row.requester, at=timezone.now(),
            begun={"external_score": "1" * 101},
        )  # fmt: skip

    assert error.value.message_dict == {
        "external_score": ["This must be 100 characters or fewer."]
    }
