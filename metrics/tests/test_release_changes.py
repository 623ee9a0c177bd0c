"""What an edition changed, in words, and the triangle of every edition of every quarter."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from metrics.measures import MEASURES
from metrics.models import Release
from metrics.releases.changes import (
    changes_of,
    is_material,
    percent_in_words,
    percent_of,
    signed,
)
from metrics.releases.triangle import triangle_of
from metrics.releases.triangle_drawing import draw
from metrics.tests.releases import START, put, release, tables_of
from metrics.tests.test_releases import AT, OUT_AT, a_case, arrests, frozen, published
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent

WHY = "Exercise: late arrivals."


class TestPercentages:
    @pytest.mark.parametrize(
        ("change", "base", "told"),
        [
            (-10, 4171, "\N{MINUS SIGN}0.2%"),
            (7, 20, "+35.0%"),
            (1, 15, "+6.7% [u]"),
            (3, 7, "of 7"),
            (1, 800, "+0.1%"),  # 0.125
            (-1, 1600, "\N{MINUS SIGN}0.1%"),  # 0.0625
            (0, 40, "0.0%"),
        ],
    )
    def test_are_written_with_their_sign_and_their_doubts(self, change, base, told):
        assert percent_in_words(change, base) == told

    def test_halves_go_away_from_zero(self):
        assert percent_of(1, 2000) == Decimal("0.1")  # 0.05
        assert percent_of(-1, 2000) == Decimal("-0.1")

    def test_less_than_one_per_cent_is_similar(self):
        assert [is_material(change, 200) for change in (0, 1, 2, -2)] == [0, 0, 1, 1]
        assert is_material(1, 0)

    def test_money_is_written_in_pounds(self):
        assert signed(-12_345, "pence") == "\N{MINUS SIGN}£123.45"


def revision(measure, before, now, status="ok", **more):
    hidden = status == "suppressed"
    return {
        "measure": measure,
        "table": "nation",
        "region": "",
        "force": "",
        "primary_type": "",
        "abroad": False,
        "first_published": None if hidden else before,
        "before": None if hidden else before,
        "now": None if hidden else now,
        "change": None if hidden else now - before,
        "status": status,
        "reason": WHY,
        **more,
    }


def snapshot(*revisions):
    return {
        "measures": [
            {"code": code, "label": MEASURES[code].label, "unit": MEASURES[code].unit}
            for code in ("arrests", "charges")
        ],
        "regions": [{"code": "ERSOU", "name": "ERSOU"}],
        "forces": [],
        "types": [],
        "revisions": list(revisions),
    }


class TestChanges:
    def test_an_edition_without_a_change_says_so(self):
        found = changes_of(snapshot())

        assert (found.note, found.rows) == ("No published figure has changed.", [])

    def test_the_size_is_told_of_the_nation_with_both_numbers(self):
        region = revision("arrests", 20, 27, table="region", region="ERSOU")
        found = changes_of(snapshot(revision("arrests", 4413, 4142), region))

        assert found.note == "2 figures changed."
        assert found.largest == [
            "Arrests, England and Wales: 4,142, was 4,413 (\N{MINUS SIGN}271, \N{MINUS SIGN}6.1%)."
        ]
        assert [row.cell for row in found.rows] == ["England and Wales", "ERSOU"]
        assert [row.material for row in found.rows] == ["Yes", "Yes"]

    def test_a_small_change_is_called_similar_and_a_small_base_has_no_percentage(self):
        found = changes_of(snapshot(revision("arrests", 4142, 4131), revision("charges", 7, 10)))

        assert found.largest == [
            "Charges, England and Wales: 10, was 7 (+3).",
            "Arrests, England and Wales: 4,131, was 4,142 (\N{MINUS SIGN}11, "
            "\N{MINUS SIGN}0.3%, similar).",
        ]

    def test_nothing_is_told_of_what_is_hidden_but_that_it_is(self):
        found = changes_of(snapshot(revision("arrests", 3, 4, "suppressed")))

        assert found.note == "1 figure changed; all of them are hidden, and so is by how much."
        assert found.largest == []
        (row,) = found.rows
        written = (row.first, row.before, row.now, row.change, row.percent, row.material)
        assert written == ("[c]",) * 6

    def test_what_was_not_available_has_no_change(self):
        unknown = {"before": None, "first_published": None, "change": None}
        row = revision("arrests", 0, 9) | unknown
        (found,) = changes_of(snapshot(row)).rows

        assert (found.before, found.now, found.change, found.percent) == ("[x]", "9", "[x]", "[x]")


@pytest.fixture
def office(db):
    call_command("load_forces", verbosity=0)
    return UserFactory(programme_office=True)


@pytest.fixture
def other(office):
    return UserFactory(programme_office=True)


def out(period, edition, number, office, other, *, hidden="", state="published"):
    """Make an edition whose national arrests are `number`, and publish it."""
    row = release(period, edition, by=office)
    told = [("ERSOU", "essex", "ASE", 1)] * number
    put(row, tables_of(told, "arrests", regions=["ERSOU"], forces=["essex"], types=["ASE"]))
    row.figures.update(hidden=hidden)
    said = {"state": state, "approved_by": other, "reason": WHY if edition > 1 else ""}
    Release.objects.filter(pk=row.pk).update(**said)
    return row


def triangle(region=""):
    return triangle_of(MEASURES["arrests"], region, now=START + timedelta(days=1))


class TestTriangle:
    def test_each_quarter_has_what_each_edition_said_of_it(self, office, other):
        for edition, number in enumerate((200, 203, 198), 1):
            out("2022/23-Q2", edition, number, office, other)
        out("2022/23-Q3", 1, 40, office, other)

        found = triangle()

        dash = "\N{EN DASH}"
        told = {line.period: written for line, written in found.rows}
        assert told == {"2022/23-Q2": ["200", "203", "198"], "2022/23-Q3": ["40", dash, dash]}
        line = found.lines[0]
        assert (line.change, line.percent_in_words) == (-2, "\N{MINUS SIGN}1.0%")
        assert (line.reasons, found.lines[1].reasons) == (WHY, dash)
        assert found.sentence == (
            "1 quarter with a later edition. An average is given from four quarters on."
        )

    def test_an_average_is_given_from_four_quarters_on(self, office, other):
        for quarter in ("2021/22-Q4", "2022/23-Q1", "2022/23-Q2", "2022/23-Q3"):
            out(quarter, 1, 200, office, other)
            out(quarter, 2, 198, office, other)

        assert triangle().sentence == (
            "4 quarters with a later edition: first figures have on average been revised down "
            "by 1.0%."
        )

    def test_what_is_hidden_in_one_edition_has_no_change(self, office, other):
        out("2022/23-Q2", 1, 3, office, other, hidden="primary")
        out("2022/23-Q2", 2, 9, office, other)

        found = triangle()

        (line,) = found.lines
        assert [entry.written for entry in line.entries] == ["[c]", "9"]
        assert (line.change, line.change_in_words, line.percent_in_words) == (None, "[c]", "[c]")
        assert found.sentence == "No change that may be shown."

    def test_the_same_number_again_is_no_change(self, office, other):
        out("2022/23-Q2", 1, 30, office, other)
        out("2022/23-Q2", 2, 30, office, other)

        assert triangle().sentence == "No published figure has changed."

    def test_only_what_is_out_goes_in(self, office, other):
        out("2022/23-Q2", 1, 30, office, other)
        early = out("2022/23-Q2", 2, 41, office, other, state="approved")
        Release.objects.filter(pk=early.pk).update(publish_at=START + timedelta(days=9))
        out("2021/22", 1, 30, office, other)

        (line,) = triangle().lines
        assert [entry.value for entry in line.entries] == [30]

    def test_a_region_has_one_of_its_own(self, office, other):
        out("2022/23-Q2", 1, 30, office, other)

        assert [line.latest.value for line in triangle("ERSOU").lines] == [30]
        assert [line.latest.written for line in triangle("NEROCU").lines] == ["[x]"]

    def test_the_four_latest_quarters_that_have_ended_are_provisional(self, office, other):
        for quarter in ("2021/22-Q4", "2022/23-Q1", "2022/23-Q2", "2022/23-Q3", "2022/23-Q4"):
            out(quarter, 1, 30, office, other)

        assert [line.provisional for line in triangle().lines] == [False] * 2 + [True] * 3

    def test_a_quarter_of_long_ago_is_not_though_few_are_out(self, office, other):
        out("2022/23-Q3", 1, 30, office, other)

        (line,) = triangle_of(MEASURES["arrests"], "", now=START + timedelta(days=1200)).lines
        assert (line.provisional, line.name) == (False, "2022/23 Q3")

    def test_the_picture_joins_what_differs(self, office, other):
        out("2022/23-Q2", 1, 30, office, other)
        out("2022/23-Q2", 2, 41, office, other)
        out("2022/23-Q3", 1, 3, office, other, hidden="primary")

        drawing = draw(triangle())

        ((_, first, latest),) = drawing.joins
        assert first > latest  # more is higher up
        assert [dot.text for dot in drawing.firsts + drawing.latest] == ["30", "41"]
        assert [gap.text for gap in drawing.gaps] == ["[c]"]

    def test_there_is_no_picture_without_a_number(self, office, other):
        assert draw(triangle()) is None
        out("2022/23-Q3", 1, 3, office, other, hidden="primary")
        assert draw(triangle()) is None


class TestPages:
    def page(self, client, by, address):
        client.force_login(by)
        answer = client.get(address)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    def test_the_triangle_is_open_to_readers_and_the_look_is_kept(self, client, office, other):
        out("2022/23-Q2", 1, 200, office, other)
        out("2022/23-Q2", 2, 190, office, other)
        reader = UserFactory(gateway_officer=True)

        page = self.page(client, reader, "/releases/revisions/?measure=arrests")

        assert "\N{MINUS SIGN}5.0%" in page
        assert WHY in page
        event = AuditEvent.objects.get(action="revisions.view", actor=reader)
        assert event.shown == ["arrests", "nation"]
        assert "Nothing has been published yet" not in page

    def test_an_empty_triangle_says_what_will_come(self, client, office):
        assert "Nothing has been published yet" in self.page(
            client, office, "/releases/revisions/"
        )

    def test_it_makes_a_constant_number_of_queries(
        self, client, office, other, django_assert_max_num_queries
    ):
        for quarter in ("2022/23-Q2", "2022/23-Q3", "2022/23-Q4"):
            for edition in (1, 2, 3):
                out(quarter, edition, 30 + edition, office, other)
        client.force_login(office)

        with django_assert_max_num_queries(10):
            client.get("/releases/revisions/?measure=arrests")

    def test_both_editions_say_that_there_is_another_and_the_old_files_stay(
        self, client, office, other
    ):
        case = a_case()
        arrests(case, 20)
        first = published(office, other)
        before = {file.name: bytes(file.content) for file in first.files.all()}
        arrests(case, 7)
        second = published(office, other, at=OUT_AT + timedelta(days=30), reason=WHY)
        reader = UserFactory(force_lead=True)

        old = self.page(client, reader, first.get_absolute_url())
        new = self.page(client, reader, second.get_absolute_url())
        changed = self.page(client, reader, f"{second.get_absolute_url()}revisions/")

        size = "Arrests, England and Wales: 27, was 20 (+7, +35.0%)."
        assert "A later edition of these figures exists" in old
        assert "These figures were revised" in new
        for page in (old, new):
            assert WHY in page
            assert size in page
        assert size in changed
        assert "A later edition" not in new
        stored = {file.name: bytes(file.content) for file in first.files.all()}
        assert stored == before
        client.force_login(reader)
        taken = client.get(f"{first.get_absolute_url()}files/figures.csv")
        assert taken.content == before["figures.csv"]

    def test_an_edition_under_way_is_not_hinted_at(self, client, office, other):
        first = published(office, other)
        frozen(office, at=OUT_AT + timedelta(days=30), reason=WHY)

        page = self.page(client, UserFactory(force_lead=True), first.get_absolute_url())

        assert "A later edition" not in page
        assert AT < OUT_AT
