"""Releases protected and attacked together with every other of their year."""

import pytest

from metrics.disclosure import audit, protect, unkeyed_to_show
from metrics.models import ReleaseFigure
from metrics.tests.releases import put, release, tables_of

pytestmark = pytest.mark.django_db

PLACES = {"regions": ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"], "forces": ["essex", "-"]}


def events(**by_region):
    """Return events of one each, by region; all of one force and type."""
    return [
        (region, "essex", "ASE", 1) for region, times in by_region.items() for _ in range(times)
    ]


def released(told, period="2022/23-Q3", edition=1, measure="arrests", state="frozen"):
    """Freeze a release of one measure with these events, and protect it."""
    figures = tables_of(told, measure, year="Q" not in period, types=["ASE", "LAB"], **PLACES)
    row = put(release(period, edition), figures)
    done = protect(row)
    type(row).objects.filter(pk=row.pk).update(**{"state": state})
    return row, done


def marks(row, table="region", measure="arrests"):
    """Return how the cells of a table are hidden, by place."""
    found = row.figures.filter(table=table, measure=measure).order_by("pk")
    return {each.region or each.force or each.primary_type: each.hidden for each in found}


def test_the_two_next_smallest_are_hidden_with_the_one_small_region():
    """Were it one, that region would have the small number by its own."""
    row, done = released(events(ERSOU=14, EMSOU=3, ROCUWM=22, YHROCU=24))

    assert marks(row) == {
        "ERSOU": "secondary",
        "EMSOU": "primary",
        "ROCUWM": "secondary",
        "YHROCU": "",
    }
    assert marks(row, "nation") == {"": ""}
    assert done.held == []
    assert audit(row) == []


def test_the_sum_that_gives_a_cell_away_is_named():
    row, _ = released(events(ERSOU=3, ROCUWM=22, YHROCU=14))
    row.figures.exclude(region="ERSOU").update(hidden="")

    (finding,) = audit(row)

    assert finding.sentence == (
        "ERSOU can be worked out: England and Wales 39 less ROCUWM 22 and YHROCU 14"
    )
    assert (finding.figure.region, finding.low, finding.high) == ("ERSOU", 3, 3)


def test_one_event_that_makes_most_of_a_cell_is_hidden_though_it_is_large():
    row, _ = released([*events(ERSOU=3, ROCUWM=40), ("ERSOU", "essex", "LAB", 27)])

    assert marks(row)["ERSOU"] == "primary"
    assert audit(row) == []


def test_sums_are_judged_by_the_events_behind_them():
    told = [(region, "essex", "ASE", 24) for region in ["ERSOU"] * 4 + ["EMSOU"] * 6]
    row, _ = released(told, measure="sentence_months")

    assert marks(row, measure="sentence_months")["ERSOU"] == "primary"
    assert audit(row) == []


def test_times_are_hidden_by_the_rows_behind_them():
    row = release()
    figures = [
        ReleaseFigure(
            measure="median_days_to_terms",
            table="region",
            region=region,
            value=4,
            number=number,
            status="ok",
        )
        for region, number in {"ERSOU": 4, "EMSOU": 5}.items()
    ]
    put(row, figures)

    protect(row)

    assert marks(row, measure="median_days_to_terms") == {"ERSOU": "primary", "EMSOU": ""}


@pytest.mark.parametrize("total", [1, 2])
def test_a_region_of_one_case_is_caught_and_made_safe_in_a_year(total):
    told = [*events(ERSOU=20, ROCUWM=22), *[("EMSOU", "essex", "LAB", 1)] * total]
    told += [("ERSOU", "essex", "LAB", 1)] * 9
    row, _ = released(told, period="2022/23")
    assert audit(row) == []

    row.figures.filter(table="region").update(hidden="")

    assert any(f"EMSOU {total}" in finding.sentence for finding in audit(row))


class TestYears:
    def quarters(self, number, **more):
        for quarter in range(1, number + 1):
            emsou = 3 if quarter == 1 else 8
            told = events(ERSOU=11, EMSOU=emsou, ROCUWM=12, **more)
            yield told, released(told, period=f"2022/23-Q{quarter}", state="published")[0]

    def year(self):
        return [each for told, _ in list(self.quarters(4)) for each in told]

    def test_the_year_less_three_quarters_is_caught(self):
        row, _ = released(self.year(), period="2022/23")
        row.figures.update(hidden="")

        sentences = [finding.sentence for finding in audit(row)]

        assert (
            "EMSOU 2022/23 Q1 can be worked out: EMSOU 27 less EMSOU 2022/23 Q2 8, "
            "EMSOU 2022/23 Q3 8 and EMSOU 2022/23 Q4 8" in sentences
        )

    def test_the_year_is_made_safe_by_hiding_its_own_cells(self):
        row, done = released(self.year(), period="2022/23")

        assert marks(row)["EMSOU"] == "secondary"
        assert done.held == []
        assert audit(row) == []

    def test_a_quarter_that_comes_after_the_year_is_made_safe_too(self):
        first = [told for told, _ in list(self.quarters(3))]
        last = events(ERSOU=11, EMSOU=8, ROCUWM=12)
        released(
            [each for told in [*first, last] for each in told], period="2022/23", state="published"
        )

        row, _ = released(last, period="2022/23-Q4")

        assert audit(row) == []


class TestAQuarterWithinItsYear:
    """The year is out, and says how small each of its quarters must be."""

    def year(self, measure="arrests", **regions):
        released(events(**regions), period="2022/23", measure=measure, state="published")

    def test_is_frozen_where_the_year_alone_keeps_a_cell_below_five(self):
        self.year(ERSOU=5, EMSOU=20, ROCUWM=22)
        fourth = events(ERSOU=1, EMSOU=9, ROCUWM=8)
        released(fourth, period="2022/23-Q4", state="published")

        row, done = released(events(ERSOU=2, EMSOU=7, ROCUWM=9), period="2022/23-Q1")

        # That it is hidden among zeros would tell that it is one at least, and the fourth below
        # five. The year tells all zeros, so that only all numbers together can keep it company.
        assert (marks(row)["ERSOU"], done.held) == ("primary", [])
        assert set(marks(row).values()) == {"primary", "secondary"}
        assert audit(row) == []

    def test_in_the_other_mode_too_and_nothing_is_hidden_in_vain(self):
        self.year(ERSOU=8, EMSOU=40, ROCUWM=52)
        told = tables_of(events(ERSOU=6, EMSOU=17, ROCUWM=19), "arrests", **PLACES)
        row = release("2022/23-Q1")
        type(row).objects.filter(pk=row.pk).update(mode="ten-five")
        row.refresh_from_db()
        put(row, told)

        protect(row)

        assert marks(row)["ERSOU"] == "primary"
        assert marks(row)["YHROCU"] == ""  # a zero
        assert audit(row) == []

    def test_what_single_cells_do_not_cure_is_cured_by_hiding_all_at_once(self, monkeypatch):
        monkeypatch.setattr("metrics.disclosure.hiding._cheapest", lambda *args: None)
        row, _ = released(events(ERSOU=3, EMSOU=20, ROCUWM=22))

        assert not row.figures.filter(table="region", hidden="").exists()
        assert marks(row, "nation") == {"": ""}
        assert audit(row) == []


class TestEditions:
    FIRST = {"ERSOU": 14, "EMSOU": 3, "ROCUWM": 22, "YHROCU": 31}

    def edition(self, number, **regions):
        state = "frozen" if number == 3 else "published"
        return released(events(**self.FIRST | regions), edition=number, state=state)

    def test_what_was_hidden_stays_hidden(self):
        self.edition(1)

        row, _ = self.edition(2, EMSOU=9, YHROCU=32)

        assert marks(row)["EMSOU"] == "secondary"
        assert marks(row)["ERSOU"] == "secondary"

    def test_one_more_in_a_hidden_region_is_safe_in_each_of_three_editions(self):
        first, _ = self.edition(1)
        second, _ = self.edition(2, EMSOU=4)
        third, _ = self.edition(3, EMSOU=4, ROCUWM=21)

        assert [audit(row) for row in (first, second, third)] == [[], [], []]

    def test_a_revision_that_cannot_be_made_safe_is_held(self):
        self.edition(1, EMSOU=6)

        row, done = self.edition(2, EMSOU=4)

        assert done.held == ["arrests"]
        assert row.figures.get(table="region", region="EMSOU").value == 6
        assert not row.figures.exclude(hidden="").exists()
        assert audit(row) == []

    def test_a_row_abroad_that_is_new_leaves_with_what_is_held(self):
        self.edition(1, EMSOU=6)
        told = events(**self.FIRST | {"EMSOU": 4})
        figures = tables_of(told, "arrests", types=["ASE", "LAB"], **PLACES)
        figures += [
            ReleaseFigure(
                measure="arrests", table="nation", abroad=True, value=2, number=2, status="ok"
            )
        ]
        row = put(release(edition=2), figures)

        assert protect(row).held == ["arrests"]
        assert not row.figures.filter(abroad=True).exists()

    def test_protecting_again_changes_nothing(self):
        self.edition(1)
        row, _ = self.edition(3, EMSOU=4)
        before = marks(row)

        protect(row)

        assert marks(row) == before


def test_from_events_without_a_key_only_a_harmless_national_share_is_shown():
    figure = ReleaseFigure(measure="people_safeguarded", table="nation", value=12, unkeyed=6)
    few = ReleaseFigure(measure="people_safeguarded", table="nation", value=12, unkeyed=9)
    placed = ReleaseFigure(
        measure="people_safeguarded", table="region", region="ERSOU", value=12, unkeyed=6
    )

    assert [unkeyed_to_show(each) for each in (figure, few, placed)] == [6, None, None]
