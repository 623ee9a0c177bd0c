"""From every page of figures: a number leads to its records, which come to the same number."""

import html
import re

import pytest
import time_machine
from django.core.management import call_command

from metrics import quarters
from metrics.models import RegionalQuarter, SavedQuestion
from metrics.tests.test_releases import AT, a_case, arrests
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*href="(/figures/records/[^"]+)"[^>]*>\s*([£\d.,]+)\s*(?:<span|</a>)')
PERIOD = "period=2022/23-Q3"
PAGES = {
    "figures": f"/figures/?{PERIOD}&show=arrests&by=primary_type",
    "glance": "/figures/glance/",
    "between": f"/figures/signals/between-regions/?measure=arrests&{PERIOD}&against=requests",
}


@pytest.fixture(autouse=True)
def counted():
    """Arrests of two regions in the last quarter, as known on 1 February 2023."""
    with time_machine.travel(AT, tick=False):
        call_command("load_forces", verbosity=0)
        arrests(a_case("essex"), 7)
        arrests(a_case("derbyshire"), 4)
        quarters.ensure(AT.date())
        yield


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


def links(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return [(number, html.unescape(link)) for link, number in LINK.findall(page)]


def check(client, address, *, least):
    """Open what each number leads to; `least` of them are not zero."""
    found = links(client, address)
    for number, link in set(found):
        page = client.get(link)
        assert page.status_code == 200, link
        assert f"This number is {number}." in page.content.decode(), link
    assert len([number for number, _ in found if number not in ("0", "£0.00")]) >= least


@pytest.mark.parametrize("name", PAGES)
def test_for_the_programme_office(client, office, name):
    client.force_login(office)
    check(client, PAGES[name], least=2)


@pytest.mark.parametrize("name", ["figures", "glance"])
def test_for_a_region_and_for_a_force_their_own(client, name):
    essex = Force.objects.get(code="essex")
    for reader in (
        UserFactory(toex_manager=True, region=Region.objects.get(code="ERSOU")),
        UserFactory(force_lead=True, force=essex),
    ):
        client.force_login(reader)
        check(client, PAGES[name], least=1)


def test_of_a_saved_answer_as_known_then(client, office):
    client.force_login(office)
    told = {"title": "Exercise", "asked_for": "other", "disclosure": "management"}
    told |= {"once_key": "exercise-key-of-this-form-0001"}
    client.post(f"/questions/new/?{PERIOD}&show=arrests&by=region&basis=lead", told)
    address = SavedQuestion.objects.get().get_absolute_url()
    with time_machine.travel(AT.replace(day=2), tick=False):
        client.force_login(office)
        arrests(a_case("essex"), 5, recorded_at=AT.replace(hour=10))
        check(client, address, least=2)
        assert [number for number, _ in links(client, address)][:2] == ["7", "4"]
    client.force_login(office)
    assert 'href="/figures/measures/arrests/"' in client.get(address).content.decode()


def test_of_a_regional_quarter_each_measure_leads_to_its_definition_too(client, office):
    client.force_login(office)
    row = RegionalQuarter.objects.get(reference="ERSOU-2022-23-Q3")
    page = client.get(row.get_absolute_url()).content.decode()

    assert 'href="/figures/measures/arrests/">Arrests</a>' in page
    assert "Sentence length (months)" in page
    (address,) = re.findall(r'href="(/figures/records/\?measure=arrests[^"]+ERSOU)"', page)
    assert "This number is 7." in client.get(html.unescape(address)).content.decode()


def test_records_in_sight_and_out_of_it_come_to_the_number(client):
    lead = UserFactory(force_lead=True, force=Force.objects.get(code="essex"))
    client.force_login(lead)
    page = client.get(f"/figures/records/?measure=arrests&{PERIOD}&force=essex")

    assert "This number is 7. Nothing is left out of it." in page.content.decode()
