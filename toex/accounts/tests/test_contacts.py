"""Everybody sees who is reached for what; a manager says how their own Gateway is reached."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from toex.accounts import services
from toex.accounts.choices import MailUse, Role
from toex.accounts.models import Gateway, User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Force, Region
from toex.workflow.refusals import NotYourStep, VersionStale

pytestmark = pytest.mark.django_db


@pytest.fixture
def kent():
    call_command("load_forces", verbosity=0)
    return Force.objects.select_related("region").get(code="kent")


@pytest.fixture
def manager(kent):
    return UserFactory(toex_manager=True, region=kent.region, name="Exercise Manager")


def content(client, query=""):
    return client.get(f"/contacts/{query}").content.decode()


def changed(manager, *, by=None, version=0, **values):
    values = {"mailbox": "", "telephone": "", "mail": "none", **values}
    return services.change_gateway(
        manager.region, version=version, by=by or manager, at=timezone.now(), **values
    )


class TestContacts:
    @pytest.mark.parametrize("role", Role.values)
    def test_are_for_every_role(self, client, kent, manager, role):
        client.force_login(UserFactory(**{role: True}))

        assert "Exercise Manager, TOEX manager" in content(client)

    def test_name_the_programme_office_and_the_administrators(self, client, kent, manager):
        UserFactory(programme_office=True, name="Exercise Office")
        UserFactory(administrator=True, name="Exercise Administrator")
        UserFactory(auditor=True, name="Exercise Auditor")
        client.force_login(manager)

        page = content(client)

        assert page.index("Exercise Office") < page.index("Exercise Administrator")
        assert "Exercise Auditor" not in page
        assert "Exercise Office" not in content(client, "?force=kent")

    def test_show_all_ten_regions_in_their_order(self, client, kent, manager):
        client.force_login(manager)
        page = content(client)

        places = [page.index(f"({region})") for region in Region.objects.in_official_order()]
        assert len(places) == 10
        assert places == sorted(places)

    def test_say_so_where_a_region_has_nobody(self, client, kent, manager):
        client.force_login(manager)

        assert content(client).count("Nobody in this region has an account") == 9

    def test_leave_out_analysts_closed_accounts_and_when_anybody_signed_in(
        self, client, kent, manager
    ):
        UserFactory(analyst=True, region=kent.region, name="Exercise Analyst")
        UserFactory(force_lead=True, force=kent, name="Exercise Gone", is_open=False)
        User.objects.filter(pk=manager.pk).update(last_login=timezone.now())
        client.force_login(manager)

        page = content(client)

        assert "Exercise Analyst" not in page
        assert "Exercise Gone" not in page
        assert manager.email not in page

    def test_are_searched_by_force(self, client, kent, manager):
        UserFactory(force_lead=True, force=kent, name="Exercise Lead")
        client.force_login(manager)

        page = content(client, "?force=KENT")

        assert "Exercise Lead" in page
        assert kent.region.name in page
        assert page.count("<section") == 1
        assert "0 results for" in content(client, "?force=nowhere")

    def test_the_look_is_in_the_trail(self, client, kent, manager):
        client.force_login(manager)
        content(client)

        assert len(AuditEvent.objects.get(action="contact.list").shown) == 10

    @pytest.mark.parametrize("people", [1, 30])
    def test_take_a_constant_number_of_queries(
        self, client, django_assert_num_queries, kent, manager, people
    ):
        for _ in range(people):
            UserFactory(gateway_officer=True, region=kent.region)
            UserFactory(force_lead=True, force=kent)
        client.force_login(manager)
        with django_assert_num_queries(13):
            client.get("/contacts/")


class TestChangeGateway:
    def test_keeps_it_and_says_so_in_the_trail_without_the_address(self, manager):
        gateway = changed(manager, mailbox=" Team@kent.police.uk ", telephone="01632 960001")

        assert (gateway.mailbox, gateway.version) == ("team@kent.police.uk", 1)
        event = AuditEvent.objects.get(action="gateway.change")
        assert event.changes == {"fields": ["mailbox", "telephone"], "mail": ["none", "none"]}
        assert event.region == manager.region

    @pytest.mark.parametrize(
        "address",
        [
            "team@gmail.com",
            "team@police.uk.evil.com",
            "team@notpolice.uk",
            "team@example.com",
            "two@a.police.uk,team@gmail.com",
            "team@gmail.com\n@a.police.uk",
            "police.uk",
        ],
    )
    def test_refuses_an_address_elsewhere(self, manager, address):
        with pytest.raises(ValidationError) as error:
            changed(manager, mailbox=address)

        assert set(error.value.message_dict) == {"mailbox"}

    def test_the_domains_are_a_setting(self, manager, settings):
        settings.MAILBOX_DOMAINS = ["police.uk"]

        with pytest.raises(ValidationError, match=r"\.police\.uk"):
            changed(manager, mailbox="team@region.example")

    def test_messages_need_a_mailbox(self, manager):
        with pytest.raises(ValidationError, match="that messages go to"):
            changed(manager, mail=MailUse.INSTEAD)

    def test_refuses_what_is_no_number(self, manager):
        with pytest.raises(ValidationError, match="telephone number"):
            changed(manager, telephone="ask for Sam")

    @pytest.mark.parametrize("role", ["gateway_officer", "analyst", "administrator"])
    def test_is_for_managers(self, manager, role):
        place = {} if role == "administrator" else {"region": manager.region}
        with pytest.raises(NotYourStep):
            changed(manager, by=UserFactory(**{role: True}, **place))

    def test_is_for_managers_of_the_region(self, manager):
        with pytest.raises(NotYourStep):
            changed(manager, by=UserFactory(toex_manager=True))

    def test_a_stale_version_changes_nothing(self, manager):
        changed(manager, telephone="01632 960001")
        with pytest.raises(VersionStale):
            changed(manager, telephone="01632 960002")
        assert Gateway.objects.get().telephone == "01632 960001"


class TestThePageOfAGateway:
    def test_keeps_what_was_entered(self, client, manager):
        client.force_login(manager)
        sent = {"version": 0, "mailbox": "team@region.example", "telephone": "", "mail": "also"}

        page = client.post("/contacts/gateway/", sent, follow=True).content.decode()

        assert "mailto:team@region.example" in page
        assert Gateway.objects.get().mail == MailUse.ALSO

    def test_says_what_does_not_fit(self, client, manager):
        client.force_login(manager)
        sent = {"version": 0, "mailbox": "team@gmail.com", "telephone": "", "mail": "also"}

        page = client.post("/contacts/gateway/", sent).content.decode()

        assert "must end in .police.uk or .example" in page
        assert not Gateway.objects.exists()
