"""The files of a release: pure functions of its snapshot, the same bytes every time."""

from importlib.metadata import version

from metrics.files.report import report_pdf
from metrics.files.sheets import is_numeric, sheets_of
from metrics.files.svg import image
from metrics.files.tidy import figures_csv
from metrics.files.words import decimals
from metrics.files.xlsx import workbook
from toex.core.opendocument import document

TOOLS = ("typst", "xlsxwriter")
LAYOUT = 7  # raised when what stands where in a file changes, so that older files are not compared


def build(snapshot: dict) -> dict[str, bytes]:
    """Return each file of a release by its name, from the snapshot and from nothing else."""
    sheets = sheets_of(snapshot)
    about = {**snapshot, "created": snapshot["data_cut_at"]}
    return {
        "figures.csv": figures_csv(snapshot),
        "tables.ods": document(about, sheets, is_numeric=is_numeric, decimals=decimals),
        "tables.xlsx": workbook(snapshot, sheets),
        "report.pdf": report_pdf(snapshot, sheets),
        **{f"chart-{chart['code']}.svg": image(chart) for chart in snapshot["charts"]},
    }


def made_with() -> str:
    """Return the layout of the files and the tools that write them, with their versions."""
    tools = ", ".join(f"{tool} {version(tool)}" for tool in TOOLS)
    return f"layout {LAYOUT}, {tools}"
