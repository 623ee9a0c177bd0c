"""`tables.ods`: the worksheets as OpenDocument keeps them, written part by part.

Five parts and no more. A document made from a library's own template would carry that
template's language, thumbnail and settings, which would have to be taken out again.
"""

from django.utils.html import escape

from metrics.files.archives import packed
from metrics.files.sheets import is_numeric
from metrics.files.words import clean, decimals

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        *(("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("meta", "meta")),
    )
)
MORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FONT = 'fo:font-family="Arial" style:font-family-generic="swiss"'
SPEAKS = 'fo:language="en" fo:country="GB"'
INCHES_A_CHARACTER = 0.09
DECIMALS = (0, 1, 2)


def document(snapshot, sheets) -> bytes:
    """Return the document: text as text, numbers as numbers, nothing that is not asked for."""
    return packed(
        {
            "mimetype": KIND.encode(),
            "content.xml": _content(sheets).encode(),
            "styles.xml": _styles(snapshot).encode(),
            "meta.xml": _meta(snapshot).encode(),
            "META-INF/manifest.xml": _manifest().encode(),
        },
        stored=("mimetype",),
    )


def _manifest():
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    files = [("/", KIND), *((f"{name}.xml", "text/xml") for name in ("content", "styles", "meta"))]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files
    )
    return f'{HEAD}<manifest:manifest {space} manifest:version="1.3">{entries}</manifest:manifest>'


def _meta(snapshot):
    return (
        f"{HEAD}<office:document-meta {SPACES} {MORE}><office:meta>"
        f"<meta:generator>TOEX</meta:generator><dc:title>{_text(snapshot['title'])}</dc:title>"
        f"<dc:subject>{_text(snapshot['notice'])}</dc:subject><dc:language>en-GB</dc:language>"
        f"<meta:creation-date>{snapshot['data_cut_at'][:19]}</meta:creation-date>"
        "</office:meta></office:document-meta>"
    )


def _styles(snapshot):
    text = f'<style:text-properties {FONT} fo:font-size="11pt" {SPEAKS}/>'
    return (
        f"{HEAD}<office:document-styles {SPACES} {MORE}><office:styles>"
        f'<style:default-style style:family="table-cell">{text}</style:default-style>'
        "</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="wide"><style:page-layout-properties '
        'style:print-orientation="landscape" fo:page-width="29.7cm" fo:page-height="21cm" '
        'style:scale-to-X="1" style:scale-to-Y="0" style:print="objects"/>'
        "<style:header-style/><style:footer-style/></style:page-layout>"
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Default" '
        f'style:page-layout-name="wide"><style:header><text:p>{_text(snapshot["marking"])}'
        "</text:p></style:header><style:footer><text:p>Page <text:page-number>1"
        "</text:page-number> of <text:page-count>1</text:page-count></text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def _content(sheets):
    widths = sorted({sheet.width(n) for sheet in sheets for n in range(len(sheet.header) or 1)})
    ranges = "".join(_range(sheet) for sheet in sheets if sheet.header)
    return (
        f"{HEAD}<office:document-content {SPACES} {MORE}><office:automatic-styles>"
        f"{''.join(_column_style(width) for width in widths)}{_cell_styles()}"
        '<style:style style:name="page" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="line" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(_sheet(sheet) for sheet in sheets)}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _column_style(width):
    return (
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * INCHES_A_CHARACTER:.2f}in"/>'
        "</style:style>"
    )


def _cell_styles():
    numbers = "".join(
        f'<number:number-style style:name="n{places}"><number:number '
        f'number:decimal-places="{places}" number:min-decimal-places="{places}" '
        'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        for places in DECIMALS
    )
    looks = {"text": ("", "start"), "mark": ("", "end")}
    looks |= {f"number{n}": (f'style:data-style-name="n{n}"', "end") for n in DECIMALS}
    styles = [
        _cell_style(f"{name}{end}", data, side, bold)
        for name, (data, side) in looks.items()
        for end, bold in (("", ""), ("total", 'fo:font-weight="bold"'))
    ]
    title = _cell_style("title", "", "start", 'fo:font-weight="bold" fo:font-size="14pt"')
    return numbers + "".join(styles) + title


def _cell_style(name, data, side, letters):
    return (
        f'<style:style style:name="{name}" style:family="table-cell" {data}>'
        '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
        'style:text-align-source="fix"/>'
        f'<style:paragraph-properties fo:text-align="{side}"/>'
        f"<style:text-properties {FONT} {letters}/></style:style>"
    )


def _sheet(sheet):
    numeric = [is_numeric(column) for column in _columns(sheet)]
    places = [decimals(column) for column in _columns(sheet)]
    lines = [[_cell(line, "text" if down else "title")] for down, line in enumerate(sheet.lines)]
    lines += [
        [
            _cell(text, "marktotal" if number else "texttotal")
            for text, number in zip(sheet.header, numeric, strict=True)
        ]
    ] * bool(sheet.header)
    for down, row in enumerate(sheet.rows):
        total = "total" if down in sheet.totals else ""
        lines.append(
            [
                _cell(value, ("mark" if numeric[across] else "text") + total)
                if isinstance(value, str)
                else _cell(value, f"number{places[across]}{total}")
                for across, value in enumerate(row)
            ]
        )
    columns = "".join(
        f'<table:table-column table:style-name="wide{sheet.width(n)}"/>'
        for n in range(len(sheet.header) or 1)
    )
    rows = "".join(
        f'<table:table-row table:style-name="line">{"".join(line)}</table:table-row>'
        for line in lines
    )
    return (
        f'<table:table table:name="{escape(sheet.name)}" table:style-name="page">'
        f"{columns}{rows}</table:table>"
    )


def _columns(sheet):
    return list(zip(*sheet.rows, strict=True))


def _cell(value, look):
    if isinstance(value, str):
        said, kind = _text(value), 'office:value-type="string"'
    else:
        said, kind = value, f'office:value-type="float" office:value="{value}"'
    return (
        f'<table:table-cell table:style-name="{look}" {kind}><text:p>{said}</text:p>'
        "</table:table-cell>"
    )


def _range(sheet):
    last = _letters(len(sheet.header) - 1)
    top = len(sheet.lines) + 1
    where = f"'{sheet.name}'.A{top}:'{sheet.name}'.{last}{top + len(sheet.rows)}"
    return (
        f'<table:database-range table:name="{sheet.table}" '
        f'table:target-range-address="{escape(where)}" '
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _letters(number):
    tens, ones = divmod(number, 26)
    return (chr(64 + tens) if tens else "") + chr(65 + ones)


def _text(text):
    return escape(clean(text))
