"""At a glance: who sees what, numbers like those of the page of figures, tiles, and the cost."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics.glance.board import Board
from metrics.glance.grid import PLACES, ROWS
from metrics.glance.tiles import in_lines, legend_of, map_of, shade_of
from metrics.tests.factories import CaseFactory, OutcomeFactory, RequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Force
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db

PAGE = "/figures/glance/"
NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)
REGION_ROLES = ["gateway_officer", "toex_manager", "analyst"]


@pytest.fixture(autouse=True)
def _in_july_2023():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


@pytest.fixture
def case():
    return CaseFactory(opened_on=date(2022, 1, 1))


@pytest.fixture
def page(client):
    """Return what a reader sees at an address, with runs of white space made one."""

    def seen(reader, address=PAGE, asked=None, *, status=200):
        client.force_login(reader)
        response = client.get(address, asked)
        assert response.status_code == status
        return re.sub(r"\s+", " ", response.content.decode())

    return seen


def numbers(reader, code="people_safeguarded"):
    """Return a measure's numbers: this quarter, a year before, the last one, a year before."""
    found = Board(reader=reader, now=NOW).headlines()
    return next(
        [number.text for number in headline.numbers]
        for headline in found
        if headline.measure.code == code
    )


def four_quarters(case, values=(3, 4, 5, 6)):
    days = (date(2023, 7, 2), date(2022, 8, 9), date(2023, 5, 9), date(2022, 4, 30))
    for day, value in zip(days, values, strict=True):
        OutcomeFactory(case=case, force=case.requesting_force, quantity=value, occurred_on=day)


class TestHeadlines:
    def test_each_quarter_stands_beside_the_same_one_a_year_before(self, page, office, case):
        four_quarters(case)
        assert numbers(office) == ["3", "4", "5", "6"]
        seen = page(office)
        heads = re.findall(r'header--numeric">(\d{4}/\d\d Q\d(?: so far)?)<', seen)
        assert heads == ["2023/24 Q2 so far", "2022/23 Q2", "2023/24 Q1", "2022/23 Q1"]
        assert "management information, not official statistics. As known on 5 July 2023" in seen

    @pytest.mark.parametrize("role", ["programme_office", *REGION_ROLES, "force_lead"])
    @pytest.mark.parametrize("code", ["people_safeguarded", "requests_received", "cases_open"])
    def test_numbers_are_those_of_the_page_of_figures(self, page, case, role, code):
        four_quarters(case)
        RequestFactory(force=case.requesting_force, submitted_at=datetime(2023, 5, 3, tzinfo=UTC))
        place = {
            "programme_office": {},
            "force_lead": {"force": case.requesting_force},
        }.get(role, {"region": case.lead_region})
        reader = UserFactory(**{role: True}, **place)
        board = Board(reader=reader, now=NOW)
        for span, number in zip(board.spans, numbers(reader, code), strict=True):
            seen = page(reader, "/figures/", {"period": span.name, "show": code})
            row = re.search(
                rf'<th scope="row"[^>]*><a [^>]*/{code}/">.*?<td[^>]*>(.*?)</td>', seen
            )
            assert row[1] == number, span

    def test_a_number_leads_to_its_records_and_its_name_to_its_definition(
        self, page, office, case
    ):
        four_quarters(case)
        seen = page(office)
        link = "/figures/records/?measure=people_safeguarded&amp;period=2023%2F24-Q1"
        assert f'href="{link}"' in seen
        assert "/figures/measures/people_safeguarded/" in seen
        assert "Outcome" in page(office, link.replace("&amp;", "&"))

    def test_people_without_a_key_are_told_beside_people(self, page, office, case):
        four_quarters(case, (10, 1, 1, 1))
        assert "without a key: 10 of 10 (100% [u])" in page(office)

    def test_no_arrows_lights_or_ranks_and_no_styles_in_the_page(self, page, office, case):
        four_quarters(case)
        seen = page(office)
        assert "style=" not in seen
        assert not re.search(r"\brank|[↑↓▲▼]", seen)

    def test_a_look_is_logged(self, page, office):
        page(office)
        event = AuditEvent.objects.get(actor=office)
        assert event.action == "figure.glance"
        assert "2023/24-Q1" in event.shown


class TestSight:
    @pytest.mark.parametrize("role", ["auditor", "administrator"])
    def test_who_has_no_figures_is_refused(self, page, role):
        page(UserFactory(**{role: True}), status=403)

    @pytest.mark.parametrize("role", REGION_ROLES)
    def test_a_region_sees_its_own_and_its_own_forces(self, page, case, role):
        four_quarters(case)
        four_quarters(CaseFactory(opened_on=date(2022, 1, 1)), (90, 91, 92, 93))
        reader = UserFactory(**{role: True}, region=case.lead_region)
        assert numbers(reader) == ["3", "4", "5", "6"]
        lines = Board(reader=reader, now=NOW).maps()[0].lines
        assert [line.name for line in lines] == [case.requesting_force.short_name]
        assert "period=2023%2F24-Q1&amp;region=" in page(reader)

    def test_a_force_sees_its_own_and_no_map(self, page, case):
        four_quarters(case)
        other = ForceFactory()
        four_quarters(CaseFactory(opened_on=date(2022, 1, 1)), (90, 91, 92, 93))
        reader = UserFactory(force_lead=True, force=case.requesting_force)
        assert numbers(reader) == ["3", "4", "5", "6"]
        seen = page(reader)
        assert other.short_name not in seen
        assert "by force" not in seen

    @pytest.mark.parametrize("role", ["programme_office", *REGION_ROLES, "force_lead"])
    def test_it_is_in_the_navigation_and_marked_there(self, page, role):
        seen = page(UserFactory(**{role: True}))
        assert re.search(r'href="/figures/glance/"[^>]*aria-current', seen)


class TestMonths:
    def test_thirteen_full_months_end_with_the_last(self, page, office, case):
        four_quarters(case)
        small = Board(reader=office, now=NOW).months()[0]
        assert [small.months[0].label, small.months[-1].label] == ["June 2022", "June 2023"]
        assert len(small.months) == len(small.chart.bars) == 13
        assert {line.label: line.number for line in small.months}["May 2023"] == "5"
        assert "People safeguarded: from 0 to 5 a month, most in May 2023" in page(office)

    def test_without_a_number_there_is_a_sentence_for_the_chart(self, page, office):
        assert "Every full month is 0, so there is no chart." in page(office)


class TestMap:
    def test_each_of_the_43_forces_has_one_square(self):
        call_command("load_forces", verbosity=0)
        codes = sorted(code for row in ROWS for code in row if code)
        assert codes == sorted(Force.objects.territorial().values_list("code", flat=True))
        assert len(codes) == len(set(PLACES.values())) == 43
        assert len({len(row) for row in ROWS}) == 1

    def test_the_office_sees_43_tiles_each_with_number_and_records(self, page, office):
        call_command("load_forces", verbosity=0)
        kent = Force.objects.get(code="kent")
        RequestFactory.create_batch(3, force=kent, submitted_at=datetime(2023, 5, 3, tzinfo=UTC))
        CaseFactory(requesting_force=kent, opened_on=date(2023, 7, 1))
        requests, cases = Board(reader=office, now=NOW).maps()
        for shown, number, period in ((requests, "3", "Q1"), (cases, "1", "Q2")):
            tiles = {tile.code: tile for tile in shown.tiles.tiles}
            assert len(tiles) == 43
            assert tiles["kent"].number == number
            assert f"{period}&force=kent" in tiles["kent"].records
            assert (tiles["essex"].number, tiles["essex"].shade) == ("0", 0)
            assert "Request" in page(office, tiles["kent"].records) or number == "1"
        assert 'aria-label="Kent: 3"' in page(office)

    def test_a_body_beside_the_43_is_in_the_table_only_with_a_number(self, office):
        ForceFactory(without_region=True, short_name="Nothing yet")
        body = ForceFactory(without_region=True, short_name="Another body")
        kent = ForceFactory(code="kent", short_name="Kent")
        RequestFactory(
            force=body, region=kent.region, submitted_at=datetime(2023, 5, 3, tzinfo=UTC)
        )
        shown = Board(reader=office, now=NOW).maps()[0]
        assert [(line.name, line.number) for line in shown.lines] == [
            ("Kent", "0"),
            ("Another body", "1"),
        ]
        assert [tile.code for tile in shown.tiles.tiles] == ["kent"]

    def test_shades_go_by_equal_parts_and_zero_has_none(self):
        assert [shade_of(value, 20) for value in (0, 1, 5, 6, 15, 16, 20)] == [0, 1, 1, 2, 3, 4, 4]
        assert shade_of(0, 0) == 0

    @pytest.mark.parametrize("most", range(1, 30))
    def test_the_legend_names_the_shade_of_every_number(self, most):
        ranges = dict(legend_of(most))
        for value in range(most + 1):
            first, _, last = ranges[shade_of(value, most)].partition(" to ")
            assert int(first) <= value <= int(last or first)

    def test_only_the_part_with_forces_is_drawn(self):
        drawn = map_of([("kent", "Kent", 2, "/k"), ("essex", "Essex", 0, "/e")])
        assert min(tile.x for tile in drawn.tiles) == min(tile.y for tile in drawn.tiles) == 0
        assert map_of([("no-such", "None", 1, "/n")]) is None

    def test_names_fit_on_two_lines(self):
        call_command("load_forces", verbosity=0)
        names = Force.objects.territorial().values_list("short_name", flat=True)
        assert max(len(in_lines(name)) for name in names) == 2
        assert max(len(line) for name in names for line in in_lines(name)) <= 16

    def test_short_names_fit_a_phone_and_no_two_forces_share_one(self):
        call_command("load_forces", verbosity=0)
        forces = Force.objects.territorial().values_list("code", "short_name")
        drawn = map_of([(code, name, 1, "/r") for code, name in forces])
        short = [tile.short for tile in drawn.tiles]
        assert max(map(len, short)) <= 7
        assert len(set(short)) == len(short) == 43
        assert drawn.is_wide
        assert not map_of([("kent", "Kent", 2, "/k"), ("essex", "Essex", 0, "/e")]).is_wide


class TestCost:
    @pytest.mark.parametrize("role", ["programme_office", "analyst", "force_lead"])
    def test_the_page_takes_the_same_number_of_queries_however_much_there_is(
        self, page, case, role
    ):
        place = {"programme_office": {}, "force_lead": {"force": case.requesting_force}}
        reader = UserFactory(**{role: True}, **place.get(role, {"region": case.lead_region}))
        taken = []
        for _ in range(2):
            four_quarters(case)
            four_quarters(CaseFactory(opened_on=date(2022, 1, 1)))
            page(reader)
            with CaptureQueriesContext(connection) as queries:
                page(reader)
            taken.append(len(queries))
        assert taken[0] == taken[1] < 40
