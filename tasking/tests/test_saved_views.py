"""Filters kept under a name: one's own, named, counted, opened and let go."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tasking import services
from tasking.models import SavedView
from tasking.services.saved_views import LONGEST_NAME, LONGEST_QUERY, MOST
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LIST = "/queue/?primary_type=ASE&sort=newest&page=1"
NEW = f"/views/new/?list={quote(LIST, safe='')}"


@pytest.fixture
def gateway():
    return UserFactory(gateway_officer=True)


def save(by, name="Exercise view", **said):
    return services.save_view(
        **{"by": by, "at": AT, "of": "queue", "name": name, "query": "q=x"} | said
    )


class TestSaveView:
    def test_keeps_the_name_without_its_outer_and_double_spaces(self, gateway):
        assert save(gateway, "  Exercise   view ").name == "Exercise view"

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"name": "  "}, "Enter a name for this view."),
            ({"name": "x" * (LONGEST_NAME + 1)}, "The name must be 60 characters or fewer."),
            ({"name": "a\x07b"}, "The name must be letters, numbers and signs"),
            ({"query": ""}, "Choose filters on the list before you save them."),
            ({"query": "q=" + "x" * LONGEST_QUERY}, "Choose filters on the list"),
            ({"of": "elsewhere"}, "Choose filters on the list before you save them."),
        ],
    )
    def test_says_what_is_wrong(self, gateway, said, sentence):
        with pytest.raises(ValidationError) as caught:
            save(gateway, **said)
        assert caught.value.message_dict["name"][0].startswith(sentence)

    def test_a_name_is_taken_once_for_each_list_and_person(self, gateway):
        save(gateway)
        save(gateway, of="cases")
        save(UserFactory(gateway_officer=True))

        with pytest.raises(ValidationError, match="You have a view with this name already"):
            save(gateway, "EXERCISE view")

    def test_there_are_twenty_at_most_for_each_list(self, gateway):
        for number in range(MOST):
            save(gateway, f"Exercise {number}")

        with pytest.raises(ValidationError, match="You have 20 views of this list"):
            save(gateway, "Exercise one more")
        assert save(gateway, of="cases").pk

    def test_the_trail_says_which_list_and_no_word_of_the_person(self, gateway):
        view = save(gateway, "Exercise secret")
        services.delete_view(view, by=gateway, at=AT)

        events = AuditEvent.objects.filter(action__startswith="view.").order_by("pk")
        assert [(each.action, each.target, each.changes) for each in events] == [
            ("view.save", f"view {view.pk}", {"list": "queue"}),
            ("view.delete", f"view {view.pk}", {"list": "queue"}),
        ]

    def test_nobody_deletes_the_view_of_somebody_else(self, gateway):
        view = save(gateway)
        with pytest.raises(SavedView.DoesNotExist):
            services.delete_view(view, by=UserFactory(gateway_officer=True), at=AT)


class TestOnPages:
    def test_filters_are_saved_by_name_and_found_above_the_list(self, client, gateway):
        client.force_login(gateway)
        page = client.get(LIST).content.decode()
        assert f'href="{NEW}"' in page
        form = client.get(NEW).content.decode()
        assert "Main type of exploitation: Adult sexual exploitation" in form

        answer = client.post(NEW, {"name": "Exercise view"})

        assert answer.url == LIST
        view = SavedView.objects.get()
        assert (view.of, view.query) == ("queue", "primary_type=ASE&sort=newest")
        after = client.get(LIST).content.decode()
        assert "The view is saved." in after
        link = (
            '<a class="govuk-link" href="?primary_type=ASE&amp;sort=newest" aria-current="true">'
        )
        assert f"{link}Exercise view</a>" in after

    def test_the_same_form_sent_twice_saves_one_view(self, client, gateway):
        client.force_login(gateway)
        sent = {"name": "Exercise view", "once_key": "k" * 20}

        answers = [client.post(NEW, sent).url for _ in range(2)]

        assert answers == [LIST, LIST]
        assert SavedView.objects.count() == 1

    def test_a_name_that_is_taken_stays_in_its_box(self, client, gateway):
        save(gateway)
        client.force_login(gateway)

        page = client.post(NEW, {"name": "Exercise view"}).content.decode()

        assert "<title>Error: " in page
        assert "You have a view with this name already." in page
        assert 'value="Exercise view"' in page

    @pytest.mark.parametrize("address", ["", "?list=/help/", "?list=//elsewhere.example/queue/"])
    def test_there_is_nothing_to_save_of_what_is_no_list(self, client, gateway, address):
        client.force_login(gateway)
        assert client.get(f"/views/new/{address}").status_code == 404
        assert client.post(f"/views/new/{address}", {"name": "x"}).status_code == 404

    def test_a_view_is_of_one_list_and_of_one_person(self, client, gateway):
        save(gateway, of="queue")
        client.force_login(gateway)
        other = UserFactory(gateway_officer=True, region=gateway.region)

        assert "Exercise view" in client.get("/queue/").content.decode()
        assert "Exercise view" not in client.get("/requests/").content.decode()
        client.force_login(other)
        assert "Exercise view" not in client.get("/queue/").content.decode()

    def test_a_view_of_filters_that_are_no_more_opens_and_says_so(self, client):
        row = TaskingRequestFactory(submitted=True)
        gateway = Cast(row).gateway
        view = save(gateway, query="force=exercise-gone&primary_type=ASE&sort=gone")
        client.force_login(gateway)

        page = client.get(f"/queue/?{view.query}").content.decode()

        assert "Some filters were left out" in page
        assert "Force (exercise-gone)" in page
        assert row.reference in page
        assert "The filter “Force” was left out, because it asks" in page

    def test_deleting_asks_first(self, client, gateway):
        view = save(gateway)
        client.force_login(gateway)
        address = reverse("tasking:delete-view", args=[view.pk])
        assert f'href="{address}"' in client.get("/queue/").content.decode()

        asked = client.get(address).content.decode()
        kept = SavedView.objects.count()
        answer = client.post(address)

        assert "Delete the view “Exercise view”?" in asked
        assert (kept, SavedView.objects.count(), answer.url) == (1, 0, "/queue/")

    def test_the_view_of_somebody_else_does_not_exist(self, client, gateway):
        view = save(gateway)
        client.force_login(UserFactory(gateway_officer=True, region=gateway.region))
        address = reverse("tasking:delete-view", args=[view.pk])

        assert client.get(address).status_code == client.post(address).status_code == 404
        assert SavedView.objects.count() == 1

    def test_cases_have_views_of_their_own(self, client):
        manager = UserFactory(toex_manager=True)
        client.force_login(manager)
        new = f"/views/new/?list={quote('/cases/?tab=my&on_hold=true', safe='')}"

        client.post(new, {"name": "Exercise held"})

        page = client.get("/cases/").content.decode()
        assert 'href="?on_hold=true&amp;tab=my">Exercise held</a>' in page
