"""Search finds what a reader may see by its words, and tells of nothing else."""

import pytest
from django.db import connection

from cases import services
from cases.models import Case, Threat
from cases.search import KINDS, find, index, words
from cases.tests.factories import (
    OPENED_AT,
    WHY,
    CaseFactory,
    ThreatFactory,
    analyst_of,
    lead_of,
    manager_of,
    take,
)
from cases.tests.searching import TYPED, Places, heap, scan
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def found(user, text):
    """Return the references found, kind by kind, without the kinds that have none."""
    answer = {each.kind.code: [row.reference for row in each.rows] for each in find(user, text)}
    return {kind: rows for kind, rows in answer.items() if rows}


def titled(*titles, **more):
    lead = UserFactory(force_lead=True)
    return lead, [TaskingRequestFactory(requester=lead, title=title, **more) for title in titles]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Exercise Juniper", ["Exercise", "Juniper"]),
            ("TR-000123", ["TR", "000123"]),
            ("  -a*  NEAR(b) ", ["a", "NEAR", "b"]),
            ("w\u0302yl d\u0175r", ["\u0175yl", "d\u0175r"]),
            ("🙂 ' \" \u0302", []),
            ("أحمد", ["أحمد"]),
        ],
    )
    def test_are_letters_and_digits(self, text, expected):
        assert words.split(text) == expected

    def test_are_compared_without_capitals_and_marks(self):
        assert [words.fold(each) for each in ("Ŵyl", "ZOË", "أحمد")] == ["wyl", "zoe", "أحمد"]


class TestFinding:
    @pytest.mark.parametrize(
        ("title", "text"),
        [
            ("Exercise Juniper 014", "juniper"),
            ("Exercise Juniper 014", "jun exer"),
            ("Exercise Juniper 014", "014"),
            ("Gŵyl y dŵr", "GWYL"),
            ("Gwyl y dwr", "dŵr"),
            ("مدينة أحمد", "أحم"),
            ("Ураган", "ураган"),
            ("A 🙂 title", "🙂 titl"),
            ("North-East", "north east"),
            ("North East", "north-east"),
            ("It's NEAR here", "NEAR"),
            ("Exercise ﬁne", "ﬁn"),
        ],
    )
    def test_each_word_is_the_beginning_of_one_in_the_text(self, title, text):
        lead, (row,) = titled(title)

        assert found(lead, text) == {"request": [row.reference]}

    @pytest.mark.parametrize("text", ["uniper", "juniper alder", "", " ", "*", '"', "🙂"])
    def test_nothing_else_is_found(self, text):
        lead, _ = titled("Exercise Juniper 014")

        assert found(lead, text) == {}

    def test_a_request_is_found_by_the_references_on_it(self):
        lead, (row,) = titled("Exercise", force_reference="F/77", threat_reference="OCG-9")

        assert found(lead, "f/77") == found(lead, "ocg-9") == {"request": [row.reference]}

    def test_an_exact_reference_goes_first_and_the_rest_newest_first(self):
        lead, (first, second) = titled("Exercise one", "Exercise two")
        third = TaskingRequestFactory(requester=lead, title=f"As {first.reference}")

        assert found(lead, first.reference.lower()) == {
            "request": [first.reference, third.reference]
        }
        assert found(lead, "one") == {"request": [first.reference]}
        assert found(lead, "exercise") == {
            "request": [each.reference for each in (third, second, first)]
        }

    def test_a_reference_that_is_not_whole_finds_those_that_begin_so(self):
        lead, (row,) = titled("Exercise")

        assert found(lead, row.reference[:-1]) == {"request": [row.reference]}
        assert found(lead, "TR-999999") == {}

    def test_a_threat_is_found_by_its_exact_reference_first(self):
        case = CaseFactory()
        first = ThreatFactory(case=case, reference="OCG-1")
        ThreatFactory(case=case, reference="OCG-1/2")

        assert found(analyst_of(case), "ocg-1")["threat"][0] == first.reference

    def test_whatever_is_typed_is_data(self):
        manager = UserFactory(toex_manager=True)
        row = TaskingRequestFactory(submitted=True, region=manager.region)

        for text in TYPED:
            assert found(manager, text).get("request", []) in ([], [row.reference]), text


class TestTheIndex:
    def test_follows_every_way_of_writing(self):
        lead, (row,) = titled("Exercise Juniper")
        TaskingRequest.objects.filter(pk=row.pk).update(title="Exercise Alder")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tasking_taskingrequest SET operation_name = 'Exercise Larch'")

        assert found(lead, "alder larch") == {"request": [row.reference]}
        assert found(lead, "juniper") == {}

    def test_forgets_what_is_deleted(self):
        case = CaseFactory()
        threat = Threat.objects.create(kind="ocg", reference="OCG-7", created_at=OPENED_AT)
        office = UserFactory(programme_office=True)
        assert found(office, "ocg-7") == {"threat": ["OCG-7"]}

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_threat WHERE id = %s", [threat.pk])
        again = Threat.objects.create(
            pk=threat.pk, kind="ocg", reference="OCG-8", created_at=case.created_at
        )

        assert found(office, "ocg-7") == {}
        assert found(office, "ocg-8") == {"threat": [again.reference]}

    def test_does_not_hold_what_was_rolled_back(self):
        lead, (row,) = titled("Exercise Juniper")
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            cursor.execute("UPDATE tasking_taskingrequest SET title = 'Exercise Alder'")
            cursor.execute("ROLLBACK TO SAVEPOINT before")

        assert found(lead, "juniper") == {"request": [row.reference]}
        assert found(lead, "alder") == {}

    def test_holds_what_was_there_before_it_was_made(self):
        lead, (row,) = titled("Exercise Juniper")
        connection.check_constraints()
        editor = connection.schema_editor()
        index.remove(editor)
        index.install(editor)

        assert found(lead, "juniper") == {"request": [row.reference]}

    def test_is_there_and_kept_for_every_table(self):
        """On SQLite, a migration that makes a table anew drops its triggers."""
        on_sqlite = connection.vendor == "sqlite"
        kept = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if on_sqlite
            else "SELECT indexname FROM pg_indexes"
        )
        with connection.cursor() as cursor:
            cursor.execute(kept)
            names = {name for (name,) in cursor.fetchall()}
        wanted = {each.words_table for each in index.INDEXED}
        if on_sqlite:
            wanted = {f"{name}_{verb.lower()}" for name in wanted for verb in index.VERBS}
        assert wanted <= names


class TestSight:
    def test_another_force_finds_nothing_of_a_title_it_may_not_see(self):
        case = CaseFactory(request={"title": "Exercise Rowan"})
        ThreatFactory(case=case, reference="OCG-4")

        assert found(lead_of(case), "rowan").keys() == {"request", "case"}
        for text in ("rowan", "OCG-4", case.reference, case.request.reference):
            assert found(UserFactory(force_lead=True), text) == {}

    def test_a_restricted_case_is_found_by_whom_it_is_open_to(self):
        case = CaseFactory(request={"title": "Exercise Rowan"})
        analyst, lead = analyst_of(case), lead_of(case)
        assert "case" in found(analyst, "rowan")
        take(services.restrict_case, case, at=OPENED_AT, reason=WHY)

        assert "case" in found(manager_of(case), "rowan")
        assert "case" not in found(analyst, "rowan")
        assert "case" not in found(UserFactory(programme_office=True), "rowan")
        assert found(lead, "rowan").keys() == {"request"}

    @pytest.mark.parametrize("seed", [7, 8])
    def test_search_finds_what_a_scan_of_all_that_is_in_sight_finds(self, seed):
        places = Places(seed=seed, rows=30)
        texts = [*TYPED, *(places.words() for _ in range(20))]
        texts += [Case.objects.first().reference, TaskingRequest.objects.last().reference]
        compared = 0
        for person in places.people:
            sight = {code: heap(kind, person) for code, kind in KINDS.items()}
            for text in texts:
                for each in find(person, text):
                    rows = set(each.rows.values_list("pk", flat=True))
                    assert rows == scan(sight[each.kind.code], text), (person.role, text)
                    compared += len(rows)
        assert compared > 500

    @pytest.mark.parametrize("role", ["auditor", "administrator", ""])
    def test_whoever_sees_no_rows_searches_none(self, role):
        CaseFactory(request={"title": "Exercise Rowan"})

        assert find(UserFactory(role=role), "rowan") == []
