"""The files of a release: pure functions of its snapshot, the same bytes every time."""

from importlib.metadata import version

from metrics.files.ods import document
from metrics.files.report import report_pdf
from metrics.files.sheets import sheets_of
from metrics.files.svg import image
from metrics.files.tidy import figures_csv
from metrics.files.xlsx import workbook

TOOLS = ("typst", "xlsxwriter")


def build(snapshot: dict) -> dict[str, bytes]:
    """Return each file of a release by its name, from the snapshot and from nothing else."""
    sheets = sheets_of(snapshot)
    return {
        "figures.csv": figures_csv(snapshot),
        "tables.ods": document(snapshot, sheets),
        "tables.xlsx": workbook(snapshot, sheets),
        "report.pdf": report_pdf(snapshot, sheets),
        **{f"chart-{chart['code']}.svg": image(chart) for chart in snapshot["charts"]},
    }


def made_with() -> str:
    """Return the tools that write the files, with their versions."""
    return ", ".join(f"{tool} {version(tool)}" for tool in TOOLS)
