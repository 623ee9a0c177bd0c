"""The agenda pack and the letter about a decision: who gets them, and what they say."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasking import services
from tasking.papers import decision_letter
from tasking.tests.factories import (
    FIRST_MOMENT,
    Cast,
    TaskingMeetingFactory,
    TaskingRequestFactory,
)
from toex.accounts.tests.factories import UserFactory
from toex.audit.choices import ExportKind, Purpose
from toex.audit.models import AuditEvent, Export
from toex.core.tests.pdf import opened, tags_of, text_of
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)
STRANGE = 'Exercise <b>x</b> #panic("y") *z* ŵŷ ممارسة'


@pytest.fixture
def row():
    return TaskingRequestFactory(with_toex=True, title=STRANGE, force_reference="EX/1")


@pytest.fixture
def meeting(row):
    manager = Cast(row).manager
    return TaskingMeetingFactory(
        manager=manager, agenda=[row], attendees=["Exercise chair"], held_on=DAY
    )


def in_pieces(content):
    """Return the text with each run of white space as one space: lines break where they will."""
    return " ".join(text_of(content).split())


def ask_pack(client, user, meeting):
    client.force_login(user)
    return client.get(reverse("tasking:agenda-pack", args=[meeting.reference]))


def assess(row):
    services.assess_request(
        row, by=Cast(row).gateway, at=FIRST_MOMENT, stage="initial", mode="external",
        external_model="Exercise tool", external_score="12", external_band="low",
    )  # fmt: skip


def decide(row, **fields):
    given = {"outcome": "overtaken", "rationale": "Exercise reasons.", "forum": "outside_meeting"}
    given["by"] = Cast(row).manager
    row = services.decide_request(
        row,
        version=row.version,
        at=FIRST_MOMENT + timedelta(days=9),
        **{**given, **fields},
    )
    return row.decisions.latest("pk")


def ask_letter(client, user, decision):
    client.force_login(user)
    return client.get(reverse("tasking:decision-letter", args=[decision.belongs_to, decision.pk]))


class TestThePack:
    def test_says_what_the_meeting_needs(self, client, row, meeting):
        assess(row)
        manager = meeting.created_by
        services.add_action(
            meeting, by=manager, at=FIRST_MOMENT, text="Exercise: ask.", owner=manager, due_on=DAY
        )
        services.declare_conflicts(
            meeting, version=1, by=manager, at=FIRST_MOMENT, attendee="Exercise chair",
            requests=[row], nature="Exercise nature",
        )  # fmt: skip

        answer = ask_pack(client, manager, meeting)

        told = in_pieces(answer.content)
        for words in (
            "20 October 2026",
            meeting.region.name,
            f"Conflict on {row.reference}: Exercise nature",
            "Exercise: ask.",
            row.force.name,
            "Adult sexual exploitation",
            "10 working days on the day of the meeting",
            "12, low (Exercise tool)",
            "version 2",
            "Page 1 of",
        ):
            assert words in told
        assert answer["Content-Disposition"].startswith("attachment")

    def test_titles_stand_as_typed(self, client, row, meeting):
        told = in_pieces(ask_pack(client, meeting.created_by, meeting).content)

        assert 'Exercise <b>x</b> #panic("y") *z* ŵŷ' in told
        assert "\ufffd" not in told

    def test_a_name_that_runs_from_the_right_leaves_the_day_of_the_meeting_alone(
        self, client, row, meeting
    ):
        type(meeting).objects.filter(pk=meeting.pk).update(forum_name="Exercise ممارسة")

        told = in_pieces(ask_pack(client, meeting.created_by, meeting).content)

        assert "Agenda pack of 20 October 2026: Exercise " in told

    def test_a_picture_character_does_not_stop_it(self, client, row, meeting):
        type(row).objects.filter(pk=row.pk).update(title="Exercise 😀 👨‍👩‍👧 after")

        told = in_pieces(ask_pack(client, meeting.created_by, meeting).content)

        assert "Exercise" in told
        assert "after" in told

    def test_is_tagged_and_marked_at_the_top_and_the_bottom_of_each_page(self, client, meeting):
        content = ask_pack(client, meeting.created_by, meeting).content

        kinds = {kind for kind, _ in tags_of(content)}
        assert {"/H1", "/H2", "/Table", "/TH"} <= kinds
        with opened(content) as pdf:
            pages = len(pdf.pages)
            assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert text_of(content).count("OFFICIAL-SENSITIVE") == 2 * pages

    def test_is_the_same_bytes_again(self, client, meeting):
        first, second = (ask_pack(client, meeting.created_by, meeting).content for _ in range(2))
        assert first == second

    def test_of_a_request_out_of_sight_it_has_the_reference_only(self, client, row, meeting):
        assess(row)
        type(row).objects.filter(pk=row.pk).update(region=RegionFactory())

        told = in_pieces(ask_pack(client, meeting.created_by, meeting).content)

        assert row.reference in told
        assert not any(words in told for words in ("<b>x</b>", "Exercise tool", row.force.name))

    def test_who_does_not_see_the_meeting_gets_404(self, client, row, meeting):
        for user in (Cast(row).lead, UserFactory(toex_manager=True), UserFactory(auditor=True)):
            assert ask_pack(client, user, meeting).status_code == 404
        assert ask_pack(client, UserFactory(programme_office=True), meeting).status_code == 404

    def test_the_download_is_in_the_trail(self, client, row, meeting):
        ask_pack(client, meeting.created_by, meeting)

        look = AuditEvent.objects.reads().about(meeting).get(action="meeting.pack.download")
        assert (look.actor, look.shown) == (meeting.created_by, [row.reference])

    def test_leaves_with_a_line_in_the_register_for_the_meeting(self, client, meeting):
        answer = ask_pack(client, meeting.created_by, meeting)

        left = Export.objects.get()
        assert (left.kind, left.purpose) == (ExportKind.AGENDA_PACK, Purpose.MEETING)
        assert (left.by, left.target) == (meeting.created_by, meeting.reference)
        assert left.recipient == f"Tasking meeting {meeting.reference}"
        assert left.sha256 == sha256(answer.content).hexdigest()

    def test_without_its_line_nothing_leaves(self, client, meeting, monkeypatch):
        def broken(**told):
            raise RuntimeError("the register is full")

        monkeypatch.setattr("tasking.views.papers.record_export", broken)
        client.raise_request_exception = False

        assert ask_pack(client, meeting.created_by, meeting).status_code == 500
        assert not AuditEvent.objects.filter(action="meeting.pack.download").exists()

    def test_takes_as_many_queries_for_ten_items_as_for_one(self, client, row, meeting):
        client.force_login(meeting.created_by)
        address = reverse("tasking:agenda-pack", args=[meeting.reference])
        assess(row)
        counts = []
        for more in (0, 9):
            agenda = [row]
            for _ in range(more):
                again = {"force": row.force, "requester": row.requester}
                agenda.append(TaskingRequestFactory(with_toex=True, **again))
                assess(agenda[-1])
            meeting = services.change_meeting(
                meeting,
                version=meeting.version,
                by=meeting.created_by,
                at=FIRST_MOMENT,
                agenda=agenda,
            )
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))

        assert counts[0] == counts[1]


class TestTheLetter:
    def test_holds_a_long_word_whole_and_a_tab_as_a_space(self, client, row):
        long = "Exercise" * 40
        decision = decide(row, rationale=f"{long} before\tafter")

        content = ask_letter(client, Cast(row).manager, decision).content

        assert long in text_of(content).replace("\n", "")
        assert "before after" in in_pieces(content)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"outcome": "adopt"}, "Adopted"),
            (
                {"outcome": "adopt_with_conditions", "conditions": "Exercise condition."},
                "Exercise condition.",
            ),
            ({"outcome": "defer", "review_on": date(2027, 1, 4)}, "again by 4 January 2027"),
            ({"outcome": "refer", "referred_to": "Exercise helpline"}, "Exercise helpline"),
            ({"outcome": "decline", "decline_code": "duplicate"}, "Duplicate"),
            ({"outcome": "overtaken"}, "Overtaken by events"),
        ],
    )
    def test_says_what_was_decided_and_what_is_next(self, row, fields, words):
        told = in_pieces(decision_letter(decide(row, **fields)))

        for part in (words, "Exercise reasons.", "What happens next", "Who to contact", "EX/1"):
            assert part in told
        assert "14 October 2026, outside a meeting" in told

    def test_says_nothing_that_is_for_the_region_alone(self, row, meeting):
        services.change_meeting(
            meeting, version=1, by=meeting.created_by, at=FIRST_MOMENT, held_on=date(2026, 10, 13)
        )
        decision = decide(row, forum="meeting", meeting=meeting, note="Exercise inside")

        told = in_pieces(decision_letter(decision))

        assert "in a tasking meeting" in told
        assert not any(words in told for words in ("inside", meeting.reference, "Exercise chair"))

    def test_each_decision_has_its_own_that_stays_the_same(self, row):
        first = decide(row, outcome="decline", decline_code="other")
        before = decision_letter(first)
        row.refresh_from_db()
        second = decide(row, rationale="Exercise later.")
        first.refresh_from_db()

        assert decision_letter(first) == before
        told = in_pieces(decision_letter(second))
        assert "Takes the place of" in told
        assert "The decision of 14 October 2026 (declined)" in told

    def test_titles_and_reasons_stand_as_typed(self, row):
        told = in_pieces(decision_letter(decide(row, rationale=f"One 😀.\r\n\r\n{STRANGE}")))

        assert told.count('Exercise <b>x</b> #panic("y") *z* ŵŷ') == 2
        assert "Reasons One 😀" in told
        assert "\ufffd" not in told

    def test_under_cover_says_for_whom(self, client, row):
        manager = Cast(row).manager
        analyst = UserFactory(analyst=True, region=row.region)
        services.arrange_cover(
            by=manager, at=timezone.now(), manager=manager, person=analyst,
            from_on=timezone.localdate(), until_on=timezone.localdate(), reason="Leave.",
        )  # fmt: skip
        decision = decide(row, by=analyst)
        words = f"for {manager.name}, as cover"

        assert f"{analyst.name}, {words}" in in_pieces(decision_letter(decision))
        client.force_login(Cast(row).lead)
        page = client.get(row.get_absolute_url()).content.decode()
        assert f"by {analyst.name}, {words}, on" in page
        assert page.count(words) == 2  # the decision, and the timeline
        assert manager.email not in page

    def test_who_sees_the_request_gets_it_and_nobody_else(self, client, row):
        decision, cast = decide(row), Cast(row)
        readers = [cast.lead, cast.gateway, cast.analyst, UserFactory(programme_office=True)]

        answers = [ask_letter(client, reader, decision) for reader in readers]

        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        for stranger in ("force_lead", "toex_manager", "auditor", "administrator"):
            answer = ask_letter(client, UserFactory(**{stranger: True}), decision)
            assert answer.status_code == 404
        looks = AuditEvent.objects.reads().about(row).filter(action="request.letter.download")
        assert [look.actor for look in looks.order_by("pk")] == readers

    def test_leaves_with_a_line_in_the_register_for_the_force(self, client, row):
        decision, lead = decide(row), Cast(row).lead

        answer = ask_letter(client, lead, decision)

        left = Export.objects.get()
        assert (left.kind, left.purpose) == (ExportKind.DECISION_LETTER, Purpose.WORK)
        assert (left.by, left.target, left.recipient) == (lead, row.reference, row.force.name)
        assert left.name == f"{row.reference}-decision-{decision.pk}.pdf".lower()
        assert left.sha256 == sha256(answer.content).hexdigest()
        client.force_login(UserFactory(auditor=True))
        page = client.get("/exports/?kind=decision_letter").content.decode()
        assert f"A letter about a decision, {row.reference}" in page

    def test_a_decision_on_another_request_is_not_there(self, client, row):
        other = decide(TaskingRequestFactory(with_toex=True))
        decide(row)
        client.force_login(Cast(row).lead)

        address = reverse("tasking:decision-letter", args=[row.reference, other.pk])

        assert client.get(address).status_code == 404
