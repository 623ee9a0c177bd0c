"""Two people at the same case: the second sees both texts, and nothing typed is lost."""

import pytest
from django.utils import timezone

from cases import services
from cases.models import Outcome
from cases.tests.browsing import address, fresh
from cases.tests.factories import OPENED_ON, CaseFactory, OutcomeFactory, manager_of

pytestmark = pytest.mark.django_db


def test_a_case_changed_meanwhile_shows_both_texts_beside_each_other(browse):
    case = CaseFactory(development=True)
    by = manager_of(case)
    page = browse(by).open(address("reclassify", case.reference)).context["form"]
    first = {name: page[name].value() for name in page.fields} | {"reason": "Exercise reason"}
    stale = case.version
    browse(by).send(
        address("reclassify", case.reference),
        **{**first, "title": "Exercise Saved First", "primary_type": "LAB"},
    )

    answer = browse(by).client.post(
        address("reclassify", case.reference),
        {**first, "title": "Exercise Typed Second", "primary_type": "CSE", "version": stale},
    )

    assert answer.status_code == 409
    assert answer.context["differences"] == [
        ("Title", "Exercise Typed Second", "Exercise Saved First"),
        ("Main type of exploitation", "Child sexual exploitation", "Labour exploitation"),
    ]
    assert "Where your text and the saved one differ" in answer.content.decode()
    assert fresh(case).title == "Exercise Saved First"


def test_a_draft_outcome_changed_meanwhile_shows_both(browse):
    outcome, at = OutcomeFactory(), timezone.now()
    by = outcome.recorded_by
    where = address("change-outcome", outcome.pk)
    typed = {
        "occurred_on": OPENED_ON.isoformat(),
        "attribution": "direct",
        "quantity": "3",
        "version": outcome.version,
    }
    services.change_outcome(
        outcome, version=outcome.version, by=by, at=at, occurred_on=OPENED_ON,
        attribution="direct", quantity=2,
    )  # fmt: skip

    browse(by).open(where)
    answer = browse(by).client.post(where, typed)

    assert answer.status_code == 409
    assert ("How many", 3, 2) in answer.context["differences"]
    assert Outcome.objects.get(pk=outcome.pk).quantity == 2


def test_a_step_that_only_adds_has_nothing_saved_to_show(browse):
    case = CaseFactory(development=True)
    by = manager_of(case)
    browse(by).open(address("hold", case.reference))
    answer = browse(by).client.post(
        address("hold", case.reference), {"reason": "Exercise words", "version": case.version - 1}
    )

    assert answer.status_code == 409
    assert answer.context["differences"] == []
    assert "Exercise words" in answer.content.decode()


def test_a_step_that_somebody_else_took_is_not_offered_again(browse):
    case = CaseFactory(development=True)
    by, version = manager_of(case), case.version
    services.hold_case(case, version=version, by=by, at=timezone.now(), reason="Exercise first")
    browse(by).open(case.get_absolute_url())

    answer = browse(by).client.post(
        address("hold", case.reference), {"reason": "Exercise words", "version": version}
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"{by.name} changed {case.reference} on" in text
    assert "Exercise words" in text
    assert "send it again" not in text
    assert "<textarea" not in text
