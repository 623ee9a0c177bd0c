"""Reading over before saving: a page of its own that Back comes to, and no words lost."""

import pytest
from django.utils import timezone

from cases.models import Case, Outcome
from cases.tests.browsing import address, fresh
from cases.tests.factories import CaseFactory, analyst_of, manager_of, person
from tasking.services import return_request
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import RegionFactory
from toex.web.drafts import MOST

pytestmark = pytest.mark.django_db
RATIONALE = "Exercise: great harm, and two forces."
DECLINE = {
    "outcome": "decline",
    "decline_code": "capacity",
    "conditions": "Exercise: never mind.",
    "rationale": RATIONALE,
    "forum": "outside_meeting",
}
ARREST = {
    "kind": "arrest",
    "occurred_on": "2022-09-06",
    "attribution": "direct",
    "subject_key": "KEY-0001",
}


def text_of(page):
    return page.content.decode()


def address_of(page):
    """Return the address to which the last redirect led."""
    return page.redirect_chain[-1][0]


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True)


@pytest.fixture
def manager(browse, row):
    return browse(person(Role.TOEX_MANAGER, row.region))


@pytest.fixture
def decide(row):
    return address("decide", row.reference)


@pytest.fixture
def record():
    return address("record-outcome", CaseFactory().reference)


@pytest.fixture
def analyst(browse, record):
    return browse(analyst_of(Case.objects.get()))


def confirmed(browser, page):
    """Press the button of the check: send what it carries."""
    hidden = {"version": page.context["row"].version, "once_key": page.context["once_key"]}
    where = address_of(page)
    return browser.client.post(
        where, {**dict(page.context["form"].kept), **hidden, "act": "save"}, follow=True
    )


class TestTheCheckOfADecision:
    def test_says_what_will_be_saved_beside_the_request_and_saves_nothing(
        self, manager, decide, row
    ):
        page = manager.send(decide, **DECLINE)

        text = text_of(page)
        assert "You are about to decline this request." in text
        assert page.context["form"].shown == [
            ("Decision", "Decline"),
            ("Why declined", "No capacity"),
            ("Rationale", RATIONALE),
            ("Where it was decided", "Outside a meeting"),
        ]
        assert "Confirm decision" in text
        assert row.summary in text
        assert not row.decisions.exists()

    def test_stands_at_an_address_that_holds_nothing_typed(self, manager, decide):
        where = address_of(manager.send(decide, **DECLINE))

        assert where.startswith(f"{decide}?check=")
        assert "Exercise" not in where
        assert text_of(manager.open(where)).count("You are about to") == 1

    def test_confirmed_is_the_decision(self, manager, decide, row):
        page = manager.send(decide, **DECLINE)

        answer = confirmed(manager, page)

        assert "Decision saved: declined." in text_of(answer)
        decision = row.decisions.get()
        assert (decision.outcome, decision.rationale) == ("decline", RATIONALE)
        assert decision.conditions == ""

    def test_confirmed_twice_is_one_decision_and_no_quarrel(self, manager, decide, row):
        page = manager.send(decide, **{**DECLINE, "conditions": ""})

        first, second = confirmed(manager, page), confirmed(manager, page)

        assert address_of(second) == address_of(first)
        assert "Decision saved: declined." in text_of(second)
        assert row.decisions.count() == 1

    def test_change_leads_to_the_form_with_every_word(self, manager, decide):
        page = manager.send(decide, **DECLINE)
        kept = {**dict(page.context["form"].kept), "once_key": page.context["once_key"]}

        form = manager.client.post(
            address_of(page),
            {**kept, "version": page.context["row"].version, "act": "change"},
            follow=True,
        )

        assert form.context["form"]["rationale"].value() == RATIONALE
        assert form.context["form"]["conditions"].value() == "Exercise: never mind."
        assert "This is what you typed before. It is not saved yet." in text_of(form)

    def test_back_to_the_form_the_words_are_there_until_it_is_emptied(self, manager, decide):
        manager.send(decide, **DECLINE)
        back = manager.open(decide)
        assert RATIONALE in text_of(back)

        manager.client.post(decide, {"act": "empty", "once_key": back.context["once_key"]})

        assert RATIONALE not in text_of(manager.open(decide))

    def test_back_to_the_check_after_confirming_says_that_it_is_saved(self, manager, decide):
        page = manager.send(decide, **DECLINE)
        confirmed(manager, page)

        text = text_of(manager.open(address_of(page)))

        assert "Your decision is saved" in text
        assert "Confirm decision" not in text

    def test_of_somebody_else_is_not_found_by_its_key(self, browse, manager, decide, row):
        where = address_of(manager.send(decide, **DECLINE))
        manager.client.logout()
        other = UserFactory(toex_manager=True, region=row.region)

        assert RATIONALE not in text_of(browse(other).open(where))

    def test_names_what_is_missing_before_it_comes_to_a_check(self, manager, decide):
        page = manager.send(decide, **{**DECLINE, "decline_code": ""})

        assert list(page.context["form"].errors) == ["decline_code"]
        assert not page.redirect_chain


class TestAfterTheSessionHasEnded:
    GONE = "What you typed here was kept until you were signed out"

    @pytest.mark.parametrize("name", ["check", "draft"])
    def test_the_form_of_a_decision_says_that_what_was_typed_is_gone(self, manager, decide, name):
        where = address_of(manager.send(decide, **DECLINE)).replace("check=", f"{name}=")
        manager.client.logout()

        text = text_of(manager.open(where))

        assert self.GONE in text
        assert 'name="rationale"' in text

    def test_the_choice_of_a_kind_and_the_form_of_an_outcome_say_so(self, analyst, record):
        where = address_of(analyst.send(record, **ARREST))
        analyst.client.logout()

        assert self.GONE in text_of(analyst.open(where))
        assert self.GONE in text_of(analyst.open(f"{where}&kind=arrest"))

    def test_nothing_is_said_to_be_gone_that_is_there_or_never_was(self, manager, decide):
        empty, new = manager.open(decide), manager.open(decide, draft="new")
        kept = manager.open(address_of(manager.send(decide, **DECLINE)))

        assert all(self.GONE not in text_of(page) for page in (empty, new, kept))


def test_what_can_no_longer_be_sent_is_shown_in_words_and_not_in_codes(manager, decide, row):
    sent = {**DECLINE, "outcome": "defer", "decline_code": "", "conditions": "",
            "review_on_day": "10", "review_on_month": "12", "review_on_year": "2026",
            "version": row.version}  # fmt: skip
    return_request(row, version=row.version, by=manager.user, at=timezone.now(), reason="More.")

    manager.client.force_login(manager.user)
    page = manager.client.post(decide, sent)

    shown = " ".join(text_of(page).split("What you typed")[1].split())
    assert page.status_code == 409
    for words in ("Defer", "Outside a meeting", "10 December 2026", RATIONALE):
        assert words in shown
    for code in ("outside_meeting", ">defer", "10 12 2026"):
        assert code not in shown


class TestTwoWhoDecide:
    @pytest.fixture
    def lost(self, browse, manager, decide, row):
        """Return what the second manager is shown, whose check stood open as the first decided."""
        second = UserFactory(toex_manager=True, region=row.region)
        check = manager.send(decide, **DECLINE)
        carried = dict(check.context["form"].kept)
        version = row.version
        browse(second).send(decide, outcome="adopt", rationale="Exercise: at once.",
                            forum="outside_meeting", act="save")  # fmt: skip
        manager.client.force_login(manager.user)
        self.second, self.where = second, address_of(check)
        return manager.client.post(self.where, {**carried, "version": version, "act": "save"})

    def test_the_loser_is_told_who_decided_and_when_and_keeps_the_words(self, lost, row):
        text = text_of(lost)

        assert lost.status_code == 409
        assert f"{self.second.name} decided this request at" in text
        assert RATIONALE in text
        assert "Exercise: at once." in text
        assert row.decisions.count() == 1

    def test_the_loser_is_led_to_the_decision_and_offered_nothing_to_send(self, lost, row):
        text = text_of(lost)

        assert f'href="{row.get_absolute_url()}#decisions"' in text
        assert Case.objects.get().reference in text
        assert "send it again" not in text
        assert "decide it again" not in text
        assert 'name="rationale"' not in text

    def test_a_decision_that_adopts_nothing_may_be_followed_by_another(
        self, browse, manager, decide, row
    ):
        second = UserFactory(toex_manager=True, region=row.region)
        version = row.version
        browse(second).send(decide, **DECLINE, act="save")

        manager.client.force_login(manager.user)
        lost = manager.client.post(decide, {**DECLINE, "version": version})
        again = manager.open(decide, draft="new")

        assert f'href="{decide}?draft=new"' in text_of(lost)
        assert again.context["form"]["rationale"].value() is None


class TestTheCheckOfAnOutcome:
    def test_is_come_back_to_without_sending_anything_again(self, analyst, record):
        page = analyst.send(record, **ARREST)
        where = address_of(page)

        back = analyst.open(where)

        assert "KEY" not in where
        assert "This will count in 2022/23 Q2 as 1 arrest (direct)" in text_of(back)
        assert dict(back.context["form"].kept) == dict(page.context["form"].kept)

    def test_says_that_the_subject_joins_the_case(self, analyst, record):
        joins = "This also adds KEY-0001 to the subjects of the case, as suspect."

        assert joins in text_of(analyst.send(record, **ARREST))
        assert "This also adds" not in text_of(
            analyst.send(record, **{**ARREST, "subject_key": ""})
        )

    def test_saved_is_saved_once_and_said_so_on_the_way_back(self, analyst, record):
        page = analyst.send(record, **ARREST)
        first = confirmed(analyst, page)
        confirmed(analyst, page)

        outcome = Outcome.objects.get()
        assert address_of(first) == outcome.get_absolute_url()
        text = text_of(analyst.open(address_of(page)))
        assert "This outcome is recorded" in text
        assert outcome.get_absolute_url() in text

    def test_the_form_of_its_kind_opens_with_what_was_not_saved(self, analyst, record):
        analyst.send(record, **ARREST)

        same = analyst.open(record, kind="arrest").context["form"]
        other = analyst.open(record, kind="charge").context["form"]

        assert same["subject_key"].value() == "KEY-0001"
        assert other["subject_key"].value() is None

    def test_the_next_of_its_kind_begins_empty(self, analyst, record):
        confirmed(analyst, analyst.send(record, **ARREST))

        form = analyst.open(record, kind="arrest").context["form"]

        assert form["subject_key"].value() is None

    def test_two_windows_do_not_take_each_other_s_words(self, analyst, record):
        first = analyst.send(record, **ARREST)
        second = analyst.client.post(
            record, {**ARREST, "subject_key": "KEY-0002", "once_key": "b"}, follow=True
        )

        confirmed(analyst, first)
        kept = dict(analyst.open(address_of(second)).context["form"].kept)

        assert kept["subject_key"] == "KEY-0002"

    def test_a_session_holds_few_drafts_the_oldest_give_way(self, analyst, record):
        for key in range(MOST + 1):
            analyst.client.force_login(analyst.user)
            analyst.client.post(record, {**ARREST, "once_key": f"key-{key}"})

        assert len(analyst.client.session["drafts"]) == MOST
        assert "What kind of outcome is it?" not in text_of(analyst.open(f"{record}?check=key-5"))


class TestTheCheckOfATransfer:
    """The region that gives a case away may lose sight of it, so it is read over first."""

    @pytest.fixture
    def case(self):
        return CaseFactory()

    @pytest.fixture
    def moved(self):
        region = RegionFactory()
        return {"region": region.code, "from_date": "2022-09-20", "reason": "Exercise move."}

    def test_shows_what_will_change_and_changes_nothing(self, browse, case, moved):
        page = browse(manager_of(case)).send(address("transfer-lead", case.reference), **moved)

        text = text_of(page)
        assert "Your region loses sight of this case" in text
        assert ("Reason", "Exercise move.") in page.context["form"].shown
        assert fresh(case).lead_region == case.lead_region

    def test_confirmed_takes_the_case_out_of_sight(self, browse, case, moved):
        manager = browse(manager_of(case))
        page = manager.send(address("transfer-lead", case.reference), **moved)

        answer = confirmed(manager, page)

        assert answer.redirect_chain[-1][0] == address("cases")
        assert fresh(case).lead_region.code == moved["region"]

    def test_what_only_the_service_knows_is_said_before_the_check(self, browse, case, moved):
        moved["from_date"] = "2019-01-01"
        page = browse(manager_of(case)).send(address("transfer-lead", case.reference), **moved)

        assert "must not be before the present lead began" in text_of(page)
        assert "Check before you transfer" not in text_of(page)
