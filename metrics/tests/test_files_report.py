"""The report and the charts: tagged, described, marked, and saying what the figures say."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
import typst

from metrics.choices import MeasureClass
from metrics.files import build, made_with
from metrics.files.charting import charts_of
from metrics.files.commentary import commentary
from metrics.files.report import report_pdf
from metrics.files.svg import image
from metrics.tests.snapshots import a_snapshot
from toex.core.archives import unpacked
from toex.core.tests.pdf import opened, tags_of, text_of
from toex.core.typesetting import typeset

CANARIES = ("987654", "876543")
NUMBER = re.compile(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\w/]|-\d)")


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


@pytest.fixture(scope="module")
def files(snapshot):
    return build(snapshot)


@pytest.fixture(scope="module")
def text(files):
    return text_of(files["report.pdf"])


def first_pages(snapshot, notes):
    """Return a short report with these notes and no tables."""
    return report_pdf({**snapshot, "notes": notes, "charts": []}, [])


def everything(files):
    """Return all that a reader could find in the files, with nothing left compressed."""
    for name, content in files.items():
        if name.endswith(("xlsx", "ods")):
            yield from (part.decode() for part in unpacked(content).values())
        elif name.endswith("pdf"):
            yield text_of(content)
            with opened(content) as pdf:
                yield from (repr(each) for each in pdf.objects)
        else:
            yield content.decode()


class TestReport:
    def test_it_is_tagged_and_says_its_title_and_language(self, files):
        with opened(files["report.pdf"]) as pdf:
            assert bool(pdf.Root.MarkInfo.Marked) is True
            assert str(pdf.Root.Lang) == "en-GB"
            assert str(pdf.docinfo["/Title"]).startswith("Tackling Organised Exploitation")
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
            assert pdf.open_metadata()["pdfuaid:part"] == "1"

    def test_it_is_dated_by_the_figures_and_not_by_the_clock(self, files):
        with opened(files["report.pdf"]) as pdf:
            assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260616")

    def test_headings_tables_and_charts_are_tags(self, files):
        kinds = {kind for kind, _ in tags_of(files["report.pdf"])}
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L"} <= kinds

    def test_each_chart_has_all_its_numbers_as_text(self, snapshot, files):
        told = [alt for kind, alt in tags_of(files["report.pdf"]) if kind == "/Figure"]
        assert len(told) == len(snapshot["charts"])
        assert "Eastern Region Special Operations Unit (ERSOU): [c]" in told[0]

    def test_an_image_that_says_nothing_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr("toex.core.typesetting.setting.ROOT", tmp_path)
        (tmp_path / "bare.typ").write_text(
            '#set document(title: "A")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\' '
            "width='9' height='9'/>\"), format: \"svg\")"
        )
        with pytest.raises(typst.TypstError, match="alt"):
            typeset("bare.typ", {}, at="2026-06-16T13:30:00+00:00")

    def test_the_marking_and_the_page_stand_on_every_page(self, files, text):
        with opened(files["report.pdf"]) as pdf:
            pages = len(pdf.pages)
        assert text.count("OFFICIAL-SENSITIVE: management information") >= pages
        assert f"Page {pages} of {pages}" in text

    def test_parts_come_in_their_order(self, text):
        parts = ["Before you read", "Key points", "Charts", "Tables", "Methods", "Definitions"]
        found = [text.index(f"{part}") for part in parts]
        assert found == sorted(found)

    def test_notes_are_text_and_never_markup(self, snapshot):
        notes = ['#panic("x")', "*bold* $x$ #[b] <label> @reference \\ // gone", '"quoted"']
        told = text_of(first_pages(snapshot, notes))
        for note in notes:
            assert note in told

    def test_welsh_and_arabic_letters_can_be_read(self, text):
        assert "Heddlu Gogledd Cymru: ŵ ŷ â" in text
        assert "\ufffd" not in text

    @pytest.mark.parametrize("note", ["\U0001f600", "中文", "\uff02", "a\u200d\u0301", "👨‍👩‍👧 ]"])
    def test_a_character_without_a_letter_of_ours_does_not_stop_the_report(self, snapshot, note):
        told = text_of(first_pages(snapshot, [f"Before {note} after"]))
        assert "Before" in told

    def test_every_number_of_its_tables_stands_in_the_report(self, snapshot, text):
        told = set(NUMBER.findall(text))
        for figure in snapshot["figures"]:
            if figure["value"] is None or figure["abroad"] or figure["table"] == "force":
                continue
            if figure["measure"] == "assets_seized_pence":
                assert f"{figure['value'] / 100:,.2f}" in told
            else:
                places = 1 if "days" in figure["measure"] else 0
                assert f"{figure['value']:,.{places}f}" in told

    def test_what_runs_over_pages_is_named_with_its_worksheet_and_not_printed(self, text):
        for each in MeasureClass:
            assert f"worksheet {each.value}-by-force" in text
        tables = text[text.index("Tables\n") : text.index("Methods\n")]
        assert "Avon and Somerset" not in tables

    def test_money_stands_in_pounds_with_the_unit_in_the_header(self, text):
        assert "Assets seized (pounds)" in " ".join(text.split())
        assert "pence)" not in text


class TestCharts:
    def test_a_chart_is_an_image_with_title_and_description(self, snapshot, files):
        for chart in snapshot["charts"]:
            svg = ET.fromstring(files[f"chart-{chart['code']}.svg"])
            title, description = (svg.find(f"{{*}}{name}").text for name in ("title", "desc"))
            assert title == chart["title"]
            for bar in chart["bars"]:
                assert bar["label"] in description

    def test_bars_are_as_long_as_their_numbers(self):
        bars = [{"label": str(value), "value": value, "status": "ok"} for value in (5, 10)]
        svg = image({"code": "a", "title": "b", "subtitle": "c", "bars": bars}).decode()
        first, second = (int(width) for width in re.findall(r'<rect .*?width="(\d+)"', svg))
        assert second == 2 * first

    def test_a_hidden_bar_is_a_gap_with_its_mark(self):
        bars = [
            {"label": "Seen", "value": 5, "status": "ok"},
            {"label": "Hidden", "value": 50, "status": "suppressed"},
        ]
        svg = image({"code": "a", "title": "b", "subtitle": "c", "bars": bars}).decode()
        assert re.findall(r'<rect .*?width="(\d+)"', svg) == ["340"]
        assert "[c]" in svg

    def test_charts_have_no_style_and_no_script(self, files):
        told = [content.decode() for name, content in files.items() if name.endswith("svg")]
        assert [svg for svg in told if "style" in svg or "script" in svg] == []


@pytest.fixture(scope="module")
def planted():
    """A snapshot that wrongly still carries numbers where it says that they are hidden."""
    snapshot = a_snapshot()
    cells = [cell for t in snapshot["tables"] for row in t["rows"] for cell in row["cells"]]
    bars = [bar for chart in snapshot["charts"] for bar in chart["bars"]]
    held = [*snapshot["figures"], *cells, *bars, *snapshot["rates"], *snapshot["revisions"]]
    for each in held:
        if each["status"] == "suppressed":
            for name in ("value", "unkeyed", "first_published", "before", "now", "change"):
                if name in each:
                    each[name] = int(CANARIES[name == "unkeyed"])
    return snapshot


class TestHidden:
    def test_a_number_that_is_hidden_is_in_no_file_at_all(self, planted):
        for told in everything(build(planted)):
            for canary in CANARIES:
                assert canary not in told.replace(",", "")

    def test_a_number_that_is_hidden_is_in_no_chart_and_no_key_point_made_of_it(self, planted):
        told = json.dumps([charts_of(planted), commentary(planted)])
        assert not any(canary in told for canary in CANARIES)
        assert '"status": "suppressed"' in told

    def test_the_search_would_find_a_number_that_is_not_hidden(self, planted):
        shown = a_snapshot()
        for each in [*shown["figures"], shown["tables"][8]["rows"][0]["cells"][0]]:
            each.update(value=987654, status="ok")
        found = [told for told in everything(build(shown)) if "987654" in told.replace(",", "")]
        assert len(found) == 4  # the tidy file, two worksheets and the report


def test_the_tools_are_named_with_their_versions():
    assert re.fullmatch(r"layout \d+, typst [\d.]+, xlsxwriter [\d.]+", made_with())
