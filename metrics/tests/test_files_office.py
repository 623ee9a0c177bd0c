"""What LibreOffice makes of the files: text stays text, and each sheet says what we wrote."""

import csv
import shutil
import subprocess

import pytest

from metrics.files import build
from metrics.files.sheets import sheets_of
from metrics.tests.snapshots import a_snapshot

pytestmark = pytest.mark.office
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def snapshot():
    return a_snapshot()


@pytest.fixture(scope="module")
def folder(snapshot, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    for name, content in build(snapshot).items():
        (folder / name).write_bytes(content)
    return folder


def converted(folder, name, kind):
    """Have LibreOffice open one of our files and write it out again; return the new files."""
    target = folder / f"{name}-{kind[:4]}"
    office = [shutil.which("soffice"), f"-env:UserInstallation=file://{folder}/profile"]
    subprocess.run(
        [*office, "--headless", "--convert-to", kind, "--outdir", target, folder / name],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return sorted(target.iterdir())


def sheets_in(folder, name):
    """Return the rows of each sheet by its name, numbers without commas."""
    return {
        path.stem.removeprefix("tables-"): list(
            csv.reader(path.read_text(encoding="utf-8").splitlines())
        )
        for path in converted(folder, name, EACH_SHEET)
    }


def formulas_in(folder, name):
    """Return how many cells LibreOffice takes for formulas."""
    (flat,) = converted(folder, name, "fods")
    return flat.read_text(encoding="utf-8").count("table:formula=")


def read_as(rows, told):
    """Return rows as LibreOffice wrote them, with numbers where we wrote numbers."""
    return [
        [type(ours)(cell) for ours, cell in zip(row, other, strict=True)]
        for row, other in zip(rows, told, strict=True)
    ]


@pytest.mark.parametrize("name", ["tables.ods", "tables.xlsx"])
def test_each_sheet_says_what_was_written(snapshot, folder, name):
    told = sheets_in(folder, name)
    assert set(told) == {sheet.name for sheet in sheets_of(snapshot)}
    for sheet in sheets_of(snapshot):
        rows, lines = told[sheet.name], len(sheet.lines)
        assert [row[0] for row in rows[:lines]] == sheet.lines
        assert rows[lines : lines + 1] == [sheet.header] * bool(sheet.header)
        assert read_as(sheet.rows, rows[lines + 1 :]) == sheet.rows


@pytest.mark.parametrize("name", ["tables.ods", "tables.xlsx", "figures.csv"])
def test_no_cell_holds_a_formula(folder, name):
    assert formulas_in(folder, name) == 0


def test_a_formula_would_be_seen(folder):
    (folder / "planted.csv").write_text("=1+1\n")
    assert formulas_in(folder, "planted.csv") == 1
