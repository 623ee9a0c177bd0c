"""Load regions, forces, other bodies and populations from the reference files."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from toex.forces.choices import BodyKind
from toex.forces.models import Force, Population, Region

DATA = Path(__file__).resolve().parents[2] / "data"
# ONS mid-year estimates MYE23 (July 2024), summed to police force areas; Open Government Licence.
VINTAGE = "MYE23"
POPULATION = "population_mid_"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Command(BaseCommand):
    help = "Load regions and forces from the reference files. Running it again changes nothing."

    @transaction.atomic
    def handle(self, *args, **options):
        regions = {}
        for order, row in enumerate(rows_of("regions.csv"), start=1):
            regions[row["code"]], _ = Region.objects.update_or_create(
                code=row["code"],
                defaults={
                    "name": row["name"],
                    "launched_on": row["launched_on"] or None,
                    "order": order,
                },
            )
        for row in rows_of("forces.csv"):
            self._load_territorial(row, regions)
        for row in rows_of("other_bodies.csv"):
            Force.objects.update_or_create(
                code=row["code"],
                defaults={
                    "name": row["name"],
                    "short_name": row["short_name"],
                    "kind": row["kind"],
                    "region": regions.get(row["region"]),
                },
            )
        self.stdout.write(f"{len(regions)} regions and {Force.objects.count()} bodies are loaded.")

    def _load_territorial(self, row, regions):
        force, _ = Force.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "kind": BodyKind.TERRITORIAL,
                "region": regions[row["region"]],
                "ons_code": row["ons_code"],
            },
        )
        for column, residents in row.items():
            if column.startswith(POPULATION):
                Population.objects.update_or_create(
                    force=force,
                    mid_year=int(column.removeprefix(POPULATION)),
                    vintage=VINTAGE,
                    defaults={"residents": int(residents)},
                )
