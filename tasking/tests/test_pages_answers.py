"""What is typed is kept until it is saved: bad answers, late answers and answers that cross."""

import pytest
from django.urls import reverse

from tasking.models import TaskingRequest
from tasking.tests.factories import FILLED, Cast, TaskingMeetingFactory, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TOO_LONG = "x" * 20_001
GOOD = {
    "threat": {"title": "Exercise Juniper 014", "summary": "Synthetic: kept as typed."},
    "types": {"primary_type": "ASE"},
    "harm": {"immediate_risk": "false", "safeguarding_done": "Synthetic: kept as typed."},
    "where": {"other_agencies": "Synthetic: kept as typed."},
    "help": {
        "reasons": ["capacity"],
        "support_requested": ["timeline"],
        "deadlines": "Synthetic: kept as typed.",
    },
    "contacts": {"sio_name": "Exercise SIO", "sio_contact": "sio@force.example"},
    "handling": {"marking": "OFFICIAL"},
}
BAD = [
    ("threat", {"title": ""}, "Enter a title."),
    ("threat", {"title": "x" * 201}, "must be 200 characters or fewer"),
    ("threat", {"title": "nul\x00"}, "character"),
    ("threat", {"operation_name": "x" * 101}, "must be 100 characters or fewer"),
    ("threat", {"summary": "  "}, "Enter a summary of the threat."),
    ("threat", {"summary": TOO_LONG}, "must be 20,000 characters or fewer"),
    ("threat", {"objectives": TOO_LONG}, "must be 20,000 characters or fewer"),
    ("threat", {"intelligence_gaps": TOO_LONG}, "must be 20,000 characters or fewer"),
    ("types", {"primary_type": "XXX"}, "select an answer from the list"),
    ("types", {"primary_type": ""}, "Select the primary type of exploitation."),
    ("types", {"secondary_types": ["ASE", "XXX"]}, "select answers from the list"),
    ("types", {"flags": ["nonsense"]}, "select answers from the list"),
    ("harm", {"immediate_risk": "perhaps"}, "Select yes or no."),
    ("harm", {"immediate_risk": ""}, "Select yes if anyone is at immediate risk of harm."),
    ("harm", {"safeguarding_done": ""}, "Enter the safeguarding that has already been done."),
    ("harm", {"people_at_risk": "many"}, "select an answer from the list"),
    ("harm", {"suspects_known": "some"}, "must be a whole number"),
    ("harm", {"suspects_known": "-1"}, "must be 0 or more"),
    ("harm", {"threat_status": "unheard"}, "select an answer from the list"),
    ("harm", {"threat_reference": "x" * 101}, "must be 100 characters or fewer"),
    ("where", {"forces_affected": ["atlantis"]}, "select answers from the list"),
    ("where", {"countries": "Atlantis"}, "is not a country on our list"),
    ("where", {"deconfliction_done": "perhaps"}, "Select yes or no."),
    ("help", {"reasons": []}, "Select why you need TOEX."),
    ("help", {"support_requested": ["magic"]}, "select answers from the list"),
    (
        "help",
        {"needed_by_day": "31", "needed_by_month": "2", "needed_by_year": "2026"},
        "must be a real date",
    ),
    ("help", {"needed_by_day": "31"}, "must include a month and year"),
    ("help", {"four_p_plan": "perhaps"}, "Select yes or no."),
    ("contacts", {"sio_name": ""}, "Enter the name of the SIO."),
    ("contacts", {"sio_contact": "x" * 201}, "must be 200 characters or fewer"),
    ("contacts", {"force_reference": "x" * 101}, "must be 100 characters or fewer"),
    ("handling", {"marking": "SECRET"}, "select an answer from the list"),
    ("handling", {"handling": "x" * 201}, "must be 200 characters or fewer"),
    ("handling", {"source_sensitivities": "perhaps"}, "Select yes or no."),
]


def section(row, name):
    return reverse("tasking:section", args=[row.reference, name])


@pytest.mark.parametrize(("name", "typed", "sentence"), BAD)
def test_a_bad_answer_is_named_the_good_ones_stay_and_nothing_is_saved(
    client, name, typed, sentence
):
    row = TaskingRequestFactory()
    client.force_login(row.requester)

    answer = client.post(section(row, name), {**GOOD[name], **typed, "version": row.version})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    kept = {field: text for field, text in GOOD[name].items() if field not in typed}
    assert all(str(text) in page for text in kept.values() if isinstance(text, str))
    assert TaskingRequest.objects.get(pk=row.pk).version == row.version


def test_a_part_can_be_left_unfinished_and_finished_later(client):
    row = TaskingRequestFactory(sio_name="", sio_contact="")
    client.force_login(row.requester)

    typed = {"sio_role": "Inspector", "version": row.version, "later": "yes"}
    answer = client.post(section(row, "contacts"), typed)

    assert answer.url == reverse("tasking:requests") + "?tab=drafts"
    row.refresh_from_db()
    assert (row.sio_role, row.sio_contact) == ("Inspector", "")


def test_an_answer_is_shown_as_typed_whatever_it_holds(client):
    text = "<b>x</b> ŵ 🌿 مرحبا"
    row = TaskingRequestFactory()
    client.force_login(row.requester)
    typed = {**GOOD["threat"], "summary": text, "version": row.version}

    client.post(section(row, "threat"), typed)

    page = client.get(row.get_absolute_url()).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt; ŵ 🌿 مرحبا" in page


def test_the_timeline_says_which_parts_were_changed(client):
    row = TaskingRequestFactory(draft=True)
    client.force_login(row.requester)

    client.post(section(row, "threat"), {**GOOD["threat"], "version": row.version})

    page = client.get(row.get_absolute_url())
    changed = next(each for each in page.context["timeline"] if each.title == "Answers changed")
    assert changed.text == "Changed: What is happening"


class TestAStaleAnswer:
    def test_is_shown_beside_the_saved_one_and_neither_is_lost(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)
        first = {**GOOD["threat"], "summary": "Saved first.", "version": row.version}
        second = {**GOOD["threat"], "summary": "Typed second.", "version": row.version}
        client.post(section(row, "threat"), first)

        answer = client.post(section(row, "threat"), second)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Saved first." in page
        assert page.count("Typed second.") == 2
        assert row.requester.name in page
        row.refresh_from_db()
        assert row.summary == "Saved first."

    def test_takes_the_place_of_the_saved_one_only_when_it_is_sent_again(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)
        stale = {**GOOD["threat"], "summary": "Typed second.", "version": row.version}
        client.post(section(row, "threat"), {**stale, "summary": "Saved first."})
        shown = client.post(section(row, "threat"), stale).context["row"]

        client.post(section(row, "threat"), {**stale, "version": shown.version})

        row.refresh_from_db()
        assert row.summary == "Typed second."

    def test_without_a_version_saves_nothing_and_stays(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)

        answer = client.post(section(row, "threat"), GOOD["threat"])

        assert answer.status_code == 409
        assert "Synthetic: kept as typed." in answer.content.decode()

    def test_to_a_request_sent_meanwhile_stays_on_the_page(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(row.requester)

        answer = client.post(section(row, "threat"), {**GOOD["threat"], "version": row.version})

        assert answer.status_code == 409
        assert "Synthetic: kept as typed." in answer.content.decode()
        row.refresh_from_db()
        assert row.summary == FILLED["summary"]


class TestAStep:
    def take(self, client, row, step, **typed):
        return client.post(reverse("tasking:step", args=[row.reference, step]), typed)

    def test_without_its_reason_asks_for_it(self, client):
        row = TaskingRequestFactory(in_triage=True)
        client.force_login(Cast(row).gateway)

        answer = self.take(client, row, "return", version=row.version, reason=" ")

        assert "Enter what the force needs to tell you." in answer.content.decode()
        row.refresh_from_db()
        assert row.state == "in_triage"

    def test_on_a_stale_row_keeps_the_reason_and_says_who_changed_it(self, client):
        row = TaskingRequestFactory(in_triage=True)
        cast = Cast(row)
        client.force_login(cast.gateway)
        other = UserFactory(gateway_officer=True, region=row.region, name="Exercise Colleague")
        client.force_login(other)
        self.take(client, row, "refer", version=row.version)
        client.force_login(cast.gateway)

        answer = self.take(client, row, "return", version=row.version, reason="Which phones?")

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Which phones?" in page
        assert "Exercise Colleague changed this" in page

    def test_clicked_twice_is_done_once_without_a_complaint(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        first, second = (
            self.take(client, row, "start-triage", version=row.version) for _ in range(2)
        )

        assert first.url == second.url == row.get_absolute_url()
        row.refresh_from_db()
        assert row.state == "in_triage"

    def test_cannot_send_a_reply_while_answers_are_missing(self, client):
        row = TaskingRequestFactory(returned=True)
        client.force_login(row.requester)
        typed = {**GOOD["threat"], "summary": "", "version": row.version, "later": "yes"}
        client.post(section(row, "threat"), typed)
        row.refresh_from_db()

        answer = self.take(client, row, "resubmit", version=row.version, note="Here it is.")

        page = answer.content.decode()
        assert "Enter a summary of the threat." in page
        assert "Here it is." in page


class TestAMessage:
    def test_is_written_once_however_often_it_is_sent(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(row.requester)
        key = client.get(row.get_absolute_url()).context["once_key"]

        for _ in range(2):
            client.post(
                reverse("tasking:messages", args=[row.reference]),
                {"text": "Exercise: more is known.", "once_key": key},
            )

        assert [message.text for message in row.messages.all()] == ["Exercise: more is known."]

    def test_without_text_asks_for_it(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(row.requester)

        answer = client.post(reverse("tasking:messages", args=[row.reference]), {"text": " "})

        assert "Enter a message." in answer.content.decode()
        assert not row.messages.exists()

    def test_about_a_draft_is_refused_in_words(self, client):
        row = TaskingRequestFactory()
        client.force_login(row.requester)

        answer = client.post(reverse("tasking:messages", args=[row.reference]), {"text": "Hello"})

        assert answer.status_code == 409
        assert "You cannot write a message about this request now" in answer.content.decode()


class TestAMeeting:
    def test_is_planned_held_and_signed(self, client):
        row = TaskingRequestFactory(with_toex=True)
        client.force_login(Cast(row).manager)
        typed = {
            "forum_name": "Exercise meeting",
            "held_on": "2026-12-01",
            "attendees": "Chair\nAnalyst",
            "agenda": [row.reference],
        }

        planned = client.post(reverse("tasking:plan-meeting"), typed)
        meeting = row.agenda_items.get().meeting
        change = reverse("tasking:change-meeting", args=[meeting.reference])
        client.post(change, {**typed, "held": "on", "version": meeting.version})
        meeting.refresh_from_db()
        sign = reverse("tasking:sign-meeting", args=[meeting.reference])
        client.post(sign, {"version": meeting.version})

        meeting.refresh_from_db()
        assert planned.url == meeting.get_absolute_url()
        assert (meeting.state, meeting.attendees) == ("signed", ["Chair", "Analyst"])
        assert "The minutes are locked." in client.get(planned.url).content.decode()
        assert client.get(change).status_code == 302

    def test_changed_by_two_shows_both_texts(self, client):
        manager = UserFactory(toex_manager=True)
        meeting = TaskingMeetingFactory(manager=manager)
        client.force_login(manager)
        change = reverse("tasking:change-meeting", args=[meeting.reference])
        typed = {"held_on": "2026-12-01", "version": meeting.version}
        client.post(change, {**typed, "forum_name": "Saved first"})

        answer = client.post(change, {**typed, "forum_name": "Typed second"})

        assert answer.status_code == 409
        assert "Saved first" in answer.content.decode()
        assert "Typed second" in answer.content.decode()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"forum_name": ""}, "Enter the name of the meeting."),
            ({"held_on": ""}, "Enter the date of the meeting."),
            ({"held_on": "2026-02-31"}, "must be a real date"),
            ({"held_on": "1999-12-01"}, "from 1 September 2021, when the programme began, to two"),
            ({"agenda": ["TR-999999"]}, "select answers from the list"),
        ],
    )
    def test_badly_planned_is_not_planned(self, client, typed, sentence):
        client.force_login(UserFactory(toex_manager=True))
        good = {"forum_name": "Exercise meeting", "held_on": "2026-12-01"}

        answer = client.post(reverse("tasking:plan-meeting"), {**good, **typed})

        assert sentence in answer.content.decode()
