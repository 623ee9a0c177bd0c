"""A release as its readers use it: from numbers to records, long tables, and what comes next."""

import html
import re
from datetime import timedelta

import pytest

from metrics import releases
from metrics.models import Release
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, drafted, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import Export
from toex.forces.models import Force, Region

pytestmark = pytest.mark.django_db
PAGE = "/releases/R-2022-23-Q3-1/"
TOLD = (
    *(("essex", 19), ("derbyshire", 24), ("west-midlands", 9)),
    *(("humberside", 2), ("cheshire", 11)),
)
FORCES = f"{PAGE}tables/events-by-force/"


@pytest.fixture
def out(office, other, clock):
    """A quarter that is out: two regions show their arrests, and three hide them."""
    for force, number in TOLD:
        arrests(a_case(force), number)
    release = published(office, other)
    clock.move_to(OUT_AT)
    return release


def seen(client, reader, address, status=200):
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def behind(page, measure="arrests"):
    """Return number and address of each cell of a measure that leads to its records."""
    found = re.findall(r'href="(/figures/records/[^"]+)">([\d,.£]+)</a>', page)
    return [
        (number, html.unescape(address))
        for address, number in found
        if address.endswith(f"measure={measure}")
    ]


def of_region(code):
    return UserFactory(toex_manager=True, region=Region.objects.get(code=code))


class TestFromANumberToItsRecords:
    def test_the_office_reaches_the_records_of_each_shown_number(self, client, office, out):
        found = behind(seen(client, office, PAGE))
        told = {"19", "24", "0"} & {number for number, _ in found}
        assert told == {"19", "24", "0"}
        for number, address in found:
            if number in ("19", "24"):
                page = seen(client, office, address)
                assert f"This number is {number}." in page
                assert "As known on 1 February 2023 at 9am" in page

    def test_what_came_later_is_not_behind_a_number_of_before(self, client, office, out):
        arrests(a_case(), 5, recorded_at=OUT_AT)
        found = {number: address for number, address in behind(seen(client, office, PAGE))}
        later = re.sub("known_at=[^&]+&", "", found["19"])

        assert "This number is 19." in seen(client, office, found["19"])
        assert "This number is 24." in seen(client, office, later)

    def test_a_region_reaches_its_own_and_no_other(self, client, out):
        reader = of_region("ERSOU")
        found = behind(seen(client, reader, PAGE))

        assert all("region=ERSOU" in address for _, address in found)
        whole = [number for number, address in found if "part=own" not in address]
        assert whole == ["19"]

    def test_a_region_reaches_its_own_part_of_a_number_of_the_nation(self, client, out):
        reader = of_region("ERSOU")
        total = next(each for number, each in behind(seen(client, reader, PAGE)) if number == "65")
        page = seen(client, reader, total)

        assert "Your part of it is 19." in page
        assert "You came from a number of more places than yours" in page
        assert "This number is" not in page

    def test_a_force_reaches_its_own_row_of_the_long_table(self, client, out):
        lead = UserFactory(force_lead=True, force=Force.objects.get(code="derbyshire"))
        found = behind(seen(client, lead, PAGE))
        assert all("force=derbyshire" in each and "part=own" in each for _, each in found)
        assert "Your part of it is 24." in seen(client, lead, found[0][1])
        page = seen(client, lead, FORCES)

        (own,) = [each for each in behind(page) if "part=own" not in each[1]]
        assert own[0] == "24"
        assert "This number is 24." in seen(client, lead, own[1])

    def test_what_is_hidden_leads_nowhere(self, client, office, out):
        page = seen(client, office, FORCES)

        assert "[c]" in page
        assert not re.search(r"<a[^>]*>\[c\]</a>", page)
        assert "force=humberside&amp;measure=arrests" not in page

    def test_each_measure_leads_to_what_it_counts(self, client, out):
        page = seen(client, of_region("NEROCU"), PAGE)
        assert '<a class="govuk-link" href="/figures/measures/arrests/">Arrests</a>' in page

    def test_a_record_leads_to_its_case(self, client, office):
        case = a_case()
        event = arrests(case, 6)[0]
        page = seen(client, office, "/figures/records/?measure=arrests&period=2022/23-Q3")

        assert f"Outcome {event.pk}" in page
        assert f'href="/cases/{case.reference}/">{case.reference}</a>' in page


class TestLongTables:
    def test_tables_of_forces_have_pages_of_their_own(self, client, out):
        reader = UserFactory(analyst=True)
        page = seen(client, reader, PAGE)
        assert FORCES in page
        assert "Avon and Somerset" not in page

        assert "Avon and Somerset" in seen(client, reader, FORCES)

    @pytest.mark.parametrize("code", ["events-by-nothing", "events-by-region_type"])
    def test_there_are_no_others(self, client, office, out, code):
        seen(client, office, f"{PAGE}tables/{code}/", status=404)

    def test_a_draft_has_none_and_before_the_time_nobody_finds_one(self, client, office):
        draft = drafted(office)
        seen(client, office, FORCES, status=404)
        told = {"version": draft.version, "by": office, "at": AT, "reason": "Exercise."}
        releases.freeze_release(draft, **told)
        seen(client, UserFactory(force_lead=True), FORCES, status=404)
        assert "Do not share it" in seen(client, office, FORCES)


class TestWhatComesNext:
    SAID = "Figures for 2022/23 Q3 on 10 February 2023 at 9:30am"

    def test_readers_know_when_figures_come_out_and_nothing_more(self, client, office):
        release = drafted(office)
        page = seen(client, UserFactory(force_lead=True), "/releases/")

        assert self.SAID in page
        assert release.reference not in page

    def test_a_later_edition_is_announced_as_one(self, client, office, out):
        later = OUT_AT + timedelta(days=60)
        releases.draft_release(
            by=office, at=OUT_AT, period="2022/23-Q3", publish_at=later, reason="Exercise."
        )
        said = "A new edition (edition 2) of the figures for 2022/23 Q3 on 11 April 2023"

        for address in ("/releases/", PAGE):
            assert said in seen(client, UserFactory(force_lead=True), address)

    def test_an_internal_release_is_not_announced(self, client, office):
        drafted(office, mode="internal")
        assert "Next release" not in seen(client, UserFactory(force_lead=True), "/releases/")

    def test_what_is_out_is_announced_no_more(self, client, office, other, clock):
        published(office, other)
        clock.move_to(OUT_AT)
        assert "Next release" not in seen(client, office, "/releases/")
        assert "Next release" not in seen(client, office, PAGE)


class TestMethods:
    def test_the_page_says_how_it_counts_and_whom_to_ask(self, client, out):
        page = seen(client, UserFactory(analyst=True), PAGE)
        for said in ("People are counted once in a period", "are hidden.", "without a key"):
            assert said in page
        assert 'href="/contacts/"' in page

    def test_an_internal_release_does_not_say_that_it_hides(self, client, office):
        frozen(office, mode="internal")
        page = seen(client, office, f"/releases/{Release.objects.get().reference}/")

        assert "Nothing is hidden in this release." in page
        assert "would give a small number away, are hidden" not in page


class TestAnInternalRelease:
    def test_it_needs_no_date_and_never_speaks_of_publication(self, client, office):
        client.force_login(office)
        told = {"period": "2022/23-Q3", "mode": "internal"}
        work = client.post("/releases/new/", told, follow=True).content.decode()
        release = Release.objects.get()

        assert "Internal: nothing is hidden, and it is never published." in work
        assert "To be published on" not in work
        assert work.count("Not needed") == 4
        told = {"version": release.version, "by": office, "at": AT, "reason": "Exercise."}
        releases.freeze_release(release, **told)
        page = seen(client, office, release.get_absolute_url())
        assert "it stays within the programme office" in page
        assert "Do not share it or hint at it" not in page
        assert "Nothing is hidden in this release" in seen(
            client, office, f"{release.get_absolute_url()}packs/"
        )

    def test_any_other_needs_a_date(self, client, office):
        client.force_login(office)
        told = {"period": "2022/23-Q3", "mode": "threshold"}
        page = client.post("/releases/new/", told).content.decode()

        assert "Enter the date of publication." in page
        assert not Release.objects.exists()


class TestAChart:
    def test_it_is_part_of_the_page_before_and_after_the_time(self, client, office, other, clock):
        for force, number in (("essex", 19), ("derbyshire", 24)):
            arrests(a_case(force), number)
        release = frozen(office)
        page = seen(client, office, PAGE)
        (address,) = re.findall(r'<img class="toex-chart" src="([^"]+arrests[^"]+)"', page)

        image = client.get(address)
        assert (image.status_code, image["Content-Type"]) == (200, "image/svg+xml")
        assert image.content == bytes(release.files.get(name__contains="chart-arrests").content)
        assert "The numbers in this chart" in page
        seen(client, UserFactory(force_lead=True), address, status=404)

    def test_looking_at_it_takes_no_file_away(self, client, out):
        reader = UserFactory(force_lead=True)
        page = seen(client, reader, PAGE)
        for address in re.findall(r'<img class="toex-chart" src="([^"]+)"', page):
            assert client.get(address).status_code == 200

        assert 'class="toex-chart"' in page
        assert not Export.objects.exists()
        client.get(f"{PAGE}files/figures.csv")
        assert Export.objects.get().by == reader
