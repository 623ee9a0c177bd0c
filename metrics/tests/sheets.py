"""A published file of figures as an attacker reads it."""

import csv
import io
from dataclasses import dataclass, field

from toex.forces.models import Force

LEAST_SHOWN = 5
WITHOUT_LEVEL = {"sentence_months", "assets_seized_pence"}  # hidden for their events, not size


@dataclass
class Sheet:
    """One published file: each cell's number, None where it is hidden, and how it really is."""

    period: str
    cells: dict
    truth: dict
    zeros_hidden: set = field(default_factory=set)
    region_of: dict = field(default_factory=dict)
    is_silent: bool = False

    @classmethod
    def of(cls, release):
        content = bytes(release.files.get(name="figures.csv").content).decode()
        regions = dict(Force.objects.values_list("code", "region__code"))
        sheet = cls(release.period, {}, {}, region_of=regions)
        for row in csv.DictReader(io.StringIO(content)):
            force = "-" if row["force"] == "not-known" else row["force"]
            name = (row["measure"], row["table"], row["region"], force, row["primary_type"])
            is_time = "_days_" in row["measure"]  # which adds up to nothing
            if row["abroad"] == "no" and row["status"] in ("ok", "c") and not is_time:
                sheet.cells[name] = int(row["value"]) if row["status"] == "ok" else None
        for each in release.figures.filter(abroad=False, value__isnull=False):
            name = (each.measure, each.table, each.region, each.force, each.primary_type)
            if name in sheet.cells and each.value == int(each.value):
                sheet.truth[name] = int(each.value)
        sheet.cells = {name: sheet.cells[name] for name in sheet.truth}
        sheet.zeros_hidden = {
            name[:2]
            for name, value in sheet.cells.items()
            if value is None and not sheet.truth[name] and not sheet.hides_all_around(name)
        }
        says = {name[0] for name, value in sheet.cells.items() if value and name[1] != "nation"}
        says -= sheet.small_totals()  # below a small total all is hidden, and so tells nothing
        sheet.zeros_hidden |= {name[:2] for name in sheet.cells if name[0] not in says}
        return sheet

    @property
    def quarter(self):
        return int(self.period[-1]) if "-Q" in self.period else 0

    @property
    def year(self):
        return int(self.period[:4])

    @property
    def begins(self):
        return 4 * self.year + max(self.quarter, 1)

    @property
    def ends(self):
        return self.begins + (1 if self.quarter else 4)

    def silent(self):
        """Return the file as it would be if it said nothing of any cell, not even of a zero."""
        return Sheet(
            self.period,
            dict.fromkeys(self.cells),
            self.truth,
            zeros_hidden={name[:2] for name in self.cells},
            region_of=self.region_of,
            is_silent=True,
        )

    def hides_all_around(self, name):
        """Return whether a cell is below a small total, or its measure shows only zeros."""
        measure, table, region, _, kind = name
        above = [(measure, "region", region, "", ""), (measure, "type", "", "", kind)]
        above = above if table == "region_type" else []
        is_below = any(
            self.cells[each] is None
            and (self.truth[each] < LEAST_SHOWN or self.hides_every_part(each))
            for each in above
        )
        is_idle = not any(
            value and each[0] == measure and each[1] != "nation"
            for each, value in self.cells.items()
        )
        return is_below or is_idle or measure in self.small_totals()

    def hides_every_part(self, total):
        """Return whether nothing of what a region or a type is made of is shown."""
        measure, _, region, _, kind = total
        return all(
            value is None
            for name, value in self.cells.items()
            if name[:2] == (measure, "region_type") and (name[2] == region or name[4] == kind)
        )

    def small_totals(self):
        """Return the measures whose total of the nation is small and hidden, unless for events."""
        return {
            name[0]
            for name, value in self.cells.items()
            if name[1] == "nation"
            and value is None
            and 0 < self.truth[name] < LEAST_SHOWN
            and name[0] not in WITHOUT_LEVEL
        }
